/* The outbox from the side of programs: a mail is a row, written in the transaction of the change that caused it. Only
   this file and daemons/mailer touch the table. States and their changes:

     ready → claimed → sent | failed | deferred | doubt     the mailer
     ready → suppressed                                     the mailer, address in the do-not-contact ledger
     deferred → ready                                       the mailer, when it is due
     doubt → sent | failed | deferred                       only the mailer that had claimed the row and knows better
     ready, deferred → stopped                              outbox_stop_run
     ready, deferred → failed                               outbox_expire, tried before and too old
     failed → ready                                         outbox_again
     doubt → sent, ready                                    outbox_decide, a person */
#ifndef MUSUBI_OUTBOX_H
#define MUSUBI_OUTBOX_H

#include "base/err.h"
#include "mail/mailtext.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct req;
struct conf;
struct db;
struct rows;

/* A single mail of the suite's own (password link, notice) to an account, with a text of mailtext.h. Goes out in lane 0
   before all runs. Its text is wiped when it is done: it may hold a link that opens an account. */
struct outbox_notice {
    const char *name, *lang; /* of the template */
    uint64_t account_id;     /* its organisation is the mail's */
    const char *to_addr, *to_name;
    struct mailtext_var vars[MAILTEXT_VARS + 1]; /* end with key NULL */
};
MUST struct err *outbox_tell(struct db *db, const struct conf *conf, const struct outbox_notice *notice);
/* The same in a request: vars are "key", "value", ..., NULL. lang: the account's own, "" when it has chosen none, and
   then the request's. to_name may be NULL. */
MUST struct err *outbox_notice(struct req *rq, const char *name, const char *lang, uint64_t account_id,
                               const char *to_addr, const char *to_name, ...) __attribute__((sentinel));

/* A single mail with a text made by the caller (no tags left), from a sender of the caller (test mail of a run). */
struct outbox_single {
    const char *kind, *from_name, *from_addr, *reply_to, *subject, *body, *to_addr, *to_name;
    const char *noun; /* "", "resume", "contact", "account" */
    uint64_t noun_id;
    bool bulk; /* adds footer and List-Unsubscribe: the test mail looks like the real one */
    bool shared;
    uint64_t test_of; /* run whose files go with this test mail, 0: none */
    uint64_t run_id;  /* with files of its own: the run that has them, confirmed in this transaction; 0: lane 0 */
};
MUST struct err *outbox_single(struct req *rq, const struct outbox_single *mail, uint64_t *outbox_id);
/* The same without a request, for daemons: for the organisation of the db's context; lang "ja" or "en". */
MUST struct err *outbox_put(struct db *db, const struct outbox_single *mail, const char *lang, uint64_t *outbox_id);

/* A mail server reported that a mail did not arrive: text (at most 120 characters) is shown with the mail. A hard
   bounce replaces an earlier text. The row's state stays: our server did hand it over. */
MUST struct err *outbox_bounced(struct db *db, uint64_t outbox_id, const char *text, bool hard);

/* Changes of state asked for by people, through run_stop() and run_again() of lib/model/mail/run.h, which hold the
   run's row. At most OUTBOX_STEP rows each; the run's counters are kept. *moved: rows moved. Of a stopped run the
   mailer stops the rest. */
enum { OUTBOX_STEP = 5000 };
MUST struct err *outbox_stop_run(struct db *db, uint64_t run_id, uint64_t *moved); /* ready, deferred → stopped */
MUST struct err *outbox_again(struct db *db, uint64_t run_id, uint64_t *moved);    /* failed → ready */

/* What a person decides about mails in doubt of a run whose row the caller holds: they count as sent, or go out again,
   with the same Message-ID. outbox_id 0: all of the run, at most OUTBOX_STEP. *rows: id and about of those that were in
   doubt. A mailer that comes back with an answer of its own finds that the row is no longer its. */
MUST struct err *outbox_decide(struct db *db, uint64_t run_id, uint64_t outbox_id, bool again, struct rows **rows);

/* The mails of a record that was merged into another stand in that one's history: writes down which (merge_item, at
   most `most`; *taken) and gives those that were written down from one record to the other, when it is undone back
   again. */
MUST struct err *outbox_take(struct db *db, uint64_t merge_id, const char *noun, uint64_t noun_id, uint64_t most,
                             uint64_t *taken);
MUST struct err *outbox_move(struct db *db, uint64_t merge_id, const char *noun, uint64_t from_id, uint64_t to_id);

/* Mails that were tried, are older than `days` and are overdue for their last try by `minutes` fail as expired: a
   mailer that works does it by itself, this is for the time when none does. run_id is a run of :org in state sending
   (others are left alone: a paused one waits for a person), or 0 for the single mails of all organisations. At most
   OUTBOX_STEP rows; a run that has none left is done. In a transaction. *moved: rows. */
MUST struct err *outbox_expire(struct db *db, uint64_t run_id, uint64_t days, uint64_t minutes, uint64_t *moved);

#endif
