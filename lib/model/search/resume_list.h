/* How a list of résumés finds its way: shared by its own files and the walk of a run. Others use lists.h. */
#ifndef MUSUBI_RESUME_LIST_H
#define MUSUBI_RESUME_LIST_H

#include "model/search/words.h"
#include "q_model.h"
#include "record/lists_impl.h"

/* What is asked, in the form of the statements. */
struct resume_ask {
    struct db *db;
    const struct resume_filter *filter;
    struct q_resume_list_args args; /* conditions; words are in found */
    struct words_found words;
    uint64_t total;   /* of :org */
    bool conditioned; /* conditions beside free words */
};

struct resume_plan {
    enum { RESUME_WALK, RESUME_FEW, RESUME_SET } way;
    const char *sort; /* of a walk: the statement's, may be one of by_… */
    double reach;     /* records that a walk will pass, about */
    const char *ids;  /* in the order of ids: the sort of q_resume_of_condition that reads few entries, or NULL */
};

MUST struct err *resume_ask(struct resume_ask *ask, struct db *db, const struct lists_limits *limits,
                            const struct resume_filter *filter);
/* The cheapest way to so many rows in the order of sort. */
MUST struct err *resume_plan(const struct resume_ask *ask, const char *sort, unsigned limit, struct resume_plan *plan);
/* A page in the order of page->sort, which must be one of a statement's; only ids unless wide. */
MUST struct err *resume_go(const struct resume_ask *ask, const struct resume_plan *plan,
                           const struct lists_limits *limits, bool wide, struct list_page *page, struct rows **rows,
                           bool *partial);

/* resume_set.c: a page, or the next ids for a run, of the set that words found. */
MUST struct err *resume_set_page(const struct resume_ask *ask, const struct lists_limits *limits, bool wide,
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
/* The index of a sort, with the conditions that it knows. */
void resume_narrow(struct q_resume_list_args *args, const char *sort);
/* Does the index of the sort know all of them? */
bool resume_narrowed(const struct q_resume_list_args *args, const char *sort);
MUST struct err *resume_index(struct db *db, const struct q_resume_list_args *args, struct list_page *page,
                              struct rows **rows);

#define RESUME_CONDITIONS(from)                                                                                        \
    .name = (from)->name, .skills = (from)->skills, .licences = (from)->licences, .pref = (from)->pref,                \
    .prefs = (from)->prefs, .occupation = (from)->occupation, .phase = (from)->phase, .owner_id = (from)->owner_id,    \
    .age_from = (from)->age_from, .age_to = (from)->age_to, .salary_from = (from)->salary_from,                        \
    .salary_to = (from)->salary_to, .updated_from = (from)->updated_from, .updated_to = (from)->updated_to

#define RESUME_TEXTS(args, texts, n)                                                                                   \
    do {                                                                                                               \
        const char **w[] = {&(args)->w1, &(args)->w2, &(args)->w3, &(args)->w4, &(args)->w5,                           \
                            &(args)->w6, &(args)->w7, &(args)->w8, &(args)->w9, &(args)->w10};                         \
        for (size_t i = 0; i < (n); i++)                                                                               \
            *w[i] = (texts)[i];                                                                                        \
    } while (0)
/* All words; and those that a member of the set is still to be asked for. */
#define RESUME_WORDS(args, found) RESUME_TEXTS(args, (found)->words, (found)->count)
#define RESUME_OPEN(args, found)  RESUME_TEXTS(args, (found)->open, (found)->nopen)

#endif
