/* Lists: the conditions of a search form to a page of rows, a count, or the next ids of a run. The search form's table
   of fields is all there is of a filter: a statement of kind list takes its parameters by their names.

     name           the value of the field of that name; absent without one. A number of an ENUM's code
     w1 … w10       the words of the field q
     wide           given for a page, absent for a count or ids: the columns beside id
     from_id, to_id of list_ids()
     others         as struct list_param says

   Its sorts: the first is the order when nothing else is asked; by_NAME is the same order inside the records of one
   condition, NAME or NAME_id, and is taken for the first such sort whose condition is given; by_id is that of
   list_ids(); the rest are for people to choose. Pages come through the keyset of struct list_page; every path reads at
   most conf search.walk_limit records and says when it stopped early. */
#ifndef MUSUBI_LIST_H
#define MUSUBI_LIST_H

#include "db/db.h"
#include "form/form.h"

#include <stdio.h>

struct conf;

struct list_limits {
    uint64_t walk;         /* records looked at for a page */
    uint64_t rare;         /* records a search in an index may give */
    uint64_t count;        /* matches are counted up to here */
    const uint64_t *total; /* records of the organisation, if they are known already, or NULL */
};
struct list_limits list_limits(const struct conf *conf);

struct list_count {
    uint64_t n;
    bool capped; /* there are at least n */
};

/* A text parameter that is made of a field's text: list_like(), list_like_unspaced(), or a function of the plan's own.
   NULL: absent. */
struct list_param {
    const char *name, *field;
    const char *(*make)(struct arena *arena, const char *text);
};

struct list_plan {
    const struct db_stmt *stmt;
    const struct form *search;       /* its struct is the filter: absent is "" (or NULL) and 0 */
    const char *counter;             /* noun of the total in table counter */
    const struct list_param *params; /* ends with name NULL; NULL: none */
    /* Another engine than that by names, for all three; NULL: none. count of page may be NULL. */
    MUST struct err *(*page)(struct db *db, const struct list_limits *limits, const void *filter,
                             struct list_page *page, struct rows **rows, bool *partial, struct list_count *count);
    MUST struct err *(*count)(struct db *db, const struct list_limits *limits, const void *filter,
                              struct list_count *count);
    MUST struct err *(*ids)(struct db *db, const void *filter, uint64_t after, uint64_t max, unsigned limit,
                            uint64_t *ids, size_t *n);
};

/* A page of :org. *partial: the limit was reached before the page was full; page->next then goes on from there
   (さらに探す). count: all that match, or NULL; both in one are quicker than one after the other. */
MUST struct err *list_page(struct db *db, const struct list_limits *limits, const struct list_plan *plan,
                           const void *filter, struct list_page *page, struct rows **rows, bool *partial,
                           struct list_count *count);

/* How many match: exact, or capped. The whole list comes from table counter. */
MUST struct err *list_count(struct db *db, const struct list_limits *limits, const struct list_plan *plan,
                            const void *filter, struct list_count *count);

/* Up to limit ids of what matches with after < id <= max, ascending. Fewer may come before the end; none is the end. */
MUST struct err *list_ids(struct db *db, const struct list_plan *plan, const void *filter, uint64_t after, uint64_t max,
                          unsigned limit, uint64_t *ids, size_t *n);

/* The fields of a search form from the query string of its list ("q=...&pref=13"), into its struct. What cannot be read
   is INPUT "query", never left out: a run must not go to more people than were on screen. Other names (sort, size …)
   are ignored, and what the struct has beside the fields stays. */
MUST struct err *list_read(struct arena *arena, const struct kvs *args, const struct form *search, void *filter);

/* At the start: every parameter has a field (or what else is said above), every field a parameter. Number of defects,
   each printed. */
int list_check(const struct list_plan *plan, FILE *errors);

/* ---- list_param.make: patterns for LIKE … ESCAPE '|' ---- */

const char *list_like(struct arena *arena, const char *text);
const char *list_like_unspaced(struct arena *arena, const char *text); /* NFKC; names are compared without spaces */

#endif
