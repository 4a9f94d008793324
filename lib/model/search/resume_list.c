/* Lists of résumés. Four ways lead to a page, and the cheapest by estimate is taken:
     set     the index of words gives the set of all that contain them (resume_set.c)
     few     the index of a rare condition gives candidates, which are verified and sorted
     by_…    the list's own order inside the records of one condition (only in the order of updates)
     walk    the list's own order, each record verified until the page is full
   The last two stop after so many records and say so. */
#include "model/search/resume_list.h"

#include "base/arena.h"
#include "model/search/resume_set.h"

#include <string.h>

static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    return bare ? resume_index(db, arg, page, rows) : q_resume_list(db, arg, page, rows);
}

static struct err *walk(const struct resume_ask *ask, const struct resume_plan *plan, const struct list_limits *limits,
                        bool wide, struct list_page *page, struct rows **rows, bool *partial)
{
    static const uint64_t yes = 1;
    struct q_resume_list_args args = ask->args;
    page->sort = plan->sort;
    resume_narrow(&args, page->sort);
    args.wide = wide ? &yes : NULL;
    return list_walk(ask->db, limits, run, &args, ask->conditioned ? ask->total : 0, plan->reach, page, rows, partial);
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

struct err *resume_go(const struct resume_ask *ask, const struct resume_plan *plan, const struct list_limits *limits,
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
static struct err *count_set(const struct resume_ask *ask, const struct list_limits *limits, size_t most,
                             struct list_count *count)
{
    struct rows *rows;
    uint64_t seen;
    bool all, more;
    *count = (struct list_count){limits->count, true};
    TRY(resume_set_exceeds(ask, limits->count, &more));
    if (more)
        return NULL;
    TRY(resume_set_ids(ask, 0, (unsigned)limits->count, most, &rows, &seen, &all));
    *count = (struct list_count){rows->count, !all};
    return NULL;
}

static struct err *count_asked(const struct resume_ask *ask, const struct list_limits *limits, struct list_count *count)
{
    struct resume_plan plan;
    struct list_page page = {.sort = "by_id", .limit = (unsigned)limits->count};
    struct rows *rows;
    bool capped;
    *count = (struct list_count){ask->words.count ? ask->words.set.count : ask->total, false};
    if (!ask->conditioned && ask->words.exact)
        return NULL;
    TRY(resume_plan(ask, "updated", page.limit, &plan));
    uint64_t walk = ask->total * SMALL_PART <= limits->walk ? limits->walk : limits->walk / COUNT_PART;
    const struct list_limits less = {.walk = walk, .rare = limits->rare, .count = limits->count};
    if (plan.way == RESUME_SET)
        return count_set(ask, limits, walk, count);
    TRY(resume_go(ask, &plan, &less, false, &page, &rows, &capped));
    *count = (struct list_count){rows->count, page.next != NULL};
    return NULL;
}

struct err *resume_list_count(struct db *db, const struct list_limits *limits, const void *filter,
                              struct list_count *count)
{
    struct resume_ask ask;
    TRY(resume_ask(&ask, db, limits, filter));
    return count_asked(&ask, limits, count);
}

/* ---- pages ---- */

static const char *known_sort(const char *sort)
{
    static const char *const names[] = {"updated", "kana", "age", "salary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], list_text(sort)) == 0)
            return names[i];
    return names[0];
}

struct err *resume_list_page(struct db *db, const struct list_limits *limits, const void *filter,
                             struct list_page *page, struct rows **rows, bool *partial, struct list_count *count)
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
    *count = (struct list_count){(*rows)->count, false};
    return at.next || list_text(page->after)[0] ? count_asked(&ask, limits, count) : NULL;
}
