/* Free-word search: one folded form for texts and queries, and bigrams of it for a full-text index that knows no
   Japanese. NFKC case folding is all there is: ガ, ｶﾞ, が and か゛ meet, Ａ and a, ① and 1, ヴ and ゔ, − and -, 〜 and
   ～, 葛 with and without a variation selector. Kept apart: ヴァ and バ, ー and none, ヶ and ケ, iteration marks and
   what they repeat, 髙 and 高. */
#include "text/text.h"

#include "base/arena.h"
#include "text/text_norm.h"
#include "text/text_utf8.h"

#include <string.h>

enum { MOST_WORDS = 10, MOST_WORD_CHARS = 50, GRAM = 8 };

char *text_search(struct arena *arena, const char *text)
{
    struct codes codes = norm_codes(arena, text, NORM_SEARCH);
    norm_spaces(&codes);
    return norm_text(arena, &codes);
}

static bool is_among(char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

/* A word that is too long is cut, not dropped: what contains it contains its beginning. */
size_t text_words(struct arena *arena, const char *text, char *words[10])
{
    const char *at = text_search(arena, text);
    size_t n = 0;
    while (*at && n < MOST_WORDS) {
        size_t len = strcspn(at, " "), chars = 0;
        const char *end = at;
        while (end < at + len && chars++ < MOST_WORD_CHARS)
            utf8_next(&end);
        words[n] = arena_strndup(arena, at, (size_t)(end - at));
        if (!is_among(words, n, words[n]))
            n++;
        at += len + (at[len] == ' ');
    }
    return n;
}

/* UTF-16 units of the text, closed by 0. */
static uint16_t *units_of(struct arena *arena, const char *text, size_t *count)
{
    uint16_t *units = arena_array(arena, strlen(text) + 1, sizeof *units);
    size_t n = 0;
    for (uint32_t code; (code = utf8_next(&text));) {
        if (code >= 0x10000) {
            units[n++] = (uint16_t)(0xD7C0 + (code >> 10));
            code = 0xDC00 + (code & 0x3FF);
        }
        units[n++] = (uint16_t)code;
    }
    *count = n;
    return units;
}

/* In ascending order by radix, one byte after the other, so that no choice of characters makes it slow as it would a
   hash. */
static void sort_grams(struct arena *arena, uint32_t *gram, size_t n)
{
    uint32_t *from = gram, *to = arena_array(arena, n, sizeof *to);
    for (unsigned shift = 0; shift < 32; shift += 8) {
        size_t start[257] = {0};
        for (size_t i = 0; i < n; i++)
            start[(from[i] >> shift & 0xFF) + 1]++;
        for (size_t c = 1; c < 257; c++)
            start[c] += start[c - 1];
        for (size_t i = 0; i < n; i++)
            to[start[from[i] >> shift & 0xFF]++] = from[i];
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
}

static char *put_hex(char *at, uint32_t gram)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        *at++ = "0123456789abcdef"[gram >> shift & 0xF];
    return at;
}

char *text_grams(struct arena *arena, const char *search)
{
    size_t count, n = 0;
    const uint16_t *units = units_of(arena, search, &count);
    uint32_t *gram = arena_array(arena, count, sizeof *gram);
    for (size_t i = 0; i < count; i++) {
        if (units[i] != ' ')
            gram[n++] = (uint32_t)units[i] << 16 | (units[i + 1] == ' ' ? 0 : units[i + 1]);
    }
    sort_grams(arena, gram, n);
    char *grams = arena_alloc(arena, n * (GRAM + 1) + 1), *at = grams;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && gram[i] == gram[i - 1])
            continue;
        if (i > 0)
            *at++ = ' ';
        at = put_hex(at, gram[i]);
    }
    *at = '\0';
    return grams;
}
