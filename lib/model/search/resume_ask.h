/* lib/model/search: finding résumés among a million. Free words by sets of ids (words*), the list: what is asked
   (resume_ask), which index answers it (resume_plan), walked in windows (resume_list, resume_set, resume_ids). */

/* What a list of résumés is asked, in the form of its statements, and what an index knows of it. The ways to the answer
   (resume_plan.h, resume_set.h, resume_list.h) stand on it. */
#ifndef MUSUBI_RESUME_ASK_H
#define MUSUBI_RESUME_ASK_H

#include "model/search/words.h"
#include "q_model.h"
#include "record/list_walk.h"

/* The struct of the search form: absent is "" or NULL, and 0. */
struct resume_filter {
    const char *q;    /* free words: each must be somewhere in the record */
    const char *name; /* 氏名・フリガナ */
    const char *pref; /* a code of codes_pref or a region */
    const char *occupation, *skills, *licences, *phase;
    const char *updated_from, *updated_to; /* "YYYY-MM-DD" in Tokyo, both included */
    uint64_t age_from, age_to, salary_from, salary_to, owner_id;
};

struct resume_ask {
    struct db *db;
    const struct resume_filter *filter;
    struct q_resume_list_args args; /* conditions; words are in found */
    struct words_found words;
    uint64_t total;   /* of :org */
    bool conditioned; /* conditions beside free words */
};

MUST struct err *resume_ask(struct resume_ask *ask, struct db *db, const struct list_limits *limits,
                            const struct resume_filter *filter);
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
