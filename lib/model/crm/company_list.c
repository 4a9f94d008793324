/* Lists of 企業. */
#include "base/arena.h"
#include "model/codes/codes.h"
#include "q_model.h"
#include "record/lists_impl.h"

#include <string.h>

static struct q_company_list_args args_of(struct arena *arena, const struct company_filter *f)
{
    const char *prefs = *lists_text(f->pref) ? codes_region(f->pref) : NULL;
    struct q_company_list_args a = {
        .name = lists_pattern(arena, lists_unspaced(arena, lists_text(f->name))),
        .prefs = prefs,
        .pref = prefs ? NULL : lists_code(arena, f->pref),
        .industry = lists_code(arena, f->industry),
        .owner_id = lists_given(&f->owner_id),
        .updated_from = lists_text(f->updated_from),
        .updated_to = lists_text(f->updated_to),
    };
    const char **w[] = {&a.w1, &a.w2, &a.w3, &a.w4, &a.w5, &a.w6, &a.w7, &a.w8, &a.w9, &a.w10};
    lists_words(arena, f->q, w);
    return a;
}

static bool any(const struct q_company_list_args *a)
{
    return a->w1 || a->name || a->pref || a->prefs || a->industry || a->owner_id || *a->updated_from || *a->updated_to;
}

/* The index of a condition gives the order of updates, too. */
static const char *sort_of(const struct q_company_list_args *a, const char *sort)
{
    static const char *const others[] = {"kana"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(lists_text(sort), others[i]) == 0)
            return others[i];
    if (a->pref)
        return "by_pref";
    if (a->owner_id)
        return "by_owner";
    return "updated";
}

static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    const struct q_company_list_args *a = arg;
    struct q_company_list_args less = {.w1 = NULL};
    if (strcmp(page->sort, "by_pref") == 0)
        less.pref = a->pref;
    if (strcmp(page->sort, "by_owner") == 0)
        less.owner_id = a->owner_id;
    return q_company_list(db, bare ? &less : a, page, rows);
}

static struct err *walk(struct db *db, const struct lists_limits *limits, struct q_company_list_args *args,
                        struct list_page *page, struct rows **rows, bool *partial)
{
    uint64_t total = 0;
    if (any(args))
        TRY(lists_total(db, limits, "company", &total));
    page->sort = sort_of(args, page->sort);
    return lists_walk(db, limits, run, args, total, 0, page, rows, partial);
}

struct err *company_list_page(struct db *db, const struct lists_limits *limits, const struct company_filter *filter,
                              struct list_page *page, struct rows **rows, bool *partial)
{
    static const uint64_t yes = 1;
    struct q_company_list_args args = args_of(db_arena(db), filter);
    struct list_page at = *page;
    args.wide = &yes;
    TRY(walk(db, limits, &args, &at, rows, partial));
    page->next = at.next;
    return NULL;
}

struct err *company_list_count(struct db *db, const struct lists_limits *limits, const struct company_filter *filter,
                               uint64_t *n, bool *capped)
{
    struct q_company_list_args args = args_of(db_arena(db), filter);
    struct list_page page = {.limit = (unsigned)limits->count};
    struct rows *rows;
    *capped = false;
    if (!any(&args))
        return lists_total(db, limits, "company", n);
    TRY(walk(db, limits, &args, &page, &rows, capped));
    *n = rows->count;
    *capped = page.next != NULL;
    return NULL;
}
