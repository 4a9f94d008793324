/* Labels of fields and choices outside of a form's page: heads and cells of CSV files, error lists. */
#include "form/form_impl.h"

#include "base/arena.h"
#include "http/app.h"
#include "page/page_impl.h"

#include <ClearSilver/ClearSilver.h>
#include <string.h>

static HDF *base_of(struct req *rq)
{
    return rq->app->pages->base[page_lang(rq)];
}

const char *form_label(struct req *rq, const struct field *field)
{
    const char *label = form_text(base_of(rq), "Text.field", field->label);
    return label ? label : field->label;
}

const char *form_choice_label(struct req *rq, const struct field *field, const char *value)
{
    HDF *list = form_choices(base_of(rq), field->label);
    const char *label = list && *value ? hdf_get_value(list, value, NULL) : NULL;
    return label ? label : value;
}

const char *form_choice_value(struct req *rq, const struct field *field, const char *label)
{
    HDF *list = form_choices(base_of(rq), field->label);
    for (size_t i = 0; list && field->names && field->names[i]; i++) {
        const char *known = hdf_get_value(list, field->names[i], NULL);
        if (known && strcmp(known, label) == 0)
            return field->names[i];
    }
    return label;
}
