/* lib/model/identity: accounts. Members and their roles (member), links in mails (link), wrong guesses (throttle), the
   password once more (again), two-factor sign-in (two_factor). */

/* The password, asked for again before a sensitive change. A refusal is an answer like any other, not an error: what
   the handler wrote stays, because wrong passwords are counted and recorded. form_invalid() would roll that back. In a
   POST. */
#ifndef MUSUBI_AGAIN_H
#define MUSUBI_AGAIN_H

#include "base/err.h"
#include "form/form.h"

#include <stdbool.h>

struct req;

/* The route's form again with status 422. */
MUST struct err *show_again(struct req *rq, const void *in);
/* Is it the password of this hash? *right false: the answer is made (show_again), with an error on the field "old". */
MUST struct err *password_again(struct req *rq, const void *in, const char *password, const char *hash, bool *right);
/* The same for the password of who is signed in. */
MUST struct err *password_own(struct req *rq, const void *in, const char *password, bool *right);

/* A form that asks for nothing else. */
struct again_in {
    const char *old;
};
extern const struct form again_form;

#endif
