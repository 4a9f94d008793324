/* One hidden field does two things: it proves that the form came from this session (CSRF) and that it is used once.
   token = base64url(nonce 16 | seconds 8 | HMAC-SHA256(session key, nonce | seconds)). */
#ifndef MUSUBI_CSRF_H
#define MUSUBI_CSRF_H

#include "err.h"

struct req;

#define CSRF_FIELD "token"

const char *csrf_token(struct req *rq);             /* a fresh one, for the page being built */
MUST struct err *csrf_check(struct req *rq);        /* DENIED "csrf" when missing, wrong or older than the session may be */
/* In the transaction: spend it. When it was spent before, *location is where that request led ("" while unknown). */
MUST struct err *csrf_spend(struct req *rq, const char **location);
MUST struct err *csrf_answer(struct req *rq, const char *location); /* remember where it led */

#endif
