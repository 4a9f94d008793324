#include "model/crm/process.h"

#include "base/ids.h"
#include "base/log.h"
#include "db/db.h"
#include "model/codes/codes.h"
#include "model/crm/merge.h"
#include "q_process.h"
#include "q_record.h"

#include <inttypes.h>
#include <string.h>

static bool is_phase(const char *phase)
{
    const char *const *known = codes_phase;
    while (*known && strcmp(*known, phase) != 0)
        known++;
    return *known;
}

static struct err *enter(struct db *db, uint64_t id, uint64_t resume_id, const char *from, const char *to,
                         uint64_t run_id)
{
    if (!is_phase(to))
        return ERR(db_arena(db), ERR_INTERNAL, "internal", "unknown phase %s", to);
    TRY(q_process_log(db, id, from, to, run_id));
    return q_process_resume_phase(db, resume_id, to, NULL);
}

struct err *process_create(struct db *db, uint64_t resume_id, uint64_t job_id, const char *phase, const char *note,
                           uint64_t owner_id, uint64_t run_id, uint64_t *id)
{
    struct rows *rows;
    TRY(q_process_of_pair(db, resume_id, job_id, &rows));
    if (rows->count)
        return ERR(db_arena(db), ERR_CONFLICT, "process_twice", "process %" PRIu64 " has the pair",
                   rows_u64(rows, 0, "_id"));
    TRY(q_process_insert(
        db,
        &(struct q_process_insert_args){
            .resume_id = resume_id, .job_id = job_id, .phase = phase, .note = note, .owner_id = owner_id},
        id));
    if (!*id)
        return ERR(db_arena(db), ERR_MISSING, "missing", "no such resume or job");
    TRY(q_counter_add(db, "process", 1));
    return enter(db, *id, resume_id, "", phase, run_id);
}

struct err *process_move(struct db *db, uint64_t id, const char *phase, uint64_t run_id, bool *moved)
{
    struct rows *rows;
    TRY(q_process_lock(db, id, &rows));
    const char *from = rows_text(rows, 0, "_phase");
    *moved = strcmp(from, phase) != 0;
    if (!*moved)
        return NULL;
    TRY(q_process_set_phase(db, id, phase));
    return enter(db, id, rows_u64(rows, 0, "_resume_id"), from, phase, run_id);
}

struct err *process_reach(struct db *db, uint64_t resume_id, uint64_t job_id, const char *phase, uint64_t owner_id,
                          uint64_t run_id)
{
    struct rows *rows;
    uint64_t id;
    bool moved;
    TRY(q_process_of_pair(db, resume_id, job_id, &rows));
    if (rows->count)
        return process_move(db, rows_u64(rows, 0, "_id"), phase, run_id, &moved);
    return process_create(db, resume_id, job_id, phase, "", owner_id, run_id, &id);
}

/* A résumé that was merged away while its mail was on its way: the one that stayed. */
static struct err *pair_mailed(struct db *db, const struct rows *run, size_t row, uint64_t run_id, uint64_t resume_id,
                               uint64_t job_id)
{
    struct err *err =
        process_reach(db, resume_id, job_id, rows_text(run, row, "phase"), rows_u64(run, row, "account_id"), run_id);
    if (err && err->kind == ERR_MISSING) {
        uint64_t kept;
        TRY(merge_survivor(db, "resume", resume_id, &kept));
        if (kept)
            err =
                process_reach(db, kept, job_id, rows_text(run, row, "phase"), rows_u64(run, row, "account_id"), run_id);
    }
    if (!err || err->kind != ERR_MISSING)
        return err;
    log_line(LOG_WARN, "phase", "detail", err->detail, NULL);
    return NULL;
}

struct err *process_mailed(struct db *db, const struct rows *run, size_t row, uint64_t run_id, const char *about)
{
    uint64_t job_id = rows_u64(run, row, "job_id"), resume_id = rows_u64(run, row, "resume_id");
    struct ids others = ids_read(db_arena(db), about);
    if (!*rows_text(run, row, "phase") || (!job_id && !resume_id))
        return NULL;
    for (size_t i = 0; i < others.n; i++)
        TRY(job_id ? pair_mailed(db, run, row, run_id, others.v[i], job_id)
                   : pair_mailed(db, run, row, run_id, resume_id, others.v[i]));
    return NULL;
}
