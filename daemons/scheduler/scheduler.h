/* The scheduler: everything that happens because time has passed.

     main.c           the table of rules, the loop, commands
     rule.c           what rules stand on
     lease.c          of several schedulers one is at work
     late.c           runs that should have begun: said in the log, the mailer begins them
     expiry.c         mails that nobody tries any more
     forget.c         links, forms, sessions … that are over
     drafts.c         bulk mails that were begun and left
     mail_files.c     files of mails that ended long ago
     merges.c         keys of résumés from before; merges that cannot be undone any more
     blobs.c          bytes that no record names
     audit_export.c   audit rows into the chain and onto disk, by audit_line.c and audit_file.c
     audit_keep.c     audit rows that are long on disk
     audit_verify.c   is the log what was written? Needs no database

   A rule is a step that is repeated while there is more. Each step is small, does nothing when it is done a second
   time, and commits only while this process has the lease. Time is clock_now(); intervals are measured by a clock that
   never jumps. */
#ifndef MUSUBI_SCHEDULER_H
#define MUSUBI_SCHEDULER_H

#include "base/arena.h"
#include "base/err.h"
#include "http/app.h"
#include "lease.h"

#include <stdbool.h>
#include <stdint.h>

struct audit_export;

struct scheduler {
    struct app *app;
    struct db *db;
    struct arena *arena; /* of one step */
    char now[20];        /* of one step, UTC */
    struct lease lease;
    uint64_t step;         /* rows of a rule per transaction */
    uint64_t expiry_after; /* run up to which expiry.c has looked */
    struct audit_export *audit;
};

/* What a step did. */
struct done {
    uint64_t rows;
    bool more; /* there may be more to do at once */
};

struct rule {
    const char *name;
    const char *every; /* conf key, seconds */
    struct err *(*step)(struct scheduler *s, struct done *done);
};
extern const struct rule rules[]; /* ends with name NULL */

/* rule.c: a number of the configuration that cannot be negative. */
uint64_t scheduler_conf(const struct scheduler *s, const char *key);

/* Run work in a transaction that commits only if the lease is ours still; the lease is renewed by it. */
typedef struct err *scheduler_work(struct scheduler *s, void *arg);
MUST struct err *scheduler_transaction(struct scheduler *s, scheduler_work *work, void *arg);

/* A fresh arena, the time and a connection for the next step. */
MUST struct err *scheduler_begin(struct scheduler *s);
/* Up to `most` steps of a rule; one line of the log when something was done. *more: it is not at its end. */
MUST struct err *rule_run(struct scheduler *s, const struct rule *rule, unsigned most, uint64_t *rows, bool *more);

MUST struct err *late_step(struct scheduler *s, struct done *done);
MUST struct err *expiry_step(struct scheduler *s, struct done *done);
MUST struct err *forget_links(struct scheduler *s, struct done *done);
MUST struct err *forget_forms(struct scheduler *s, struct done *done);
MUST struct err *forget_throttle(struct scheduler *s, struct done *done);
MUST struct err *forget_sessions(struct scheduler *s, struct done *done);
MUST struct err *forget_signin_codes(struct scheduler *s, struct done *done);
MUST struct err *forget_selections(struct scheduler *s, struct done *done);
MUST struct err *forget_imports(struct scheduler *s, struct done *done);
MUST struct err *drafts_step(struct scheduler *s, struct done *done);
MUST struct err *mail_files_step(struct scheduler *s, struct done *done);
MUST struct err *duplicates_step(struct scheduler *s, struct done *done);
MUST struct err *merges_step(struct scheduler *s, struct done *done);
MUST struct err *blobs_step(struct scheduler *s, struct done *done);
MUST struct err *audit_export_step(struct scheduler *s, struct done *done);
MUST struct err *audit_keep_step(struct scheduler *s, struct done *done);

/* audit_export.c: the log files are opened by the first step and stay locked during each. */
void audit_export_open(struct scheduler *s);
void audit_export_close(struct scheduler *s);

/* audit_command.c: `schedulerd audit head` and `audit verify`; the exit status. Needs neither database nor secrets. */
int audit_command(int argc, char **argv);

#endif
