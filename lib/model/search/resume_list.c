/* Lists of résumés. Four ways lead to a page, and the cheapest by estimate is taken:
     set     the index of words gives the set of all that contain them (resume_set.c)
     few     the index of a rare condition gives candidates, which are verified and sorted
     by_…    the list's own order inside the records of one condition (only in the order of updates)
     walk    the list's own order, each record verified until the page is full
   The last two stop after so many records and say so. */
#include "model/search/resume_list.h"

#include "base/arena.h"
#include "model/codes/codes.h"

#include <string.h>

static void read_pref(struct resume_ask *ask)
{
    const char *pref = ask->filter->pref;
    ask->args.prefs = *lists_text(pref) ? codes_region(pref) : NULL;
    ask->args.pref = ask->args.prefs ? NULL : lists_code(db_arena(ask->db), pref);
}

/* Words of the name and of skills and licences are words of the record, too: their sets help to find them. */
static struct err *read_words(struct resume_ask *ask)
{
    struct arena *arena = db_arena(ask->db);
    const struct resume_filter *f = ask->filter;
    const char *const texts[] = {lists_text(f->q), lists_unspaced(arena, lists_text(f->name)), lists_text(f->skills),
                                 lists_text(f->licences), NULL};
    return words_find(ask->db, texts, &ask->words);
}

/* Beside words there is a condition: more of a résumé is read than an index has. */
static bool is_conditioned(const struct q_resume_list_args *a)
{
    return a->name || a->skills || a->licences || a->pref || a->prefs || a->occupation || *a->phase || a->owner_id ||
           a->age_from || a->age_to || a->salary_from || a->salary_to || *a->updated_from || *a->updated_to;
}

struct err *resume_ask(struct resume_ask *ask, struct db *db, const struct lists_limits *limits,
                       const struct resume_filter *f)
{
    struct arena *arena = db_arena(db);
    struct q_resume_list_args *a = &ask->args;
    *ask = (struct resume_ask){.db = db, .filter = f};
    TRY(read_words(ask));
    read_pref(ask);
    a->name = lists_pattern(arena, lists_unspaced(arena, lists_text(f->name)));
    a->skills = lists_patterns(arena, lists_text(f->skills));
    a->licences = lists_patterns(arena, lists_text(f->licences));
    a->occupation = lists_code(arena, f->occupation);
    a->phase = lists_text(f->phase);
    a->owner_id = lists_given(&f->owner_id);
    a->age_from = lists_given(&f->age_from);
    a->age_to = lists_given(&f->age_to);
    a->salary_from = lists_given(&f->salary_from);
    a->salary_to = lists_given(&f->salary_to);
    a->updated_from = lists_text(f->updated_from);
    a->updated_to = lists_text(f->updated_to);
    ask->conditioned = is_conditioned(a);
    return lists_total(db, limits, "resume", &ask->total);
}

/* What the index of the sort knows of the conditions, so that a walk begins and ends where they do. */
void resume_narrow(struct q_resume_list_args *a, const char *sort)
{
    bool by_id = strcmp(sort, "by_id") == 0;
    if (strcmp(sort, "updated") == 0 || (strncmp(sort, "by_", 3) == 0 && !by_id) || strncmp(sort, "ids_", 4) == 0) {
        a->from_updated = a->updated_from;
        a->to_updated = a->updated_to;
    }
    if (strcmp(sort, "age") == 0) {
        a->from_age = a->age_from;
        a->to_age = a->age_to;
    }
    if (strcmp(sort, "salary") == 0)
        a->to_salary = a->salary_to;
    if (strcmp(sort, "by_pref") == 0 || strcmp(sort, "ids_pref") == 0)
        a->by_pref = a->pref;
    if (strcmp(sort, "by_occupation") == 0 || strcmp(sort, "ids_occupation") == 0)
        a->by_occupation = a->occupation;
    if (strcmp(sort, "by_phase") == 0 || strcmp(sort, "ids_phase") == 0)
        a->by_phase = a->phase;
    if (strcmp(sort, "by_owner") == 0 || strcmp(sort, "ids_owner") == 0)
        a->by_owner_id = a->owner_id;
}

bool resume_narrowed(const struct q_resume_list_args *args, const char *sort)
{
    struct q_resume_list_args rest = *args;
    resume_narrow(&rest, sort);
    rest.pref = rest.by_pref ? NULL : rest.pref;
    rest.occupation = rest.by_occupation ? NULL : rest.occupation;
    rest.phase = rest.by_phase ? "" : rest.phase;
    rest.owner_id = rest.by_owner_id ? NULL : rest.owner_id;
    rest.updated_from = rest.from_updated ? "" : rest.updated_from;
    rest.updated_to = rest.to_updated ? "" : rest.updated_to;
    return !is_conditioned(&rest);
}

struct err *resume_index(struct db *db, const struct q_resume_list_args *a, struct list_page *page, struct rows **rows)
{
    const struct q_resume_index_args args = {
        .by_pref = a->by_pref,
        .by_occupation = a->by_occupation,
        .by_phase = a->by_phase,
        .by_owner_id = a->by_owner_id,
        .from_updated = a->from_updated,
        .to_updated = a->to_updated,
        .from_age = a->from_age,
        .to_age = a->to_age,
        .to_salary = a->to_salary,
        .from_id = a->from_id,
        .to_id = a->to_id,
    };
    return q_resume_index(db, &args, page, rows);
}

static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    return bare ? resume_index(db, arg, page, rows) : q_resume_list(db, arg, page, rows);
}

static struct err *walk(const struct resume_ask *ask, const struct resume_plan *plan, const struct lists_limits *limits,
                        bool wide, struct list_page *page, struct rows **rows, bool *partial)
{
    static const uint64_t yes = 1;
    struct q_resume_list_args args = ask->args;
    page->sort = plan->sort;
    resume_narrow(&args, page->sort);
    args.wide = wide ? &yes : NULL;
    return lists_walk(ask->db, limits, run, &args, ask->conditioned ? ask->total : 0, plan->reach, page, rows, partial);
}

static const char *ids_of(struct arena *arena, const struct rows *rows)
{
    uint64_t *ids = arena_array(arena, rows->count + 1, sizeof *ids);
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = rows_u64(rows, i, "id");
    return db_ids(arena, ids, rows->count);
}

static struct err *few(const struct resume_ask *ask, bool wide, struct list_page *page, struct rows **rows)
{
    struct q_resume_few_args args = {RESUME_CONDITIONS(&ask->args), .from_id = ask->args.from_id,
                                     .to_id = ask->args.to_id};
    RESUME_WORDS(&args, &ask->words);
    TRY(q_resume_few(ask->db, &args, page, rows));
    return wide ? q_resume_rows(ask->db, ids_of(db_arena(ask->db), *rows), rows) : NULL;
}

struct err *resume_go(const struct resume_ask *ask, const struct resume_plan *plan, const struct lists_limits *limits,
                      bool wide, struct list_page *page, struct rows **rows, bool *partial)
{
    *partial = false;
    if (plan->way == RESUME_SET)
        return resume_set_page(ask, limits, wide, page, rows, partial);
    if (plan->way == RESUME_FEW)
        return few(ask, wide, page, rows);
    return walk(ask, plan, limits, wide, page, rows, partial);
}

/* ---- counting ---- */

/* A count looks at this part of what a page may look at, unless the organisation is small. */
enum { COUNT_PART = 8, SMALL_PART = 4 };

/* Of a large set a sample says surely enough whether there are more than are counted. */
static struct err *count_set(const struct resume_ask *ask, const struct lists_limits *limits, size_t most,
                             struct lists_count *count)
{
    struct rows *rows;
    uint64_t seen;
    bool all, more;
    *count = (struct lists_count){limits->count, true};
    TRY(resume_set_exceeds(ask, limits->count, &more));
    if (more)
        return NULL;
    TRY(resume_set_ids(ask, 0, (unsigned)limits->count, most, &rows, &seen, &all));
    *count = (struct lists_count){rows->count, !all};
    return NULL;
}

static struct err *count_asked(const struct resume_ask *ask, const struct lists_limits *limits,
                               struct lists_count *count)
{
    struct resume_plan plan;
    struct list_page page = {.sort = "by_id", .limit = (unsigned)limits->count};
    struct rows *rows;
    bool capped;
    *count = (struct lists_count){ask->words.count ? ask->words.set.count : ask->total, false};
    if (!ask->conditioned && ask->words.exact)
        return NULL;
    TRY(resume_plan(ask, "updated", page.limit, &plan));
    uint64_t walk = ask->total * SMALL_PART <= limits->walk ? limits->walk : limits->walk / COUNT_PART;
    const struct lists_limits less = {.walk = walk, .rare = limits->rare, .count = limits->count};
    if (plan.way == RESUME_SET)
        return count_set(ask, limits, walk, count);
    TRY(resume_go(ask, &plan, &less, false, &page, &rows, &capped));
    *count = (struct lists_count){rows->count, page.next != NULL};
    return NULL;
}

struct err *resume_list_count(struct db *db, const struct lists_limits *limits, const struct resume_filter *filter,
                              uint64_t *n, bool *capped)
{
    struct resume_ask ask;
    struct lists_count count;
    TRY(resume_ask(&ask, db, limits, filter));
    TRY(count_asked(&ask, limits, &count));
    *n = count.n;
    *capped = count.capped;
    return NULL;
}

/* ---- pages ---- */

static const char *known_sort(const char *sort)
{
    static const char *const names[] = {"updated", "kana", "age", "salary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], lists_text(sort)) == 0)
            return names[i];
    return names[0];
}

struct err *resume_list_page(struct db *db, const struct lists_limits *limits, const struct resume_filter *filter,
                             struct list_page *page, struct rows **rows, bool *partial, struct lists_count *count)
{
    struct resume_ask ask;
    struct resume_plan plan;
    struct list_page at = *page;
    at.sort = known_sort(page->sort);
    TRY(resume_ask(&ask, db, limits, filter));
    TRY(resume_plan(&ask, at.sort, page->limit, &plan));
    if (count && plan.way == RESUME_SET && ask.words.set.count <= limits->count)
        TRY(resume_set_settle(&ask)); /* all are verified for the count: so they are for the page */
    TRY(resume_go(&ask, &plan, limits, true, &at, rows, partial));
    page->next = at.next;
    if (!count)
        return NULL;
    *count = (struct lists_count){(*rows)->count, false};
    return at.next || lists_text(page->after)[0] ? count_asked(&ask, limits, count) : NULL;
}
