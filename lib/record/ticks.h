/* Ticks of a list on screen, and the form of its buttons. What is ticked is kept as a selection (selection.h). */
#ifndef MUSUBI_TICKS_H
#define MUSUBI_TICKS_H

#include "form/form.h"

struct rows;

/* The buttons of a list send what was on screen and what of it is ticked. */
struct ticks_in {
    const char *op, *query, *next;
    struct ids id, shown;
};
extern const struct form select_form;

/* Ticks of this query on a list, marked on the rows that are on screen: Ticked.<id>, List.ids, List.ticked,
   List.ticked_elsewhere. */
MUST struct err *ticks_show(struct req *rq, const char *list, const struct rows *rows);
/* Ticks are kept whatever the button. *id: the selection that they are in. */
MUST struct err *ticks_keep(struct req *rq, const char *list, const struct ticks_in *in, uint64_t *id);
/* A button that stays on the list at path: all, none (the same page), more (the next one). INPUT: no such button. */
MUST struct err *ticks_stay(struct req *rq, const char *path, const struct ticks_in *in);

#endif
