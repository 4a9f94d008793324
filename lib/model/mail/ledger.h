/* What a refusal does to an address (S3-31): one hard or several soft ones within some days put it into the
   do-not-contact ledger, flag the records that have it, and stand in the 履歴 of the record that the mail was for.
   Reports of other servers come through daemons/mailin, refusals of the server that we talk to through daemons/mailer:
   both by the same rule. */
#ifndef MUSUBI_LEDGER_H
#define MUSUBI_LEDGER_H

#include "base/err.h"
#include "model/mail/bounce.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct refusal {
    uint64_t outbox_id;
    const unsigned char *digest; /* 32 bytes: the same refusal twice counts once */
    const char *addr;            /* as in the mail's row */
    const char *kind, *status;   /* bounce.kind; RFC 3463, "" without */
    bool hard;
    const char *said; /* the server's words */
    const char *noun; /* of the record; others than resume and contact have no 履歴 */
    uint64_t noun_id;
    const char *text;                  /* what people read of it */
    const char *hard_text, *soft_text; /* what they read when the address goes to the ledger */
    uint64_t soft_bounces, soft_days;  /* conf mailin.* */
};

/* An address into the ledger of the db's context's organisation, by its account (0: nobody). reason: dnc.reason; note:
   at most 200 characters; outbox_id: the mail it came from, 0: none. *added: it was not there. Flags no record. */
MUST struct err *ledger_add(struct db *db, const char *addr, const char *reason, const char *note, uint64_t outbox_id,
                            bool *added);

/* Write it down for the organisation of the db's context. *fresh: not known yet. */
MUST struct err *ledger_note(struct db *db, const struct refusal *refusal, bool *fresh);
/* And judge the address. After ledger_note(), in the same transaction. */
MUST struct err *ledger_judge(struct db *db, const struct refusal *refusal);

#endif
