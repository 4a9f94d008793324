/* Forms: reading a table of fields into a struct, and what is wrong with it. What was read stays with the request
   (struct form_state), so that form_show() gives back what was typed. Showing is in form_show.c, kinds in
   form_value.c. */
#include "form/form.h"

#include "base/arena.h"
#include "form/form_impl.h"
#include "http/app.h"
#include "page/page_impl.h"

#include <stdlib.h>
#include <string.h>

static const struct field no_fields[] = {
    FIELD_END,
};
const struct form FORM_EMPTY_FORM = {.name = "empty", .fields = no_fields};

static struct form_state *state_of(struct req *rq)
{
    if (!rq->form)
        rq->form = arena_alloc(rq->arena, sizeof *rq->form);
    return rq->form;
}

struct err *form_read(struct req *rq, const struct form *form, const struct kvs *values, void **in, bool *valid)
{
    struct form_state *state = state_of(rq);
    char *filled = arena_alloc(rq->arena, form->size ? form->size : 1);
    *state = (struct form_state){.form = form, .values = values};
    for (const struct field *field = form->fields; field->name; field++) {
        form_reset(field, filled + field->offset);
        form_value(rq, values, field, filled + field->offset);
    }
    if (form->check && state->count == 0)
        TRY(form->check(rq, filled));
    *in = filled;
    *valid = state->count == 0;
    return NULL;
}

bool form_is_secret(const struct form *form, const char *name)
{
    for (const struct field *field = form->fields; field->name; field++)
        if (field->kind == FIELD_SECRET && strcmp(field->name, name) == 0)
            return true;
    return false;
}

static const char *label_of(struct req *rq, const char *name)
{
    const struct form *form = rq->form->form;
    for (const struct field *field = form ? form->fields : no_fields; field->name; field++)
        if (strcmp(field->name, name) == 0)
            return form_text(rq->app->pages->base[page_lang(rq)], "Text.field", field->label);
    return NULL;
}

void form_error(struct req *rq, const char *field, const char *key, const char *arg1, const char *arg2)
{
    struct form_state *state = state_of(rq);
    struct form_fault **end = &state->faults;
    for (; *end; end = &(*end)->next)
        if (strcmp((*end)->field, field) == 0)
            return;
    struct form_fault *fault = arena_alloc(rq->arena, sizeof *fault);
    fault->field = arena_strdup(rq->arena, field);
    fault->label = label_of(rq, field);
    fault->text = page_textf(rq, arena_printf(rq->arena, "err.%s", key), arg1, arg2);
    *end = fault;
    state->count++;
}

struct err *form_invalid(struct req *rq)
{
    return ERR(rq->arena, ERR_INPUT, "form", "%zu fields", rq->form ? rq->form->count : 0);
}

/* "3,1,2" as GROUP_CONCAT gives it. */
static struct ids ids_from_text(struct req *rq, const char *text)
{
    size_t count = 0, len = strlen(text);
    uint64_t *v = arena_array(rq->arena, len / 2 + 1, sizeof *v);
    char *copy = arena_strdup(rq->arena, text), *rest = NULL;
    for (char *part = strtok_r(copy, ",", &rest); part; part = strtok_r(NULL, ",", &rest))
        if (form_id(part, &v[count]))
            count++;
    return (struct ids){v, count};
}

static void value_from_row(struct req *rq, const struct field *field, const struct rows *rows, size_t row, void *slot)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_VERSION:
        *(uint64_t *)slot = rows_u64(rows, row, field->name);
        break;
    case FIELD_OPTINT:
        if (!rows_null(rows, row, field->name)) {
            uint64_t *number = arena_alloc(rq->arena, sizeof *number);
            *number = rows_u64(rows, row, field->name);
            *(const uint64_t **)slot = number;
        }
        break;
    case FIELD_BOOL:
        *(bool *)slot = rows_u64(rows, row, field->name) != 0;
        break;
    case FIELD_IDS:
        *(struct ids *)slot = ids_from_text(rq, rows_text(rows, row, field->name));
        break;
    case FIELD_FILE:
        break;
    default:
        *(const char **)slot = rows_text(rows, row, field->name);
    }
}

struct err *form_from_row(struct req *rq, const struct form *form, const struct rows *rows, size_t row, void **in)
{
    char *filled = arena_alloc(rq->arena, form->size ? form->size : 1);
    if (row >= rows->count)
        return ERR(rq->arena, ERR_MISSING, "missing", "form %s: no row %zu", form->name, row);
    for (const struct field *field = form->fields; field->name; field++) {
        form_reset(field, filled + field->offset);
        if (rows_col(rows, field->name) >= 0)
            value_from_row(rq, field, rows, row, filled + field->offset);
    }
    *in = filled;
    return NULL;
}
