#include "record/ticks.h"

#include "http/app.h"
#include "http/res.h"
#include "page/page.h"
#include "record/pager.h"
#include "record/selection.h"

#include <string.h>

static const struct field select_fields[] = {
    RAW(struct ticks_in, op, 1, 20, "list.op"),         RAW(struct ticks_in, query, 0, 4000, "list.query"),
    RAW(struct ticks_in, next, 0, 2000, "list.next"),   IDS(struct ticks_in, id, 0, 2000, "list.id"),
    IDS(struct ticks_in, shown, 0, 2000, "list.shown"), FIELD_END,
};

const struct form select_form = {.name = "select", .fields = select_fields, .size = sizeof(struct ticks_in)};

struct err *ticks_show(struct req *rq, const char *list, const struct rows *rows)
{
    struct selection s;
    size_t here = 0;
    struct buf ids = buf_on(rq->arena);
    for (size_t i = 0; i < rows->count; i++) {
        buf_add(&ids, i ? "," : "");
        buf_add(&ids, rows_text(rows, i, "id"));
    }
    page_set(rq, "List.ids", ids.text);
    if (rq->session.list && !rq->session.list_ticked)
        return NULL;
    TRY(selection_of(rq->db, list, pager_query(rq), &s));
    if (!s.checked.n)
        return NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (ids_has(s.checked, rows_u64(rows, i, "id"))) {
            page_set(rq, arena_printf(rq->arena, "Ticked.%s", rows_text(rows, i, "id")), "1");
            here++;
        }
    page_count(rq, "List.ticked", (int64_t)s.checked.n);
    if (here < s.checked.n)
        page_count(rq, "List.ticked_elsewhere", (int64_t)(s.checked.n - here));
    return NULL;
}

struct err *ticks_keep(struct req *rq, const char *list, const struct ticks_in *in, uint64_t *id)
{
    struct selection selection;
    size_t max = (size_t)conf_int(rq->app->conf, "list.max_checked");
    bool all = strcmp(in->op, "all") == 0;
    TRY(selection_merge(rq->db, list, in->query, in->shown, all ? in->shown : in->id, max, &selection));
    *id = selection.id;
    if (strcmp(in->op, "none") != 0)
        return NULL;
    selection.checked.n = 0;
    return selection_put(rq->db, list, &selection);
}

struct err *ticks_stay(struct req *rq, const char *path, const struct ticks_in *in)
{
    static const char *const ops[] = {"all", "none", "more", NULL};
    bool more = strcmp(in->op, "more") == 0;
    const char *after = more ? in->next : req_arg(rq, "after");
    const char *const *op = ops;
    while (*op && strcmp(*op, in->op) != 0)
        op++;
    if (!*op)
        return ERR(rq->arena, ERR_INPUT, "bad_request", "no button %s", in->op);
    const char *next = *after ? query_with(rq->arena, &(struct kvs){0}, "after", after) : "";
    bool both = *in->query && *next;
    res_redirect(rq, "%s%s%s%s%s", path, *in->query || *next ? "?" : "", in->query, both ? "&" : "", next);
    return NULL;
}
