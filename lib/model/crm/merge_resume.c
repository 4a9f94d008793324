/* What hangs on a résumé alone: files, runs that began at it, and 選考プロセス. When both have a process with the same
   JOB the further one stays, with the phases, history and note of the other; an ended one counts as further than one
   that is under way, so that nobody who declined is asked again. */
#include "model/crm/merge.h"

#include "base/arena.h"
#include "db/db.h"
#include "model/codes/codes.h"
#include "model/search/words.h"
#include "q_duplicate.h"
#include "q_record.h"

#include <string.h>

enum { NOTE_MAX = 16000 };

static size_t rank(const char *phase)
{
    size_t i = 0;
    if (strcmp(phase, "joined") == 0)
        return 100;
    while (codes_phase[i] && strcmp(codes_phase[i], phase) != 0)
        i++;
    return i;
}

/* Does the process of the résumé that goes stay? */
static bool other_stays(const struct rows *both, size_t i)
{
    size_t a = rank(rows_text(both, i, "_a_phase")), b = rank(rows_text(both, i, "_b_phase"));
    return a != b ? b > a : strcmp(rows_text(both, i, "_b_at"), rows_text(both, i, "_a_at")) > 0;
}

static struct err *join_notes(struct db *db, uint64_t merge_id, uint64_t stays, const char *note, const char *more)
{
    if (!*more || strstr(note, more) || strlen(note) + strlen(more) > NOTE_MAX)
        return NULL;
    const char *both = *note ? arena_printf(db_arena(db), "%s\n%s", note, more) : more;
    TRY(q_merge_note_add(db, merge_id, stays, note, both));
    return q_merge_note_set(db, stays, both);
}

static struct err *give_way(struct db *db, uint64_t merge_id, uint64_t goes, uint64_t stays)
{
    uint64_t phases, about;
    TRY(q_merge_item_aside(db, merge_id, goes, stays));
    TRY(q_merge_take_phases(db, merge_id, goes, stays, MERGE_MOST + 1, &phases));
    TRY(q_merge_take_about(db, merge_id, goes, stays, MERGE_MOST + 1, &about));
    TRY(merge_few(db, phases > about ? phases : about));
    TRY(q_counter_add(db, "process", -1));
    return q_merge_process_aside(db, goes);
}

static struct err *move_processes(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    struct rows *both;
    uint64_t taken;
    TRY(q_merge_both(db, kept, gone, &both));
    for (size_t i = 0; i < both->count; i++) {
        uint64_t a = rows_u64(both, i, "_a_id"), b = rows_u64(both, i, "_b_id");
        const char *a_note = rows_text(both, i, "_a_note"), *b_note = rows_text(both, i, "_b_note");
        bool other = other_stays(both, i);
        TRY(give_way(db, merge_id, other ? a : b, other ? b : a));
        TRY(join_notes(db, merge_id, other ? b : a, other ? b_note : a_note, other ? a_note : b_note));
    }
    TRY(q_merge_move_phases(db, merge_id, NULL));
    TRY(q_merge_move_about(db, merge_id, NULL));
    TRY(q_merge_take_processes(db, merge_id, gone, MERGE_MOST + 1, &taken));
    TRY(merge_few(db, taken));
    return q_merge_move_processes(db, merge_id, gone, kept, NULL);
}

/* First those that moved, so that their pair is free, then those that gave way. */
static struct err *processes_back(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    uint64_t back;
    TRY(q_merge_move_processes(db, merge_id, kept, gone, NULL));
    TRY(q_merge_notes_back(db, merge_id, NULL));
    TRY(q_merge_processes_back(db, merge_id, &back));
    TRY(q_merge_phases_back(db, merge_id, NULL));
    TRY(q_merge_about_back(db, merge_id, NULL));
    return back ? q_counter_add(db, "process", (int64_t)back) : NULL;
}

struct err *merge_phase(struct db *db, uint64_t resume_id, const char **phase)
{
    struct rows *rows;
    TRY(q_merge_latest_phase(db, resume_id, &rows));
    *phase = rows->count ? rows_text(rows, 0, "_phase") : "";
    return NULL;
}

static struct err *aside(struct db *db, uint64_t gone)
{
    TRY(words_remove(db, gone));
    TRY(q_merge_aside_text(db, gone));
    return q_merge_aside_resume(db, gone);
}

static struct err *back(struct db *db, uint64_t merge_id, uint64_t gone)
{
    TRY(q_merge_back_resume(db, merge_id));
    return q_merge_back_text(db, merge_id);
}

static struct err *move(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    uint64_t n;
    TRY(q_merge_take_files(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(merge_few(db, n));
    TRY(q_merge_move_files(db, merge_id, gone, kept, NULL));
    TRY(q_merge_take_runs(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(merge_few(db, n));
    TRY(q_merge_move_runs(db, merge_id, gone, kept, NULL));
    return move_processes(db, merge_id, kept, gone);
}

static struct err *move_back(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    TRY(q_merge_move_files(db, merge_id, kept, gone, NULL));
    TRY(q_merge_move_runs(db, merge_id, kept, gone, NULL));
    return processes_back(db, merge_id, kept, gone);
}

const struct merge_noun merge_resume = {
    .name = "resume",
    .others = "job:%",
    .kinds = {"resume", "resume_job", "job_recommend"},
    .aside = aside,
    .back = back,
    .move = move,
    .move_back = move_back,
};
