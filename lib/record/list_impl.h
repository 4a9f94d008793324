/* Inside of the engine by names: list.c, list_read.c, list_check.c and their test only. */
#ifndef MUSUBI_LIST_IMPL_H
#define MUSUBI_LIST_IMPL_H

#include "record/list.h"

enum { LIST_WORDS = 10 }; /* w1 … w10 */

const struct field *list_field(const struct form *search, const char *name);        /* NULL: none */
const struct list_param *list_made(const struct list_plan *plan, const char *name); /* NULL: none */
size_t list_word(const char *name);                                                 /* 3 of w3; 0: no word */
int list_condition(const struct db_stmt *stmt, const struct db_sort *sort);         /* parameter of by_…; -1: none */

bool list_is_number(const struct field *field); /* its place in the struct is a uint64_t, 0 absent */

/* The parameters of a plan's statement for a filter. */
struct list_bound {
    const struct list_plan *plan;
    struct db_val vals[DB_MAX_PARAMS];
    bool any; /* a condition is given */
};
void list_bind(struct arena *arena, const struct list_plan *plan, const void *filter, struct list_bound *bound);
/* Name of the sort for one that was chosen ("" or NULL: none). */
const char *list_sort(const struct list_bound *bound, const char *chosen);

#endif
