/* Normalisation over utf8proc's tables. Its own utf8proc_decompose() orders combining marks by exchanging neighbours,
   which a text made of nothing but marks turns quadratic; so decomposition and ordering are driven from here (each run
   of marks is sorted by counting) and only composition, which is linear, is utf8proc's. Time and memory are linear in
   the text: a code point becomes 18 at most. */
#include "text/text_norm.h"

#include "base/arena.h"
#include "text/text_utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { LONGEST = 32, INSERTION = 16 };

bool code_is_space(uint32_t code)
{
    return code == ' ' || (code >= 0x9 && code <= 0xD) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

bool code_is_hyphen(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2043 || code == 0x2212 || code == 0x2500 ||
           code == 0x2501 || code == 0x30FC || code == 0xFE58 || code == 0xFE63 || code == 0xFF0D || code == 0xFF70;
}

/* What NFKC leaves apart though it is one to the eye: ゛ ゜ typed as characters of their own, dashes, the wave dash. */
static uint32_t unify(uint32_t code, enum norm_mode mode)
{
    if (mode == NORM_NFKC)
        return code;
    if (code == 0x309B || code == 0x309C)
        return code - 0x309B + 0x3099;
    if (mode != NORM_SEARCH || code == 0x30FC || code == 0xFF70)
        return code;
    if (code == 0x301C)
        return '~';
    return code > 0x7F && code_is_hyphen(code) ? '-' : code;
}

static int32_t to_katakana(int32_t code)
{
    bool hiragana = (code >= 0x3041 && code <= 0x3096) || code == 0x309D || code == 0x309E;
    return hiragana ? code + 0x60 : code;
}

/* ASCII, kana, 、。「」 and the unified ideographs of the first block: nearly all of a Japanese text. They do not
   decompose further than composition would put them together again, and are no marks. A mark behind them is seen by
   itself. */
static bool is_plain(uint32_t code)
{
    return code < 0x80 || (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3041 && code <= 0x3096) ||
           (code >= 0x30A1 && code <= 0x30FA) || code == 0x30FC || (code >= 0x3001 && code <= 0x301B);
}

static int32_t plain_code(uint32_t code, enum norm_mode mode)
{
    if (mode == NORM_SEARCH && code >= 'A' && code <= 'Z')
        return (int32_t)code + 'a' - 'A';
    return mode == NORM_NFKC ? (int32_t)code : to_katakana((int32_t)code);
}

static void reserve(struct arena *arena, struct codes *codes, size_t *cap, size_t more)
{
    if (codes->n + more <= *cap)
        return;
    size_t bigger = *cap * 2 + more;
    int32_t *code = arena_array(arena, bigger, sizeof *code);
    memcpy(code, codes->code, codes->n * sizeof *code);
    codes->code = code;
    *cap = bigger;
}

static void decompose(struct codes *codes, uint32_t code, enum norm_mode mode)
{
    int options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE;
    if (mode == NORM_SEARCH)
        options |= UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    int32_t *out = codes->code + codes->n;
    int bound = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((int32_t)code, out, LONGEST, (utf8proc_option_t)options, &bound);
    if (n < 0 || n > LONGEST) { /* no character has such a decomposition */
        out[0] = (int32_t)code;
        n = 1;
    }
    for (utf8proc_ssize_t i = 0; mode != NORM_NFKC && i < n; i++)
        out[i] = to_katakana((int32_t)unify((uint32_t)out[i], mode)); /* ⁻ comes out as − */
    codes->n += (size_t)n;
}

static unsigned char combining_class(int32_t code)
{
    return code < 0x300 || is_plain((uint32_t)code) ? 0 : (unsigned char)utf8proc_get_property(code)->combining_class;
}

/* Canonical order of a run of marks: stable by class. */
static void sort_few(int32_t *marks, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int32_t mark = marks[i];
        unsigned char class = combining_class(mark);
        size_t at = i;
        for (; at > 0 && combining_class(marks[at - 1]) > class; at--)
            marks[at] = marks[at - 1];
        marks[at] = mark;
    }
}

static void sort_many(struct arena *arena, int32_t *marks, size_t n)
{
    size_t start[257] = {0};
    int32_t *sorted = arena_array(arena, n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        start[combining_class(marks[i]) + 1]++;
    for (size_t c = 1; c < 257; c++)
        start[c] += start[c - 1];
    for (size_t i = 0; i < n; i++)
        sorted[start[combining_class(marks[i])]++] = marks[i];
    memcpy(marks, sorted, n * sizeof *marks);
}

static void order_marks(struct arena *arena, struct codes *codes)
{
    for (size_t i = 0; i < codes->n; i++) {
        size_t from = i;
        while (i < codes->n && combining_class(codes->code[i]) > 0)
            i++;
        if (i - from > INSERTION)
            sort_many(arena, codes->code + from, i - from);
        else if (i - from > 1)
            sort_few(codes->code + from, i - from);
    }
}

struct codes norm_codes(struct arena *arena, const char *text, enum norm_mode mode)
{
    size_t cap = strlen(text) / 2 + 2 * LONGEST;
    struct codes codes = {.code = arena_array(arena, cap, sizeof *codes.code)};
    bool plain = true;
    for (uint32_t code; (code = utf8_next(&text));) {
        reserve(arena, &codes, &cap, LONGEST);
        if (is_plain(code)) {
            codes.code[codes.n++] = plain_code(code, mode);
            continue;
        }
        size_t from = codes.n;
        decompose(&codes, unify(code, mode), mode);
        for (; from < codes.n; from++)
            plain = plain && is_plain((uint32_t)codes.code[from]);
    }
    if (plain)
        return codes;
    order_marks(arena, &codes);
    int options = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    utf8proc_ssize_t n = utf8proc_normalize_utf32(codes.code, (utf8proc_ssize_t)codes.n, (utf8proc_option_t)options);
    codes.n = n < 0 ? codes.n : (size_t)n;
    return codes;
}

void norm_spaces(struct codes *codes)
{
    size_t n = 0;
    for (size_t i = 0; i < codes->n; i++) {
        int32_t code = codes->code[i];
        if (code < 0x20 || (code >= 0x7F && code <= 0x9F) || code_is_space((uint32_t)code))
            code = ' ';
        if (code != ' ' || (n > 0 && codes->code[n - 1] != ' '))
            codes->code[n++] = code;
    }
    codes->n = n > 0 && codes->code[n - 1] == ' ' ? n - 1 : n;
}

char *norm_text(struct arena *arena, const struct codes *codes)
{
    size_t bytes = 1;
    for (size_t i = 0; i < codes->n; i++) {
        int32_t code = codes->code[i];
        bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    char *text = arena_alloc(arena, bytes), *at = text;
    for (size_t i = 0; i < codes->n; i++)
        at += utf8_put(at, (uint32_t)codes->code[i]);
    *at = '\0';
    return text;
}
