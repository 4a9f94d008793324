/* Candidates and the best of them. */
#include "model/crm/match.h"

#include "base/arena.h"
#include "model/codes/codes.h"
#include "model/crm/search.h"
#include "model/search/resume_list.h"
#include "q_match.h"
#include "q_model.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 48, GROUP = 16, RARE = 400, PER_WORD = 100, WORDS_ASKED = 4, WALK = 5000 };

/* The newest of a cell. */
typedef struct err *cell_fn(struct db *db, const uint64_t *occupation, const uint64_t *pref, uint64_t limit,
                            struct rows **rows);

static struct err *job_cell(struct db *db, const uint64_t *occupation, const uint64_t *pref, uint64_t limit,
                            struct rows **rows)
{
    if (pref)
        return q_match_job_place(db, *pref, occupation, limit, rows);
    return occupation ? q_match_job_occupation(db, *occupation, limit, rows) : q_match_job_newest(db, limit, rows);
}

static struct err *resume_cell(struct db *db, const uint64_t *occupation, const uint64_t *pref, uint64_t limit,
                               struct rows **rows)
{
    if (occupation)
        return pref ? q_match_resume_cell(db, *occupation, *pref, limit, rows)
                    : q_match_resume_occupation(db, *occupation, limit, rows);
    return pref ? q_match_resume_place(db, *pref, limit, rows) : q_match_resume_newest(db, limit, rows);
}

struct finder {
    struct db *db;
    const struct match_ask *ask;
    cell_fn *cell;
    uint64_t *ids;
    size_t n, most;
    bool capped;
    unsigned occupation, pref; /* of the record the list began at */
    uint64_t places[PLACES];   /* asked for by the search form, or those near pref */
    size_t nplace;
};

static void take(struct finder *f, const struct rows *rows, uint64_t limit)
{
    for (size_t i = 0; i < rows->count && f->n < f->most; i++)
        f->ids[f->n++] = rows_u64(rows, i, "id");
    f->capped = f->capped || rows->count >= limit;
}

/* At most percent of all candidates may come from the cell; 0 for any occupation or place. */
static struct err *take_cell(struct finder *f, uint64_t occupation, uint64_t pref, unsigned percent)
{
    struct rows *rows;
    size_t limit = f->most * percent / 100 + 1;
    if (limit > f->most - f->n)
        limit = f->most - f->n;
    if (!limit) {
        f->capped = true;
        return NULL;
    }
    TRY(f->cell(f->db, occupation ? &occupation : NULL, pref ? &pref : NULL, limit, &rows));
    take(f, rows, limit);
    return NULL;
}

/* ---- cells ---- */

static void add_places(struct finder *f, const char *list)
{
    for (char *end; *list && f->nplace < PLACES; list = *end ? end + 1 : end)
        f->places[f->nplace++] = strtoull(list, &end, 10);
}

/* The place of the record first, then what is near it; or just those that were asked for. */
static void read_places(struct finder *f)
{
    const char *region = *f->ask->pref ? codes_region(f->ask->pref) : NULL;
    if (*f->ask->pref) {
        add_places(f, region ? region : f->ask->pref);
        return;
    }
    if (f->pref)
        f->places[f->nplace++] = f->pref;
    for (unsigned p = 1; p <= 47 && f->pref; p++)
        if (p != f->pref && match_near(p, f->pref))
            f->places[f->nplace++] = p;
}

static struct err *group_cells(struct finder *f, uint64_t pref, unsigned percent)
{
    unsigned group = f->occupation / 100;
    for (const char *const *code = codes_occupation; *code; code++) {
        uint64_t other = strtoull(*code, NULL, 10);
        if (other / 100 == group && other != f->occupation)
            TRY(take_cell(f, other, pref, percent));
    }
    return NULL;
}

/* Of the occupation: here, near, anywhere. Then occupations like it, then anything at the place. */
static struct err *cells(struct finder *f)
{
    bool asked = *f->ask->pref;
    size_t here = asked ? f->nplace : f->nplace > 0;
    for (size_t i = 0; i < f->nplace && f->occupation; i++)
        TRY(take_cell(f, f->occupation, f->places[i], i < here ? 40 : 8));
    if (f->occupation && !asked)
        TRY(take_cell(f, f->occupation, 0, here ? 20 : 60));
    for (size_t i = 0; i < here && f->occupation; i++)
        TRY(group_cells(f, f->places[i], 5));
    if (f->occupation && !asked)
        TRY(group_cells(f, 0, 2));
    for (size_t i = 0; i < f->nplace; i++)
        TRY(take_cell(f, 0, f->places[i], f->occupation ? 4 : 60));
    return f->n || asked ? NULL : take_cell(f, 0, 0, 50);
}

/* ---- words ---- */

static struct err *engine(struct finder *f, const struct list_limits *limits, const struct resume_filter *filter,
                          unsigned limit, bool only_rare)
{
    struct list_page page = {.sort = "updated", .limit = limit};
    struct resume_ask ask;
    struct resume_plan plan;
    struct rows *rows;
    bool partial = false;
    TRY(resume_ask(&ask, f->db, limits, filter));
    if (only_rare && ask.words.set.count > limits->rare)
        return NULL; /* the cells have those */
    TRY(resume_plan(&ask, page.sort, limit, &plan));
    TRY(resume_go(&ask, &plan, limits, false, &page, &rows, &partial));
    take(f, rows, limit);
    f->capped = f->capped || partial || page.next;
    return NULL;
}

/* Résumés with a rare word of what the JOB asks for, whatever they want to do and wherever. */
static struct err *rare_words(struct finder *f, const struct match_words *words)
{
    static const struct list_limits limits = {.walk = WALK, .rare = RARE, .count = RARE};
    for (size_t i = 0; i < words->n && i < WORDS_ASKED && f->n < f->most; i++)
        TRY(engine(f, &limits, &(struct resume_filter){.q = words->search[i], .pref = f->ask->pref}, PER_WORD, true));
    return NULL;
}

static const char *occupation_code(struct finder *f)
{
    return f->occupation ? arena_printf(db_arena(f->db), "%u", f->occupation) : "";
}

/* What the words of the search form find: of the occupation first, then of any. */
static struct err *asked_resumes(struct finder *f)
{
    static const struct list_limits limits = {.walk = WALK, .rare = WALK, .count = WALK};
    unsigned limit = (unsigned)(f->most / 2);
    struct resume_filter filter = {.q = f->ask->q, .pref = f->ask->pref, .occupation = occupation_code(f)};
    if (f->occupation)
        TRY(engine(f, &limits, &filter, limit, false));
    filter.occupation = "";
    return engine(f, &limits, &filter, limit, false);
}

static struct err *asked_jobs(struct finder *f)
{
    static const struct list_limits limits = {.walk = WALK, .rare = WALK, .count = WALK};
    const struct job_filter filter = {.q = f->ask->q, .pref = f->ask->pref, .state = "open"};
    struct list_page page = {.limit = (unsigned)f->most};
    struct rows *rows;
    bool partial;
    TRY(list_page(f->db, &limits, &job_list, &filter, &page, &rows, &partial, NULL));
    take(f, rows, f->most);
    f->capped = f->capped || partial || page.next;
    return NULL;
}

/* ---- the best of them ---- */

static int by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static const char *distinct_ids(struct finder *f)
{
    size_t n = 0;
    qsort(f->ids, f->n, sizeof *f->ids, by_id);
    for (size_t i = 0; i < f->n; i++)
        if (!n || f->ids[n - 1] != f->ids[i])
            f->ids[n++] = f->ids[i];
    f->n = n;
    return db_ids(db_arena(f->db), f->ids, n);
}

static int best_first(const void *a, const void *b)
{
    const struct match *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->id < y->id) - (x->id > y->id);
}

static void keep_best(const struct match_conf *conf, const struct match_ask *ask, struct match *all, size_t n,
                      bool capped, struct match_list *out)
{
    size_t good = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].score && all[i].score >= ask->least)
            all[good++] = all[i];
    qsort(all, good, sizeof *all, best_first);
    *out = (struct match_list){all, good < conf->keep ? good : conf->keep, capped || good > conf->keep};
}

static struct finder finder_of(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                               const struct rows *from, cell_fn *cell)
{
    struct finder f = {.db = db, .ask = ask, .cell = cell, .most = conf->candidates};
    f.occupation = (unsigned)rows_u64(from, 0, "occupation");
    f.pref = (unsigned)rows_u64(from, 0, "pref");
    f.ids = arena_array(db_arena(db), f.most, sizeof *f.ids);
    read_places(&f);
    return f;
}

static struct match_job job_of(struct arena *arena, const struct rows *rows, size_t i)
{
    struct match_job job = {.occupation = (unsigned)rows_u64(rows, i, "occupation"),
                            .pref = (unsigned)rows_u64(rows, i, "pref"),
                            .salary_from = rows_u64(rows, i, "salary_from"),
                            .salary_to = rows_u64(rows, i, "salary_to")};
    match_read_words(arena, rows_text(rows, i, "skills"), &job.skills);
    match_read_words(arena, rows_text(rows, i, "licences"), &job.licences);
    match_read_keywords(arena, rows_text(rows, i, "name"), rows_text(rows, i, "body"), &job.keywords);
    return job;
}

static struct match_resume resume_of(const struct rows *rows, size_t i)
{
    return (struct match_resume){.occupation = (unsigned)rows_u64(rows, i, "occupation"),
                                 .pref = (unsigned)rows_u64(rows, i, "pref"),
                                 .salary_from = rows_u64(rows, i, "salary_from"),
                                 .search = rows_text(rows, i, "search"),
                                 .available_on = rows_text(rows, i, "available_on")};
}

struct err *match_list_resumes(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                               struct match_list *out)
{
    struct arena *arena = db_arena(db);
    struct rows *from, *rows;
    TRY(q_match_job(db, ask->id, &from));
    struct match_job job = job_of(arena, from, 0);
    struct finder f = finder_of(db, conf, ask, from, resume_cell);
    if (*ask->q)
        TRY(asked_resumes(&f));
    else {
        TRY(cells(&f));
        TRY(rare_words(&f, &job.skills));
        TRY(rare_words(&f, &job.licences));
    }
    TRY(q_match_resumes(db, distinct_ids(&f), &rows));
    struct match *all = arena_array(arena, rows->count, sizeof *all);
    for (size_t i = 0; i < rows->count; i++) {
        struct match_resume resume = resume_of(rows, i);
        all[i].id = rows_u64(rows, i, "id");
        match_score(arena, conf, &job, &resume, &all[i]);
    }
    keep_best(conf, ask, all, rows->count, f.capped, out);
    return NULL;
}

struct err *match_list_jobs(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                            struct match_list *out)
{
    struct arena *arena = db_arena(db);
    struct rows *from, *rows;
    TRY(q_match_resume(db, ask->id, &from));
    struct match_resume resume = resume_of(from, 0);
    struct finder f = finder_of(db, conf, ask, from, job_cell);
    TRY(*ask->q ? asked_jobs(&f) : cells(&f));
    TRY(q_match_jobs(db, distinct_ids(&f), &rows));
    struct match *all = arena_array(arena, rows->count, sizeof *all);
    for (size_t i = 0; i < rows->count; i++) {
        struct match_job job = job_of(arena, rows, i);
        all[i].id = rows_u64(rows, i, "id");
        match_score(arena, conf, &job, &resume, &all[i]);
    }
    keep_best(conf, ask, all, rows->count, f.capped, out);
    return NULL;
}
