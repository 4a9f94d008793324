/* Text as it comes from people: valid, free of controls, on one line or several. See text_field.c for mail addresses,
   numbers and dates, text_search.c for searching, text_cp932.c for the character set of Japanese Excel. */
#include "text/text.h"

#include "base/arena.h"
#include "text/text_norm.h"
#include "text/text_utf8.h"

#include <string.h>
#include <utf8proc.h>

bool text_utf8(const char *bytes, size_t len)
{
    const unsigned char *s = (const unsigned char *)bytes;
    for (size_t i = 0; i < len;) {
        unsigned char tail[5] = {0};
        uint32_t code;
        if (s[i] > 0 && s[i] < 0x80) {
            i++;
            continue;
        }
        const unsigned char *at = s + i;
        if (len - i < 4) /* nothing behind the end may be read */
            at = memcpy(tail, at, len - i);
        size_t n = s[i] ? utf8_read(at, &code) : 0;
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t text_chars(const char *text)
{
    size_t n = 0;
    while (utf8_next(&text))
        n++;
    return n;
}

/* Controls and what acts like one: line separators, directional overrides (they make "gpj.exe" of "exe.jpg"), invisible
   space, byte order marks, noncharacters. Joiners and variation selectors are part of writing and stay. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x200B || (code >= 0x2028 && code <= 0x202E) ||
           code == 0x2060 || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF ||
           (code >= 0xFFF9 && code <= 0xFFFB) || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

bool text_has_control(const char *text, bool allow_lf_tab)
{
    for (uint32_t code; (code = utf8_next(&text));) {
        if (is_control(code) && !(allow_lf_tab && (code == '\n' || code == '\t')))
            return true;
    }
    return false;
}

char *text_nfkc(struct arena *arena, const char *text)
{
    struct codes codes = norm_codes(arena, text, NORM_NFKC);
    return norm_text(arena, &codes);
}

char *text_line(struct arena *arena, const char *text)
{
    char *line = arena_alloc(arena, strlen(text) + 1), *at = line;
    bool space = false;
    for (uint32_t code; (code = utf8_next(&text));) {
        if (code_is_space(code)) {
            space = at > line;
        } else if (!is_control(code)) {
            if (space)
                *at++ = ' ';
            space = false;
            at += utf8_put(at, code);
        }
    }
    *at = '\0';
    return line;
}

char *text_area(struct arena *arena, const char *text)
{
    char *area = arena_alloc(arena, strlen(text) + 1), *at = area, *end = area;
    for (uint32_t code; (code = utf8_next(&text));) {
        if (code == '\r' && *text == '\n')
            continue;
        if (code == '\r' || code == 0x2028 || code == 0x2029)
            code = '\n';
        if (is_control(code) && code != '\n' && code != '\t')
            continue;
        at += utf8_put(at, code);
        if (!code_is_space(code))
            end = at;
    }
    *end = '\0';
    return area;
}

/* A mark, selector or joiner that belongs to the character before it. */
static bool is_attached(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((int32_t)code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_MC ||
           code == 0x200D;
}

char *text_cut(struct arena *arena, const char *text, size_t chars)
{
    const char *end = text, *at = text, *before = text;
    size_t n = 0;
    for (uint32_t code; (code = utf8_next(&at)); n++) {
        if (!is_attached(code) && n < chars)
            end = before; /* the last place where a character may end and … still fits */
        if (n == chars)
            break;
        before = at;
    }
    if (!*before)
        return arena_strdup(arena, text);
    if (chars == 0)
        return arena_strdup(arena, "");
    static const char ellipsis[] = "…";
    char *cut = arena_alloc(arena, (size_t)(end - text) + sizeof ellipsis);
    memcpy(cut, text, (size_t)(end - text));
    memcpy(cut + (end - text), ellipsis, sizeof ellipsis);
    return cut;
}
