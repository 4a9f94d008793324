/* Lists of résumés: the engine of their struct list_plan (record/list.h), filter being a struct resume_filter. */
#ifndef MUSUBI_RESUME_LIST_H
#define MUSUBI_RESUME_LIST_H

#include "model/search/resume_plan.h"

MUST struct err *resume_list_page(struct db *db, const struct list_limits *limits, const void *filter,
                                  struct list_page *page, struct rows **rows, bool *partial, struct list_count *count);
MUST struct err *resume_list_count(struct db *db, const struct list_limits *limits, const void *filter,
                                   struct list_count *count);
MUST struct err *resume_list_ids(struct db *db, const void *filter, uint64_t after, uint64_t max, unsigned limit,
                                 uint64_t *ids, size_t *n);

/* A page in the order of page->sort, which must be one of a statement's; only ids unless wide. */
MUST struct err *resume_go(const struct resume_ask *ask, const struct resume_plan *plan,
                           const struct list_limits *limits, bool wide, struct list_page *page, struct rows **rows,
                           bool *partial);

#endif
