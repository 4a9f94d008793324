/* マッチングリスト (S3-07): résumés for a JOB (レジュメサーチ), JOBs for a résumé (JOBサーチ). Two sides of one list;
   what differs stands in a table. Ticks and bulk actions are those of the other lists (list.c). */
#include "crm.h"

#include "frame/audit.h"
#include "model/codes/codes.h"
#include "model/crm/match.h"
#include "page/page.h"
#include "q_match.h"
#include "q_model.h"
#include "record/pager.h"
#include "record/ticks.h"
#include "text/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct side {
    const char *from; /* noun of the record that the list began at */
    const struct noun *noun;
    struct err *(*list)(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                        struct match_list *out);
    struct err *(*rows)(struct db *db, const char *ids, struct rows **rows);
    struct err *(*phases)(struct db *db, uint64_t id, const char *ids, struct rows **rows);
};

static const struct side sides[] = {
    {"job", &noun_job, match_list_resumes, q_resume_rows, q_match_job_phases},
    {"resume", &noun_resume, match_list_jobs, q_match_job_rows, q_match_resume_phases},
};

static const struct side *side_of(const struct req *rq)
{
    return noun_of(rq) == &noun_job ? &sides[0] : &sides[1];
}

/* Its ticks are kept as "job:5" (résumés for JOB 5) or "resume:7" (JOBs for résumé 7). */
static const char *match_list_name(struct req *rq)
{
    return arena_printf(rq->arena, "%s:%" PRIu64, side_of(rq)->from, req_id(rq, 0));
}

/* ---- a page of it ---- */

/* The cursor is the score and the id of the last row: the list is made anew for each page, and may have changed. */
static struct err *first_of_page(struct req *rq, const struct match_list *list, const char *after, size_t *first)
{
    unsigned score;
    uint64_t id;
    int end = 0;
    *first = 0;
    if (!after || !*after)
        return NULL;
    if (sscanf(after, "%3u-%19" SCNu64 "%n", &score, &id, &end) != 2 || after[end])
        return ERR(rq->arena, ERR_INPUT, "cursor", "%s", after);
    while (*first < list->n &&
           (list->v[*first].score > score || (list->v[*first].score == score && list->v[*first].id >= id)))
        ++*first;
    return NULL;
}

/* 「職種が同じ +30、スキル(Excel、Word) +10」 */
static const char *reasons_text(struct req *rq, const struct match *m)
{
    struct buf buf = buf_on(rq->arena);
    for (size_t i = 0; i < m->nreason; i++) {
        const struct match_reason *r = &m->reasons[i];
        buf_addf(&buf, "%s%s", i ? page_text(rq, "list.comma") : "",
                 page_textf(rq, arena_printf(rq->arena, "match.reason.%s", r->key),
                            arena_printf(rq->arena, "%u", r->points), r->words));
    }
    return buf.len ? buf.text : "";
}

static const struct match *match_of(const struct match *page, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (page[i].id == id)
            return &page[i];
    return NULL;
}

static void show_row(struct req *rq, const struct rows *rows, size_t i, const struct match *m,
                     const struct rows *phases)
{
    struct _hdf *item = page_node(rq, arena_printf(rq->arena, "Rows.%zu", i));
    page_item_set(rq, item, "score", arena_printf(rq->arena, "%u", m->score));
    page_item_set(rq, item, "reasons", reasons_text(rq, m));
    for (size_t p = 0; p < phases->count; p++)
        if (rows_u64(phases, p, "id") == rows_u64(rows, i, "id")) {
            page_item_set(rq, item, "reached", rows_text(phases, p, "phase"));
            page_item_set(rq, item, "process_id", rows_text(phases, p, "process_id"));
        }
}

static struct err *show_rows(struct req *rq, const struct side *side, const struct match *page, size_t n)
{
    struct rows *rows, *phases;
    uint64_t *ids = arena_array(rq->arena, n, sizeof *ids);
    for (size_t i = 0; i < n; i++)
        ids[i] = page[i].id;
    const char *json = db_ids(rq->arena, ids, n);
    TRY(side->rows(rq->db, json, &rows));
    TRY(side->phases(rq->db, req_id(rq, 0), json, &phases));
    page_rows(rq, "Rows", rows);
    for (size_t i = 0; i < rows->count; i++) {
        const struct match *m = match_of(page, n, rows_u64(rows, i, "id"));
        if (m)
            show_row(rq, rows, i, m, phases);
    }
    return ticks_show(rq, match_list_name(rq), rows);
}

struct err *crm_match(struct req *rq, const void *in)
{
    static const struct db_sort no_sorts[] = {{.name = NULL}};
    static const struct db_stmt unsorted = {.sorts = no_sorts};
    const struct side *side = side_of(rq);
    struct match_ask ask = *(const struct match_ask *)in;
    const struct match_conf conf = match_conf(rq->arena, rq->app->conf, rq->now);
    struct match_list all;
    struct list_page page;
    struct rows *record;
    size_t first;
    ask.id = req_id(rq, 0);
    TRY(side->noun->one(rq->db, ask.id, &record));
    page_row(rq, "Record", record, 0);
    TRY(side->list(rq->db, &conf, &ask, &all));
    pager_read(rq, &page);
    TRY(first_of_page(rq, &all, page.after, &first));
    size_t n = all.n - first < page.limit ? all.n - first : page.limit;
    if (first + n < all.n)
        page.next = arena_printf(rq->arena, "%u-%" PRIu64, all.v[first + n - 1].score, all.v[first + n - 1].id);
    TRY(show_rows(rq, side, all.v + first, n));
    pager_show(rq, &page, n, &(struct pager_total){.known = true, .total = all.n}, &unsorted);
    pager_chips(rq, &match_search);
    if (all.capped)
        page_count(rq, "Match.capped", (int64_t)conf.candidates);
    return form_show(rq, &match_search, in);
}

/* Ticks of it: 「求職者にメールする」 (person), 「企業担当者にメールする」 (firm). */
struct err *crm_match_select(struct req *rq, const void *in)
{
    const struct ticks_in *ticks = in;
    const char *list = match_list_name(rq);
    uint64_t selection, id = req_id(rq, 0);
    struct rows *record;
    TRY(noun_of(rq)->one(rq->db, id, &record));
    TRY(ticks_keep(rq, list, ticks, &selection));
    if (strcmp(ticks->op, "person") != 0 && strcmp(ticks->op, "firm") != 0)
        return ticks_stay(rq, arena_printf(rq->arena, "/crm/%s/%" PRIu64 "/match", noun_of(rq)->name, id), ticks);
    res_redirect(rq, "/mailing/new?list=%s&to=%s&selection=%" PRIu64, list, ticks->op, selection);
    return NULL;
}
