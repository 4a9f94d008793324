/* The static part of a form: Field.<form>.<field> with everything that a template needs and no request changes. Built
   once a process and language, so that showing a form costs a node or two a field. */
#include "base/arena.h"
#include "base/log.h"
#include "form/form_impl.h"
#include "http/app.h"
#include "page/page_impl.h"

#include <ClearSilver/ClearSilver.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* How a kind is entered. Widths are classes of the style sheet; 0 chars: no maxlength, because a paste that the browser
   cuts is lost unseen, and full-width or spelled-out forms are longer than what is stored. */
static const struct {
    const char *name, *mode, *width;
    bool limited;
} kinds[] = {
    [FIELD_TEXT] = {"text", NULL, NULL, true},          [FIELD_AREA] = {"area", NULL, "w-full", false},
    [FIELD_RAW] = {"raw", NULL, "w-l", true},           [FIELD_SECRET] = {"secret", NULL, "w-l", true},
    [FIELD_KANA] = {"kana", NULL, NULL, false},         [FIELD_MAIL] = {"mail", "email", "w-l", true},
    [FIELD_PHONE] = {"phone", "tel", "w-m", false},     [FIELD_ZIP] = {"zip", "numeric", "w-s", false},
    [FIELD_URL] = {"url", "url", "w-full", true},       [FIELD_INT] = {"int", "numeric", "w-s", false},
    [FIELD_ID] = {"int", "numeric", "w-s", false},      [FIELD_OPTINT] = {"int", "numeric", "w-s", false},
    [FIELD_VERSION] = {"int", "numeric", "w-s", false}, [FIELD_DATE] = {"date", "numeric", "w-s", false},
    [FIELD_ENUM] = {"enum", NULL, "w-m", false},        [FIELD_BOOL] = {"bool", NULL, NULL, false},
    [FIELD_IDS] = {"ids", NULL, NULL, false},           [FIELD_SET] = {"set", NULL, NULL, false},
    [FIELD_FILE] = {"file", NULL, "w-full", false},
};

bool form_must(const struct field *field)
{
    return field->min > 0 && field->kind != FIELD_OPTINT && field->kind != FIELD_BOOL;
}

const char *form_text(HDF *text, const char *group, const char *label)
{
    HDF *node = hdf_get_obj(text, group);
    const char *found = node ? hdf_get_value(node, label, NULL) : NULL;
    const char *last = strrchr(label, '.');
    return found || !node || !last ? found : hdf_get_value(node, last + 1, NULL);
}

static const char *width(const struct field *field)
{
    if (kinds[field->kind].width)
        return kinds[field->kind].width;
    return field->max <= 12 ? "w-s" : field->max <= 40 ? "w-m" : field->max <= 80 ? "w-l" : "w-full";
}

static MUST struct err *set(struct arena *arena, HDF *node, const char *name, const char *value)
{
    if (value && *value)
        TRY_NEO(arena, hdf_set_value(node, name, value));
    return NULL;
}

HDF *form_choices(HDF *text, const char *label)
{
    HDF *options = hdf_get_obj(text, "Options");
    HDF *found = options ? hdf_get_obj(options, label) : NULL;
    const char *last = strrchr(label, '.');
    return found || !options || !last ? found : hdf_get_obj(options, last + 1);
}

/* The options of a select as they look while none is chosen: a search form has a hundred of them, and mostly none is.
   An option ends where the next one begins. */
static MUST struct err *add_option(struct arena *arena, struct buf *html, const char *value, const char *label)
{
    char *escaped_value = NULL, *escaped_label = NULL;
    TRY_NEO(arena, neos_html_escape(value, (int)strlen(value), &escaped_value));
    TRY_NEO(arena, neos_html_escape(label, (int)strlen(label), &escaped_label));
    buf_addf(html, "<option value=\"%s\">%s", escaped_value, escaped_label);
    free(escaped_value);
    free(escaped_label);
    return NULL;
}

static MUST struct err *define_choices(struct arena *arena, HDF *node, HDF *text, const struct field *field)
{
    HDF *labels = form_choices(text, field->label);
    struct buf html = buf_on(arena);
    for (size_t i = 0; field->names && field->names[i]; i++) {
        const char *value = field->names[i];
        const char *label = labels ? hdf_get_value(labels, value, NULL) : NULL;
        const char *path = arena_printf(arena, "options.%zu", i);
        if (!label)
            log_line(LOG_WARN, "option_missing", "label", field->label, "value", value, NULL);
        TRY(set(arena, node, path, value));
        TRY(set(arena, node, arena_printf(arena, "%s.label", path), label ? label : value));
        TRY(add_option(arena, &html, value, label ? label : value));
    }
    return field->kind == FIELD_ENUM ? set(arena, node, "choices", html.text) : NULL;
}

/* A text area says its limit beforehand; a single line is limited by the browser. */
static const char *hint(struct arena *arena, HDF *text, const struct field *field)
{
    const char *own = form_text(text, "Text.hint", field->label);
    const char *limit = hdf_get_value(text, "Text.form.limit", "");
    const char *mark = strstr(limit, "%1");
    if (own || field->kind != FIELD_AREA || !mark)
        return own;
    return arena_printf(arena, "%.*s%" PRIu64 "%s", (int)(mark - limit), limit, field->max, mark + 2);
}

static MUST struct err *define_field(struct arena *arena, HDF *form_node, HDF *text, const struct form *form,
                                     const struct field *field)
{
    HDF *node = NULL;
    const char *label = form_text(text, "Text.field", field->label);
    if (!label)
        log_line(LOG_WARN, "text_missing", "key", field->label, "form", form->name, NULL);
    TRY_NEO(arena, hdf_get_node(form_node, field->name, &node));
    TRY_NEO(arena, hdf_set_value(form_node, field->name, arena_printf(arena, "%s.%s", form->name, field->name)));
    TRY(set(arena, node, "name", field->name));
    TRY(set(arena, node, "kind", kinds[field->kind].name));
    TRY(set(arena, node, "label", label ? label : field->label));
    TRY(set(arena, node, "hint", hint(arena, text, field)));
    TRY(set(arena, node, "must", form_must(field) ? "1" : ""));
    TRY(set(arena, node, "mode", kinds[field->kind].mode));
    TRY(set(arena, node, "width", width(field)));
    if (kinds[field->kind].limited)
        TRY(set(arena, node, "max", arena_printf(arena, "%" PRIu64, field->max)));
    if (field->kind == FIELD_FILE)
        TRY(set(arena, node, "many", form->max_files > 1 ? "1" : ""));
    return define_choices(arena, node, text, field);
}

struct err *form_define(struct arena *arena, HDF *hdf, HDF *text, const struct form *form)
{
    HDF *node = NULL;
    TRY_NEO(arena, hdf_get_node(hdf, arena_printf(arena, "Field.%s", form->name), &node));
    for (const struct field *field = form->fields; field->name; field++)
        TRY(define_field(arena, node, text, form, field));
    return NULL;
}

struct err *form_load(struct app *app, const struct form *form, int lang)
{
    HDF *base = app->pages->base[lang];
    struct arena *scratch = arena_new(); /* the HDF has copies */
    struct err *err = form_define(scratch, base, base, form);
    if (err)
        err = ERR(app->arena, ERR_INTERNAL, "internal", "form %s: %s", form->name, err->detail);
    arena_free(scratch);
    return err;
}
