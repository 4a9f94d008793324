/* Rows into memory. A claim is a transaction of its own; only what its COMMIT confirmed is ever sent: on a cluster
   another node may have claimed the same rows, and the later commit fails. */
#include "mailer.h"

#include "base/clock.h"
#include "base/log.h"
#include "letter.h"
#include "q_mailer.h"

#include <stdlib.h>
#include <string.h>

enum { RESCAN_SINGLE = 500000, RESCAN_RUN = 3000000 }; /* microseconds between scans from 0 */

struct lane *claim_lane(struct mailer *m, uint64_t run_id)
{
    for (size_t i = 0; i < m->nlane; i++)
        if (m->lanes[i].run_id == run_id)
            return &m->lanes[i];
    return NULL;
}

static void *grown(void *array, size_t count, size_t size)
{
    void *bigger = reallocarray(array, count, size);
    if (!bigger)
        abort();
    return bigger;
}

static void org_rate(struct mailer *m, uint64_t org_id, unsigned rate)
{
    size_t i = 0;
    while (i < m->norg && m->orgs[i].org_id != org_id)
        i++;
    if (i == m->norg) {
        m->orgs = grown(m->orgs, ++m->norg, sizeof *m->orgs);
        m->orgs[i] = (struct org_limit){.org_id = org_id};
    }
    m->orgs[i].rate = rate;
}

static bool is_of_run(const struct job *job, uint64_t run_id)
{
    return job->run_id == run_id;
}

/* Rows of a run that no longer sends (paused, stopped) and that no sender has yet go back. */
static void lane_drop(struct mailer *m, size_t index)
{
    struct job *lists[] = {m->lanes[index].first, queue_withdraw(&m->todo, is_of_run, m->lanes[index].run_id)};
    for (int i = 0; i < 2; i++)
        for (struct job *next, *job = lists[i]; job; job = next) {
            next = job->next;
            result_set(&job->result, RESULT_NONE, 0, "");
            outcome_keep(m, job);
        }
    m->lanes[index] = m->lanes[--m->nlane];
}

static void lanes_merge(struct mailer *m, const struct rows *rows)
{
    for (size_t i = 1; i < m->nlane; i++)
        m->lanes[i].seen = false;
    for (size_t i = 0; i < rows->count; i++) {
        struct lane *lane = claim_lane(m, rows_u64(rows, i, "id"));
        if (!lane) {
            m->lanes = grown(m->lanes, m->nlane + 1, sizeof *m->lanes);
            lane = &m->lanes[m->nlane++];
            *lane = (struct lane){.run_id = rows_u64(rows, i, "id"), .org_id = rows_u64(rows, i, "org_id")};
        }
        lane->seen = true;
        org_rate(m, lane->org_id,
                 rows_null(rows, i, "mail_rate") ? m->set.per_org : (unsigned)rows_u64(rows, i, "mail_rate"));
    }
    for (size_t i = m->nlane; i-- > 1;)
        if (!m->lanes[i].seen)
            lane_drop(m, i);
}

struct err *claim_lanes(struct mailer *m)
{
    struct rows *rows;
    TRY(q_mailer_lanes(m->db, &rows));
    lanes_merge(m, rows);
    return NULL;
}

struct claim {
    struct mailer *m;
    const struct lane *lane;
    unsigned most;
    struct rows *rows; /* out; NULL: the run does not send */
    size_t taken;
};

static struct err *claim_write(struct claim *c, struct db *db)
{
    struct arena *arena = db_arena(db);
    struct q_mailer_take_row *take = arena_array(arena, c->rows->count, sizeof *take);
    struct q_mailer_suppress_row *suppress = arena_array(arena, c->rows->count, sizeof *suppress);
    struct tally *tally = tally_new(arena);
    size_t taken = 0, suppressed = 0;
    char *until = arena_alloc(arena, 20);
    clock_sql(c->m->now_s + c->m->set.lease, until);
    for (size_t i = 0; i < c->rows->count; i++) {
        uint64_t id = rows_u64(c->rows, i, "id");
        if (rows_u64(c->rows, i, "dnc")) {
            suppress[suppressed++] = (struct q_mailer_suppress_row){id};
            tally_move(tally, c->lane->run_id, "ready", "suppressed");
        } else {
            take[taken++] = (struct q_mailer_take_row){journal_claimer(c->m->journal), until, id};
        }
    }
    TRY(q_mailer_take(db, take, taken, NULL));
    TRY(q_mailer_suppress(db, suppress, suppressed, NULL));
    c->taken = taken;
    return tally_write(tally, db);
}

static struct err *claim_work(struct db *db, void *arg)
{
    struct claim *c = arg;
    struct rows *run;
    c->rows = NULL;
    if (c->lane->run_id) {
        TRY(q_mailer_run_hold(db, c->lane->run_id, &run));
        if (!run->count || strcmp(rows_text(run, 0, "state"), "sending") != 0)
            return NULL;
    }
    TRY(q_mailer_claim(db, c->lane->run_id, c->lane->last_id, c->most, &c->rows));
    return c->rows->count ? claim_write(c, db) : NULL;
}

static struct err *make_job(struct mailer *m, struct lane *lane, const struct rows *rows, size_t i, uint64_t until_us)
{
    struct letter *letter;
    TRY(letter_get(m, rows_u64(rows, i, "mail_id"), lane->run_id, &letter));
    struct job *job = job_new(rows_text(rows, i, "to_addr"), rows_text(rows, i, "to_name"), rows_text(rows, i, "vars"));
    job->id = rows_u64(rows, i, "id");
    job->org_id = rows_u64(rows, i, "org_id");
    job->run_id = lane->run_id;
    job->attempt = (unsigned)rows_u64(rows, i, "attempts") + 1;
    job->lease_us = until_us;
    job->letter = letter;
    job->slot = journal_take(m->journal);
    m->slots[job->slot] = job;
    m->in_memory++;
    lane_add(lane, job);
    return NULL;
}

static struct err *claim_from(struct mailer *m, struct lane *lane, unsigned most, size_t *found)
{
    struct claim c = {.m = m, .lane = lane, .most = most};
    /* Begun in the first four fifths of the lease only: clocks of machines differ, and a sender may be slow. */
    uint64_t until_us = m->now_us + (uint64_t)m->set.lease * 800000;
    *found = 0;
    TRY(db_transaction(m->db, claim_work, &c));
    if (!c.rows || !c.rows->count) {
        lane->empty = true;
        return NULL;
    }
    TRY(db_everywhere(m->db)); /* a claim that is lost with its node would be sent by another mailer, too */
    *found = c.rows->count;
    m->stats.suppressed += c.rows->count - c.taken;
    lane->empty = c.rows->count < most;
    lane->last_id = rows_u64(c.rows, c.rows->count - 1, "id");
    for (size_t i = 0; i < c.rows->count; i++)
        if (!rows_u64(c.rows, i, "dnc"))
            TRY(make_job(m, lane, c.rows, i, until_us));
    return NULL;
}

/* May rows be claimed for this lane now? A lane that gave nothing is looked at again from its beginning, but not all
   the time: claimed rows leave marks in the index that each scan from 0 steps over. */
static bool lane_open(struct mailer *m, struct lane *lane)
{
    if (lane->waiting >= m->set.claim_batch || m->in_memory + m->set.claim_batch > m->nslot)
        return false;
    if (m->now_us >= lane->rescan_us && lane->empty) {
        lane->rescan_us = m->now_us + (lane->run_id ? RESCAN_RUN : RESCAN_SINGLE);
        lane->last_id = 0;
        lane->empty = false;
    }
    return !lane->empty;
}

struct err *claim_rows(struct mailer *m, bool *busy)
{
    size_t found;
    if (lane_open(m, &m->lanes[0])) {
        TRY(claim_from(m, &m->lanes[0], m->set.claim_batch, &found));
        *busy = *busy || found;
    }
    for (size_t i = 1; i < m->nlane; i++) {
        m->next_lane = m->next_lane + 1 < m->nlane ? m->next_lane + 1 : 1;
        struct lane *lane = &m->lanes[m->next_lane];
        if (!lane_open(m, lane))
            continue;
        TRY(claim_from(m, lane, m->set.claim_batch, &found));
        *busy = *busy || found;
        if (found)
            break;
    }
    return NULL;
}
