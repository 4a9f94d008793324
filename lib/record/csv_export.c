#include "record/csv_export.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/scratch.h"
#include "http/turn.h"
#include "page/page.h"
#include "record/csv.h"

enum { STEP = 500 };

struct csv_walk {
    const struct csv_source *source;
    struct csv_out *out;
    struct buf after; /* of the request: each step writes its cursor over the one before */
    uint64_t count;
    bool more;
};

static void put_head(struct req *rq, const struct csv_source *source, struct csv_out *out)
{
    for (const struct csv_column *c = source->columns; c->name; c++)
        csv_cell(out, c->label ? page_text(rq, c->label) : form_label(rq, c->field), false);
    csv_row_end(out);
}

/* Where each of the columns stands in the rows. */
static struct err *find_columns(struct req *rq, const struct csv_column *columns, const struct rows *rows, int **at)
{
    size_t n = 0;
    while (columns[n].name)
        n++;
    *at = arena_array(rq->arena, n + 1, sizeof **at);
    for (size_t i = 0; i < n; i++)
        if (((*at)[i] = rows_col(rows, columns[i].name)) < 0)
            return ERR(rq->arena, ERR_INTERNAL, "internal", "no column %s for a CSV", columns[i].name);
    return NULL;
}

static struct err *put_rows(struct req *rq, const struct csv_walk *e, const struct rows *rows)
{
    const struct csv_column *columns = e->source->columns;
    int *at;
    TRY(find_columns(rq, columns, rows, &at));
    for (size_t row = 0; row < rows->count; row++) {
        for (size_t i = 0; columns[i].name; i++) {
            const struct field *f = columns[i].field;
            const char *text = rows_cell_text(rows, row, (unsigned)at[i]);
            csv_cell(e->out, f && f->kind == FIELD_ENUM ? form_choice_label(rq, f, text) : text,
                     rows->cols[at[i]].is_number);
        }
        csv_row_end(e->out);
    }
    return NULL;
}

static struct err *step(struct req *rq, void *arg)
{
    struct csv_walk *e = arg;
    struct list_page page = e->source->order;
    struct rows *rows;
    page.limit = page.limit ? page.limit : STEP;
    page.after = e->after.text;
    TRY(e->source->next(rq, e->source->arg, &page, &rows));
    if (rows->count)
        TRY(put_rows(rq, e, rows));
    e->count += rows->count;
    e->more = page.next != NULL;
    e->after.len = 0;
    buf_add(&e->after, page.next ? page.next : "");
    return NULL;
}

/* A large export takes seconds: two of them at once would keep everybody from a program of two processes. */
static struct err *wait_for_turn(struct req *rq)
{
    struct turn turn;
    TRY(turn_take(rq, "csv", (unsigned)conf_int(rq->app->conf, "csv.wait_ms"), &turn));
    return turn.mine ? NULL : ERR(rq->arena, ERR_BUSY, "csv_busy", "another export");
}

struct err *csv_export(struct req *rq, const struct csv_source *source, uint64_t *count)
{
    struct csv_walk e = {.source = source, .after = buf_on(rq->arena), .more = true};
    TRY(csv_open(rq, rq->session.csv, &e.out));
    put_head(rq, source, e.out);
    TRY(wait_for_turn(rq));
    while (e.more)
        TRY(scratch_run(rq, step, &e));
    *count = e.count;
    return csv_send(rq, e.out, source->file);
}
