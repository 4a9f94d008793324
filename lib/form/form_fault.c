/* What is wrong with a form: one message a field, the first; kept with the request until its page is shown. */
#include "base/arena.h"
#include "form/form_impl.h"
#include "http/app.h"
#include "page/page_impl.h"

#include <string.h>

struct form_state *form_state_of(struct req *rq)
{
    if (!rq->form)
        rq->form = arena_alloc(rq->arena, sizeof *rq->form);
    return rq->form;
}

static const char *label_of(struct req *rq, const char *name)
{
    const struct form *form = rq->form->form;
    for (const struct field *field = form ? form->fields : FORM_EMPTY->fields; field->name; field++)
        if (strcmp(field->name, name) == 0)
            return form_text(rq->app->pages->base[page_lang(rq)], "Text.field", field->label);
    return NULL;
}

void form_error(struct req *rq, const char *field, const char *key, const char *arg1, const char *arg2)
{
    struct form_state *state = form_state_of(rq);
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

void form_need(struct req *rq, const char *field, const char *value)
{
    if (!*value)
        form_error(rq, field, "required", NULL, NULL);
}

bool form_is_faulty(const struct req *rq)
{
    return rq->form && rq->form->faults;
}

bool form_fault_at(const struct req *rq, size_t index, const char **label, const char **text)
{
    const struct form_fault *fault = rq->form ? rq->form->faults : NULL;
    for (; fault && index; index--)
        fault = fault->next;
    if (!fault)
        return false;
    *label = fault->label ? fault->label : fault->field;
    *text = fault->text;
    return true;
}

void form_forgive(struct req *rq, const char *but)
{
    struct form_state *state = form_state_of(rq);
    struct form_fault *left = state->faults;
    while (left && strcmp(left->field, but) != 0)
        left = left->next;
    if (left)
        left->next = NULL;
    state->faults = left;
    state->count = left != NULL;
    state->again = true;
}
