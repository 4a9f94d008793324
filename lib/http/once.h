/* What is sent from one page is done once: a double click, a reload, a second try on a slow line. But a browser keeps a
   page with its token, and after Back the user corrects it and sends it again: that is another submission. So what is
   remembered of a token is, for each path, a keyed hash of the content that was taken last, where its answer led, and
   how often something was taken.

   The content is the query, all fields but the token in their order, and the uploads: field, name, size, bytes. Answers
   without an address (the same page again) are not remembered, nor is what was rolled back: it may be sent again. */
#ifndef MUSUBI_ONCE_H
#define MUSUBI_ONCE_H

#include "base/err.h"
#include "http/csrf.h"

#include <stdint.h>

struct req;

enum once_found {
    ONCE_FIRST, /* nothing was taken from that page at this path */
    ONCE_SAME,  /* this content was, the last time */
    ONCE_OTHER  /* another content was */
};

struct once {
    unsigned char nonce[CSRF_NONCE], key[16], content[32];
    enum once_found found;
    const char *location; /* where the last one's answer led, after a minute without its notice; SAME and OTHER */
    uint64_t taken;       /* how many contents were taken before this one */
};

/* Key and content of a request whose body was read and whose token was checked. INTERNAL when an upload cannot be

   read. */
MUST struct err *once_read(struct req *rq, struct once *once);
/* In the transaction: waits for one that is at work with the same token and path, then says what was found. */
MUST struct err *once_spend(struct req *rq, struct once *once);
/* In the transaction, when it was taken: remember where it led; location NULL: the same page again. */
MUST struct err *once_answer(struct req *rq, const struct once *once, const char *location);

#endif
