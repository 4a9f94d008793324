/* Lists of JOB. */
#include "base/arena.h"
#include "model/codes/codes.h"
#include "q_model.h"
#include "record/lists_impl.h"

#include <string.h>

static struct q_job_list_args args_of(struct arena *arena, const struct job_filter *f)
{
    const char *prefs = *lists_text(f->pref) ? codes_region(f->pref) : NULL;
    struct q_job_list_args a = {
        .prefs = prefs,
        .pref = prefs ? NULL : lists_code(arena, f->pref),
        .occupation = lists_code(arena, f->occupation),
        .employment = lists_code(arena, f->employment),
        .state = lists_text(f->state),
        .salary_from = lists_given(&f->salary_from),
        .salary_to = lists_given(&f->salary_to),
        .company_id = lists_given(&f->company_id),
        .contact_id = lists_given(&f->contact_id),
        .owner_id = lists_given(&f->owner_id),
        .updated_from = lists_text(f->updated_from),
        .updated_to = lists_text(f->updated_to),
    };
    const char **w[] = {&a.w1, &a.w2, &a.w3, &a.w4, &a.w5, &a.w6, &a.w7, &a.w8, &a.w9, &a.w10};
    lists_words(arena, f->q, w);
    return a;
}

static bool any(const struct q_job_list_args *a)
{
    return a->w1 || a->pref || a->prefs || a->occupation || a->employment || *a->state || a->salary_from ||
           a->salary_to || a->company_id || a->contact_id || a->owner_id || *a->updated_from || *a->updated_to;
}

/* The index of a condition gives the order of updates, too. */
static const char *sort_of(const struct q_job_list_args *a, const char *sort)
{
    static const char *const others[] = {"name", "salary"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(lists_text(sort), others[i]) == 0)
            return others[i];
    if (a->company_id)
        return "by_company";
    if (a->contact_id)
        return "by_contact";
    if (a->occupation)
        return "by_occupation";
    if (a->pref)
        return "by_pref";
    if (a->owner_id)
        return "by_owner";
    return "updated";
}

static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    const struct q_job_list_args *a = arg;
    struct q_job_list_args less = {.w1 = NULL};
    if (strcmp(page->sort, "by_company") == 0)
        less.company_id = a->company_id;
    if (strcmp(page->sort, "by_contact") == 0)
        less.contact_id = a->contact_id;
    if (strcmp(page->sort, "by_occupation") == 0)
        less.occupation = a->occupation;
    if (strcmp(page->sort, "by_pref") == 0)
        less.pref = a->pref;
    if (strcmp(page->sort, "by_owner") == 0)
        less.owner_id = a->owner_id;
    return q_job_list(db, bare ? &less : a, page, rows);
}

static struct err *walk(struct db *db, const struct lists_limits *limits, struct q_job_list_args *args,
                        struct list_page *page, struct rows **rows, bool *partial)
{
    uint64_t total = 0;
    if (any(args))
        TRY(lists_total(db, limits, "job", &total));
    page->sort = sort_of(args, page->sort);
    return lists_walk(db, limits, run, args, total, 0, page, rows, partial);
}

struct err *job_list_page(struct db *db, const struct lists_limits *limits, const struct job_filter *filter,
                          struct list_page *page, struct rows **rows, bool *partial)
{
    static const uint64_t yes = 1;
    struct q_job_list_args args = args_of(db_arena(db), filter);
    struct list_page at = *page;
    args.wide = &yes;
    TRY(walk(db, limits, &args, &at, rows, partial));
    page->next = at.next;
    return NULL;
}

struct err *job_list_count(struct db *db, const struct lists_limits *limits, const struct job_filter *filter,
                           uint64_t *n, bool *capped)
{
    struct q_job_list_args args = args_of(db_arena(db), filter);
    struct list_page page = {.limit = (unsigned)limits->count};
    struct rows *rows;
    *capped = false;
    if (!any(&args))
        return lists_total(db, limits, "job", n);
    TRY(walk(db, limits, &args, &page, &rows, capped));
    *n = rows->count;
    *capped = page.next != NULL;
    return NULL;
}
