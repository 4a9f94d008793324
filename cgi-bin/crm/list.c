/* Lists: search form, rows, ticks, saved searches. The same for all nouns. */
#include "crm.h"

#include "frame/audit.h"
#include "http/keep.h"
#include "page/page.h"
#include "q_crm.h"
#include "record/lists.h"
#include "record/pager.h"
#include "record/selection.h"

#include <inttypes.h>
#include <string.h>

enum { SAVED_MAX = 50 };

static struct err *show_saved(struct req *rq, const struct noun *noun)
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
        page_item_set(rq, item, "url", arena_printf(rq->arena, "/crm/%s?%s", noun->name, rows_text(rows, i, "query")));
    }
    return NULL;
}

struct err *crm_show_ticks(struct req *rq, const char *list, const struct rows *rows)
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

static struct err *page_and_count(struct req *rq, const struct noun *noun, const void *in, struct list_page *page,
                                  struct rows **rows, bool *partial, struct pager_total *total)
{
    struct lists_count count;
    if (!noun->list_counted) {
        TRY(noun->list(rq, in, page, rows, partial));
        return noun->count(rq, in, &total->total, &total->capped);
    }
    TRY(noun->list_counted(rq, in, page, rows, partial, &count));
    total->total = count.n;
    total->capped = count.capped;
    return NULL;
}

struct err *crm_list(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct list_page page;
    struct rows *rows;
    struct pager_total total = {.known = true};
    bool partial = false;
    page_set(rq, "Noun", noun->name);
    pager_read(rq, &page);
    TRY(page_and_count(rq, noun, in, &page, &rows, &partial, &total));
    page_table(rq, "Rows", rows);
    if (partial)
        page_set(rq, "List.partial", "1");
    pager_show(rq, &page, rows->count, &total, noun->stmt);
    pager_chips(rq, noun->search);
    TRY(show_saved(rq, noun));
    TRY(crm_show_ticks(rq, noun->name, rows));
    TRY(noun_owners(rq));
    return form_show(rq, noun->search, in);
}

/* ---- ticks and bulk actions ---- */

struct select_in {
    const char *op, *query, *next;
    struct ids id, shown;
};

/* mail: of a list; person and firm: 「求職者にメールする」, 「企業担当者にメールする」 of a matching list. */
static const char *const select_ops[] = {"all", "none", "more", "mail", "person", "firm", "announce", NULL};

static const struct field select_fields[] = {
    ENUM(struct select_in, op, 1, select_ops, "list.op"), RAW(struct select_in, query, 0, 4000, "list.query"),
    RAW(struct select_in, next, 0, 2000, "list.next"),    IDS(struct select_in, id, 0, 2000, "list.id"),
    IDS(struct select_in, shown, 0, 2000, "list.shown"),  FIELD_END,
};

const struct form select_form = {.name = "select", .fields = select_fields, .size = sizeof(struct select_in)};

static void back_to_list(struct req *rq, const char *path, const struct select_in *s)
{
    const char *next = *s->next ? query_with(rq->arena, &(struct kvs){0}, "after", s->next) : "";
    bool both = *s->query && *next;
    res_redirect(rq, "%s%s%s%s%s", path, *s->query || *next ? "?" : "", s->query, both ? "&" : "", next);
}

/* Ticks are kept whatever the button. *id: the selection that they are in. */
static struct err *keep_ticks(struct req *rq, const char *list, const struct select_in *s, uint64_t *id)
{
    struct selection selection;
    size_t max = (size_t)conf_int(rq->app->conf, "list.max_checked");
    bool all = strcmp(s->op, "all") == 0;
    TRY(selection_merge(rq->db, list, s->query, s->shown, all ? s->shown : s->id, max, &selection));
    *id = selection.id;
    if (strcmp(s->op, "none") != 0)
        return NULL;
    selection.checked.n = 0;
    return selection_put(rq->db, list, &selection);
}

static void stay(struct req *rq, const char *path, const struct select_in *s)
{
    struct select_in back = *s;
    if (strcmp(s->op, "more") != 0)
        back.next = req_arg(rq, "after");
    back_to_list(rq, path, &back);
}

struct err *crm_select(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const struct select_in *s = in;
    uint64_t id;
    TRY(keep_ticks(rq, noun->name, s, &id));
    if (strcmp(s->op, "mail") == 0)
        res_redirect(rq, "/mailing/new?list=%s&selection=%" PRIu64, noun->name, id);
    else if (strcmp(s->op, "announce") == 0)
        res_redirect(rq, "/mailing/new?list=resume&jobs=%" PRIu64, id); /* the JOBs ticked here, to 求職者 */
    else
        stay(rq, arena_printf(rq->arena, "/crm/%s", noun->name), s);
    return NULL;
}

struct err *crm_match_select(struct req *rq, const void *in)
{
    const struct select_in *s = in;
    const char *list = match_list_name(rq);
    bool mail = strcmp(s->op, "person") == 0 || strcmp(s->op, "firm") == 0;
    struct rows *record;
    uint64_t id;
    TRY(noun_of(rq)->one(rq->db, req_id(rq, 0), &record));
    TRY(keep_ticks(rq, list, s, &id));
    if (mail)
        res_redirect(rq, "/mailing/new?list=%s&to=%s&selection=%" PRIu64, list, s->op, id);
    else
        stay(rq, arena_printf(rq->arena, "/crm/%s/%llu/match", noun_of(rq)->name, (unsigned long long)req_id(rq, 0)),
             s);
    return NULL;
}

/* ---- saved searches ---- */

struct save_in {
    const char *name, *query;
};

static const struct field save_fields[] = {
    TEXT(struct save_in, name, 1, 80, "saved.name"),
    RAW(struct save_in, query, 0, 4000, "list.query"),
    FIELD_END,
};

const struct form save_form = {.name = "save", .fields = save_fields, .size = sizeof(struct save_in)};

struct err *crm_save_search(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const struct save_in *s = in;
    struct rows *rows;
    TRY(q_saved_search_count(rq->db, noun->name, &rows));
    if (rows_u64(rows, 0, "_n") >= SAVED_MAX)
        return ERR(rq->arena, ERR_CONFLICT, "saved_full", "%d saved searches", SAVED_MAX);
    TRY(q_saved_search_insert(rq->db, noun->name, s->name, s->query, &(uint64_t){0}));
    TRY(q_saved_search_changed(rq->db));
    res_done(rq, "search_saved", "/crm/%s%s%s", noun->name, *s->query ? "?" : "", s->query);
    return NULL;
}

struct err *crm_drop_search(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    TRY(q_saved_search_delete(rq->db, req_id(rq, 0), noun->name));
    TRY(q_saved_search_changed(rq->db));
    res_done(rq, "search_dropped", "/crm/%s", noun->name);
    return NULL;
}
