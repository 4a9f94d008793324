#include "model/mail/run.h"

#include "db/db.h"
#include "mail/outbox.h"
#include "model/crm/process.h"
#include "q_run.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    enum run_event event;
    const char *from, *to; /* to NULL: what a paused run goes on with */
} changes[] = {
    {RUN_CONFIRM, "draft", "queued"},    {RUN_START, "queued", "expanding"}, {RUN_EXPANDED, "expanding", "sending"},
    {RUN_FINISH, "sending", "done"},     {RUN_PAUSE, "queued", "paused"},    {RUN_PAUSE, "expanding", "paused"},
    {RUN_PAUSE, "sending", "paused"},    {RUN_RESUME, "paused", NULL},       {RUN_STOP, "expanding", "stopped"},
    {RUN_STOP, "sending", "stopped"},    {RUN_STOP, "paused", "stopped"},    {RUN_CANCEL, "queued", "cancelled"},
    {RUN_CANCEL, "paused", "cancelled"}, {RUN_AGAIN, "sending", "sending"},  {RUN_AGAIN, "paused", "paused"},
    {RUN_AGAIN, "done", "sending"},      {RUN_REOPEN, "cancelled", "draft"},
};

const char *run_next(const char *state, const char *resume_state, enum run_event event)
{
    bool was_queued = strcmp(resume_state, "queued") == 0;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        if (changes[i].event != event || strcmp(changes[i].from, state) != 0)
            continue;
        /* Of a paused run only one that never began can be cancelled, and only one that has rows can be sent again. */
        if (strcmp(state, "paused") == 0 &&
            ((event == RUN_CANCEL && !was_queued) || (event == RUN_STOP && was_queued) ||
             (event == RUN_AGAIN && strcmp(resume_state, "sending") != 0)))
            return NULL;
        return changes[i].to ? changes[i].to : resume_state;
    }
    return NULL;
}

struct err *run_change(struct db *db, uint64_t run_id, enum run_event event)
{
    struct rows *run;
    TRY(q_run_state_hold(db, run_id, &run));
    const char *state = rows_text(run, 0, "state"), *before = rows_text(run, 0, "resume_state");
    const char *next = run_next(state, before, event);
    if (!next)
        return ERR(db_arena(db), ERR_CONFLICT, "run_state", "run %" PRIu64 " is %s", run_id, state);
    if (strcmp(next, "paused") != 0)
        before = "";
    else if (event == RUN_PAUSE)
        before = state;
    TRY(q_run_state_set(db, run_id, next, before));
    return q_run_version_raise(db, run_id, NULL);
}

struct err *run_pause(struct db *db, uint64_t run_id)
{
    return run_change(db, run_id, RUN_PAUSE);
}

struct err *run_resume(struct db *db, uint64_t run_id)
{
    uint64_t finished;
    TRY(run_change(db, run_id, RUN_RESUME));
    /* Its last mails may have ended while it was paused. */
    return q_run_state_finish(db, run_id, &finished);
}

struct err *run_cancel(struct db *db, uint64_t run_id)
{
    uint64_t moved;
    TRY(run_change(db, run_id, RUN_CANCEL));
    TRY(outbox_stop_run(db, run_id, &moved)); /* a single mail has its row before it begins */
    return q_run_files_wipe(db, run_id, NULL);
}

struct err *run_stop(struct db *db, uint64_t run_id, uint64_t *moved)
{
    TRY(run_change(db, run_id, RUN_STOP));
    return outbox_stop_run(db, run_id, moved);
}

/* What is sent again needs the files that the first mail had. */
static struct err *change_again(struct db *db, uint64_t run_id)
{
    struct rows *removed;
    TRY(run_change(db, run_id, RUN_AGAIN));
    TRY(q_run_files_removed(db, run_id, &removed));
    if (removed->count)
        return ERR(db_arena(db), ERR_CONFLICT, "run_files_removed", "run %" PRIu64, run_id);
    return NULL;
}

struct err *run_again(struct db *db, uint64_t run_id, uint64_t *moved)
{
    TRY(change_again(db, run_id));
    TRY(outbox_again(db, run_id, moved));
    if (!*moved)
        return ERR(db_arena(db), ERR_CONFLICT, "run_no_failures", "run %" PRIu64 " has no failed rows", run_id);
    return NULL;
}

struct err *run_decide(struct db *db, uint64_t run_id, uint64_t outbox_id, bool again, uint64_t *moved)
{
    struct rows *run, *rows;
    if (again)
        TRY(change_again(db, run_id));
    else
        TRY(q_run_state_hold(db, run_id, &run));
    TRY(outbox_decide(db, run_id, outbox_id, again, &rows));
    *moved = rows->count;
    if (!rows->count)
        return ERR(db_arena(db), ERR_CONFLICT, "run_no_doubt", "run %" PRIu64 ", row %" PRIu64, run_id, outbox_id);
    TRY(q_run_phase(db, run_id, &run));
    for (size_t i = 0; i < rows->count && !again; i++)
        TRY(process_mailed(db, run, 0, run_id, rows_text(rows, i, "about")));
    return NULL;
}
