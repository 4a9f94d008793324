/* CSV import: upload → preview with every bad line → all or nothing, in one transaction. The record's form reads the
   lines: its labels are the head line, its checks are the import's. Lines are taken in steps, each on memory of its own
   that the next one uses again, and what colleagues wait for is written when everything else is there: the sets of
   words, then the total. */
#include "crm.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "model/search/words.h"
#include "page/page.h"
#include "q_crm.h"
#include "q_record.h"
#include "record/csv.h"
#include "record/files.h"

#include <string.h>

enum { STEP = 100, PREVIEW_ROWS = 20, BAD_ROWS = 200 };

struct import {
    const struct noun *noun;
    struct csv_in *csv;
    const struct field **columns; /* of each cell of the head line; NULL: not a field of ours */
    struct rows *owners;
    struct words_load *words; /* NULL: only looked at */
    size_t good, bad;
};

/* ---- upload ---- */

struct import_in {
    char none;
};

static const struct field import_fields[] = {
    FILES(file, 1, "csv.file"),
    FIELD_END,
};

const struct form import_form = {.name = "import",
                                 .fields = import_fields,
                                 .size = sizeof(struct import_in),
                                 .max_body = 22 << 20,
                                 .max_files = 1,
                                 .max_file = 20 << 20,
                                 .uploads = blob_examine};

static size_t most_lines(struct req *rq)
{
    return (size_t)conf_int(rq->app->conf, "csv.max_lines");
}

struct err *crm_import(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    page_set(rq, "Noun", noun->name);
    page_count(rq, "Import.most", (int64_t)most_lines(rq));
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (in_csv(f)) {
            struct _hdf *item = page_item(rq, page_node(rq, "Columns"));
            page_item_set(rq, item, "label", form_label(rq, f));
            if (f->min && f->kind != FIELD_INT)
                page_item_set(rq, item, "must", "1");
        }
    return form_show(rq, &import_form, in);
}

static void find_columns(struct req *rq, struct import *im)
{
    const struct csv_line *head = &im->csv->lines[0];
    im->columns = arena_array(rq->arena, head->ncell + 1, sizeof *im->columns);
    for (size_t i = 0; i < head->ncell; i++)
        for (const struct field *f = im->noun->form->fields; f->name; f++)
            if (in_csv(f) && (strcmp(head->cells[i], form_label(rq, f)) == 0 || strcmp(head->cells[i], f->name) == 0))
                im->columns[i] = f;
}

/* The account's own file; *im without columns when it is empty. */
static struct err *import_read(struct req *rq, uint64_t file_id, struct import *im)
{
    const char *bytes;
    size_t len;
    *im = (struct import){.noun = noun_of(rq)};
    TRY(blob_read(rq, file_id, "import", rq->session.account_id, &bytes, &len));
    TRY(csv_read(rq->arena, bytes, len, most_lines(rq) + 1, &im->csv));
    if (im->csv->count)
        find_columns(rq, im);
    return NULL;
}

/* Stored, and of no more lines than are taken at once. */
static struct err *take_upload(struct req *rq, uint64_t *file_id)
{
    struct import im;
    TRY(form_attach(rq, "file", &rq->uploads[0], "import", rq->session.account_id, file_id));
    if (!*file_id)
        return form_invalid(rq);
    TRY(import_read(rq, *file_id, &im));
    if (im.csv->total == im.csv->count)
        return NULL;
    form_error(rq, "file", "csv_long", text_count(rq, (int64_t)im.csv->total - 1),
               text_count(rq, (int64_t)most_lines(rq)));
    return form_invalid(rq);
}

struct err *crm_import_upload(struct req *rq, const void *in)
{
    uint64_t file_id;
    struct err *err = take_upload(rq, &file_id);
    if (err && err->kind == ERR_INPUT) {
        form_error(rq, "file", err->key, rq->uploads[0].name, NULL); /* unless it is said already */
        return form_invalid(rq);
    }
    TRY(err);
    res_redirect(rq, "/crm/%s/import/%llu", noun_of(rq)->name, (unsigned long long)file_id);
    return NULL;
}

/* ---- lines ---- */

/* The owner stands in a CSV by name. */
static const char *owner_value(const struct rows *owners, const char *text)
{
    for (size_t i = 0; i < owners->count; i++)
        if (strcmp(rows_text(owners, i, "label"), text) == 0)
            return rows_text(owners, i, "value");
    return text;
}

static bool owner_may(const struct import *im, const void *in)
{
    uint64_t owner = owner_in(im->noun, in);
    size_t i = 0;
    while (i < im->owners->count && rows_u64(im->owners, i, "value") != owner)
        i++;
    return owner == 0 || i < im->owners->count;
}

/* One line through the record's form. */
static struct err *read_line(struct req *rq, struct import *im, const struct csv_line *line, void **in, bool *valid)
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

static void show_bad(struct req *rq, const struct import *im, const struct csv_line *line)
{
    const char *label, *text;
    if (im->bad > BAD_ROWS)
        return;
    struct _hdf *item = page_item(rq, page_node(rq, "Bad"));
    struct buf why = buf_on(rq->arena);
    if (line->problem)
        buf_add(&why, page_text(rq, arena_printf(rq->arena, "err.%s", line->problem)));
    for (size_t i = 0; !line->problem && form_fault_at(rq, i, &label, &text); i++)
        buf_addf(&why, "%s%s: %s", i ? " / " : "", label, text);
    page_item_set(rq, item, "line", arena_printf(rq->arena, "%zu", line->line));
    page_item_set(rq, item, "first", line->ncell ? line->cells[0] : "");
    page_item_set(rq, item, "why", why.text);
}

/* ---- steps ---- */

struct step {
    size_t n;
    const void *in[STEP];
};

static struct err *check_line(struct req *rq, struct import *im, const struct csv_line *line, struct step *step)
{
    void *in = NULL;
    bool valid = false;
    if (!line->problem)
        TRY(read_line(rq, im, line, &in, &valid));
    if (valid) {
        im->good++;
        step->in[step->n++] = in;
        return NULL;
    }
    im->bad++;
    show_bad(rq, im, line);
    return NULL;
}

static struct err *insert_each(struct req *rq, const struct noun *noun, const struct step *step, uint64_t *ids)
{
    for (size_t i = 0; i < step->n; i++)
        TRY(noun->insert(rq, step->in[i], &ids[i]));
    return NULL;
}

static struct err *store(struct req *rq, struct import *im, const struct step *step)
{
    const struct noun *noun = im->noun;
    uint64_t ids[STEP];
    struct q_history_add_many_row rows[STEP];
    TRY(noun->insert_many ? noun->insert_many(rq, im->words, step->in, step->n, ids)
                          : insert_each(rq, noun, step, ids));
    for (size_t i = 0; i < step->n; i++)
        rows[i] = (struct q_history_add_many_row){noun->name, ids[i], "import"};
    return q_history_add_many(rq->db, rows, step->n, NULL);
}

/* After a bad line nothing is stored any more: it would be taken back. */
static struct err *take_step(struct req *rq, struct import *im, size_t from)
{
    struct step step = {0};
    for (size_t i = from; i < im->csv->count && i < from + STEP; i++)
        TRY(check_line(rq, im, &im->csv->lines[i], &step));
    return im->words && !im->bad && step.n ? store(rq, im, &step) : NULL;
}

/* Every line is checked, and stored when there are words to collect. An error lies on the memory of its step. */
static struct err *walk(struct req *rq, struct import *im)
{
    struct err *err = NULL;
    struct arena *arena = rq->arena, *below = arena_below(arena);
    struct form_state *form = rq->form;
    TRY(q_owners(rq->db, "", &im->owners));
    for (size_t from = 1; from < im->csv->count && !err; from += STEP) {
        rq->form = NULL;
        rq->arena = below;
        (void)db_on(rq->db, below);
        err = take_step(rq, im, from);
        rq->arena = arena;
        (void)db_on(rq->db, arena);
        if (!err)
            arena_reset(below);
    }
    rq->form = form;
    return err;
}

/* ---- preview and import ---- */

static size_t known_columns(const struct import *im)
{
    size_t known = 0;
    for (size_t i = 0; im->csv->count && i < im->csv->lines[0].ncell; i++)
        known += im->columns[i] != NULL;
    return known;
}

static struct err *import_open(struct req *rq, uint64_t file_id, struct import *im)
{
    TRY(import_read(rq, file_id, im));
    if (im->csv->total > im->csv->count)
        return ERR(rq->arena, ERR_INPUT, "csv_long_now", "%zu lines", im->csv->total);
    return NULL;
}

static void show_row(struct req *rq, struct _hdf *list, const struct csv_line *line)
{
    struct _hdf *item = page_item(rq, list);
    for (size_t i = 0; i < line->ncell && i < 11; i++)
        page_item_set(rq, page_item(rq, item), "text", line->cells[i]);
}

struct err *crm_import_preview(struct req *rq, const void *in)
{
    struct import im;
    TRY(import_open(rq, req_id(rq, 0), &im));
    page_set(rq, "Noun", im.noun->name);
    page_num(rq, "Import.id", (int64_t)req_id(rq, 0));
    page_set(rq, "Import.charset", im.csv->charset);
    if (!known_columns(&im)) {
        page_set(rq, "Import.no_head", "1");
        return NULL;
    }
    TRY(walk(rq, &im));
    page_count(rq, "Import.good", (int64_t)im.good);
    if (im.bad)
        page_count(rq, "Import.bad", (int64_t)im.bad);
    page_set(rq, "Import.ready", im.good && !im.bad ? "1" : "");
    for (size_t i = 0; i < im.csv->count && i <= PREVIEW_ROWS; i++)
        show_row(rq, page_node(rq, i ? "Preview" : "Head"), &im.csv->lines[i]);
    for (size_t i = 0; i < im.csv->lines[0].ncell; i++)
        if (!im.columns[i])
            page_item_set(rq, page_item(rq, page_node(rq, "Unknown")), "label", im.csv->lines[0].cells[i]);
    return NULL;
}

struct err *crm_import_run(struct req *rq, const void *in)
{
    struct import im;
    uint64_t file_id = req_id(rq, 0);
    TRY(import_open(rq, file_id, &im));
    if (!known_columns(&im))
        return ERR(rq->arena, ERR_INPUT, "csv_head", "no known column");
    im.words = words_load_new(rq->arena);
    TRY(walk(rq, &im));
    if (im.bad || !im.good)
        return ERR(rq->arena, ERR_CONFLICT, "csv_bad", "%zu bad lines", im.bad);
    TRY(blob_remove(rq, file_id));
    TRY(words_load_write(rq->db, im.words));
    TRY(noun_count(rq, im.noun->name, im.good));
    audit_about(rq, im.noun->name, 0, audit_json(rq, "rows", arena_printf(rq->arena, "%zu", im.good), NULL));
    res_done(rq, "imported", "/crm/%s", im.noun->name);
    return NULL;
}
