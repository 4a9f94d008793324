/* Filters from stored query strings. Strict, because a condition that is lost makes a run go to more people than were
   on screen. */
#include "base/arena.h"
#include "http/req.h"
#include "record/list_impl.h"
#include "text/text.h"

#include <string.h>

static bool is_choice(const struct field *field, const char *value)
{
    const char *const *name = field->names;
    while (*name && strcmp(*name, value) != 0)
        name++;
    return *name;
}

static struct err *read_one(struct arena *arena, const struct field *field, const char *value, void *filter)
{
    void *at = (char *)filter + field->offset;
    const char *text = value;
    if (list_is_number(field) && !text_int(value, at))
        text = NULL;
    if (field->kind == FIELD_DATE)
        text = text_date(arena, value);
    if (field->kind == FIELD_ENUM && !is_choice(field, value))
        text = NULL;
    if (!text)
        return ERR(arena, ERR_INPUT, "query", "%s cannot be read", field->name);
    if (!list_is_number(field))
        *(const char **)at = arena_strdup(arena, text);
    return NULL;
}

struct err *list_read(struct arena *arena, const struct kvs *args, const struct form *search, void *filter)
{
    for (const struct field *f = search->fields; f->name; f++) {
        if (list_is_number(f))
            *(uint64_t *)((char *)filter + f->offset) = 0;
        else
            *(const char **)((char *)filter + f->offset) = "";
        for (size_t i = 0; i < args->n; i++)
            if (strcmp(f->name, args->v[i].name) == 0 && *args->v[i].value)
                TRY(read_one(arena, f, args->v[i].value, filter));
    }
    return NULL;
}
