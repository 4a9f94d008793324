#include "model/crm/merge.h"

#include "base/arena.h"
#include "base/ids.h"
#include "db/db.h"
#include "mail/outbox.h"
#include "q_duplicate.h"
#include "q_record.h"

#include <string.h>

struct err *merge_few(struct db *db, uint64_t taken)
{
    if (taken <= MERGE_MOST)
        return NULL;
    return ERR(db_arena(db), ERR_CONFLICT, "merge_too_many", "more than %d rows of a sort", MERGE_MOST);
}

/* ---- ids in selections and drafts ---- */

static struct err *set_ids(struct db *db, const char *column, uint64_t id, struct ids ids)
{
    const char *text = ids_text(db_arena(db), ids);
    text = text ? text : "";
    if (strcmp(column, "shown") == 0)
        return q_merge_set_shown(db, id, text, NULL);
    return strcmp(column, "checked") == 0 ? q_merge_set_checked(db, id, text, NULL)
                                          : q_merge_set_ids(db, id, text, NULL);
}

static struct ids put_in_place(struct arena *arena, struct ids ids, uint64_t from, uint64_t to)
{
    return ids_with(arena, ids_without(arena, ids, (struct ids){&from, 1}), (struct ids){&to, 1});
}

struct named {
    uint64_t merge_id, kept, gone;
    const char *kind; /* of the items: "tick", "chosen" */
};

/* kept stands where gone stood in a column of each row. */
static struct err *rename_in(struct db *db, const struct named *n, const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct ids ids = ids_read(db_arena(db), rows_text(rows, i, column));
        uint64_t id = rows_u64(rows, i, "_id");
        if (!ids_has(ids, n->gone))
            continue;
        TRY(q_merge_named_add(
            db,
            &(struct q_merge_named_add_args){
                .merge_id = n->merge_id, .kind = n->kind, .id = id, .name = column, .both = ids_has(ids, n->kept)}));
        TRY(set_ids(db, column, id, put_in_place(db_arena(db), ids, n->gone, n->kept)));
    }
    return NULL;
}

static struct err *move_named(struct db *db, const struct merge_noun *noun, uint64_t merge_id, uint64_t kept,
                              uint64_t gone)
{
    struct rows *rows;
    struct named n = {merge_id, kept, gone, "tick"};
    TRY(q_merge_ticked(db, noun->name, noun->others, gone, &rows));
    TRY(rename_in(db, &n, rows, "shown"));
    TRY(rename_in(db, &n, rows, "checked"));
    n.kind = "chosen";
    TRY(q_merge_drafted(db, noun->kinds[0], noun->kinds[1], noun->kinds[2], gone, &rows));
    return rename_in(db, &n, rows, "ids");
}

/* Where kept was taken out since, gone is not wanted either. */
static struct err *named_back(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    struct rows *rows;
    struct arena *arena = db_arena(db);
    TRY(q_merge_named(db, merge_id, &rows));
    for (size_t i = 0; i < rows->count; i++) {
        struct ids ids = ids_read(arena, rows_text(rows, i, "_ids"));
        if (!ids_has(ids, kept))
            continue;
        ids = rows_u64(rows, i, "_both") ? ids_with(arena, ids, (struct ids){&gone, 1})
                                         : put_in_place(arena, ids, kept, gone);
        TRY(set_ids(db, rows_text(rows, i, "_name"), rows_u64(rows, i, "_id"), ids));
    }
    return NULL;
}

/* ---- all of it ---- */

struct err *merge_do(struct db *db, const struct merge_noun *noun, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    struct rows *held;
    uint64_t n;
    TRY(q_merge_hold_runs(db, &held));
    TRY(q_merge_take_history(db, merge_id, noun->name, gone, MERGE_MOST + 1, &n));
    TRY(merge_few(db, n));
    TRY(q_merge_move_history(db, merge_id, noun->name, gone, kept, NULL));
    TRY(outbox_take(db, merge_id, noun->name, gone, MERGE_MOST + 1, &n));
    TRY(merge_few(db, n));
    TRY(outbox_move(db, merge_id, noun->name, gone, kept));
    TRY(move_named(db, noun, merge_id, kept, gone));
    TRY(noun->move(db, merge_id, kept, gone));
    TRY(noun->aside(db, gone));
    return q_counter_add(db, noun->name, -1);
}

struct err *merge_undo(struct db *db, const struct merge_noun *noun, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    TRY(noun->back(db, merge_id, gone));
    TRY(q_counter_add(db, noun->name, 1));
    TRY(q_merge_move_history(db, merge_id, noun->name, kept, gone, NULL));
    TRY(outbox_move(db, merge_id, noun->name, kept, gone));
    TRY(named_back(db, merge_id, kept, gone));
    return noun->move_back(db, merge_id, kept, gone);
}

struct err *merge_survivor(struct db *db, const char *noun, uint64_t gone, uint64_t *kept)
{
    return merge_survivor_since(db, noun, gone, "", kept);
}

struct err *merge_survivor_since(struct db *db, const char *noun, uint64_t gone, const char *since, uint64_t *kept)
{
    enum { FAR = 20 };
    struct rows *rows;
    *kept = 0;
    for (unsigned i = 0; i < FAR; i++) {
        TRY(q_merge_of_gone(db, noun, *kept ? *kept : gone, &rows));
        if (!rows->count || strcmp(rows_text(rows, 0, "_at"), since) < 0)
            break;
        *kept = rows_u64(rows, 0, "_kept_id");
    }
    return NULL;
}
