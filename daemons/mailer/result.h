/* What became of handing one mail over. Temporary and permanent are different things, and so is not knowing. */
#ifndef MUSUBI_MAILER_RESULT_H
#define MUSUBI_MAILER_RESULT_H

#include <stdbool.h>

enum result_kind {
    RESULT_NONE,    /* not tried: the row goes back as it was */
    RESULT_SENT,    /* the server took it (2xx after the final dot) */
    RESULT_TEMP,    /* 4xx, or the connection broke before the mail could have been taken */
    RESULT_PERM,    /* 5xx, or it can never be sent */
    RESULT_DOUBT,   /* the connection broke when it may have been taken (確認要) */
    RESULT_OFFLINE, /* the relay cannot be reached or refuses us: not the mail's fault, does not count as a try */
    RESULT_STOPPED, /* its address came into the ledger of stops before it left: not tried, and never will be */
    RESULT_KINDS
};

struct result {
    enum result_kind kind;
    unsigned code;  /* SMTP, 0 without */
    char text[201]; /* the server's line or our reason; visible ASCII */
};

extern const char *const result_names[RESULT_KINDS];

/* Was the mail tried? Else its row keeps its number of attempts. */
bool result_is_try(enum result_kind kind);

/* Set all; what is not visible ASCII becomes "?". */
void result_set(struct result *result, enum result_kind kind, unsigned code, const char *text);

#endif
