/* CSV of the current result, and import: upload → preview with every bad row → all or nothing. Both use the record's form: its
   labels are the head line, its checks are the import's. */
#include "crm.h"

#include "audit.h"
#include "blob.h"
#include "csv.h"
#include "pager.h"
#include "q_crm.h"

#include <string.h>
#include <unistd.h>

enum { EXPORT_STEP = 500, PREVIEW_ROWS = 20, BAD_ROWS = 200 };

static bool in_csv(const struct field *f)
{
    return strcmp(f->name, "version") != 0 && f->kind != FIELD_FILE;
}

/* ---- out ---------------------------------------------------------------------------------------------------------- */

static void export_row(struct req *rq, const struct noun *noun, struct csv_out *out, const struct rows *rows, size_t row)
{
    csv_cell(out, rows_text(rows, row, "id"), true);
    for (const struct field *f = noun->form->fields; f->name; f++) {
        if (!in_csv(f))
            continue;
        const char *text = rows_text(rows, row, strcmp(f->name, "owner_id") == 0 ? "owner" : f->name);
        csv_cell(out, f->kind == FIELD_ENUM ? form_choice_label(rq, f, text) : text, f->kind == FIELD_INT && *text >= '0' && *text <= '9');
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

struct export {
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
    struct export *e = arg;
    struct list_page page = e->page;
    struct rows *list;
    bool partial;
    TRY(e->noun->list(rq, e->filter, &page, &list, &partial));
    TRY(export_rows(rq, e->noun, out, list));
    e->written += list->count;
    e->page.after = arena_strdup(e->arena, page.next);
    *more = page.next && e->written < e->most;
    return NULL;
}

struct err *crm_export(struct req *rq, const void *in)
{
    struct export e = {.arena = rq->arena, .noun = noun_of(rq), .filter = in,
                       .most = (uint64_t)conf_int(rq->app->conf, "csv.max_rows")};
    struct csv_out *out;
    if (rq->in_has_errors)
        return ERR(rq->arena, ERR_INPUT, "bad_request", "conditions of a CSV");
    TRY(csv_open(rq, rq->session.csv, &out));
    head_row(rq, e.noun, out);
    pager_read(rq, &e.page);
    e.page.limit = EXPORT_STEP;
    e.page.after = "";
    TRY(csv_steps(rq, out, export_step, &e));
    audit_about(rq, e.noun->name, 0,
                audit_json(rq, "rows", arena_printf(rq->arena, "%llu", (unsigned long long)e.written), "query", rq->query, NULL));
    return csv_send(rq, out, page_text(rq, arena_printf(rq->arena, "csv.%s", e.noun->name)));
}

/* ---- in ----------------------------------------------------------------------------------------------------------- */

struct import {
    const struct noun *noun;
    struct csv_in *csv;
    const struct field **columns; /* of each cell of the head line; NULL: not a field of ours */
    size_t good, bad;
};

struct import_in {
    char none;
};

static const struct field import_fields[] = {FILES(file, 1, "csv.file"), FIELD_END};

const struct form import_form = {.name = "import",
                                 .fields = import_fields,
                                 .size = sizeof(struct import_in),
                                 .max_body = 22 << 20,
                                 .max_files = 1,
                                 .max_file = 20 << 20,
                                 .uploads = blob_examine};

struct err *crm_import(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    page_set(rq, "Noun", noun->name);
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (in_csv(f)) {
            struct _hdf *item = page_item(rq, page_node(rq, "Columns"));
            page_item_set(rq, item, "label", form_label(rq, f));
            if (f->min && f->kind != FIELD_INT)
                page_item_set(rq, item, "must", "1");
        }
    return form_show(rq, &import_form, in);
}

struct err *crm_import_upload(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    uint64_t file_id;
    struct err *err = blob_attach(rq, &rq->uploads[0], "import", rq->session.account_id, &file_id);
    if (err && err->kind == ERR_INPUT) {
        form_error(rq, "file", err->key, rq->uploads[0].name, NULL);
        return form_invalid(rq);
    }
    TRY(err);
    res_redirect(rq, "/crm/%s/import/%llu", noun->name, (unsigned long long)file_id);
    return NULL;
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

static struct err *import_open(struct req *rq, uint64_t file_id, struct import *im)
{
    const char *bytes;
    size_t len;
    *im = (struct import){.noun = noun_of(rq)};
    TRY(blob_read(rq, file_id, "import", rq->session.account_id, &bytes, &len));
    TRY(csv_read(rq->arena, bytes, len, (size_t)conf_int(rq->app->conf, "csv.max_lines") + 1, &im->csv));
    if (im->csv->count)
        find_columns(rq, im);
    return NULL;
}

/* The owner stands in a CSV by name. */
static const char *owner_value(const struct rows *owners, const char *text)
{
    for (size_t i = 0; i < owners->count; i++)
        if (strcmp(rows_text(owners, i, "label"), text) == 0)
            return rows_text(owners, i, "value");
    return text;
}

/* One line through the record's form. */
static struct err *read_line(struct req *rq, struct import *im, const struct rows *owners, const struct csv_line *line,
                             void **in, bool *valid)
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
            text = owner_value(owners, text);
        values->v[values->n++] = (struct kv){f->name, text, strlen(text)};
    }
    return form_read(rq, im->noun->form, values, in, valid);
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

static void show_row(struct req *rq, struct _hdf *list, const struct csv_line *line)
{
    struct _hdf *item = page_item(rq, list);
    for (size_t i = 0; i < line->ncell && i < 11; i++)
        page_item_set(rq, page_item(rq, item), "text", line->cells[i]);
}

/* Check every line; insert(…) is called for the good ones when it is given. */
static struct err *walk(struct req *rq, struct import *im, bool insert)
{
    struct rows *owners;
    TRY(q_owners(rq->db, "", &owners));
    for (size_t i = 1; i < im->csv->count; i++) {
        const struct csv_line *line = &im->csv->lines[i];
        void *in = NULL;
        bool valid = false;
        uint64_t id;
        if (!line->problem)
            TRY(read_line(rq, im, owners, line, &in, &valid));
        if (!valid) {
            im->bad++;
            show_bad(rq, im, line);
            continue;
        }
        im->good++;
        if (!insert)
            continue;
        TRY(im->noun->insert(rq, in, &id));
        TRY(q_history_add(rq->db, im->noun->name, id, "import", "", &(uint64_t){0}));
    }
    return NULL;
}

static size_t known_columns(const struct import *im)
{
    size_t known = 0;
    for (size_t i = 0; im->csv->count && i < im->csv->lines[0].ncell; i++)
        known += im->columns[i] != NULL;
    return known;
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
    TRY(walk(rq, &im, false));
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
    TRY(walk(rq, &im, true));
    if (im.bad || !im.good)
        return ERR(rq->arena, ERR_CONFLICT, "csv_bad", "%zu bad lines", im.bad);
    TRY(blob_remove(rq, file_id));
    const char *count = arena_printf(rq->arena, "%zu", im.good);
    audit_about(rq, im.noun->name, 0, audit_json(rq, "rows", count, NULL));
    res_done(rq, "imported", "/crm/%s", im.noun->name);
    return NULL;
}
