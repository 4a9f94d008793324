/* Inside of the form module: shared by form*.c only. */
#ifndef MUSUBI_FORM_IMPL_H
#define MUSUBI_FORM_IMPL_H

#include "form/form.h"

/* One message; a field has at most one, the first. */
struct form_fault {
    const char *field, *label, *text;
    struct form_fault *next;
};

struct form_state {
    const struct form *form; /* last one read; NULL when a handler found the fault */
    const struct kvs *values;
    struct form_fault *faults;
    size_t count;
    bool again; /* shown as it was typed, though nothing is wrong with it */
};

struct form_state *form_state_of(struct req *rq); /* form_fault.c; made when there is none */
/* form_value.c: one field from what was sent to its place in the struct; a fault goes through form_error(). */
void form_value(struct req *rq, const struct kvs *values, const struct field *field, void *slot);
void form_reset(const struct field *field, void *slot); /* what absent means */
bool form_is_choice(const struct field *field, const char *value);
bool form_id(const char *text, uint64_t *id); /* 1 to 18 ASCII digits */
/* form_define.c: Text.<group>.<label>, or that of the label's last part; NULL without. */
const char *form_text(struct _hdf *text, const char *group, const char *label);
struct _hdf *form_choices(struct _hdf *text, const char *label); /* the same below Options */
bool form_must(const struct field *field);

#endif
