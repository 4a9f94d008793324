/* One hidden field does two things: it proves that the form came from this session (CSRF), and it names the page it
   came from, so that what is sent twice is done once (once.h).

   token = base64url(nonce 16 | seconds 8 | HMAC-SHA256(session key, nonce | seconds)). */
#ifndef MUSUBI_CSRF_H
#define MUSUBI_CSRF_H

#include "base/err.h"

struct req;

#define CSRF_FIELD "token"

enum { CSRF_NONCE = 16 };

const char *csrf_token(struct req *rq);      /* a fresh one, for the page being built */
MUST struct err *csrf_check(struct req *rq); /* DENIED "csrf" when missing, wrong or older than the session may be */
const unsigned char *csrf_nonce(struct req *rq); /* CSRF_NONCE random bytes of the request's token; NULL without */

#endif
