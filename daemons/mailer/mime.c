/* Written by hand because a bulk mailer composes each mail anew: a general MIME library took thirty times longer and
   wrote Japanese subjects as one encoded word of 150 characters, where RFC 2047 allows 75. */
#include "mime.h"

#include "base/day.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>

enum {
    LINE = 76,             /* RFC 2045: characters of an encoded line */
    WORD_FRAME = 12,       /* "=?UTF-8?B?" and "?=" */
    WORD = 75 - WORD_FRAME /* RFC 2047: an encoded word has at most 75 characters */
};

static bool is_clean(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 127)
            return false;
    return true;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 127)
            return false;
    return true;
}

bool mime_is_address(const char *addr)
{
    size_t len = strlen(addr);
    const char *at = strrchr(addr, '@');
    if (len > 254 || !at || at == addr || at - addr > 64 || !at[1])
        return false;
    for (const char *p = addr; *p; p++)
        if (*p <= ' ' || *p >= 127 || strchr("<>\"\\(),;:@", *p)) {
            if (p != at)
                return false;
        }
    return at[1] != '.' && at[1] != '-' && !strstr(at, "..");
}

/* Characters that need no escape in file names (RFC 2231) and in Q words. */
static bool is_attribute_char(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

/* One byte, as itself or as mark and two digits. */
static void escaped(struct buf *out, char mark, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    char code[3] = {mark, hex[c >> 4], hex[c & 15]};
    if (is_attribute_char(c))
        buf_addc(out, (char)c);
    else
        buf_addn(out, code, 3);
}

void mime_base64(struct buf *out, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    unsigned char line[LINE + 3];
    while (len) {
        size_t have = len < LINE / 4 * 3 ? len : LINE / 4 * 3, n = (size_t)EVP_EncodeBlock(line, p, (int)have);
        memcpy(line + n, "\r\n", 2);
        buf_addn(out, (char *)line, n + 2);
        p += have;
        len -= have;
    }
}

/* How many bytes of text, whole characters, fit into `room` bytes; at least one character. */
static size_t whole_chars(const char *text, size_t room)
{
    size_t len = strnlen(text, room + 1), n = room;
    if (len <= room)
        return len;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    if (n)
        return n;
    for (n = 1; ((unsigned char)text[n] & 0xC0) == 0x80; n++)
        ;
    return n;
}

static bool is_boundary(const char *text, size_t n)
{
    return ((unsigned char)text[n] & 0xC0) != 0x80;
}

/* Where a base64 word of at most `room` bytes ends, so that it needs no padding unless it is the last one: some readers
   join words before they decode, and padding in the middle ends the text for them. 0: there is no such place. */
static size_t base64_end(const char *text, size_t room)
{
    size_t n = whole_chars(text, room), least = n / 2;
    if (!text[n])
        return n;
    while (n > least && (n % 3 || !is_boundary(text, n)))
        n--;
    return n > least ? n : 0;
}

static void base64_word(struct buf *out, const char *text, size_t n)
{
    unsigned char word[WORD + 2];
    buf_add(out, "=?UTF-8?B?");
    buf_addn(out, (char *)word, (size_t)EVP_EncodeBlock(word, (const unsigned char *)text, (int)n));
    buf_add(out, "?=");
}

/* As many whole characters as fit into `room` places of a Q word; gives the bytes taken. */
static size_t q_word(struct buf *out, const char *text, size_t room)
{
    size_t n = 0, used = 0;
    buf_add(out, "=?UTF-8?Q?");
    while (text[n]) {
        size_t len = whole_chars(text + n, 1), cost = 0;
        for (size_t i = 0; i < len; i++)
            cost += is_attribute_char((unsigned char)text[n + i]) ? 1 : 3;
        if (used + cost > room)
            break;
        for (size_t i = 0; i < len; i++)
            escaped(out, '=', (unsigned char)text[n + i]);
        n += len;
        used += cost;
    }
    buf_add(out, "?=");
    return n;
}

/* text as encoded words; column: where the line stands. Gives the new column. */
static size_t encoded_words(struct buf *out, const char *text, size_t column)
{
    while (*text) {
        size_t room = column < LINE ? LINE - column : 0, chars = room > WORD_FRAME ? room - WORD_FRAME : 0, before;
        if (chars > WORD)
            chars = WORD;
        if (chars < 16) { /* not worth beginning here */
            buf_add(out, "\r\n ");
            column = 1;
            continue;
        }
        before = out->len;
        size_t n = base64_end(text, chars / 4 * 3);
        if (n)
            base64_word(out, text, n);
        else
            n = q_word(out, text, chars);
        column += out->len - before;
        text += n;
        if (*text) {
            buf_add(out, "\r\n ");
            column = 1;
        }
    }
    return column;
}

/* ASCII text folded at its spaces. */
static void folded(struct buf *out, const char *text, size_t column)
{
    while (*text) {
        size_t n = 1 + strcspn(text + 1, " "); /* a word with the space in front of it */
        if (column + n > LINE && *text == ' ' && column > 1) {
            buf_add(out, "\r\n");
            column = 0;
        }
        buf_addn(out, text, n);
        column += n;
        text += n;
    }
}

bool mime_header(struct buf *out, const char *name, const char *text)
{
    size_t len = strlen(text), column = strlen(name) + 2;
    if (!is_clean(text))
        return false;
    /* Plain is what a reader cannot mistake for an encoded word, and what folding cannot damage. */
    bool plain = is_ascii(text) && !strstr(text, "=?") && !strstr(text, "  ") &&
                 (!len || (*text != ' ' && text[len - 1] != ' '));
    for (const char *p = text; plain && *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        plain = n < LINE - 16;
        p += n;
    }
    buf_add(out, name);
    buf_add(out, ": ");
    if (plain)
        folded(out, text, column);
    else
        encoded_words(out, text, column);
    buf_add(out, "\r\n");
    return true;
}

bool mime_mailbox(struct buf *out, const char *name, const char *display, const char *addr)
{
    size_t column = strlen(name) + 2, len = strlen(display);
    if (!is_clean(display) || !mime_is_address(addr))
        return false;
    buf_add(out, name);
    buf_add(out, ": ");
    if (!len) {
        buf_add(out, addr);
        buf_add(out, "\r\n");
        return true;
    }
    if (is_ascii(display) && !strstr(display, "=?") && len < 60) {
        buf_addc(out, '"');
        for (const char *p = display; *p; p++) {
            if (*p == '"' || *p == '\\')
                buf_addc(out, '\\');
            buf_addc(out, *p);
        }
        buf_addc(out, '"');
        column += len + 2;
    } else {
        column = encoded_words(out, display, column);
    }
    buf_add(out, column + strlen(addr) + 3 > LINE ? "\r\n <" : " <");
    buf_add(out, addr);
    buf_add(out, ">\r\n");
    return true;
}

bool mime_raw(struct buf *out, const char *name, const char *value)
{
    if (!is_clean(value) || !is_ascii(value))
        return false;
    buf_add(out, name);
    buf_add(out, ": ");
    buf_add(out, value);
    buf_add(out, "\r\n");
    return true;
}

void mime_date(struct buf *out, time_t at)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm tm;
    day_wall(at, &tm);
    buf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0900\r\n", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
             tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- text ---- */

struct shape {
    size_t len, high, longest;
};

static struct shape shape_of(const char *text)
{
    struct shape shape = {0};
    size_t line = 0;
    for (const char *p = text; *p; p++, shape.len++) {
        line = *p == '\n' ? 0 : line + 1;
        if (line > shape.longest)
            shape.longest = line;
        if ((unsigned char)*p >= 127 || ((unsigned char)*p < ' ' && *p != '\n' && *p != '\t'))
            shape.high++;
    }
    return shape;
}

static struct buf with_crlf(struct arena *arena, const char *text)
{
    struct buf out = buf_on(arena);
    for (;;) {
        size_t n = strcspn(text, "\n");
        buf_addn(&out, text, n);
        if (!text[n])
            break;
        buf_add(&out, "\r\n");
        text += n + 1;
    }
    if (out.len && out.text[out.len - 1] != '\n')
        buf_add(&out, "\r\n");
    return out;
}

/* A character of quoted-printable; gives how many it takes. */
static size_t quoted(unsigned char c, bool at_end, char out[3])
{
    static const char hex[] = "0123456789ABCDEF";
    bool plain = (c >= 33 && c <= 126 && c != '=') || ((c == ' ' || c == '\t') && !at_end);
    if (plain) {
        out[0] = (char)c;
        return 1;
    }
    out[0] = '=';
    out[1] = hex[c >> 4];
    out[2] = hex[c & 15];
    return 3;
}

static void quoted_printable(struct buf *out, const char *text)
{
    size_t column = 0;
    for (; *text; text++) {
        char code[3];
        if (*text == '\n') {
            buf_add(out, "\r\n");
            column = 0;
            continue;
        }
        size_t n = quoted((unsigned char)*text, !text[1] || text[1] == '\n', code);
        if (column + n > LINE - 1) { /* a soft break, never inside a code */
            buf_add(out, "=\r\n");
            column = 0;
        }
        buf_addn(out, code, n);
        column += n;
    }
    if (column)
        buf_add(out, "\r\n");
}

void mime_text(struct buf *out, const char *text)
{
    struct shape shape = shape_of(text);
    buf_add(out, "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: ");
    if (!shape.high && shape.longest <= LINE) {
        struct buf lines = with_crlf(out->arena, text);
        buf_add(out, "7bit\r\n\r\n");
        buf_addn(out, lines.text, lines.len);
    } else if (shape.high > shape.len / 6) {
        struct buf lines = with_crlf(out->arena, text);
        buf_add(out, "base64\r\n\r\n");
        mime_base64(out, lines.text, lines.len);
    } else {
        buf_add(out, "quoted-printable\r\n\r\n");
        quoted_printable(out, text);
    }
}

/* ---- attachments ---- */

/* RFC 2231: filename*0*=UTF-8''…; filename*1*=… */
static void file_name(struct buf *out, const char *name)
{
    size_t column = LINE;
    unsigned part = 0;
    for (const char *p = name; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (column + 4 > LINE) {
            buf_addf(out, ";\r\n filename*%u*=%s", part, part ? "" : "UTF-8''");
            column = 24;
            part++;
        }
        escaped(out, '%', c);
        column += is_attribute_char(c) ? 1 : 3;
    }
}

bool mime_attachment(struct buf *out, const char *name, const char *type, const void *bytes, size_t len)
{
    if (!is_clean(name) || !*name || !is_clean(type) || !is_ascii(type))
        return false;
    buf_addf(out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment", type);
    file_name(out, name);
    buf_add(out, "\r\n\r\n");
    mime_base64(out, bytes, len);
    return true;
}
