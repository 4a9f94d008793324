/* Between its claim and its turn a mail may wait for a rate, for a slow relay or for one that is away. Who is entered
   in the ledger of stops meanwhile (配信停止, an address that bounced) must not get it. So the ledger is watched: the
   newest entry is asked for every few milliseconds, which costs next to nothing, and when there is a new one the jobs
   in memory are asked about. Entries become visible in the order of their commits, not of their ids: what that misses
   the question of every second finds. Senders look at job->stopped last of all, before the end of the mail is handed
   over. */
#include "mailer.h"

#include "letter.h"
#include "q_mailer.h"

enum { EVERY_NEWEST = 20000, EVERY_ALL = 1000000 }; /* microseconds */

/* Row ids of the bulk mails in memory that may still be held back. */
static size_t waiting(struct mailer *m, uint64_t *ids)
{
    size_t n = 0;
    for (size_t i = 0; i < m->nslot; i++) {
        const struct job *job = m->slots[i];
        if (job && letter_is_bulk(job->letter) && !job->stopped)
            ids[n++] = job->id;
    }
    return n;
}

static void mark(struct mailer *m, uint64_t id)
{
    for (size_t i = 0; i < m->nslot; i++)
        if (m->slots[i] && m->slots[i]->id == id)
            m->slots[i]->stopped = true;
}

static bool is_stopped(const struct job *job, uint64_t unused)
{
    return job->stopped;
}

static void give_up(struct mailer *m, struct job *job)
{
    result_set(&job->result, RESULT_STOPPED, 0, "");
    outcome_keep(m, job);
}

/* What no sender has yet is recorded at once; the others see the mark themselves. */
static void withdraw(struct mailer *m)
{
    struct job *next;
    for (size_t i = 0; i < m->nlane; i++)
        for (struct job *before = NULL, *job = m->lanes[i].first; job; job = next) {
            next = job->next;
            if (job->stopped) {
                lane_remove(&m->lanes[i], before, job);
                give_up(m, job);
            } else {
                before = job;
            }
        }
    for (struct job *job = queue_withdraw(&m->todo, is_stopped, 0); job; job = next) {
        next = job->next;
        give_up(m, job);
    }
}

struct err *stops_ask(struct mailer *m)
{
    struct rows *last, *stopped;
    if (!m->in_memory || m->now_us < m->stops_us)
        return NULL;
    m->stops_us = m->now_us + EVERY_NEWEST;
    TRY(q_mailer_last_stop(m->db, &last));
    if (rows_u64(last, 0, "id") == m->last_stop && m->now_us < m->all_stops_us)
        return NULL;
    uint64_t *ids = arena_array(m->arena, m->nslot, sizeof *ids);
    size_t n = waiting(m, ids);
    if (n) {
        TRY(q_mailer_stopped(m->db, db_ids(m->arena, ids, n), &stopped));
        for (size_t i = 0; i < stopped->count; i++)
            mark(m, rows_u64(stopped, i, "id"));
        if (stopped->count)
            withdraw(m);
    }
    m->last_stop = rows_u64(last, 0, "id");
    m->all_stops_us = m->now_us + EVERY_ALL;
    return NULL;
}
