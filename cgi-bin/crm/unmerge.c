/* 「統合を元に戻す」, and the merges of a record on its page. */
#include "crm.h"
#include "merging.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_duplicate.h"
#include "record/history.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct err *merges_beside(struct req *rq, uint64_t id)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    bool newest = true; /* of those that stand: only the newest can be undone, it may have moved what the others had */
    TRY(q_merges_of(rq->db, noun->name, id, (uint64_t)conf_int(rq->app->conf, "crm.merge_undo_days"), &rows));
    page_rows(rq, "Merges", rows);
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_node(rq, arena_printf(rq->arena, "Merges.%zu", i));
        bool undone = *rows_text(rows, i, "undone");
        if (newest && rows_u64(rows, i, "_open"))
            page_item_set(rq, item, "open", "1");
        if (!undone)
            newest = false;
        if (*rows_text(rows, i, "_stayed"))
            page_item_set(rq, item, "stayed", history_labels(rq, noun->form, rows_text(rows, i, "_stayed")));
    }
    return NULL;
}

static struct err *may_undo(struct req *rq, const struct noun *noun, uint64_t id, const struct rows *merge)
{
    struct rows *last, *kept;
    const char *why = NULL;
    if (rows_u64(merge, 0, "_undone"))
        why = "merge_undone";
    else if (rows_u64(merge, 0, "_late"))
        why = "merge_late";
    if (!why) {
        uint64_t kept_id = rows_u64(merge, 0, "_kept_id");
        TRY(merging_of(noun)->pair(rq->db, kept_id, kept_id, &kept));
        TRY(q_merge_last(rq->db, noun->name, kept_id, &last));
        if (!kept->count)
            why = "merge_kept_gone";
        else if (!last->count || rows_u64(last, 0, "_id") != id)
            why = "merge_newer";
    }
    return why ? ERR(rq->arena, ERR_CONFLICT, why, "merge %" PRIu64, id) : NULL;
}

/* A copy of the only row with another text in a column. */
static void put_cell(struct rows *rows, const char *name, const char *text)
{
    int col = rows_col(rows, name);
    struct rows_cell *cell = &rows->cells[col];
    *cell = (struct rows_cell){.text = text, .len = strlen(text), .null = !*text};
    if (rows->cols[col].is_number)
        cell->num = (int64_t)strtoull(text, NULL, 10);
}

static const struct field *field_of(const struct noun *noun, const char *name)
{
    const struct field *f = noun->form->fields;
    while (f->name && strcmp(f->name, name) != 0)
        f++;
    return f;
}

/* Every field that still says what the merge made it say gets its value from before; the others' names go to stayed. */
static struct err *fields_back(struct req *rq, const struct noun *noun, uint64_t merge_id, uint64_t kept,
                               const char **stayed)
{
    struct rows *now, *items;
    struct buf names = buf_on(rq->arena);
    uint64_t changed;
    void *in;
    TRY(noun->one(rq->db, kept, &now));
    TRY(q_merge_fields(rq->db, merge_id, &items));
    struct rows back = *now;
    back.cells = arena_array(rq->arena, now->ncol, sizeof *back.cells);
    memcpy(back.cells, now->cells, now->ncol * sizeof *back.cells);
    for (size_t i = 0; i < items->count; i++) {
        const struct field *f = field_of(noun, rows_text(items, i, "name"));
        const char *column = f->name ? merge_column(noun, f) : "";
        if (rows_col(now, column) < 0)
            continue;
        if (strcmp(rows_text(now, 0, column), rows_text(items, i, "after_")) == 0)
            put_cell(&back, column, rows_text(items, i, "before_"));
        else
            buf_addf(&names, "%s%s", names.len ? "," : "", f->name);
    }
    *stayed = names.len ? names.text : "";
    TRY(form_from_row(rq, noun->form, &back, 0, &in));
    if (merging_of(noun)->complete)
        TRY(merging_of(noun)->complete(rq, in, &back));
    return noun->update(rq, kept, in, now, &changed);
}

/* What the other one is found by is made anew. */
static struct err *found_again(struct req *rq, const struct noun *noun, uint64_t gone)
{
    struct rows *rows;
    void *in;
    TRY(noun->one(rq->db, gone, &rows));
    TRY(form_from_row(rq, noun->form, rows, 0, &in));
    if (merging_of(noun)->complete)
        TRY(merging_of(noun)->complete(rq, in, rows));
    return merging_of(noun)->found(rq, gone, in);
}

static struct err *settle(struct req *rq, const struct noun *noun, uint64_t kept, const struct rows *merge)
{
    struct rows *now;
    TRY(noun->one(rq->db, kept, &now));
    TRY(merging_of(noun)->phase_back(rq, kept, now, merge));
    return merging_of(noun)->settle(rq->db, kept, rows_text(merge, 0, "_changed_at"),
                                    rows_u64(merge, 0, "_version") + 1, NULL);
}

struct err *crm_unmerge(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *merge;
    const char *stayed;
    uint64_t id = req_id(rq, 0);
    TRY(q_merge_one(rq->db, noun->name, id, (uint64_t)conf_int(rq->app->conf, "crm.merge_undo_days"), &merge));
    TRY(may_undo(rq, noun, id, merge));
    uint64_t kept = rows_u64(merge, 0, "_kept_id"), gone = rows_u64(merge, 0, "_gone_id");
    TRY(merge_undo(rq->db, merging_of(noun)->model, id, kept, gone));
    TRY(fields_back(rq, noun, id, kept, &stayed));
    TRY(found_again(rq, noun, gone));
    TRY(settle(rq, noun, kept, merge));
    TRY(q_merge_undone(rq->db, id, stayed));
    audit_about(rq, noun->name, kept,
                audit_json(rq, "unmerged", arena_printf(rq->arena, "%" PRIu64, gone), "stayed", stayed, NULL));
    res_done(rq, *stayed ? "unmerged_partly" : "unmerged", "/crm/%s/%" PRIu64 "#merges", noun->name, kept);
    return NULL;
}
