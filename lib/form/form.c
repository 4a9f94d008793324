/* Forms: reading a table of fields into a struct. What was read stays with the request
   (struct form_state), so that form_show() gives back what was typed. Kinds are in form_value.c, faults in
   form_fault.c, showing in form_show.c. */
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

struct err *form_read(struct req *rq, const struct form *form, const struct kvs *values, void **in, bool *valid)
{
    struct form_state *state = form_state_of(rq);
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
