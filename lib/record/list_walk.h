/* What engines of lists are made of: list.c, and those of a list that has one of its own (struct list_plan). */
#ifndef MUSUBI_LIST_WALK_H
#define MUSUBI_LIST_WALK_H

#include "record/list.h"

const char *list_text(const char *text); /* "" for NULL */
/* NFKC, without spaces: names are compared without theirs. */
const char *list_unspaced(struct arena *arena, const char *text);
/* A JSON object of the patterns of each word; NULL for "". */
const char *list_patterns(struct arena *arena, const char *text);
const uint64_t *list_code(struct arena *arena, const char *code); /* NULL for "" */
const uint64_t *list_given(const uint64_t *n);                    /* NULL for 0 */

/* The total of :org from table counter, unless the limits tell it. */
MUST struct err *list_total(struct db *db, const struct list_limits *limits, const char *noun, uint64_t *n);

/* A page of a list statement; bare leaves out the conditions that its index does not know. */
typedef struct err *list_run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows);
/* Walk until the page is full or the limit is reached, in windows that begin with so many records (about as many as the
   page will need) and grow. What is not longer than the limit is walked at once. */
MUST struct err *list_walk(struct db *db, const struct list_limits *limits, list_run *run, const void *arg,
                           uint64_t total, double first, struct list_page *page, struct rows **rows, bool *partial);

/* Rows of b behind those of a; NULL counts as none. The columns must be the same. */
struct rows *list_joined(struct arena *arena, struct rows *a, struct rows *b);

#endif
