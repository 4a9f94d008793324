#include "record/selection.h"

#include "base/arena.h"
#include "db/db.h"
#include "q_selection.h"

#include <stdlib.h>
#include <string.h>

enum { SELECTIONS = 20 }; /* of an account and a list: those used last */

static void from_rows(struct db *db, const struct rows *rows, struct selection *out)
{
    *out = (struct selection){.query = ""};
    if (!rows->count)
        return;
    out->id = rows_u64(rows, 0, "_id");
    out->version = rows_u64(rows, 0, "_version");
    out->query = rows_text(rows, 0, "_query");
    out->shown = ids_read(db_arena(db), rows_text(rows, 0, "_shown"));
    out->checked = ids_read(db_arena(db), rows_text(rows, 0, "_checked"));
}

struct err *selection_of(struct db *db, const char *list, const char *query, struct selection *out)
{
    struct rows *rows;
    TRY(q_selection_of(db, list, query, &rows));
    from_rows(db, rows, out);
    return NULL;
}

struct err *selection_latest(struct db *db, const char *list, struct selection *out)
{
    struct rows *rows;
    TRY(q_selection_latest(db, list, &rows));
    from_rows(db, rows, out);
    return NULL;
}

struct err *selection_named(struct db *db, const char *list, uint64_t id, struct selection *out)
{
    struct rows *rows;
    TRY(q_selection_named(db, list, id, &rows));
    from_rows(db, rows, out);
    return NULL;
}

struct err *selection_put(struct db *db, const char *list, struct selection *s)
{
    struct arena *arena = db_arena(db);
    bool fresh = !s->id;
    TRY(q_selection_put(db, list, s->query, ids_text(arena, s->shown), ids_text(arena, s->checked), &s->id));
    return fresh ? q_selection_drop_old(db, list, SELECTIONS, NULL) : NULL;
}

struct err *selection_merge(struct db *db, const char *list, const char *query, struct ids shown, struct ids ticked,
                            size_t max, struct selection *out)
{
    struct arena *arena = db_arena(db);
    struct rows *rows;
    TRY(q_selection_lock(db, list, query, &rows));
    from_rows(db, rows, out);
    out->query = query;
    out->shown = ids_sorted(arena, shown);
    out->checked = ids_with(arena, ids_without(arena, out->checked, out->shown), ids_sorted(arena, ticked));
    if (out->checked.n > max)
        return ERR(arena, ERR_INPUT, "selection_full", "%zu ticked", out->checked.n);
    return selection_put(db, list, out);
}
