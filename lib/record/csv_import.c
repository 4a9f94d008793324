/* The engine of an import; its pages are in noun_import.c. */
#include "record/csv_import.h"

#include "q_record.h"

#include <string.h>

/* ---- parse ---- */

static void find_columns(struct req *rq, struct csv_import *im)
{
    const struct csv_line *head = &im->csv->lines[0];
    im->columns = arena_array(rq->arena, head->ncell + 1, sizeof *im->columns);
    for (size_t i = 0; i < head->ncell; i++) {
        for (const struct field *f = im->noun->form->fields; f->name; f++)
            if (noun_in_csv(f) &&
                (strcmp(head->cells[i], form_label(rq, f)) == 0 || strcmp(head->cells[i], f->name) == 0))
                im->columns[i] = f;
        im->known += im->columns[i] != NULL;
    }
}

struct err *csv_import_parse(struct req *rq, const struct noun *noun, const char *bytes, size_t len, size_t most,
                             struct csv_import *im)
{
    *im = (struct csv_import){.noun = noun};
    TRY(csv_read(rq->arena, bytes, len, most + 1, &im->csv));
    if (im->csv->count)
        find_columns(rq, im);
    return NULL;
}

bool csv_import_is_long(const struct csv_import *im)
{
    return im->csv->total > im->csv->count;
}

/* ---- check ---- */

/* The owner stands in a CSV by name. */
static const char *owner_value(const struct rows *owners, const char *text)
{
    for (size_t i = 0; owners && i < owners->count; i++)
        if (strcmp(rows_text(owners, i, "label"), text) == 0)
            return rows_text(owners, i, "value");
    return text;
}

static bool owner_may(const struct csv_import *im, const void *in)
{
    uint64_t owner = owner_in(im->noun, in);
    size_t i = 0, count = im->owners ? im->owners->count : 0;
    while (i < count && rows_u64(im->owners, i, "value") != owner)
        i++;
    return owner == 0 || i < count;
}

/* One line through the record's form. */
static struct err *read_line(struct req *rq, const struct csv_import *im, const struct csv_line *line, void **in,
                             bool *valid)
{
    struct kvs *values = arena_alloc(rq->arena, sizeof *values);
    values->v = arena_array(rq->arena, line->ncell + 1, sizeof *values->v);
    for (size_t i = 0; i < line->ncell && i < im->csv->lines[0].ncell; i++) {
        const struct field *f = im->columns[i];
        if (!f)
            continue;
        const char *text = line->cells[i];
        if (f->kind == FIELD_ENUM)
            text = form_choice_value(rq, f, text);
        else if (strcmp(f->name, "owner_id") == 0)
            text = owner_value(im->owners, text);
        values->v[values->n++] = (struct kv){f->name, text, strlen(text)};
    }
    TRY(form_read(rq, im->noun->form, values, in, valid));
    if (*valid && !owner_may(im, *in)) {
        form_error(rq, "owner_id", "choice", NULL, NULL);
        *valid = false;
    }
    return NULL;
}

struct err *csv_import_check(struct req *rq, struct csv_import *im, size_t from, csv_import_bad *bad,
                             struct csv_import_step *step)
{
    step->n = 0;
    for (size_t i = from; i < im->csv->count && i < from + CSV_IMPORT_STEP; i++) {
        const struct csv_line *line = &im->csv->lines[i];
        void *in = NULL;
        bool valid = false;
        if (!line->problem)
            TRY(read_line(rq, im, line, &in, &valid));
        if (valid) {
            im->good++;
            step->in[step->n++] = in;
        } else {
            im->bad++;
            bad(rq, im, line);
        }
    }
    return NULL;
}

/* ---- insert ---- */

static struct err *insert_each(struct req *rq, const struct noun *noun, const struct csv_import_step *step,
                               uint64_t *ids)
{
    for (size_t i = 0; i < step->n; i++)
        TRY(noun->insert(rq, step->in[i], &ids[i]));
    return NULL;
}

struct err *csv_import_insert(struct req *rq, const struct csv_import *im, void *load,
                              const struct csv_import_step *step)
{
    const struct noun *noun = im->noun;
    uint64_t ids[CSV_IMPORT_STEP];
    struct q_history_add_many_row rows[CSV_IMPORT_STEP];
    if (!step->n)
        return NULL;
    TRY(noun->insert_many ? noun->insert_many(rq, load, step->in, step->n, ids) : insert_each(rq, noun, step, ids));
    for (size_t i = 0; i < step->n; i++)
        rows[i] = (struct q_history_add_many_row){noun->name, ids[i], "import"};
    return q_history_add_many(rq->db, rows, step->n, NULL);
}

struct err *csv_import_end(struct req *rq, const struct csv_import *im, void *load)
{
    if (im->noun->load_end)
        TRY(im->noun->load_end(rq->db, load));
    return noun_count(rq, im->noun->name, im->good);
}

/* ---- all of it ---- */

struct walk {
    struct csv_import *im;
    csv_import_bad *bad;
    bool insert;
    void *load;
    size_t from;
};

static struct err *take_step(struct req *rq, const struct walk *w)
{
    struct csv_import_step step;
    TRY(csv_import_check(rq, w->im, w->from, w->bad, &step));
    return w->insert && !w->im->bad ? csv_import_insert(rq, w->im, w->load, &step) : NULL;
}

/* An error lies on the memory of its step. */
static struct err *take_steps(struct req *rq, struct walk *w)
{
    struct err *err = NULL;
    struct arena *arena = rq->arena, *below = arena_below(arena);
    struct form_state *form = rq->form;
    for (w->from = 1; w->from < w->im->csv->count && !err; w->from += CSV_IMPORT_STEP) {
        rq->form = NULL;
        rq->arena = below;
        (void)db_on(rq->db, below);
        err = take_step(rq, w);
        rq->arena = arena;
        (void)db_on(rq->db, arena);
        if (!err)
            arena_reset(below);
    }
    rq->form = form;
    return err;
}

struct err *csv_import_walk(struct req *rq, struct csv_import *im, bool insert, csv_import_bad *bad)
{
    struct walk w = {.im = im, .bad = bad, .insert = insert};
    struct rows *owners = NULL;
    if (im->noun->owners)
        TRY(im->noun->owners(rq->db, "", &owners));
    im->owners = owners;
    if (insert && im->noun->load_begin)
        w.load = im->noun->load_begin(rq->arena);
    TRY(take_steps(rq, &w));
    return insert && !im->bad && im->good ? csv_import_end(rq, im, w.load) : NULL;
}
