/* A run's walk. What words find is a set, which is gone through in order; the records of a condition are read from its
   index; otherwise the records are verified in the order of ids, window by window. */
#include "model/mail/next_ids.h"

#include "base/arena.h"
#include "http/req.h"
#include "model/search/resume_list.h"
#include "q_model.h"

#include <string.h>

enum { WINDOW = 20000, PIECE = 1000, QUERY_MAX = 8000 };

static const struct lists_limits no_limits = {.walk = UINT64_MAX, .rare = UINT64_MAX, .count = UINT64_MAX};

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

static struct err *resume_ids(struct db *db, const struct resume_filter *filter, struct lot *lot)
{
    struct resume_ask ask;
    struct resume_plan plan;
    TRY(resume_ask(&ask, db, &no_limits, filter));
    TRY(resume_plan(&ask, "by_id", lot->limit, &plan));
    if (plan.way == RESUME_SET)
        return of_set(&ask, lot);
    return plan.ids ? of_condition(&ask, plan.ids, lot) : walked(&ask, &plan, lot);
}

static struct err *contact_ids(struct db *db, const struct contact_filter *filter, struct lot *lot)
{
    struct rows *rows;
    TRY(contact_list_ids(db, filter, lot->after, lot->max, lot->limit, &rows));
    take(lot, rows);
    return NULL;
}

struct err *model_next_ids(struct db *db, struct arena *arena, const char *list, const char *query, uint64_t after_id,
                           uint64_t max_id, unsigned limit, uint64_t *ids, size_t *n)
{
    static const struct req_limits limits = {
        .max_body = QUERY_MAX, .max_fields = 100, .max_name = 64, .max_value = QUERY_MAX};
    struct lot lot = {after_id, max_id, ids, limit, 0};
    struct kvs args;
    struct resume_filter resume;
    struct contact_filter contact;
    TRY(kvs_parse_urlencoded(arena, query, strlen(query), &limits, &args));
    if (strcmp(list, "resume") == 0) {
        TRY(resume_filter_read(arena, &args, &resume));
        TRY(resume_ids(db, &resume, &lot));
    } else {
        TRY(contact_filter_read(arena, &args, &contact));
        TRY(contact_ids(db, &contact, &lot));
    }
    *n = lot.n;
    return NULL;
}
