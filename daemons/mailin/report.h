/* Is a message a mail server's report, and what does it say about one address? RFC 3464 first, then the plain forms of
   qmail, Exim, sendmail, Exchange, and the Japanese carriers. */
#ifndef MUSUBI_MAILIN_REPORT_H
#define MUSUBI_MAILIN_REPORT_H

#include "message.h"
#include "model/mail/bounce.h"

enum report_kind {
    REPORT_NONE,  /* no report: perhaps a person's reply */
    REPORT_OTHER, /* about other addresses than this one */
    REPORT_GOOD,  /* delivered, relayed, expanded */
    REPORT_DELAYED,
    REPORT_FAILED
};

struct report {
    enum report_kind kind;
    struct bounce bounce;
    const char *diagnostic; /* what the server said, one line, at most 250 characters; "" without */
};

/* addr: the address that the mail went to. Results on the arena. */
void report_read(struct arena *arena, const struct message *message, const char *addr, struct report *out);

#endif
