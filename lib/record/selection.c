#include "record/selection.h"

#include "base/arena.h"
#include "db/db.h"
#include "q_selection.h"

#include <stdlib.h>
#include <string.h>

enum { SELECTIONS = 20 }; /* of an account and a list: those used last */

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

bool ids_has(struct ids ids, uint64_t id)
{
    return ids.n && bsearch(&id, ids.v, ids.n, sizeof id, compare);
}

struct ids ids_sorted(struct arena *arena, struct ids ids)
{
    uint64_t *v = arena_array(arena, ids.n + 1, sizeof *v);
    size_t n = 0;
    if (ids.n)
        memcpy(v, ids.v, ids.n * sizeof *v);
    qsort(v, ids.n, sizeof *v, compare);
    for (size_t i = 0; i < ids.n; i++)
        if (n == 0 || v[n - 1] != v[i])
            v[n++] = v[i];
    return (struct ids){v, n};
}

struct ids ids_read(struct arena *arena, const char *text)
{
    size_t n = 0;
    uint64_t *v = arena_array(arena, strlen(text) / 2 + 1, sizeof *v);
    while (*text) {
        char *end;
        v[n] = strtoull(text, &end, 10);
        if (end == text)
            break;
        n++;
        text = *end ? end + 1 : end;
    }
    return ids_sorted(arena, (struct ids){v, n});
}

const char *ids_text(struct arena *arena, struct ids ids)
{
    struct buf buf = buf_on(arena);
    for (size_t i = 0; i < ids.n; i++)
        buf_addf(&buf, "%s%llu", i ? "," : "", (unsigned long long)ids.v[i]);
    return buf.text;
}

struct ids ids_with(struct arena *arena, struct ids a, struct ids b)
{
    uint64_t *v = arena_array(arena, a.n + b.n + 1, sizeof *v);
    if (a.n)
        memcpy(v, a.v, a.n * sizeof *v);
    if (b.n)
        memcpy(v + a.n, b.v, b.n * sizeof *v);
    return ids_sorted(arena, (struct ids){v, a.n + b.n});
}

struct ids ids_without(struct arena *arena, struct ids a, struct ids b)
{
    uint64_t *v = arena_array(arena, a.n + 1, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < a.n; i++)
        if (!ids_has(b, a.v[i]))
            v[n++] = a.v[i];
    return (struct ids){v, n};
}

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
