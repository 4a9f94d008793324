/* The pages of an import: upload, preview, all or nothing in one transaction. */
#include "record/csv_import.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "http/app.h"
#include "page/page.h"
#include "record/files.h"
#include "text/text.h"

#include <inttypes.h>

enum { PREVIEW_ROWS = 20, PREVIEW_CELLS = 11, BAD_ROWS = 200 };

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

/* ---- upload ---- */

struct err *noun_import(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    page_set(rq, "Noun", noun->name);
    page_count(rq, "Import.most", (int64_t)most_lines(rq));
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (noun_in_csv(f)) {
            struct _hdf *item = page_item(rq, page_node(rq, "Columns"));
            page_item_set(rq, item, "label", form_label(rq, f));
            if (f->min && f->kind != FIELD_INT && f->kind != FIELD_ID)
                page_item_set(rq, item, "must", "1");
        }
    return form_show(rq, &import_form, in);
}

/* The account's own file. */
static struct err *import_read(struct req *rq, uint64_t file_id, struct csv_import *im)
{
    const char *bytes;
    size_t len;
    TRY(blob_read(rq, file_id, "import", rq->session.account_id, &bytes, &len));
    return csv_import_parse(rq, noun_of(rq), bytes, len, most_lines(rq), im);
}

/* Stored, and of no more lines than are taken at once; *file_id 0: something is wrong with it, and said. */
static struct err *take_upload(struct req *rq, uint64_t *file_id)
{
    struct csv_import im;
    TRY(form_attach(rq, "file", &rq->uploads[0], "import", rq->session.account_id, file_id));
    if (!*file_id)
        return NULL;
    struct err *err = import_read(rq, *file_id, &im);
    if (!err && !csv_import_is_long(&im))
        return NULL;
    if (err && err->kind != ERR_INPUT)
        return err;
    *file_id = 0;
    if (err)
        form_error(rq, "file", err->key, NULL, NULL);
    else
        form_error(rq, "file", "csv_long", text_count(rq, (int64_t)im.csv->total - 1),
                   text_count(rq, (int64_t)most_lines(rq)));
    return NULL;
}

struct err *noun_import_upload(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    uint64_t file_id;
    TRY(take_upload(rq, &file_id));
    if (!file_id)
        return form_invalid(rq);
    res_redirect(rq, "/%s/%s/import/%" PRIu64, noun->area, noun->name, file_id);
    return NULL;
}

/* ---- preview ---- */

static struct err *import_open(struct req *rq, uint64_t file_id, struct csv_import *im)
{
    TRY(import_read(rq, file_id, im));
    if (csv_import_is_long(im))
        return ERR(rq->arena, ERR_INPUT, "csv_long_now", "%zu lines", im->csv->total);
    return NULL;
}

static void show_bad(struct req *rq, const struct csv_import *im, const struct csv_line *line)
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
    for (size_t i = 0; i < line->ncell && i < PREVIEW_CELLS; i++)
        page_item_set(rq, page_item(rq, item), "text", line->cells[i]);
}

static void show_lines(struct req *rq, const struct csv_import *im)
{
    for (size_t i = 0; i < im->csv->count && i <= PREVIEW_ROWS; i++)
        show_row(rq, page_node(rq, i ? "Preview" : "Head"), &im->csv->lines[i]);
    for (size_t i = 0; i < im->csv->lines[0].ncell; i++)
        if (!im->columns[i])
            page_item_set(rq, page_item(rq, page_node(rq, "Unknown")), "label", im->csv->lines[0].cells[i]);
}

struct err *noun_import_preview(struct req *rq, const void *in)
{
    struct csv_import im;
    TRY(import_open(rq, req_id(rq, 0), &im));
    page_set(rq, "Noun", im.noun->name);
    page_num(rq, "Import.id", (int64_t)req_id(rq, 0));
    page_set(rq, "Import.charset", im.csv->charset);
    if (!im.known) {
        page_set(rq, "Import.no_head", "1");
        return NULL;
    }
    TRY(csv_import_walk(rq, &im, false, show_bad));
    page_count(rq, "Import.good", (int64_t)im.good);
    if (im.bad)
        page_count(rq, "Import.bad", (int64_t)im.bad);
    page_set(rq, "Import.ready", im.good && !im.bad ? "1" : "");
    show_lines(rq, &im);
    return NULL;
}

/* ---- import ---- */

struct err *noun_import_run(struct req *rq, const void *in)
{
    struct csv_import im;
    uint64_t file_id = req_id(rq, 0);
    TRY(import_open(rq, file_id, &im));
    if (!im.known)
        return ERR(rq->arena, ERR_INPUT, "csv_head", "no known column");
    TRY(blob_remove(rq, file_id));
    TRY(csv_import_walk(rq, &im, true, show_bad));
    if (im.bad || !im.good)
        return ERR(rq->arena, ERR_CONFLICT, "csv_bad", "%zu bad lines", im.bad);
    audit_about(rq, im.noun->name, 0, audit_json(rq, "rows", arena_printf(rq->arena, "%zu", im.good), NULL));
    res_done(rq, "imported", "/%s/%s", im.noun->area, im.noun->name);
    return NULL;
}
