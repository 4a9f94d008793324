/* CP932, the character set that Japanese Excel writes and, without a byte order mark, expects. iconv's table is used;
   what it lacks though CP932 has a character that looks the same is mapped here, so that ¥ – ‑ ‾ ¦ survive. Decomposed
   kana, as macOS writes it in file names, is composed first. */
#include "text/text.h"

#include "base/arena.h"
#include "text/text_cp932.h"
#include "text/text_utf8.h"

#include <errno.h>
#include <string.h>
#include <utf8proc.h>

static const char GETA[] = "\x81\xAC"; /* 〓, what printers set for a type they do not have */

static void iconv_done(void *arg)
{
    iconv_close(arg);
}

struct err *cp932_open(struct arena *arena, bool from, iconv_t *cd)
{
    *cd = from ? iconv_open("UTF-8", "CP932") : iconv_open("CP932", "UTF-8");
    if (*cd == (iconv_t)-1)
        return ERR(arena, ERR_INTERNAL, "internal", "iconv_open CP932: %s", strerror(errno));
    arena_defer(arena, iconv_done, *cd);
    return NULL;
}

static uint32_t look_alike(uint32_t code)
{
    switch (code) {
    case 0xA0: /* no-break space */
        return ' ';
    case 0xA5: /* ¥: iconv makes a backslash of it, which comes back as one */
        return 0xFFE5;
    case 0xA6:
        return 0xFFE4;
    case 0x203E:
        return 0xFFE3;
    case 0x2011:
        return 0x2010;
    case 0x2012:
    case 0x2013:
        return 0xFF0D;
    default:
        return code;
    }
}

/* The code point, composed with a following ゙ or ゚ where there is such a kana. */
static uint32_t next_composed(const char **text)
{
    uint32_t code = utf8_next(text);
    const char *after = *text;
    uint32_t mark = code >= 0x3041 && code <= 0x30FF ? utf8_next(&after) : 0;
    if (mark == 0x3099 || mark == 0x309A) {
        utf8proc_int32_t pair[2] = {(utf8proc_int32_t)code, (utf8proc_int32_t)mark};
        if (utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) == 1) {
            *text = after;
            return (uint32_t)pair[0];
        }
    }
    return code;
}

static bool is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

bool cp932_put(iconv_t cd, const char *text, char *out, size_t *len)
{
    char *at = out;
    bool whole = true;
    while (*text) {
        if ((unsigned char)*text < 0x80) {
            *at++ = *text++;
            continue;
        }
        uint32_t code = look_alike(next_composed(&text));
        char bytes[4], *in = bytes;
        size_t left = utf8_put(bytes, code), room = 2;
        if (iconv(cd, &in, &left, &at, &room) != (size_t)-1)
            continue;
        whole = false;
        iconv(cd, NULL, NULL, NULL, NULL);
        if (!is_selector(code)) /* without it the character is still the same one */
            at = (char *)memcpy(at, GETA, 2) + 2;
    }
    *len = (size_t)(at - out);
    return whole;
}

bool text_to_cp932(struct arena *arena, const char *text, char **out, size_t *len)
{
    iconv_t cd;
    *out = arena_alloc(arena, strlen(text) + 1);
    *len = 0;
    return !cp932_open(arena, false, &cd) && cp932_put(cd, text, *out, len);
}

char *text_from_cp932(struct arena *arena, const char *bytes, size_t len)
{
    iconv_t cd;
    if (memchr(bytes, '\0', len) || len > SIZE_MAX / 4 || cp932_open(arena, true, &cd))
        return NULL;
    size_t room = len * 3; /* one byte of half-width katakana is three */
    char *text = arena_alloc(arena, room + 1), *in = (char *)bytes, *at = text;
    if (iconv(cd, &in, &len, &at, &room) == (size_t)-1 || len > 0)
        return NULL;
    *at = '\0';
    return text;
}
