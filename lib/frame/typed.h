/* What was typed is not lost: the pages that give it back when it could not be done, each with a token that holds. */
#ifndef MUSUBI_TYPED_H
#define MUSUBI_TYPED_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct req;
struct once;

/* Did one of our own pages send this? Browsers tell it to their own site (Referrer-Policy: same-origin). */
bool typed_here(const struct req *rq);

/* Status 401: a page that keeps the fields until the user has signed in again and sends them from there. Only those
   that one of our pages sent: nobody else may put words into a form that the user then sends. */
MUST struct err *typed_keep(struct req *rq, const char **body, size_t *len);

/* Is there a form to go back to? One with errors in its fields, or an edit that somebody else came before. */
bool typed_can_show(const struct req *rq, const struct err *why);

/* The route's form again, with status 422 or 409, after the transaction was given up; in: the form's struct as far as
   it is valid. It says why, and what was made from the same page before. A redirect when its page has gone
   elsewhere. */
MUST struct err *typed_show(struct req *rq, const void *in, const struct once *once, const struct err *why,
                            const char **body, size_t *len);

/* The route's form again with an address from its postal code (form_fill); nothing is stored. */
MUST struct err *typed_fill(struct req *rq, const char **body, size_t *len);

#endif
