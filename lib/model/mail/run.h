/* The life of a bulk mail run. One function changes its state, by this table; an impossible change is CONFLICT
   "run_state".

     draft      confirm → queued
     queued     start → expanding         pause → paused    cancel → cancelled
     expanding  expanded → sending        pause → paused    stop → stopped
     sending    finish → done             pause → paused    stop → stopped    again → sending
     paused     resume → where it was     again → paused    stop → stopped    cancel → cancelled (when it was queued)
     done       again → sending          (a row in doubt never left: sending)
     cancelled  reopen → draft           (it never began: there are no rows; never of a single mail)
     stopped    is an end

   start, expanded and finish belong to the mailer, all others to people. What a pause or a stop means for mails: rows
   that were claimed and are in the hands of a sender still go out (a second at most, or as long as the relay takes to
   answer), all others do not. */
#ifndef MUSUBI_RUN_H
#define MUSUBI_RUN_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum run_event {
    RUN_CONFIRM,
    RUN_START,
    RUN_EXPANDED,
    RUN_FINISH,
    RUN_PAUSE,
    RUN_RESUME,
    RUN_STOP,
    RUN_CANCEL,
    RUN_AGAIN,
    RUN_REOPEN
};

/* Lock the run of :org (MISSING) and change its state. In a transaction. */
MUST struct err *run_change(struct db *db, uint64_t run_id, enum run_event event);

MUST struct err *run_pause(struct db *db, uint64_t run_id);
MUST struct err *run_resume(struct db *db, uint64_t run_id);
/* The password of its files is wiped, too; of a single mail its row stops. */
MUST struct err *run_cancel(struct db *db, uint64_t run_id);
/* Rows that have not gone out stop, too: at most OUTBOX_STEP of them here (*moved), the mailer does the rest within
   seconds. */
MUST struct err *run_stop(struct db *db, uint64_t run_id, uint64_t *moved);
/* Failures are sent again, at most OUTBOX_STEP of them; CONFLICT "run_no_failures" when there is none,
   "run_files_removed" when its files are gone for their age. */
MUST struct err *run_again(struct db *db, uint64_t run_id, uint64_t *moved);

/* Mails in doubt, see outbox_decide(): sent ones also move the phase that the run sets, as if the server had answered.
   again needs a run that can still send. CONFLICT "run_no_doubt" when there is none (any more). Of the caller: :org and
   :actor. */
MUST struct err *run_decide(struct db *db, uint64_t run_id, uint64_t outbox_id, bool again, uint64_t *moved);

/* The new state for an event, NULL: not allowed. resume_state: what a paused run goes on with. For tests and pages that
   show only the buttons that work. */
const char *run_next(const char *state, const char *resume_state, enum run_event event);

#endif
