/* The end of the time in which a merge can be undone. */
#include "model/crm/merge.h"

#include "base/arena.h"
#include "db/db.h"
#include "q_duplicate.h"

#include <string.h>

static struct err *drop_resume(struct db *db, uint64_t merge_id, uint64_t gone)
{
    struct rows *asides;
    TRY(q_merge_asides(db, merge_id, &asides));
    struct q_merge_drop_process_row *rows = arena_array(db_arena(db), asides->count + 1, sizeof *rows);
    for (size_t i = 0; i < asides->count; i++)
        rows[i] = (struct q_merge_drop_process_row){rows_u64(asides, i, "_id")};
    TRY(q_merge_drop_process(db, rows, asides->count, NULL));
    TRY(q_merge_drop_text(db, gone, NULL));
    return q_merge_drop_resume(db, gone, NULL);
}

static struct err *drop_contact(struct db *db, uint64_t merge_id, uint64_t gone)
{
    return q_merge_drop_contact(db, gone, NULL);
}

static const struct {
    const char *noun;
    struct err *(*drop)(struct db *db, uint64_t merge_id, uint64_t gone);
} drops[] = {{"resume", drop_resume}, {"contact", drop_contact}};

static struct err *drop_all(struct db *db, uint64_t merge_id, const char *noun, uint64_t gone)
{
    for (size_t i = 0; i < sizeof drops / sizeof *drops; i++)
        if (strcmp(drops[i].noun, noun) == 0)
            TRY(drops[i].drop(db, merge_id, gone));
    TRY(q_duplicate_keys_drop(db, noun, gone, NULL));
    TRY(q_merge_drop_pairs(db, noun, gone, NULL));
    return q_merge_drop_pairs_high(db, noun, gone, NULL);
}

struct err *merge_forget(struct db *db, uint64_t merge_id, const char *noun, uint64_t gone, bool undone)
{
    if (!undone)
        TRY(drop_all(db, merge_id, noun, gone));
    TRY(q_merge_drop_items(db, merge_id, NULL));
    return q_merge_forgotten(db, merge_id);
}
