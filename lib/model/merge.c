#include "merge.h"

#include "arena.h"
#include "codes.h"
#include "db.h"
#include "outbox.h"
#include "q_duplicate.h"
#include "q_process.h"
#include "words.h"

#include <string.h>

enum { NOTE_MAX = 16000 };

static struct err *few(struct db *db, uint64_t taken)
{
    if (taken <= MERGE_MOST)
        return NULL;
    return ERR(db_arena(db), ERR_CONFLICT, "merge_too_many", "more than %d rows of a sort", MERGE_MOST);
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

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
    TRY(few(db, phases > about ? phases : about));
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
    TRY(few(db, taken));
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

/* ---- all of it --------------------------------------------------------------------------------------------------- */

struct err *merge_move(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    uint64_t n;
    TRY(q_merge_take_files(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(few(db, n));
    TRY(q_merge_move_files(db, merge_id, gone, kept, NULL));
    TRY(q_merge_take_history(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(few(db, n));
    TRY(q_merge_move_history(db, merge_id, gone, kept, NULL));
    TRY(outbox_take(db, merge_id, "resume", gone, MERGE_MOST + 1, &n));
    TRY(few(db, n));
    TRY(outbox_move(db, merge_id, "resume", gone, kept));
    TRY(q_merge_take_runs(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(few(db, n));
    TRY(q_merge_move_runs(db, merge_id, gone, kept, NULL));
    return move_processes(db, merge_id, kept, gone);
}

struct err *merge_aside(struct db *db, uint64_t gone)
{
    TRY(words_remove(db, gone));
    TRY(q_merge_text_aside(db, gone));
    TRY(q_merge_aside(db, gone));
    return q_counter_add(db, "resume", -1);
}

struct err *merge_undo(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    TRY(q_merge_back(db, merge_id));
    TRY(q_merge_text_back(db, merge_id));
    TRY(q_counter_add(db, "resume", 1));
    TRY(q_merge_move_files(db, merge_id, kept, gone, NULL));
    TRY(q_merge_move_history(db, merge_id, kept, gone, NULL));
    TRY(outbox_move(db, merge_id, "resume", kept, gone));
    TRY(q_merge_move_runs(db, merge_id, kept, gone, NULL));
    return processes_back(db, merge_id, kept, gone);
}

struct err *merge_survivor(struct db *db, uint64_t gone, uint64_t *kept)
{
    struct rows *rows;
    TRY(q_merge_of_gone(db, gone, &rows));
    *kept = rows->count ? rows_u64(rows, 0, "_kept_id") : 0;
    return NULL;
}

struct err *merge_forget(struct db *db, uint64_t merge_id, uint64_t gone, bool undone)
{
    struct rows *asides;
    if (!undone) {
        TRY(q_merge_asides(db, merge_id, &asides));
        struct q_merge_drop_process_row *rows = arena_array(db_arena(db), asides->count + 1, sizeof *rows);
        for (size_t i = 0; i < asides->count; i++)
            rows[i] = (struct q_merge_drop_process_row){rows_u64(asides, i, "_id")};
        TRY(q_merge_drop_process(db, rows, asides->count, NULL));
        TRY(q_merge_drop_text(db, gone, NULL));
        TRY(q_merge_drop_resume(db, gone, NULL));
        TRY(q_duplicate_keys_drop(db, gone, NULL));
        TRY(q_merge_drop_pairs(db, gone, NULL));
        TRY(q_merge_drop_pairs_high(db, gone, NULL));
    }
    TRY(q_merge_drop_items(db, merge_id, NULL));
    return q_merge_forgotten(db, merge_id);
}
