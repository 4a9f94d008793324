/* One record: page, note, new, edit. */
#include "record/noun.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_record.h"
#include "record/history.h"
#include "text/text.h"

#include <inttypes.h>

const struct noun *noun_of(const struct req *rq)
{
    return rq->route->noun;
}

const char *noun_search_text(struct req *rq, const struct form *form, const void *in)
{
    struct buf buf = buf_on(rq->arena);
    for (const struct field *f = form->fields; f->name; f++) {
        const char *text = NULL;
        if (f->kind == FIELD_ENUM)
            text = form_choice_label(rq, f, *(const char *const *)((const char *)in + f->offset));
        else if (f->kind < FIELD_INT)
            text = *(const char *const *)((const char *)in + f->offset);
        if (text && *text) {
            buf_add(&buf, text);
            buf_addc(&buf, ' ');
        }
    }
    return text_search(rq->arena, buf.text);
}

struct err *noun_count(struct req *rq, const char *noun, size_t n)
{
    return q_counter_add(rq->db, noun, (int64_t)n);
}

struct err *noun_find(struct req *rq, const struct noun *noun, uint64_t id, struct rows **rows)
{
    struct err *err = noun->one(rq->db, id, rows);
    if (!err)
        return NULL;
    *rows = NULL;
    return err->kind == ERR_MISSING && noun->missing ? noun->missing(rq, noun, id, err) : err;
}

static void done(struct req *rq, const char *notice, const struct noun *noun, uint64_t id)
{
    res_done(rq, notice, "/%s/%s/%" PRIu64, noun->area, noun->name, id);
}

/* ---- page ---- */

/* *rows NULL: the answer leads on. */
static struct err *one(struct req *rq, const struct noun *noun, uint64_t id, struct rows **rows)
{
    TRY(noun_find(rq, noun, id, rows));
    if (*rows) {
        page_row(rq, "Record", *rows, 0);
        page_set(rq, "Noun", noun->name);
    }
    return NULL;
}

/* A page has several small forms; what was typed belongs to the one that was sent. */
static struct err *show_form(struct req *rq, const struct form *form, const void *in)
{
    return form_show(rq, form, rq->route->form == form ? in : NULL);
}

struct err *noun_show(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows, *record;
    uint64_t id = req_id(rq, 0);
    audit_about(rq, noun->name, id, "");
    TRY(one(rq, noun, id, &record));
    if (!record)
        return NULL;
    TRY(history_show(rq, noun->name, noun->form, id));
    if (noun->mails) {
        TRY(q_mails_of(rq->db, noun->name, id, &rows));
        page_rows(rq, "Mails", rows);
    }
    if (noun->files) {
        TRY(q_files_of(rq->db, noun->name, id, &rows));
        page_rows(rq, "Files", rows);
    }
    TRY(show_form(rq, &note_form, in));
    if (noun->files)
        TRY(show_form(rq, noun->files, in));
    return noun->beside ? noun->beside(rq, id, record) : NULL;
}

struct note_in {
    const char *body;
};

static const struct field note_fields[] = {
    AREA(struct note_in, body, 1, 4000, "history.body"),
    FIELD_END,
};

const struct form note_form = {.name = "note", .fields = note_fields, .size = sizeof(struct note_in)};

struct err *noun_note(struct req *rq, const void *in)
{
    const struct note_in *note = in;
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(noun_find(rq, noun, id, &rows));
    if (!rows)
        return NULL;
    TRY(history_add(rq->db, noun->name, id, "note", note->body));
    audit_about(rq, noun->name, id, "");
    done(rq, "noted", noun, id);
    return NULL;
}

/* ---- new ---- */

struct err *noun_new(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    void *blank = arena_alloc(rq->arena, noun->form->size);
    for (const struct field *f = noun->form->fields; f->name && !in; f++)
        if (f->kind < FIELD_INT || f->kind == FIELD_DATE || f->kind == FIELD_ENUM)
            *(const char **)((char *)blank + f->offset) = "";
    page_set(rq, "Noun", noun->name);
    TRY(owner_choices(rq, noun, NULL));
    if (!in && noun->blank)
        TRY(noun->blank(rq, blank));
    return form_show(rq, noun->form, in ? in : blank);
}

struct err *noun_create(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const char *notice = "created";
    uint64_t id;
    TRY(owner_check(rq, noun, in, NULL));
    TRY(noun->insert(rq, in, &id));
    TRY(history_add(rq->db, noun->name, id, "create", ""));
    audit_about(rq, noun->name, id, "");
    if (noun->created)
        TRY(noun->created(rq, id, &notice));
    if (!noun->counted)
        TRY(noun_count(rq, noun->name, 1));
    done(rq, notice, noun, id);
    return NULL;
}

/* ---- edit ---- */

struct err *noun_edit(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    void *values = (void *)in;
    TRY(one(rq, noun, req_id(rq, 0), &rows));
    if (!rows)
        return NULL;
    TRY(owner_choices(rq, noun, rows));
    if (!in)
        TRY(form_from_row(rq, noun->form, rows, 0, &values));
    return form_show(rq, noun->form, values);
}

struct err *noun_update(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *before, *after;
    uint64_t changed, id = req_id(rq, 0);
    TRY(noun_find(rq, noun, id, &before));
    if (!before)
        return NULL;
    TRY(owner_check(rq, noun, in, before));
    TRY(noun->update(rq, id, in, before, &changed));
    if (!changed)
        return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "%s %" PRIu64, noun->name, id);
    TRY(noun->one(rq->db, id, &after));
    TRY(history_add(rq->db, noun->name, id, "update", history_changed(rq, noun->form, before, after)));
    audit_about(rq, noun->name, id, audit_diff(rq, before, after));
    done(rq, "saved", noun, id);
    return NULL;
}
