/* Mails that were tried for mail.retry_days and are overdue for their last try fail as expired, even when no mailer
   works or the relay is away. The runs are looked at in the order of their numbers, so many a step; then from the first
   again. */
#include "scheduler.h"

#include "mail/outbox.h"
#include "q_scheduler.h"

struct expire {
    uint64_t run_id, moved;
};

static struct err *expire_one(struct scheduler *s, void *arg)
{
    struct expire *e = arg;
    return outbox_expire(s->db, e->run_id, scheduler_conf(s, "mail.retry_days"),
                         scheduler_conf(s, "scheduler.expiry_minutes"), &e->moved);
}

static struct err *expire(struct scheduler *s, uint64_t org_id, uint64_t run_id, struct done *done)
{
    struct expire e = {.run_id = run_id};
    db_context(s->db, org_id, 0, s->now);
    struct err *err = scheduler_transaction(s, expire_one, &e);
    db_context(s->db, 0, 0, s->now);
    done->rows += e.moved;
    done->more = done->more || e.moved >= OUTBOX_STEP;
    return err;
}

struct err *expiry_step(struct scheduler *s, struct done *done)
{
    struct rows *runs;
    if (!s->expiry_after)
        TRY(expire(s, 0, 0, done));
    TRY(q_runs_with_old_mail(s->db, scheduler_conf(s, "mail.retry_days"), s->expiry_after, s->step, &runs));
    for (size_t i = 0; i < runs->count; i++)
        TRY(expire(s, rows_u64(runs, i, "org_id"), rows_u64(runs, i, "id"), done));
    bool further = runs->count == s->step;
    if (!done->more) /* else the same ones again */
        s->expiry_after = further ? rows_u64(runs, runs->count - 1, "id") : 0;
    done->more = done->more || further;
    return NULL;
}
