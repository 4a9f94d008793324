/* Unicode normalisation under the text modules: an array of code points on the arena. */
#ifndef MUSUBI_TEXT_NORM_H
#define MUSUBI_TEXT_NORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct codes {
    int32_t *code;
    size_t n;
};

enum norm_mode {
    NORM_NFKC,   /* UAX #15 */
    NORM_KANA,   /* and hiragana to katakana, ゛ and ゜ joined to what stands before */
    NORM_SEARCH, /* and case folded, variation selectors and other ignorable characters dropped, hyphens and 〜
    unified */
};

struct codes norm_codes(struct arena *arena, const char *text, enum norm_mode mode);

/* Spaces, tabs, line ends and other controls, wherever they are, become one space; none at the ends. In place. */
void norm_spaces(struct codes *codes);

char *norm_text(struct arena *arena, const struct codes *codes);

/* White space of Unicode, with tab and line ends. */
bool code_is_space(uint32_t code);

/* Hyphens, dashes, minus and the long vowel mark, which people type for one another in numbers. */
bool code_is_hyphen(uint32_t code);

#endif
