/* lib/text: what is done to text, and nothing about where it comes from. Normal forms for storing and for searching
   (text, text_norm, text_search), kinds of fields (text_field: kana, mail, telephone, date), CP932, links (url),
   template tags of mails (tag). */

/* Template tags {{ name }}. A text is parsed once against the tags of its mail kind and filled for many records. */
#ifndef MUSUBI_TAG_H
#define MUSUBI_TAG_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/* Tags of a mail kind; names as users write them (氏名), key as stored and in SQL columns (name). Ends with name
   NULL. */
struct tag_def {
    const char *name;
    const char *key;
};

struct tag_text;

enum tag_problem {
    TAG_OK,
    TAG_UNKNOWN,
    TAG_OPEN /* "{{" without "}}" on the same line */,
    TAG_EMPTY /* "{{ }}" */,
    TAG_MANY
};

struct tag_error {
    enum tag_problem problem;
    size_t line, column;    /* 1-based, in code points */
    const char *name;       /* as written, cut at 80 code points; never NULL */
    const char *suggestion; /* nearest defined name by edit distance, or NULL */
};

/* NULL on error, then *error tells. Names are compared after NFKC and without spaces around. At most 500 tags. Literal
   "{{" is not supported: it is always a tag, and so is ｛｛ as an input method leaves it. defs must live as long as the
   result. */
struct tag_text *tag_parse(struct arena *arena, const char *text, const struct tag_def *defs, struct tag_error *error);

/* Which defs are used: bit i of the result for defs[i] (at most 64 defs). */
unsigned long long tag_used(const struct tag_text *text);

/* Fill: value(arg, def index) gives the text, never NULL. */
void tag_fill(const struct tag_text *text, const char *(*value)(void *arg, unsigned def), void *arg, struct buf *out);

/* Pieces for pages that frame the tags: index from 0; false at the end. *is_tag: *text is the tag's name. */
bool tag_piece(const struct tag_text *text, size_t index, bool *is_tag, const char **piece);

#endif
