/* One record: page, new, edit, note. The same for all nouns. */
#include "crm.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_crm.h"
#include "q_process.h"
#include "record/lists.h"
#include "text/text.h"

#include <string.h>

const struct noun *const nouns[] = {&noun_company, &noun_contact, &noun_job, &noun_resume, &noun_process, NULL};

static const struct noun *named(const char *name, size_t len)
{
    const struct noun *const *noun = nouns;
    while (*noun && (strlen((*noun)->name) != len || memcmp((*noun)->name, name, len) != 0))
        noun++;
    return *noun;
}

const struct noun *noun_named(const char *name)
{
    return named(name, strlen(name));
}

const struct noun *noun_of(const struct req *rq)
{
    const char *segment = rq->route->path + strlen("/crm/");
    return named(segment, strcspn(segment, "/"));
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

/* With the total of the route's list, which came with the session. */
struct lists_limits noun_limits(struct req *rq)
{
    struct lists_limits limits = lists_limits(rq->app->conf);
    if (rq->session.list)
        limits.total = &rq->session.list_total;
    return limits;
}

struct err *noun_count(struct req *rq, const char *noun, size_t n)
{
    return q_counter_add(rq->db, noun, (int64_t)n);
}

void kvs_u64(struct req *rq, const char *name, uint64_t *value)
{
    uint64_t number;
    if (text_int(req_arg(rq, name), &number))
        *value = number;
}

/* By name, or by number when several have the name. */
struct err *noun_find_company(struct req *rq, const char *field, const char *text, uint64_t *id)
{
    struct rows *rows;
    uint64_t number;
    *id = 0;
    TRY(q_company_by_name(rq->db, text, &rows));
    if (rows->count == 0 && text_int(text, &number))
        TRY(q_company_options(rq->db, number, &rows));
    if (rows->count == 1)
        *id = rows_u64(rows, 0, rows_col(rows, "_id") >= 0 ? "_id" : "value");
    else
        form_error(rq, field, rows->count ? "company_ambiguous" : "company_unknown", text, NULL);
    return NULL;
}

/* ---- page ---- */

static struct err *one(struct req *rq, const struct noun *noun, uint64_t id, struct rows **rows)
{
    TRY(noun->one(rq->db, id, rows));
    page_row(rq, "Record", *rows, 0);
    page_set(rq, "Noun", noun->name);
    return NULL;
}

const char *noun_labels(struct req *rq, const struct noun *noun, const char *names)
{
    struct buf labels = buf_on(rq->arena);
    char *rest = arena_strdup(rq->arena, names);
    for (char *name; (name = strsep(&rest, ","));)
        for (const struct field *f = noun->form->fields; f->name; f++)
            if (strcmp(f->name, name) == 0)
                buf_addf(&labels, "%s%s", labels.len ? page_text(rq, "list.comma") : "", form_label(rq, f));
    return labels.len ? labels.text : "";
}

/* The changed fields of a history row by their labels. */
static void history_labels(struct req *rq, const struct noun *noun, const struct rows *rows)
{
    struct _hdf *list = page_node(rq, "History");
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_item(rq, list);
        const char *kind = rows_text(rows, i, "kind");
        page_item_set(rq, item, "kind", kind);
        page_item_set(rq, item, "at", rows_text(rows, i, "at"));
        page_item_set(rq, item, "who", rows_text(rows, i, "who"));
        if (strcmp(kind, "update") != 0) {
            page_item_set(rq, item, "body", rows_text(rows, i, "body"));
            continue;
        }
        page_item_set(rq, item, "body", noun_labels(rq, noun, rows_text(rows, i, "body")));
    }
}

/* A page has several small forms; what was typed belongs to the one that was sent. */
static struct err *show_form(struct req *rq, const struct form *form, const void *in)
{
    return form_show(rq, form, rq->route->form == form ? in : NULL);
}

struct err *crm_show(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows, *record;
    uint64_t id = req_id(rq, 0);
    struct err *err = one(rq, noun, id, &record);
    audit_about(rq, noun->name, id, "");
    if (err)
        return crm_led_on(rq, noun, id, err);
    TRY(q_history_of(rq->db, noun->name, id, &rows));
    history_labels(rq, noun, rows);
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
        TRY(show_form(rq, &file_form, in));
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

struct err *crm_note(struct req *rq, const void *in)
{
    const struct note_in *note = in;
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    struct err *err = noun->one(rq->db, id, &rows);
    if (err)
        return crm_led_on(rq, noun, id, err);
    TRY(q_history_add(rq->db, noun->name, id, "note", note->body, &(uint64_t){0}));
    audit_about(rq, noun->name, id, "");
    res_done(rq, "noted", "/crm/%s/%llu", noun->name, (unsigned long long)id);
    return NULL;
}

/* ---- new ---- */

struct err *crm_new(struct req *rq, const void *in)
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

struct err *crm_create(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const char *notice = "created";
    uint64_t id;
    TRY(owner_check(rq, noun, in, NULL));
    TRY(noun->insert(rq, in, &id));
    TRY(q_history_add(rq->db, noun->name, id, "create", "", &(uint64_t){0}));
    audit_about(rq, noun->name, id, "");
    if (noun->created)
        TRY(noun->created(rq, id, &notice));
    if (!noun->counted)
        TRY(noun_count(rq, noun->name, 1));
    res_done(rq, notice, "/crm/%s/%llu", noun->name, (unsigned long long)id);
    return NULL;
}

/* ---- edit ---- */

struct err *crm_edit(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    void *values = (void *)in;
    struct err *err = one(rq, noun, req_id(rq, 0), &rows);
    if (err)
        return crm_led_on(rq, noun, req_id(rq, 0), err);
    TRY(owner_choices(rq, noun, rows));
    if (!in)
        TRY(form_from_row(rq, noun->form, rows, 0, &values));
    return form_show(rq, noun->form, values);
}

/* Names of the form's fields whose columns differ, comma separated. */
static const char *changed_fields(struct req *rq, const struct noun *noun, const struct rows *a, const struct rows *b)
{
    struct buf names = buf_on(rq->arena);
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (rows_col(a, f->name) >= 0 && strcmp(f->name, "version") != 0 &&
            strcmp(rows_text(a, 0, f->name), rows_text(b, 0, f->name)) != 0)
            buf_addf(&names, "%s%s", names.len ? "," : "", f->name);
    return names.text;
}

struct err *crm_update(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *before, *after;
    uint64_t changed, id = req_id(rq, 0);
    struct err *err = noun->one(rq->db, id, &before);
    if (err)
        return crm_led_on(rq, noun, id, err);
    TRY(owner_check(rq, noun, in, before));
    TRY(noun->update(rq, id, in, before, &changed));
    if (!changed)
        return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "%s %llu", noun->name, (unsigned long long)id);
    TRY(noun->one(rq->db, id, &after));
    TRY(q_history_add(rq->db, noun->name, id, "update", changed_fields(rq, noun, before, after), &(uint64_t){0}));
    audit_about(rq, noun->name, id, audit_diff(rq, before, after));
    res_done(rq, "saved", "/crm/%s/%llu", noun->name, (unsigned long long)id);
    return NULL;
}
