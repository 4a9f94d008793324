/* An address from its postal code, without script: the form comes back with it. The value of the button is "zip", or
   which of several places it shall be. */
#include "base/arena.h"
#include "form/form_impl.h"
#include "http/app.h"
#include "page/page.h"
#include "text/text.h"
#include "text/zip.h"

#include <string.h>

#define BUTTON "fill"
#define BEFORE "filled" /* hidden: what was filled in last, "13 千代田区千代田" */

struct form_fill {
    struct zip_place places[ZIP_MOST];
    size_t count;
    const char *filled; /* what the form's fields have of it now */
    bool asked;         /* there was a code to look for */
};

bool form_asks_fill(const struct req *rq, const struct form *form)
{
    bool zip = false;
    for (const struct field *field = form->fields; field->name; field++)
        zip |= field->kind == FIELD_ZIP && strcmp(field->name, "zip") == 0;
    return zip && rq->app->zip && kvs_get(&rq->body, BUTTON);
}

static const char *sent(const struct req *rq, const char *name)
{
    const char *value = kvs_get(&rq->body, name);
    return value ? value : "";
}

static const char *name_of(struct req *rq, const struct zip_place *place)
{
    return arena_printf(rq->arena, "%u %s", place->pref, place->text);
}

/* What somebody wrote himself stays. */
static void put(struct req *rq, struct form_fill *fill, const struct zip_place *place)
{
    const char *before = sent(rq, BEFORE), *pref = sent(rq, "pref"), *address = sent(rq, "address");
    bool ours = *before && strcmp(before, arena_printf(rq->arena, "%s %s", pref, address)) == 0;
    if (ours || !*pref)
        req_body_set(rq, "pref", arena_printf(rq->arena, "%u", place->pref));
    if (ours || !*address)
        req_body_set(rq, "address", place->text);
    fill->filled = name_of(rq, place);
}

struct form_fill *form_fill(struct req *rq)
{
    struct form_fill *fill = arena_alloc(rq->arena, sizeof *fill);
    const char *code = text_zip(rq->arena, sent(rq, "zip"));
    uint64_t which;
    fill->filled = sent(rq, BEFORE);
    fill->asked = code != NULL;
    fill->count = code ? zip_table_find(rq->app->zip, code, fill->places, ZIP_MOST) : 0;
    if (fill->count == 1)
        put(rq, fill, &fill->places[0]);
    else if (form_id(sent(rq, BUTTON), &which) && which < fill->count)
        put(rq, fill, &fill->places[which]);
    return fill;
}

struct err *form_filled(struct req *rq, const struct form_fill *fill)
{
    page_set(rq, "Form.zip.filled", fill->filled);
    if (!fill->asked && !form_is_faulty(rq))
        page_set(rq, "Form.zip.note", page_text(rq, "zip.enter"));
    if (fill->asked && !fill->count)
        page_set(rq, "Form.zip.note", page_text(rq, "zip.unknown"));
    if (fill->count < 2)
        return NULL;
    page_set(rq, "Form.zip.note", page_text(rq, "zip.several"));
    for (size_t i = 0; i < fill->count; i++) {
        struct _hdf *item = page_item(rq, page_node(rq, "Form.zip.places"));
        page_item_set(rq, item, "n", arena_printf(rq->arena, "%zu", i));
        page_item_set(rq, item, "pref", arena_printf(rq->arena, "%u", fill->places[i].pref));
        page_item_set(rq, item, "text", fill->places[i].text);
    }
    return NULL;
}
