/* A template in pieces: what page_source.c has cut and page_loop.c reads. Nobody else includes it. */
#ifndef MUSUBI_PAGE_SOURCE_IMPL_H
#define MUSUBI_PAGE_SOURCE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

struct token {
    const char *text; /* of a command: between the marks, white space trimmed */
    size_t len;
    bool command;
};

struct macro {
    const char *name;
    size_t len, first, last; /* tokens def ... /def */
    bool used;
    bool part; /* is taken out of the page */
};

struct page_source {
    struct arena *arena;
    struct _hdf *base;
    struct token *tokens;
    size_t ntoken;
    struct macro *macros;
    size_t nmacro;
    const struct page_part *parts; /* whose calls are put in their place */
};

bool page_token_starts(const struct token *token, const char *with);
/* The message of the key that begins at text, and the key's length; NULL: there is none. */
const char *page_message(struct _hdf *base, const char *text, size_t max, size_t *len);

#endif
