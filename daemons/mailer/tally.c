/* The counters of a run (n_ready counts claimed rows too: to people both are waiting) change with its rows, in the same
   transaction, so they never need counting. */
#include "mailer.h"

#include "q_mailer.h"
#include "q_run.h"

#include <string.h>

enum { N_READY, N_DEFERRED, N_SENT, N_FAILED, N_SUPPRESSED, N_DOUBT, N_STOPPED, COUNTERS };

struct count {
    struct count *next;
    uint64_t run_id;
    int64_t n[COUNTERS];
};

struct tally {
    struct arena *arena;
    struct count *counts;
};

struct tally *tally_new(struct arena *arena)
{
    struct tally *tally = arena_alloc(arena, sizeof *tally);
    tally->arena = arena;
    return tally;
}

static int counter_of(const char *state)
{
    static const struct {
        const char *state;
        int counter;
    } all[] = {{"ready", N_READY},   {"claimed", N_READY},         {"deferred", N_DEFERRED}, {"sent", N_SENT},
               {"failed", N_FAILED}, {"suppressed", N_SUPPRESSED}, {"doubt", N_DOUBT},       {"stopped", N_STOPPED}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].state, state) == 0)
            return all[i].counter;
    return -1;
}

void tally_move(struct tally *tally, uint64_t run_id, const char *from, const char *to)
{
    struct count *count = tally->counts;
    if (!run_id)
        return; /* single mails */
    while (count && count->run_id != run_id)
        count = count->next;
    if (!count) {
        count = arena_alloc(tally->arena, sizeof *count);
        count->run_id = run_id;
        count->next = tally->counts;
        tally->counts = count;
    }
    int less = from ? counter_of(from) : -1, more = counter_of(to);
    if (less >= 0)
        count->n[less]--;
    if (more >= 0)
        count->n[more]++;
}

struct err *tally_write(struct tally *tally, struct db *db)
{
    for (const struct count *c = tally->counts; c; c = c->next) {
        bool any = false;
        for (int i = 0; i < COUNTERS; i++)
            any = any || c->n[i];
        uint64_t ended = 0;
        if (any)
            TRY(q_mailer_count(db, &(struct q_mailer_count_args){.run_id = c->run_id,
                                                                 .ready = c->n[N_READY],
                                                                 .deferred = c->n[N_DEFERRED],
                                                                 .sent = c->n[N_SENT],
                                                                 .failed = c->n[N_FAILED],
                                                                 .suppressed = c->n[N_SUPPRESSED],
                                                                 .doubt = c->n[N_DOUBT],
                                                                 .stopped = c->n[N_STOPPED]}));
        TRY(q_mailer_run_finish(db, c->run_id, &ended));
        if (ended)
            TRY(q_run_version_raise(db, c->run_id, NULL));
    }
    return NULL;
}
