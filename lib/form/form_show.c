/* Showing a form: values, or after bad input what was typed, and the messages. A field is a node that names its static
   part, with children only where there is something to show. */
#include "base/arena.h"
#include "form/form_impl.h"
#include "http/app.h"
#include "page/page_impl.h"

#include <inttypes.h>
#include <string.h>

static const char *decimal(struct req *rq, uint64_t n)
{
    return arena_printf(rq->arena, "%" PRIu64, n);
}

static const char *shown_date(struct req *rq, const char *iso)
{
    if (!iso || strlen(iso) != 10)
        return iso;
    return arena_printf(rq->arena, "%.4s/%.2s/%.2s", iso, iso + 5, iso + 8);
}

/* What a single-valued field shows. 0 in a number that may be left out is what absent reads as. */
static const char *value_of(struct req *rq, const struct field *field, const void *slot)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_VERSION: {
        uint64_t n = *(const uint64_t *)slot;
        return n == 0 && !form_must(field) ? "" : decimal(rq, n);
    }
    case FIELD_OPTINT: {
        const uint64_t *n = *(const uint64_t *const *)slot;
        return n ? decimal(rq, *n) : "";
    }
    case FIELD_BOOL:
        return *(const bool *)slot ? "1" : "";
    case FIELD_DATE:
        return shown_date(rq, *(const char *const *)slot);
    case FIELD_IDS:
    case FIELD_SET:
    case FIELD_FILE:
        return "";
    default:
        return *(const char *const *)slot;
    }
}

/* ",3,1," so that a template can look for ",3,". */
static const char *set_of(struct req *rq, const struct field *field, const void *slot)
{
    if (field->kind == FIELD_SET) {
        const char *joined = *(const char *const *)slot;
        return joined && *joined ? arena_printf(rq->arena, ",%s,", joined) : "";
    }
    const struct ids *ids = slot;
    struct buf buf = buf_on(rq->arena);
    for (size_t i = 0; i < ids->n; i++)
        buf_addf(&buf, i ? "%" PRIu64 "," : ",%" PRIu64 ",", ids->v[i]);
    return buf.len ? buf.text : "";
}

static const char *set_typed(struct req *rq, const struct field *field)
{
    const struct kvs *values = rq->form->values;
    struct buf buf = buf_on(rq->arena);
    for (size_t i = 0; i < values->n; i++) {
        const char *value = values->v[i].value;
        uint64_t id;
        if (strcmp(values->v[i].name, field->name) == 0 &&
            (field->kind == FIELD_SET ? form_is_choice(field, value) : form_id(value, &id)))
            buf_addf(&buf, buf.len ? "%s," : ",%s,", value);
    }
    return buf.len ? buf.text : "";
}

static void show_value(struct req *rq, HDF *node, const struct field *field, const char *in, bool typed)
{
    bool is_set = field->kind == FIELD_SET || field->kind == FIELD_IDS;
    if (field->kind == FIELD_FILE || field->kind == FIELD_SECRET)
        return;
    if (typed && is_set)
        page_item_set(rq, node, "set", set_typed(rq, field));
    else if (typed && (field->kind != FIELD_VERSION || !in))
        page_item_set(rq, node, "value", kvs_get(rq->form->values, field->name));
    else if (in && is_set)
        page_item_set(rq, node, "set", set_of(rq, field, in + field->offset));
    else if (in)
        page_item_set(rq, node, "value", value_of(rq, field, in + field->offset));
}

/* The summary, once a page, whatever form it is about. */
static void show_errors(struct req *rq)
{
    char count[24];
    if (!rq->form || !rq->form->faults || hdf_get_obj(rq->hdf, "Errors"))
        return;
    snprintf(count, sizeof count, "%zu", rq->form->count);
    page_set(rq, "Errors", page_textf(rq, "form.errors", count, NULL));
    HDF *list = page_node(rq, "Errors");
    for (const struct form_fault *fault = rq->form->faults; fault; fault = fault->next) {
        HDF *item = page_item(rq, list);
        page_item_set(rq, item, "field", fault->field);
        page_item_set(rq, item, "label", fault->label);
        page_item_set(rq, item, "text", fault->text);
    }
}

static const char *fault_of(const struct req *rq, const char *field)
{
    for (const struct form_fault *fault = rq->form ? rq->form->faults : NULL; fault; fault = fault->next)
        if (strcmp(fault->field, field) == 0)
            return fault->text;
    return NULL;
}

/* A secret that was typed is lost with a form that comes back. One that must be there is missed when it is left out; of
   another one the page says so. */
static const char *lost_secret(struct req *rq, const struct field *field)
{
    const char *typed =
        field->kind == FIELD_SECRET && !form_must(field) ? kvs_get(rq->form->values, field->name) : NULL;
    return typed && *typed && rq->in_has_errors ? page_text(rq, "err.secret_again") : NULL;
}

static const char *message(struct req *rq, const struct field *field)
{
    const char *fault = fault_of(rq, field->name);
    return fault ? fault : lost_secret(rq, field);
}

/* The static part: of the process, in this language perhaps only now, as most programs are asked for one; for a form
   that is in no route of this program, made for this request. */
static MUST struct err *static_part(struct req *rq, const struct form *form, HDF **first)
{
    HDF *base = rq->app->pages->base[page_lang(rq)];
    const char *path = arena_printf(rq->arena, "Field.%s", form->name);
    HDF *node = hdf_get_obj(base, path);
    if (!node && hdf_get_obj(rq->app->pages->base[PAGE_JA], path)) {
        TRY(form_load(rq->app, form, (int)page_lang(rq)));
        node = hdf_get_obj(base, path);
    } else if (!node) {
        TRY(form_define(rq->arena, rq->hdf, base, form));
        node = hdf_get_obj(rq->hdf, path);
    }
    *first = node ? hdf_obj_child(node) : NULL;
    return NULL;
}

struct err *form_show(struct req *rq, const struct form *form, const void *in)
{
    HDF *part = NULL, *list = page_node(rq, "Form");
    bool read = rq->form && rq->form->form == form && (rq->form->faults || rq->form->again);
    TRY(static_part(rq, form, &part));
    for (const struct field *field = form->fields; field->name && part; field++, part = hdf_obj_next(part)) {
        HDF *node = NULL;
        page_must(hdf_set_value(list, field->name, hdf_obj_value(part)));
        page_must(hdf_get_node(list, field->name, &node));
        show_value(rq, node, field, in, read);
        if (read)
            page_item_set(rq, node, "err", message(rq, field));
        if (field->kind == FIELD_ZIP && rq->app->zip)
            page_item_set(rq, node, "ask", "1");
    }
    show_errors(rq);
    return NULL;
}

static void keep(struct req *rq, HDF *list, const char *name, const char *value)
{
    HDF *item = page_item(rq, list);
    page_item_set(rq, item, "name", name);
    page_item_set(rq, item, "value", value);
}

static void keep_field(struct req *rq, HDF *list, const struct field *field, const char *slot)
{
    if (field->kind == FIELD_IDS) {
        const struct ids *ids = (const void *)slot;
        for (size_t i = 0; i < ids->n; i++)
            keep(rq, list, field->name, decimal(rq, ids->v[i]));
        return;
    }
    if (field->kind == FIELD_SET) {
        const char *joined = *(const char *const *)(const void *)slot;
        char *rest = NULL, *copy = arena_strdup(rq->arena, joined ? joined : "");
        for (char *part = strtok_r(copy, ",", &rest); part; part = strtok_r(NULL, ",", &rest))
            keep(rq, list, field->name, part);
        return;
    }
    const char *value = field->kind == FIELD_FILE || field->kind == FIELD_SECRET ? "" : value_of(rq, field, slot);
    if (value && *value)
        keep(rq, list, field->name, value);
}

void form_keep(struct req *rq, const struct form *form, const void *in)
{
    HDF *list = page_node(rq, "Kept");
    for (const struct field *field = form->fields; field->name; field++)
        keep_field(rq, list, field, (const char *)in + field->offset);
}

static HDF *option_list(struct req *rq, const char *field)
{
    HDF *node = NULL, *list = NULL;
    page_must(hdf_get_node(page_node(rq, "Form"), field, &node));
    page_must(hdf_get_node(node, "options", &list));
    return list;
}

struct err *form_options(struct req *rq, const char *field, const struct rows *rows)
{
    HDF *list = option_list(rq, field);
    for (size_t row = 0; row < rows->count; row++) {
        char index[24];
        HDF *item = NULL;
        snprintf(index, sizeof index, "%zu", row);
        page_must(hdf_set_value(list, index, rows_text(rows, row, "value")));
        page_must(hdf_get_node(list, index, &item));
        page_item_set(rq, item, "label", rows_text(rows, row, "label"));
    }
    return NULL;
}

void form_option(struct req *rq, const char *field, const char *value, const char *label)
{
    HDF *item = page_item(rq, option_list(rq, field));
    page_must(hdf_set_value(item, NULL, value));
    page_item_set(rq, item, "label", label);
}
