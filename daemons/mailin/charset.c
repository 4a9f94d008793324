/* Texts of mails to UTF-8. Old and hurried servers name no charset, or a wrong one. */
#include "message.h"

#include "base/arena.h"
#include "text/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* Everything that can be converted; what cannot becomes '?'. NULL: no such charset, or strict and something cannot. */
static char *convert(struct arena *arena, const char *bytes, size_t len, const char *charset, bool strict)
{
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1)
        return NULL;
    struct buf out = buf_on(arena);
    char piece[4096], *in = (char *)bytes; /* iconv() does not write there */
    bool whole = true;
    while (len) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t n = iconv(cd, &in, &len, &to, &room);
        buf_addn(&out, piece, sizeof piece - room);
        if (n != (size_t)-1 || errno == E2BIG)
            continue;
        whole = false;
        if (errno == EINVAL || strict)
            break;
        buf_addc(&out, '?');
        in++;
        len--;
    }
    iconv_close(cd);
    return strict && !whole ? NULL : out.text ? out.text : arena_strdup(arena, "");
}

/* NUL ends C texts, so it is taken out. */
static char *clean(struct arena *arena, const char *bytes, size_t *len)
{
    char *text = arena_alloc(arena, *len + 1);
    size_t n = 0;
    for (size_t i = 0; i < *len; i++)
        if (bytes[i])
            text[n++] = bytes[i];
    *len = n;
    return text;
}

static bool has_escapes(const char *text)
{
    return strstr(text, "\033$") || strstr(text, "\033(");
}

static char *guess(struct arena *arena, const char *text, size_t len)
{
    static const char *const strict[] = {"CP932", "EUC-JP-MS", NULL};
    for (const char *const *name = strict; *name; name++) {
        char *out = convert(arena, text, len, *name, true);
        if (out && text_utf8(out, strlen(out)))
            return out;
    }
    return NULL;
}

char *message_utf8(struct arena *arena, const char *bytes, size_t len, const char *charset)
{
    char *text = clean(arena, bytes, &len), *out = NULL;
    if (has_escapes(text))
        out = convert(arena, text, len, "ISO-2022-JP-3", false);
    else if (text_utf8(text, len))
        return text;
    if (!out && charset && *charset && strcasecmp(charset, "utf-8") != 0)
        out = convert(arena, text, len, strcasecmp(charset, "shift_jis") == 0 ? "CP932" : charset, true);
    if (!out)
        out = guess(arena, text, len);
    if (!out)
        out = convert(arena, text, len, "UTF-8", false);
    if (!out || !text_utf8(out, strlen(out))) {
        out = arena_strndup(arena, text, len);
        for (char *p = out; *p; p++)
            if ((unsigned char)*p >= 0x80)
                *p = '?';
    }
    return out;
}
