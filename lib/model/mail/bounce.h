/* lib/model/mail: rules of bulk mail that the mailing area shares with mailer, mailin and scheduler: runs and their
   records (run, run_ids, next_ids), tags (mailkind), files (mailfile), ways out and back (unsubscribe, return_path),
   what refusals mean (bounce) and do to an address (ledger). */

/* What a mail server's refusal means (S3-30): unknown user, unknown host, mailbox full, … and whether the address is
   gone for good. Every enhanced status code (RFC 3463, a table) and the words of the server (bounce_words.def) are
   looked at, and the careful reading wins: servers write 5.1.1 above full mailboxes, lists of bad senders and rate
   limits, and an address that exists must not end on the do-not-contact list. Pure: no database, no memory but the
   caller's. */
#ifndef MUSUBI_BOUNCE_H
#define MUSUBI_BOUNCE_H

#include <stdbool.h>
#include <stddef.h>

enum bounce_kind {
    BOUNCE_USER,    /* 宛先不明 */
    BOUNCE_HOST,    /* ドメイン不明 */
    BOUNCE_FULL,    /* メールボックス容量超過 */
    BOUNCE_SIZE,    /* サイズ超過 */
    BOUNCE_POLICY,  /* 受信拒否 */
    BOUNCE_EXPIRED, /* not delivered within the days the server tries */
    BOUNCE_DELAYED, /* still being tried: no bounce */
    BOUNCE_OTHER
};

/* "user", "host", … as stored in bounce.kind and named in Text.mailin.kind. */
const char *bounce_kind_name(enum bounce_kind kind);

enum { BOUNCE_STATUS = 12 }; /* "5.123.123" and NUL */

struct bounce {
    enum bounce_kind kind;
    bool hard;                  /* nothing will ever arrive there; otherwise soft */
    char status[BOUNCE_STATUS]; /* the code that tells most, "" when there is none */
};

/* All UTF-8, "" without. What is only around can take back that an address is gone, never say it. */
struct bounce_report {
    const char *status;     /* Status of a delivery report */
    const char *diagnostic; /* what the server said */
    const char *around;     /* what else is said about the address */
    const char *whole;      /* all of it as one line: tells at which command the refusal came */
};

/* For a mail that failed; what is only late is BOUNCE_DELAYED by the caller's knowledge. */
void bounce_judge(const struct bounce_report *report, struct bounce *out);
/* The same of two texts, as the server that we talk to says them. */
void bounce_classify(const char *status, const char *diagnostic, struct bounce *out);

/* The first enhanced status code ("5.1.1", classes 4 and 5) in text; false without. IP addresses and versions are

   none. */
bool bounce_find_status(const char *text, char out[BOUNCE_STATUS]);
/* The first three-digit reply code from 400 to 599 at the beginning of a word; 0 without. */
unsigned bounce_find_reply(const char *text);
/* Do the words alone tell a kind? */
bool bounce_knows(const char *text);

#endif
