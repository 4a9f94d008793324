/* What the lists share among themselves. Nobody else includes it. */
#ifndef MUSUBI_LISTS_IMPL_H
#define MUSUBI_LISTS_IMPL_H

#include "record/lists.h"

struct arena;

const char *lists_text(const char *text); /* "" for NULL */
/* NFKC, without spaces: names are compared without theirs. */
const char *lists_unspaced(struct arena *arena, const char *text);
/* '%text%' for LIKE ... ESCAPE '|'; NULL for "". */
const char *lists_pattern(struct arena *arena, const char *text);
/* A JSON object of the patterns of each word; NULL for "". */
const char *lists_patterns(struct arena *arena, const char *text);
const uint64_t *lists_code(struct arena *arena, const char *code); /* NULL for "" */
const uint64_t *lists_given(const uint64_t *n);                    /* NULL for 0 */

/* The total of :org from table counter, unless the limits tell it. */
MUST struct err *lists_total(struct db *db, const struct lists_limits *limits, const char *noun, uint64_t *n);

/* Words of a query into the parameters w1 … w10 of a statement. */
void lists_words(struct arena *arena, const char *text, const char **w[10]);

/* A page of a list statement; bare leaves out the conditions that its index does not know. */
typedef struct err *lists_run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows);
/* Walk until the page is full or the limit is reached, in windows that begin with so many records (about as many as the
   page will need) and grow. What is not longer than the limit is walked at once. */
MUST struct err *lists_walk(struct db *db, const struct lists_limits *limits, lists_run *run, const void *arg,
                            uint64_t total, double first, struct list_page *page, struct rows **rows, bool *partial);

/* Rows of b behind those of a; NULL counts as none. The columns must be the same. */
struct rows *lists_joined(struct arena *arena, struct rows *a, struct rows *b);

/* Ids of contacts in ascending order, for a run. */
MUST struct err *contact_list_ids(struct db *db, const struct contact_filter *filter, uint64_t after, uint64_t max,
                                  unsigned limit, struct rows **rows);

#endif
