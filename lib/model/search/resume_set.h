/* Lists out of the set of résumés that words found. */
#ifndef MUSUBI_RESUME_SET_H
#define MUSUBI_RESUME_SET_H

#include "model/search/resume_ask.h"

/* A page of it. */
MUST struct err *resume_set_page(const struct resume_ask *ask, const struct list_limits *limits, bool wide,
                                 struct list_page *page, struct rows **rows, bool *partial);
/* Up to limit of the set's ids above after that satisfy everything, looking at most at so many; *seen: up to which id
   was looked. */
MUST struct err *resume_set_ids(const struct resume_ask *ask, uint64_t after, unsigned limit, size_t most,
                                struct rows **rows, uint64_t *seen, bool *all);
/* Verify all of the set: then it is exact, and no condition is left. */
MUST struct err *resume_set_settle(struct resume_ask *ask);
/* Do surely more than so many of the set satisfy everything? By a sample that is spread over it. */
MUST struct err *resume_set_exceeds(const struct resume_ask *ask, uint64_t most, bool *more);
/* Those of some ids that satisfy everything; words only where the set does not settle them. */
MUST struct err *resume_verified(const struct resume_ask *ask, const uint64_t *ids, size_t n, bool wide,
                                 struct rows **rows);

#endif
