/* Files of records. The bytes are stored under their own hash before any row names them, so a row never points at
   nothing; a transaction that is rolled back or run again leaves at most bytes that nobody names, which the next same
   file takes up. */
#include "blob/blob.h"

#include "base/crypto.h"
#include "base/file.h"
#include "blob/filetype.h"
#include "http/app.h"
#include "http/res.h"
#include "q_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct bytes {
    const unsigned char *p;
    size_t len;
};

const char *blob_path(struct arena *arena, const char *dir, const unsigned char hash[32])
{
    const char *hex = crypto_hex(arena, hash, 32);
    return arena_printf(arena, "%s/%.2s/%s", dir, hex, hex);
}

/* ---- storing ---- */

static struct err *failed(struct arena *arena, const char *what, const char *path)
{
    return ERR(arena, ERR_INTERNAL, "internal", "%s %s: %s", what, path, strerror(errno));
}

static bool is_there(const char *path, size_t size)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == size;
}

/* Written without a name and named when it is whole: who is killed meanwhile leaves nothing. False where the file
   system has no such files, or when something of another length has the name: then it is done the old way. */
static bool write_unnamed(struct arena *arena, const char *dir, const char *path, struct bytes bytes)
{
    int fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0640);
    const char *self = arena_printf(arena, "/proc/self/fd/%d", fd);
    bool done = fd >= 0 && file_write_all(fd, bytes.p, bytes.len) && fchmod(fd, 0640) == 0 && fsync(fd) == 0 &&
                linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

static struct err *write_durably(struct arena *arena, const char *dir, const char *path, struct bytes bytes)
{
    if (write_unnamed(arena, dir, path, bytes))
        return NULL;
    char *temporary = arena_printf(arena, "%s/new.XXXXXX", dir);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return failed(arena, "create", temporary);
    bool done = file_write_all(fd, bytes.p, bytes.len) && fchmod(fd, 0640) == 0 && fsync(fd) == 0 &&
                rename(temporary, path) == 0;
    struct err *err = done ? NULL : failed(arena, "write", temporary);
    if (!done)
        unlink(temporary);
    close(fd);
    return err;
}

static struct err *store(struct arena *arena, const char *dir, const unsigned char hash[32], struct bytes bytes)
{
    const char *path = blob_path(arena, dir, hash);
    char *folder = arena_strndup(arena, path, (size_t)(strrchr(path, '/') - path));
    if (is_there(path, bytes.len))
        return NULL;
    if (mkdir(folder, 0770) == 0)
        TRY(file_sync_dir(arena, dir));
    else if (errno != EEXIST)
        return failed(arena, "make", folder);
    TRY(write_durably(arena, dir, path, bytes));
    return file_sync_dir(arena, folder);
}

/* ---- attaching ---- */

/* The upload's bytes without copying them; nobody else can shorten the unlinked file under us. */
static struct err *map(struct req *rq, const struct upload *upload, struct bytes *out)
{
    void *p = mmap(NULL, (size_t)upload->size, PROT_READ, MAP_PRIVATE, upload->fd, 0);
    if (p == MAP_FAILED)
        return failed(rq->arena, "map", "upload");
    *out = (struct bytes){p, (size_t)upload->size};
    return NULL;
}

static struct err *check_total(struct req *rq, const char *noun, uint64_t noun_id, size_t more)
{
    struct rows *rows;
    TRY(q_file_bytes(rq->db, noun, noun_id, &rows));
    if (rows_u64(rows, 0, "_bytes") + more > (uint64_t)conf_int(rq->app->conf, "files.max_total"))
        return ERR(rq->arena, ERR_INPUT, "file_total", "files of %s %" PRIu64, noun, noun_id);
    return NULL;
}

static struct err *attach(struct req *rq, const struct upload *upload, struct bytes bytes, uint64_t *blob_id)
{
    unsigned char hash[32];
    const char *dir = conf_text(rq->app->conf, "paths.blobs");
    crypto_sha256(bytes.p, bytes.len, hash);
    TRY(store(rq->arena, dir, hash, bytes));
    TRY(q_blob_add(rq->db, hash, bytes.len, upload->type->type, blob_id));
    /* The row is ours until the commit. Had a sweep taken the bytes in between, they would be stored again here. */
    return store(rq->arena, dir, hash, bytes);
}

struct err *blob_attach(struct req *rq, const struct upload *upload, const char *noun, uint64_t noun_id,
                        uint64_t *file_id)
{
    struct bytes bytes = {NULL, 0};
    uint64_t blob_id;
    if (upload->refused)
        return ERR(rq->arena, ERR_INPUT, upload->refused, "upload of %" PRIu64 " bytes", upload->size);
    if (!upload->type)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "an upload that nobody examined");
    TRY(check_total(rq, noun, noun_id, (size_t)upload->size));
    TRY(map(rq, upload, &bytes));
    struct err *err = attach(rq, upload, bytes, &blob_id);
    munmap((void *)(uintptr_t)bytes.p, bytes.len);
    TRY(err);
    return q_file_insert(rq->db, noun, noun_id, blob_id, filetype_fit_name(rq->arena, upload->type, upload->name),
                         file_id);
}

struct keep {
    const unsigned char *hash;
    uint64_t len, *blob_id;
    const char *type;
};

static struct err *keep_row(struct db *db, void *arg)
{
    const struct keep *k = arg;
    return q_blob_add(db, k->hash, k->len, k->type, k->blob_id);
}

/* The row first: bytes without one would stay for ever, a row without bytes is swept after a day. */
struct err *blob_keep(struct db *db, const char *dir, const void *bytes, size_t len, const char *type,
                      uint64_t *blob_id)
{
    unsigned char hash[32];
    crypto_sha256(bytes, len, hash);
    struct keep keep = {hash, len, blob_id, type};
    TRY(db_transaction(db, keep_row, &keep));
    return store(db_arena(db), dir, hash, (struct bytes){bytes, len});
}

/* ---- sending and removing ---- */

/* The file behind a row with _hash and _size. */
static struct err *open_row(struct req *rq, const struct rows *rows, int *fd)
{
    struct stat st;
    size_t len;
    const unsigned char *hash = rows_bytes(rows, 0, "_hash", &len);
    if (len != 32)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "hash of %zu bytes", len);
    const char *path = blob_path(rq->arena, conf_text(rq->app->conf, "paths.blobs"), hash);
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0)
        return failed(rq->arena, "open", path);
    req_keep_fd(rq, *fd);
    if (fstat(*fd, &st) < 0 || (uint64_t)st.st_size != rows_u64(rows, 0, "_size"))
        return ERR(rq->arena, ERR_INTERNAL, "internal", "%s is not as long as its row says", path);
    return NULL;
}

struct err *blob_send(struct req *rq, uint64_t file_id)
{
    struct rows *rows;
    int fd;
    TRY(q_file_find(rq->db, file_id, &rows));
    TRY(open_row(rq, rows, &fd));
    const struct filetype *type = filetype_by_name(rows_text(rows, 0, "_type"));
    res_file(rq, fd, rows_u64(rows, 0, "_size"), type ? type->type : "application/octet-stream",
             rows_text(rows, 0, "_name"));
    return NULL;
}

struct err *blob_read(struct req *rq, uint64_t file_id, const char *noun, uint64_t noun_id, const char **bytes,
                      size_t *len)
{
    struct rows *rows;
    int fd;
    TRY(q_file_find_of(rq->db, file_id, noun, noun_id, &rows));
    TRY(open_row(rq, rows, &fd));
    size_t size = (size_t)rows_u64(rows, 0, "_size"), have = 0;
    char *text = arena_alloc(rq->arena, size + 1);
    while (have < size) {
        ssize_t n = pread(fd, text + have, size - have, (off_t)have);
        if (n <= 0)
            return failed(rq->arena, "read", "blob");
        have += (size_t)n;
    }
    *bytes = text;
    *len = size;
    return NULL;
}

struct err *blob_remove(struct req *rq, uint64_t file_id)
{
    return q_file_remove(rq->db, file_id);
}
