/* Ids of résumés for a run. What words find is a set, which is gone through in order; the records of a condition are
   read from its index; otherwise the records are verified in the order of ids, window by window. */
#include "base/arena.h"
#include "model/search/resume_list.h"
#include "model/search/resume_set.h"

#include <string.h>

enum { WINDOW = 20000, PIECE = 1000 };

static const struct list_limits no_limits = {.walk = UINT64_MAX, .rare = UINT64_MAX, .count = UINT64_MAX};

struct lot {
    uint64_t after, max, *ids;
    unsigned limit;
    size_t n;
};

static void take(struct lot *lot, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        lot->ids[lot->n++] = rows_u64(rows, i, "id");
}

/* The last id of the next window of the walk. */
static struct err *window_end(struct db *db, const struct lot *lot, uint64_t *end)
{
    struct rows *rows;
    TRY(q_resume_step(db, lot->after, lot->max, WINDOW - 1, &rows));
    *end = rows->count ? rows_u64(rows, 0, "id") : lot->max;
    return NULL;
}

static struct err *walked(struct resume_ask *ask, const struct resume_plan *plan, struct lot *lot)
{
    struct list_page page = {.sort = "by_id", .limit = lot->limit};
    struct rows *rows;
    bool partial;
    while (!lot->n && lot->after < lot->max) {
        uint64_t end = lot->max;
        if (ask->conditioned && plan->way == RESUME_WALK)
            TRY(window_end(ask->db, lot, &end));
        ask->args.from_id = &lot->after;
        ask->args.to_id = &end;
        TRY(resume_go(ask, plan, &no_limits, false, &page, &rows, &partial));
        take(lot, rows);
        lot->after = end;
    }
    return NULL;
}

/* Verified in pieces where there are other conditions. */
static struct err *verify(const struct resume_ask *ask, const struct rows *found, struct lot *lot)
{
    uint64_t *ids = arena_array(db_arena(ask->db), found->count + 1, sizeof *ids);
    struct rows *rows;
    for (size_t i = 0; i < found->count; i++)
        ids[i] = rows_u64(found, i, "id");
    for (size_t i = 0; i < found->count; i += PIECE) {
        size_t n = found->count - i < PIECE ? found->count - i : PIECE;
        TRY(resume_verified(ask, ids + i, n, false, &rows));
        take(lot, rows);
    }
    return NULL;
}

static struct err *of_condition(const struct resume_ask *ask, const char *sort, struct lot *lot)
{
    struct q_resume_list_args a = ask->args;
    struct list_page page = {.sort = sort, .limit = lot->limit};
    struct rows *rows;
    resume_narrow(&a, sort);
    const struct q_resume_of_condition_args args = {.by_pref = a.by_pref,
                                                    .by_occupation = a.by_occupation,
                                                    .by_phase = a.by_phase,
                                                    .by_owner_id = a.by_owner_id,
                                                    .from_updated = a.from_updated,
                                                    .to_updated = a.to_updated,
                                                    .from_id = &lot->after,
                                                    .to_id = &lot->max};
    while (!lot->n && lot->after < lot->max) {
        TRY(q_resume_of_condition(ask->db, &args, &page, &rows));
        if (resume_narrowed(&ask->args, sort))
            take(lot, rows);
        else
            TRY(verify(ask, rows, lot));
        lot->after = page.next ? rows_u64(rows, rows->count - 1, "id") : lot->max;
    }
    return NULL;
}

static struct err *of_set(struct resume_ask *ask, struct lot *lot)
{
    struct rows *rows;
    bool all = false;
    while (!lot->n && !all) {
        TRY(resume_set_ids(ask, lot->after, lot->limit, lot->limit, &rows, &lot->after, &all));
        take(lot, rows);
    }
    while (lot->n && lot->ids[lot->n - 1] > lot->max)
        lot->n--;
    return NULL;
}

struct err *resume_list_ids(struct db *db, const void *filter, uint64_t after, uint64_t max, unsigned limit,
                            uint64_t *ids, size_t *n)
{
    struct lot lot = {after, max, ids, limit, 0};
    struct resume_ask ask;
    struct resume_plan plan;
    TRY(resume_ask(&ask, db, &no_limits, filter));
    TRY(resume_plan(&ask, "by_id", limit, &plan));
    if (plan.way == RESUME_SET)
        TRY(of_set(&ask, &lot));
    else
        TRY(plan.ids ? of_condition(&ask, plan.ids, &lot) : walked(&ask, &plan, &lot));
    *n = lot.n;
    return NULL;
}
