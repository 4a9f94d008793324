/* The mailer: takes rows of the outbox, hands each mail over exactly once, and writes down what became of it.

     claim.c     rows of the lanes into memory, by committed claims       ┐
     dispatch.c  from there to the senders, within the limits             │ one thread,
     outcome.c   results back into the rows and the runs' counters        │ the only connection
     settle.c    what dead mailers (and this one, before) left behind     │
     stops.c     jobs whose address was entered as 配信停止 meanwhile     │
     expand.c    runs into rows                                           ┘
     sender.c    letter + row = mail; over smtp.c or file.c               N threads without database

   A mail is handed over only after the commit of its claim, and its row is changed only while it names this claimer.
   Between the two commits the journal remembers. */
#ifndef MUSUBI_MAILER_H
#define MUSUBI_MAILER_H

#include "base/arena.h"
#include "base/err.h"
#include "http/app.h"
#include "journal.h"
#include "queue.h"
#include "result.h"

#include <pthread.h>
#include <time.h>

struct dkim_key;
struct letter;
struct mailkind_labels;

/* conf, read once */
struct settings {
    bool smtp;
    unsigned connections, claim_batch, lease, poll_ms, expand_batch;
    unsigned per_second, per_connection, per_domain, per_org;
    unsigned retry_days, retry_first, retry_max; /* days, seconds, seconds */
    unsigned timeout;
    const char *relay_host, *relay_tls, *relay_ca, *relay_user, *relay_password, *hello, *mail_dir, *template_dir;
    unsigned relay_port;
    const char *return_domain, *from_addr, *id_domain, *link_base, *base_url, *journal_dir;
    const char *footer_name, *footer_address, *footer_contact;
};

/* A claimed row on its way. Made and freed by the claimer's thread; a sender has it between two queues. */
struct job {
    struct job *next; /* in a queue or a lane */
    uint64_t id, org_id, run_id;
    unsigned attempt;          /* of this try, from 1 */
    int slot;                  /* in the journal */
    _Atomic uint64_t lease_us; /* monotonic: not to be begun later */
    _Atomic bool stopped;      /* its address is in the ledger of stops by now: not to be begun (stops.c) */
    struct letter *letter;
    const char *to_addr, *to_name, *vars;
    struct result result;
};

/* Rate limit: tokens come with time. */
struct bucket {
    double tokens;
    uint64_t at_us;
};

struct org_limit {
    uint64_t org_id;
    unsigned rate;
    struct bucket bucket;
};

/* A run that is sending, or lane 0 of single mails. */
struct lane {
    uint64_t run_id, org_id;
    uint64_t last_id;   /* claimed up to here: rows behind are found by the scan from 0 now and then */
    uint64_t rescan_us; /* not before */
    bool empty, seen;
    struct job *first, *last; /* claimed, not yet given to a sender */
    size_t waiting;
};

enum { DOMAIN_BUCKETS = 4096 };

struct mailer {
    struct app *app;
    struct db *db;
    struct arena *arena; /* of one round */
    struct settings set;
    struct dkim_key *dkim;
    struct journal *journal;
    struct queue todo, done;
    pthread_t *threads;

    char now[20]; /* of this round, UTC */
    time_t now_s;
    uint64_t now_us;

    struct lane *lanes; /* [0] is lane 0 */
    size_t nlane, next_lane;
    struct org_limit *orgs;
    size_t norg;
    struct bucket all;
    struct bucket
        domains[DOMAIN_BUCKETS]; /* by hash: two domains that share one are limited together, never too little */

    struct job **slots; /* by journal slot: all jobs in memory */
    size_t nslot, in_memory;
    struct job *results; /* waiting to be recorded */
    size_t nresult;
    uint64_t result_us; /* since when the oldest waits */
    unsigned offline;   /* times in a row that the relay could not be reached */
    uint64_t hold_us;   /* nothing is dispatched before */
    struct letter *letters;
    struct mailkind_labels *labels[2]; /* ja, en; read when first needed */
    bool expanding;                    /* the last look found a run to expand */
    struct ahead {                     /* expand.c: the next records of a run, all of them above after */
        uint64_t run_id, after, until_us;
        uint64_t *ids;
        size_t n;
    } ahead;

    uint64_t lanes_us, expand_us, due_us, lapsed_us, lease_us, stops_us, all_stops_us; /* next time */
    uint64_t last_stop; /* the newest entry of the ledger that was seen */
    bool away;          /* the database was away in the last round */
    bool stopping;      /* SIGTERM came */
    struct {
        uint64_t sent, failed, deferred, doubt, suppressed;
        uint64_t logged_us;
    } stats;
};

/* claim.c */
MUST struct err *claim_lanes(struct mailer *m);             /* which runs are sending */
MUST struct err *claim_rows(struct mailer *m, bool *busy);  /* some rows of lanes with room */
struct lane *claim_lane(struct mailer *m, uint64_t run_id); /* NULL: not active (any more) */

/* job.c */
struct job *job_new(const char *to_addr, const char *to_name, const char *vars);
void job_free(struct mailer *m, struct job *job); /* gives the slot back */
void lane_add(struct lane *lane, struct job *job);
void lane_add_first(struct lane *lane, struct job *job);
void lane_remove(struct lane *lane, struct job *before,
                 struct job *job); /* before: the one in front of it, NULL: it is the first */

/* dispatch.c */
uint64_t
dispatch(struct mailer *m); /* gives jobs to senders; microseconds until more could go, 0: nothing waits for time */
void dispatch_offline(struct mailer *m, struct job *job); /* back into its lane, and a pause for all */
void dispatch_online(struct mailer *m);
bool bucket_take(struct bucket *bucket, unsigned rate, uint64_t now_us);

/* outcome.c */
struct outcome {
    uint64_t id;
    unsigned attempt;
    struct result result;
};
/* Record outcomes of rows that claimer holds (state claimed, or doubt after its lease), with the counters of their
   runs, in one transaction. Rows that it does not hold any more are left alone: so it may be done twice. */
MUST struct err *outcome_record(struct mailer *m, const char *claimer, const struct outcome *outcomes, size_t count);
MUST struct err *outcome_flush(struct mailer *m); /* m->results, freed when committed */
void outcome_keep(struct mailer *m, struct job *job);
const char *outcome_message_id(struct mailer *m, struct arena *arena, uint64_t id);

/* tally.c: changes of the counters of runs within one transaction */
struct tally;
struct tally *tally_new(struct arena *arena);
void tally_move(struct tally *tally, uint64_t run_id, const char *from, const char *to); /* NULL from: a new row */
MUST struct err *tally_write(struct tally *tally, struct db *db);

/* phase.c: the 選考プロセス that a mail is about moves with it (S3-25), in the transaction that says "sent". about:
   outbox.about */
MUST struct err *phase_move(struct mailer *m, const struct rows *run, size_t row, const char *about);

/* refused.c: a refusal that says there is no such address is told to the do-not-contact ledger, in the transaction that
   records it. */
MUST struct err *refused_note(struct mailer *m, const struct rows *held, size_t row, const struct outcome *o);

/* settle.c */
MUST struct err *settle_left(struct mailer *m, const struct journal_left *left);
MUST struct err *
settle_strays(struct mailer *m); /* rows that name us and that we do not know: a commit whose answer was lost */
MUST struct err *settle_due(struct mailer *m, bool *busy);     /* deferred → ready */
MUST struct err *settle_lapsed(struct mailer *m);              /* expired leases → doubt */
MUST struct err *settle_stopped(struct mailer *m, bool *busy); /* the rest of stopped runs */
MUST struct err *settle_leases(struct mailer *m);              /* ours, longer */
MUST struct err *settle_others(struct mailer *m);              /* journals of dead mailers beside ours */

/* stops.c: asks the ledger for the jobs that have not left, when it has a new entry and now and then anyway. */
MUST struct err *stops_ask(struct mailer *m);

/* expand.c */
MUST struct err *mailer_labels(struct mailer *m, const char *lang, const struct mailkind_labels **labels);
MUST struct err *expand_step(struct mailer *m, bool *busy);

/* sender.c */
void *sender_main(void *mailer);

#endif
