#include "record/saved.h"

#include "http/keep.h"
#include "page/page.h"
#include "q_record.h"
#include "record/noun.h"

enum { SAVED_MAX = 50 };

struct err *saved_show(struct req *rq, const struct noun *noun)
{
    const struct session *s = &rq->session;
    const struct rows *rows;
    TRY(keep_rows(rq, &(struct keep_key){"saved", noun->name, s->account_id, s->saved_version}, q_saved_searches,
                  &rows));
    struct _hdf *list = rows->count ? page_node(rq, "Saved") : NULL;
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "id", rows_text(rows, i, "id"));
        page_item_set(rq, item, "name", rows_text(rows, i, "name"));
        page_item_set(rq, item, "url",
                      arena_printf(rq->arena, "/%s/%s?%s", noun->area, noun->name, rows_text(rows, i, "query")));
    }
    return NULL;
}

struct save_in {
    const char *name, *query;
};

static const struct field save_fields[] = {
    TEXT(struct save_in, name, 1, 80, "saved.name"),
    RAW(struct save_in, query, 0, 4000, "list.query"),
    FIELD_END,
};

const struct form save_form = {.name = "save", .fields = save_fields, .size = sizeof(struct save_in)};

struct err *noun_save(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const struct save_in *s = in;
    struct rows *rows;
    TRY(q_saved_search_count(rq->db, noun->name, &rows));
    if (rows_u64(rows, 0, "_n") >= SAVED_MAX)
        return ERR(rq->arena, ERR_CONFLICT, "saved_full", "%d saved searches", SAVED_MAX);
    TRY(q_saved_search_insert(rq->db, noun->name, s->name, s->query, &(uint64_t){0}));
    TRY(q_saved_search_changed(rq->db));
    res_done(rq, "search_saved", "/%s/%s%s%s", noun->area, noun->name, *s->query ? "?" : "", s->query);
    return NULL;
}

struct err *noun_drop(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    TRY(q_saved_search_delete(rq->db, req_id(rq, 0), noun->name));
    TRY(q_saved_search_changed(rq->db));
    res_done(rq, "search_dropped", "/%s/%s", noun->area, noun->name);
    return NULL;
}
