/* CSV for Japanese Excel: UTF-8 with a byte order mark, or CP932. Rows go through 64 KB of memory into an unlinked
   file: writing needs no more, however many there are, and csv_export() forgets what they were made of. A cell is
   converted first and then quoted: in CP932 no byte of a two-byte character is a quote, comma or line end. */
#include "record/csv.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "http/res.h"
#include "text/text_cp932.h"
#include "text/text_utf8.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

enum { BUFFER = 64 * 1024 };

struct csv_out {
    struct arena *arena;
    int fd;
    int failed; /* errno of the first write that failed; what follows is dropped */
    bool cp932, in_row;
    iconv_t cd;
    char *scratch; /* for a converted cell, grows */
    size_t scratch_cap;
    uint64_t size;
    size_t used;
    char buffer[BUFFER];
};

static void flush(struct csv_out *out)
{
    size_t done = 0;
    while (!out->failed && done < out->used) {
        ssize_t n = write(out->fd, out->buffer + done, out->used - done);
        if (n > 0)
            done += (size_t)n;
        else if (n == 0 || errno != EINTR)
            out->failed = n == 0 ? ENOSPC : errno;
    }
    out->size += done;
    out->used = 0;
}

static void put(struct csv_out *out, const char *bytes, size_t len)
{
    while (len > 0) {
        if (out->used == BUFFER)
            flush(out);
        size_t n = len < BUFFER - out->used ? len : BUFFER - out->used;
        memcpy(out->buffer + out->used, bytes, n);
        out->used += n;
        bytes += n;
        len -= n;
    }
}

struct err *csv_open(struct req *rq, const char *charset, struct csv_out **out)
{
    struct csv_out *o = arena_alloc(rq->arena, sizeof *o);
    o->arena = rq->arena;
    o->cp932 = strcmp(charset, "cp932") == 0;
    TRY(tmp_file(rq, &o->fd));
    if (o->cp932)
        TRY(cp932_open(rq->arena, false, &o->cd));
    else
        put(o, "\xEF\xBB\xBF", 3);
    *out = o;
    return NULL;
}

/* True if a spreadsheet may take the text for a formula: Excel reads ＝ as = when it opens a file, and other forms of
   the signs cost nothing to count; – and − become － in CP932. A leading selector or invisible character could vanish
   in conversion and leave = in front. */
static bool is_formula(const char *text)
{
    uint32_t code = utf8_next(&text);
    utf8proc_int32_t plain[32] = {0};
    int bound = 0;
    if (code == '\t' || code == '\r' || code == '\n' || code == 0x2012 || code == 0x2013 || code == 0x2212)
        return true;
    if (code < 0x80)
        return code == '=' || code == '+' || code == '-' || code == '@';
    utf8proc_option_t options = (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, plain, 32, options, &bound);
    return n == 0 || plain[0] == 0x2212 || (plain[0] > 0 && plain[0] < 0x80 && strchr("=+-@", plain[0]));
}

static bool is_plain_number(const char *text)
{
    return *text && text[strspn(text, "0123456789.-")] == '\0';
}

/* The text in the file's character set; *len bytes. */
static const char *converted(struct csv_out *out, const char *text, size_t *len)
{
    *len = strlen(text);
    if (!out->cp932)
        return text;
    if (*len > out->scratch_cap) {
        out->scratch_cap = *len * 2;
        out->scratch = arena_alloc(out->arena, out->scratch_cap);
    }
    if (*len > 0)
        cp932_put(out->cd, text, out->scratch, len); /* 〓 is what the user chose with CP932 */
    return out->scratch;
}

static bool needs_quotes(const char *bytes, size_t len)
{
    if (len > 0 && (bytes[0] == ' ' || bytes[len - 1] == ' '))
        return true;
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        if (c == '"' || c == ',' || c == '\r' || c == '\n' || c == '\t')
            return true;
    }
    return false;
}

static void put_quoted(struct csv_out *out, const char *bytes, size_t len)
{
    const char *end = bytes + len, *quote;
    while ((quote = memchr(bytes, '"', (size_t)(end - bytes)))) {
        put(out, bytes, (size_t)(quote + 1 - bytes));
        put(out, "\"", 1);
        bytes = quote + 1;
    }
    put(out, bytes, (size_t)(end - bytes));
}

void csv_cell(struct csv_out *out, const char *text, bool is_number)
{
    size_t len;
    bool guard = !(is_number && is_plain_number(text)) && is_formula(text);
    const char *bytes = converted(out, text, &len);
    bool quoted = len > 0 && needs_quotes(bytes, len);
    if (out->in_row)
        put(out, ",", 1);
    out->in_row = true;
    if (quoted)
        put(out, "\"", 1);
    if (guard)
        put(out, "'", 1);
    if (quoted)
        put_quoted(out, bytes, len);
    else if (len > 0)
        put(out, bytes, len);
    if (quoted)
        put(out, "\"", 1);
}

void csv_row_end(struct csv_out *out)
{
    put(out, "\r\n", 2);
    out->in_row = false;
}

struct err *csv_send(struct req *rq, struct csv_out *out, const char *name)
{
    flush(out);
    if (!out->failed && lseek(out->fd, 0, SEEK_SET) < 0)
        out->failed = errno;
    if (out->failed)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "csv %s: %s", name, strerror(out->failed));
    const char *type = out->cp932 ? "text/csv; charset=Shift_JIS" : "text/csv; charset=UTF-8";
    res_file(rq, out->fd, out->size, type, arena_printf(rq->arena, "%s.csv", name));
    return NULL;
}
