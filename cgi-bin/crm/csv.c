/* CSV of the current result. The labels of the record's form are the head line; import.c reads the same. */
#include "crm.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_crm.h"
#include "record/csv.h"
#include "record/pager.h"

#include <string.h>

enum { EXPORT_STEP = 500 };

bool in_csv(const struct field *f)
{
    return strcmp(f->name, "version") != 0 && f->kind != FIELD_FILE;
}

/* ---- out ---- */

static void export_row(struct req *rq, const struct noun *noun, struct csv_out *out, const struct rows *rows,
                       size_t row)
{
    csv_cell(out, rows_text(rows, row, "id"), true);
    for (const struct field *f = noun->form->fields; f->name; f++) {
        if (!in_csv(f))
            continue;
        const char *text = rows_text(rows, row, strcmp(f->name, "owner_id") == 0 ? "owner" : f->name);
        csv_cell(out, f->kind == FIELD_ENUM ? form_choice_label(rq, f, text) : text,
                 f->kind == FIELD_INT && *text >= '0' && *text <= '9');
    }
    csv_cell(out, rows_text(rows, row, "updated"), false);
    csv_row_end(out);
}

static void head_row(struct req *rq, const struct noun *noun, struct csv_out *out)
{
    csv_cell(out, page_text(rq, "field.id"), false);
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (in_csv(f))
            csv_cell(out, form_label(rq, f), false);
    csv_cell(out, page_text(rq, "field.updated"), false);
    csv_row_end(out);
}

struct export_walk {
    struct arena *arena; /* of the request */
    const struct noun *noun;
    const void *filter;
    struct list_page page; /* after: where the next step begins */
    uint64_t written, most;
};

static struct err *export_rows(struct req *rq, const struct noun *noun, struct csv_out *out, const struct rows *list)
{
    struct rows *rows;
    uint64_t *ids = arena_array(rq->arena, list->count, sizeof *ids);
    for (size_t i = 0; i < list->count; i++)
        ids[i] = rows_u64(list, i, "id");
    TRY(noun->export(rq->db, db_ids(rq->arena, ids, list->count), &rows));
    for (size_t i = 0; i < rows->count; i++)
        export_row(rq, noun, out, rows, i);
    return NULL;
}

static struct err *export_step(struct req *rq, struct csv_out *out, void *arg, bool *more)
{
    struct export_walk *e = arg;
    struct list_page page = e->page;
    struct rows *list;
    bool partial;
    TRY(noun_page(rq, e->noun, e->filter, &page, &list, &partial));
    TRY(export_rows(rq, e->noun, out, list));
    e->written += list->count;
    e->page.after = arena_strdup(e->arena, page.next);
    *more = page.next && e->written < e->most;
    return NULL;
}

struct err *noun_csv(struct req *rq, const void *in)
{
    struct export_walk e = {.arena = rq->arena,
                            .noun = noun_of(rq),
                            .filter = in,
                            .most = (uint64_t)conf_int(rq->app->conf, "csv.max_rows")};
    struct csv_out *out;
    TRY(csv_open(rq, rq->session.csv, &out));
    head_row(rq, e.noun, out);
    pager_read(rq, &e.page);
    e.page.limit = EXPORT_STEP;
    e.page.after = "";
    TRY(csv_steps(rq, out, export_step, &e));
    audit_about(rq, e.noun->name, 0,
                audit_json(rq, "rows", arena_printf(rq->arena, "%llu", (unsigned long long)e.written), "query",
                           rq->query, NULL));
    return csv_send(rq, out, page_text(rq, arena_printf(rq->arena, "csv.%s", e.noun->name)));
}
