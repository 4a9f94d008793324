/* Bytes that nobody names go. Whoever attaches the same bytes meanwhile takes the row's lock and looks for the bytes
   after it (see blob_attach), and a row that was attached within a day is left alone: so a file never loses its
   bytes. */
#include "base/arena.h"
#include "blob/blob.h"
#include "db/db.h"
#include "q_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct sweep {
    const char *dir;
    uint64_t id;
    const struct rows *removed;
    bool gone;
};

static struct err *purge(struct db *db, void *arg)
{
    const struct rows *removed = ((struct sweep *)arg)->removed;
    for (size_t i = 0; i < removed->count; i++)
        TRY(q_file_purge(db, rows_u64(removed, i, "_id"), &(uint64_t){0}));
    return NULL;
}

/* The question who names it is a statement of its own behind the lock: one statement would still see the time before it
   waited. The bytes go before the commit: a row without bytes is mended by the next attachment, bytes without a row
   would stay for ever. */
static struct err *delete_one(struct db *db, void *arg)
{
    struct sweep *sweep = arg;
    struct rows *rows, *named;
    size_t len;
    sweep->gone = false;
    TRY(q_blob_lock(db, sweep->id, &rows));
    if (rows->count == 0)
        return NULL;
    TRY(q_blob_named(db, sweep->id, &named));
    const unsigned char *hash = rows_bytes(rows, 0, "_hash", &len);
    if (rows_u64(named, 0, "_named") || len != 32)
        return NULL;
    const char *path = blob_path(db_arena(db), sweep->dir, hash);
    if (unlink(path) < 0 && errno != ENOENT)
        return ERR(db_arena(db), ERR_INTERNAL, "internal", "unlink %s: %s", path, strerror(errno));
    sweep->gone = true;
    return q_blob_delete(db, sweep->id);
}

struct err *blob_sweep(struct db *db, const char *dir, uint64_t days, uint64_t *count)
{
    struct sweep sweep = {.dir = dir};
    struct rows *removed, *unused;
    *count = 0;
    TRY(q_file_removed(db, days, &removed));
    sweep.removed = removed;
    if (removed->count)
        TRY(db_transaction(db, purge, &sweep));
    TRY(q_blob_unused(db, &unused));
    for (size_t i = 0; i < unused->count; i++) {
        sweep.id = rows_u64(unused, i, "_id");
        TRY(db_transaction(db, delete_one, &sweep));
        *count += sweep.gone;
    }
    return NULL;
}
