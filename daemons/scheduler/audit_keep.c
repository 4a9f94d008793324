/* Audit rows that are on disk and older than keep.audit_months leave the database; 0, the default, keeps them. */
#include "scheduler.h"

#include "q_scheduler.h"

static struct err *remove_rows(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    struct rows *old;
    TRY(q_audit_old(s->db, scheduler_conf(s, "keep.audit_months"), s->step, &old));
    struct q_audit_forget_row *rows = arena_array(s->arena, old->count, sizeof *rows);
    struct q_audit_chain_forget_row *places = arena_array(s->arena, old->count, sizeof *places);
    for (size_t i = 0; i < old->count; i++) {
        rows[i] = (struct q_audit_forget_row){rows_u64(old, i, "audit_id")};
        places[i] = (struct q_audit_chain_forget_row){rows_u64(old, i, "seq")};
    }
    done->rows = old->count;
    done->more = old->count == s->step;
    TRY(q_audit_forget(s->db, rows, old->count, NULL));
    return q_audit_chain_forget(s->db, places, old->count, NULL);
}

struct err *audit_keep_step(struct scheduler *s, struct done *done)
{
    return scheduler_conf(s, "keep.audit_months") ? scheduler_transaction(s, remove_rows, done) : NULL;
}
