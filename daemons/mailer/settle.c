/* Rows that belong to nobody any more, and what time does to rows. The rule of all of it: a mail is sent again only
   when it is certain that it was never given to a server; else a person decides (確認要). */
#include "mailer.h"

#include "base/clock.h"
#include "base/log.h"
#include "mail/outbox.h"
#include "q_mailer.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 500 };

static const char lapsed_text[] = "the mailer that had claimed it disappeared";
static const char begun_text[] = "the mailer was stopped while the server may have taken it";

/* ---- what a dead mailer left ---- */

static const struct journal_entry *entry_of(const struct journal_left *left, uint64_t id, unsigned attempt)
{
    for (size_t i = 0; i < left->count; i++)
        if (left->entries[i].id == id && left->entries[i].attempt == attempt)
            return &left->entries[i];
    return NULL;
}

static void decide(const struct journal_left *left, uint64_t id, unsigned attempt, struct outcome *out)
{
    const struct journal_entry *e = entry_of(left, id, attempt);
    out->id = id;
    out->attempt = attempt;
    if (e && e->ended)
        out->result = e->result;
    else if (!e && left->complete)
        result_set(&out->result, RESULT_NONE, 0, "");
    else
        result_set(&out->result, RESULT_DOUBT, 0, e ? begun_text : lapsed_text);
}

static void log_left(const struct journal_left *left, const struct outcome *outcomes, size_t count, struct arena *arena)
{
    unsigned n[RESULT_KINDS] = {0};
    for (size_t i = 0; i < count; i++)
        n[outcomes[i].result.kind]++;
    log_line(LOG_WARN, "settled", "claimer", left->claimer, "back", arena_printf(arena, "%u", n[RESULT_NONE]),
             "answered", arena_printf(arena, "%u", n[RESULT_SENT] + n[RESULT_TEMP] + n[RESULT_PERM]), "doubt",
             arena_printf(arena, "%u", n[RESULT_DOUBT]), NULL);
}

/* Answers that it knew and could not write down any more, also of rows that meanwhile count as in doubt. */
static struct err *settle_ended(struct mailer *m, const struct journal_left *left)
{
    struct outcome *outcomes = arena_array(m->arena, STEP, sizeof *outcomes);
    size_t n = 0;
    for (size_t i = 0; i < left->count; i++) {
        const struct journal_entry *e = &left->entries[i];
        if (e->ended)
            outcomes[n++] = (struct outcome){e->id, e->attempt, e->result};
        if (n == STEP || (n && i + 1 == left->count)) {
            TRY(outcome_record(m, left->claimer, outcomes, n));
            n = 0;
        }
    }
    return n ? outcome_record(m, left->claimer, outcomes, n) : NULL;
}

struct err *settle_left(struct mailer *m, const struct journal_left *left)
{
    struct rows *rows;
    struct outcome *outcomes = arena_array(m->arena, STEP, sizeof *outcomes);
    uint64_t after = 0;
    if (!*left->claimer)
        return NULL;
    TRY(settle_ended(m, left));
    do {
        TRY(q_mailer_claimed_by(m->db, left->claimer, after, STEP, &rows));
        for (size_t i = 0; i < rows->count; i++) {
            after = rows_u64(rows, i, "id");
            decide(left, after, (unsigned)rows_u64(rows, i, "attempts") + 1, &outcomes[i]);
        }
        TRY(outcome_record(m, left->claimer, outcomes, rows->count));
        if (rows->count)
            log_left(left, outcomes, rows->count, m->arena);
    } while (rows->count == STEP);
    return NULL;
}

static struct err *settle_other(void *arg, const struct journal_left *left)
{
    return settle_left(arg, left);
}

struct err *settle_others(struct mailer *m)
{

    return journal_adopt(m->journal, m->arena, m->set.journal_dir, settle_other, m);
}

/* ---- our own ---- */

static int by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t *known_ids(struct mailer *m, size_t *count)
{
    uint64_t *ids = arena_array(m->arena, m->nslot + 1, sizeof *ids);
    *count = 0;
    for (size_t i = 0; i <= m->nslot; i++)
        if (m->slots[i])
            ids[(*count)++] = m->slots[i]->id;
    qsort(ids, *count, sizeof *ids, by_id);
    return ids;
}

struct err *settle_strays(struct mailer *m)
{
    struct rows *rows;
    size_t known;
    const uint64_t *ids = known_ids(m, &known);
    struct outcome *outcomes = arena_array(m->arena, STEP, sizeof *outcomes);
    uint64_t after = 0;
    do {
        size_t n = 0;
        TRY(q_mailer_claimed_by(m->db, journal_claimer(m->journal), after, STEP, &rows));
        for (size_t i = 0; i < rows->count; i++) {
            after = rows_u64(rows, i, "id");
            if (bsearch(&after, ids, known, sizeof *ids, by_id))
                continue;
            outcomes[n] = (struct outcome){after, (unsigned)rows_u64(rows, i, "attempts") + 1, {0}};
            result_set(&outcomes[n++].result, RESULT_NONE, 0, "");
        }
        TRY(outcome_record(m, journal_claimer(m->journal), outcomes, n));
    } while (rows->count == STEP);
    return NULL;
}

/* Longer leases for what is in memory and not begun: those that got one may be sent until then; a row that another
   mailer took for lost stays with its old end, which has passed. */
struct lease {
    struct mailer *m;
    struct rows *held;
};

static struct err *lease_work(struct db *db, void *arg)
{
    struct lease *l = arg;
    struct mailer *m = l->m;
    size_t known;
    uint64_t *ids = known_ids(m, &known);
    char *until = arena_alloc(db_arena(db), 20);
    clock_sql(m->now_s + m->set.lease, until);
    TRY(q_mailer_held(db, journal_claimer(m->journal), db_ids(db_arena(db), ids, known), &l->held));
    struct q_mailer_lease_row *rows = arena_array(db_arena(db), l->held->count, sizeof *rows);
    for (size_t i = 0; i < l->held->count; i++)
        rows[i] = (struct q_mailer_lease_row){until, journal_claimer(m->journal), rows_u64(l->held, i, "id")};
    return q_mailer_lease(db, rows, l->held->count, NULL);
}

struct err *settle_leases(struct mailer *m)
{
    struct lease l = {m, NULL};
    uint64_t until_us = m->now_us + (uint64_t)m->set.lease * 800000;
    if (!m->in_memory)
        return NULL;
    TRY(db_transaction(m->db, lease_work, &l));
    for (size_t i = 0; i < l.held->count; i++)
        for (size_t s = 0; s <= m->nslot; s++)
            if (m->slots[s] && m->slots[s]->id == rows_u64(l.held, i, "id") &&
                strcmp(rows_text(l.held, i, "state"), "claimed") == 0)
                m->slots[s]->lease_us = until_us;
    return NULL;
}

/* ---- time ---- */

struct step {
    struct mailer *m;
    size_t moved;
};

static struct err *due_work(struct db *db, void *arg)
{
    struct step *s = arg;
    struct rows *rows;
    struct tally *tally = tally_new(db_arena(db));
    TRY(q_mailer_due(db, STEP, &rows));
    struct q_mailer_ready_row *ready = arena_array(db_arena(db), rows->count, sizeof *ready);
    for (size_t i = 0; i < rows->count; i++) {
        ready[i].id = rows_u64(rows, i, "id");
        tally_move(tally, rows_u64(rows, i, "run_id"), "deferred", "ready");
    }
    s->moved = rows->count;
    TRY(q_mailer_ready(db, ready, rows->count, NULL));
    return tally_write(tally, db);
}

struct err *settle_due(struct mailer *m, bool *busy)
{
    struct step s = {m, 0};
    TRY(db_transaction(m->db, due_work, &s));
    *busy = *busy || s.moved == STEP;
    return NULL;
}

static struct err *lapsed_work(struct db *db, void *arg)
{
    struct step *s = arg;
    struct rows *rows;
    struct tally *tally = tally_new(db_arena(db));
    TRY(q_mailer_lapsed(db, journal_claimer(s->m->journal), STEP, &rows));
    struct q_mailer_doubt_row *doubt = arena_array(db_arena(db), rows->count, sizeof *doubt);
    for (size_t i = 0; i < rows->count; i++) {
        doubt[i] = (struct q_mailer_doubt_row){lapsed_text, rows_u64(rows, i, "id")};
        tally_move(tally, rows_u64(rows, i, "run_id"), "claimed", "doubt");
    }
    s->moved = rows->count;
    TRY(q_mailer_doubt(db, doubt, rows->count, NULL));
    return tally_write(tally, db);
}

struct err *settle_lapsed(struct mailer *m)
{
    struct step s = {m, 0};
    TRY(db_transaction(m->db, lapsed_work, &s));
    if (s.moved)
        log_line(LOG_WARN, "lapsed", "doubt", arena_printf(m->arena, "%zu", s.moved), NULL);
    return NULL;
}

struct stop {
    struct mailer *m;
    uint64_t run_id, moved;
};

static struct err *stop_work(struct db *db, void *arg)
{
    struct stop *s = arg;
    struct rows *run;
    TRY(q_mailer_run_hold(db, s->run_id, &run));
    return outbox_stop_run(db, s->run_id, &s->moved);
}

struct err *settle_stopped(struct mailer *m, bool *busy)
{
    struct rows *rows;
    TRY(q_mailer_stopping(m->db, &rows));
    for (size_t i = 0; i < rows->count; i++) {
        struct stop s = {m, rows_u64(rows, i, "id"), 0};
        db_context(m->db, rows_u64(rows, i, "org_id"), 0, m->now);
        struct err *err = db_transaction(m->db, stop_work, &s);
        db_context(m->db, 0, 0, m->now);
        TRY(err);
        *busy = *busy || s.moved == OUTBOX_STEP;
    }
    return NULL;
}
