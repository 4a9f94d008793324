/* Runs begin by the mailer when their time has come. One that has not says that no mailer works, and nobody may look at
   the page: so the log tells. */
#include "scheduler.h"

#include "base/log.h"
#include "q_scheduler.h"

struct err *late_step(struct scheduler *s, struct done *done)
{
    struct rows *late;
    TRY(q_runs_late(s->db, scheduler_conf(s, "scheduler.late_minutes"), &late));
    if (rows_u64(late, 0, "n"))
        log_line(LOG_WARN, "runs late", "count", rows_text(late, 0, "n"), "first", rows_text(late, 0, "first_id"),
                 NULL);
    return NULL;
}
