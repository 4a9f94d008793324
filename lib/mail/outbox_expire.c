/* Mails that nobody tries any more. */
#include "mail/outbox.h"

#include "db/db.h"
#include "q_outbox.h"
#include "q_run.h"

#include <string.h>

static struct err *expire_rows(struct db *db, uint64_t run_id, uint64_t days, uint64_t minutes, uint64_t *ready,
                               uint64_t *deferred)
{
    TRY(q_outbox_expire(db,
                        &(struct q_outbox_expire_args){
                            .run_id = run_id, .state = "ready", .days = days, .minutes = minutes, .most = OUTBOX_STEP},
                        ready));
    if (*ready < OUTBOX_STEP)
        TRY(q_outbox_expire(
            db,
            &(struct q_outbox_expire_args){
                .run_id = run_id, .state = "deferred", .days = days, .minutes = minutes, .most = OUTBOX_STEP - *ready},
            deferred));
    return NULL;
}

struct err *outbox_expire(struct db *db, uint64_t run_id, uint64_t days, uint64_t minutes, uint64_t *moved)
{
    struct rows *run;
    uint64_t ready = 0, deferred = 0, done;
    *moved = 0;
    if (run_id) {
        TRY(q_run_state_hold(db, run_id, &run));
        if (strcmp(rows_text(run, 0, "state"), "sending") != 0)
            return NULL;
    }
    TRY(expire_rows(db, run_id, days, minutes, &ready, &deferred));
    *moved = ready + deferred;
    if (!*moved)
        return NULL;
    if (!run_id)
        return q_outbox_wipe_expired(db, &done);
    TRY(q_outbox_count_expired(db, run_id, ready, deferred));
    return q_run_state_finish(db, run_id, &done);
}
