/* Results into rows. All of a batch in one transaction with the counters of the runs and the list of tries: after a
   commit whose answer was lost the same batch is recorded again and finds nothing left to do. */
#include "mailer.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "q_mailer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct batch {
    struct mailer *m;
    const char *claimer;
    const struct outcome *outcomes;
    size_t count;
};

/* What the rows of one transaction become. */
struct changes {
    struct q_mailer_outcome_row *rows;
    struct q_mailer_try_row *tries;
    struct q_mailer_ready_row *back;
    struct q_mailer_wipe_row *wipe;
    struct q_mailer_suppress_row *stopped;
    size_t nrow, ntry, nback, nwipe, nstopped;
    struct tally *tally;
    const struct rows *runs;
};

const char *outcome_message_id(struct mailer *m, struct arena *arena, uint64_t id)
{
    unsigned char mac[32];
    const char *text = arena_printf(arena, "message-id:%" PRIu64, id);
    crypto_hmac(m->app->secret, text, strlen(text), mac);
    return arena_printf(arena, "%" PRIu64 ".%s@%s", id, crypto_hex(arena, mac, 8), m->set.id_domain);
}

static const struct outcome *outcome_of(const struct batch *b, uint64_t id)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->outcomes[i].id == id)
            return &b->outcomes[i];
    return NULL;
}

/* Row of a run, runs->count: none (single mails). */
static size_t run_row(const struct changes *c, uint64_t run_id)
{
    size_t i = 0;
    while (i < c->runs->count && rows_u64(c->runs, i, "id") != run_id)
        i++;
    return i;
}

static bool is_stopped(const struct changes *c, uint64_t run_id)
{
    size_t i = run_row(c, run_id);
    return i < c->runs->count && strcmp(rows_text(c->runs, i, "state"), "stopped") == 0;
}

/* Seconds until the next try: twice as long each time. */
static time_t gap(const struct settings *set, unsigned attempt)
{
    time_t wait = set->retry_first;
    for (unsigned i = 1; i < attempt && wait < (time_t)set->retry_max; i++)
        wait *= 2;
    return wait < (time_t)set->retry_max ? wait : (time_t)set->retry_max;
}

static const char *state_after(const struct batch *b, const struct changes *c, const struct rows *held, size_t i,
                               const struct outcome *o, struct q_mailer_outcome_row *row)
{
    const struct settings *set = &b->m->set;
    struct arena *arena = db_arena(b->m->db);
    time_t end = (time_t)rows_i64(held, i, "created") + (time_t)set->retry_days * 86400;
    switch (o->result.kind) {
    case RESULT_SENT:
        return "sent";
    case RESULT_DOUBT:
        return "doubt";
    case RESULT_TEMP:
        if (is_stopped(c, rows_u64(held, i, "run_id")))
            return "stopped";
        if (b->m->now_s < end && o->attempt < 250) {
            char *due = arena_alloc(arena, 20);
            time_t next = b->m->now_s + gap(set, o->attempt);
            clock_sql(next < end ? next : end, due);
            row->due_at = due;
            row->done_at = NULL;
            return "deferred";
        }
        row->text = arena_printf(arena, "expired: %s", o->result.text);
        return "failed";
    default:
        return "failed";
    }
}

static void add_row(const struct batch *b, struct changes *c, const struct rows *held, size_t i,
                    const struct outcome *o)
{
    struct mailer *m = b->m;
    uint64_t run_id = rows_u64(held, i, "run_id");
    struct q_mailer_outcome_row *row = &c->rows[c->nrow++];
    *row = (struct q_mailer_outcome_row){.attempts = o->attempt,
                                         .due_at = m->now,
                                         .code = o->result.code,
                                         .text = o->result.text,
                                         .done_at = m->now,
                                         .id = o->id,
                                         .message_id = outcome_message_id(m, db_arena(m->db), o->id)};
    row->state = state_after(b, c, held, i, o, row);
    tally_move(c->tally, run_id, rows_text(held, i, "state"), row->state);
    if (o->result.kind != RESULT_SENT)
        c->tries[c->ntry++] = (struct q_mailer_try_row){o->id, o->attempt, o->result.code, o->result.text};
    if (!run_id && row->done_at)
        c->wipe[c->nwipe++] = (struct q_mailer_wipe_row){rows_u64(held, i, "mail_id")};
}

static void add_back(struct changes *c, const struct rows *held, size_t i)
{
    /* A row of a stopped run goes back too: the next sweep stops it. */
    tally_move(c->tally, rows_u64(held, i, "run_id"), rows_text(held, i, "state"), "ready");
    c->back[c->nback++] = (struct q_mailer_ready_row){rows_u64(held, i, "id")};
}

/* As if it had been in the ledger when the row was claimed. */
static void add_stopped(struct changes *c, const struct rows *held, size_t i)
{
    tally_move(c->tally, rows_u64(held, i, "run_id"), rows_text(held, i, "state"), "suppressed");
    c->stopped[c->nstopped++] = (struct q_mailer_suppress_row){rows_u64(held, i, "id")};
}

static struct err *write_changes(struct db *db, struct changes *c)
{
    TRY(q_mailer_outcome(db, c->rows, c->nrow, NULL));
    TRY(q_mailer_try(db, c->tries, c->ntry, NULL));
    TRY(q_mailer_ready(db, c->back, c->nback, NULL));
    TRY(q_mailer_wipe(db, c->wipe, c->nwipe, NULL));
    TRY(q_mailer_suppress(db, c->stopped, c->nstopped, NULL));
    return tally_write(c->tally, db);
}

static void changes_init(struct changes *c, struct arena *arena, size_t count)
{
    c->rows = arena_array(arena, count, sizeof *c->rows);
    c->tries = arena_array(arena, count, sizeof *c->tries);
    c->back = arena_array(arena, count, sizeof *c->back);
    c->wipe = arena_array(arena, count, sizeof *c->wipe);
    c->stopped = arena_array(arena, count, sizeof *c->stopped);
    c->tally = tally_new(arena);
}

static struct err *hold_runs(struct db *db, const char *ids, struct changes *c)
{
    struct rows *runs;
    TRY(q_mailer_runs_of(db, ids, &runs));
    uint64_t *run_ids = arena_array(db_arena(db), runs->count, sizeof *run_ids);
    for (size_t i = 0; i < runs->count; i++)
        run_ids[i] = rows_u64(runs, i, "run_id");
    TRY(q_mailer_runs_hold(db, db_ids(db_arena(db), run_ids, runs->count), &runs));
    c->runs = runs;
    return NULL;
}

/* What a mail that was handed over, or refused, does to records. */
static struct err *tell_records(const struct batch *b, const struct changes *c, const struct rows *held)
{
    for (size_t i = 0; i < held->count; i++) {
        const struct outcome *o = outcome_of(b, rows_u64(held, i, "id"));
        size_t run = run_row(c, rows_u64(held, i, "run_id"));
        if (o && o->result.kind == RESULT_SENT && o->attempt == rows_u64(held, i, "attempts") + 1 &&
            run < c->runs->count)
            TRY(phase_move(b->m, c->runs, run, rows_text(held, i, "about")));
        if (o && o->attempt == rows_u64(held, i, "attempts") + 1)
            TRY(refused_note(b->m, held, i, o));
    }
    return NULL;
}

static struct err *record_work(struct db *db, void *arg)
{
    const struct batch *b = arg;
    struct arena *arena = db_arena(db);
    struct changes c = {0};
    struct rows *held;
    uint64_t *ids = arena_array(arena, b->count, sizeof *ids);
    for (size_t i = 0; i < b->count; i++)
        ids[i] = b->outcomes[i].id;
    const char *list = db_ids(arena, ids, b->count);
    TRY(hold_runs(db, list, &c));
    TRY(q_mailer_held(db, b->claimer, list, &held));
    changes_init(&c, arena, held->count);
    for (size_t i = 0; i < held->count; i++) {
        const struct outcome *o = outcome_of(b, rows_u64(held, i, "id"));
        if (!o || o->attempt != rows_u64(held, i, "attempts") + 1)
            continue; /* recorded before */
        if (o->result.kind == RESULT_STOPPED)
            add_stopped(&c, held, i);
        else if (!result_is_try(o->result.kind))
            add_back(&c, held, i);
        else
            add_row(b, &c, held, i, o);
    }
    TRY(write_changes(db, &c));
    return tell_records(b, &c, held);
}

struct err *outcome_record(struct mailer *m, const char *claimer, const struct outcome *outcomes, size_t count)
{
    struct batch b = {m, claimer, outcomes, count};
    return count ? db_transaction(m->db, record_work, &b) : NULL;
}

/* ---- of this mailer ---- */

void outcome_keep(struct mailer *m, struct job *job)
{
    if (!m->nresult)
        m->result_us = m->now_us;
    job->next = m->results;
    m->results = job;
    m->nresult++;
}

static void count_stats(struct mailer *m, const struct result *r)
{
    m->stats.sent += r->kind == RESULT_SENT;
    m->stats.failed += r->kind == RESULT_PERM;
    m->stats.deferred += r->kind == RESULT_TEMP;
    m->stats.doubt += r->kind == RESULT_DOUBT;
    m->stats.suppressed += r->kind == RESULT_STOPPED;
}

struct err *outcome_flush(struct mailer *m)
{
    enum { MOST = 500 };
    while (m->results) {
        struct outcome *outcomes = arena_array(m->arena, MOST, sizeof *outcomes);
        size_t n = 0;
        struct job *job = m->results;
        for (; job && n < MOST; job = job->next)
            outcomes[n++] = (struct outcome){job->id, job->attempt, job->result};
        TRY(outcome_record(m, journal_claimer(m->journal), outcomes, n));
        while (m->results != job) {
            struct job *done = m->results;
            m->results = done->next;
            m->nresult--;
            count_stats(m, &done->result);
            job_free(m, done);
        }
    }
    return NULL;
}
