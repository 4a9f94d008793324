/* What rules stand on: figures, a step's beginning, transactions under the lease. Knows no rule. */
#include "scheduler.h"

#include "base/clock.h"
#include "base/log.h"

#include <inttypes.h>

uint64_t scheduler_conf(const struct scheduler *s, const char *key)
{
    return (uint64_t)conf_int(s->app->conf, key);
}

struct pass {
    struct scheduler *s;
    scheduler_work *work;
    void *arg;
};

static struct err *pass_work(struct db *db, void *arg)
{
    struct pass *pass = arg;
    TRY(pass->work(pass->s, pass->arg));
    return lease_hold(&pass->s->lease, db);
}

struct err *scheduler_transaction(struct scheduler *s, scheduler_work *work, void *arg)
{
    struct pass pass = {s, work, arg};
    return db_transaction(s->db, pass_work, &pass);
}

struct err *scheduler_begin(struct scheduler *s)
{
    arena_reset(s->arena);
    clock_sql(clock_now(), s->now);
    TRY(db_ready(s->db, s->arena));
    db_context(s->db, 0, 0, s->now);
    return NULL;
}

struct err *rule_run(struct scheduler *s, const struct rule *rule, unsigned most, uint64_t *rows, bool *more)
{
    uint64_t began = clock_us();
    struct err *err = NULL;
    *rows = 0;
    *more = true;
    for (unsigned i = 0; i < most && *more && !err; i++) {
        struct done done = {0};
        err = scheduler_begin(s);
        if (!err)
            err = rule->step(s, &done);
        if (!err)
            *rows += done.rows;
        *more = done.more;
    }
    if (*rows)
        log_line(LOG_INFO, "rule", "name", rule->name, "rows", arena_printf(s->arena, "%" PRIu64, *rows), "us",
                 arena_printf(s->arena, "%" PRIu64, clock_us() - began), NULL);
    return err;
}
