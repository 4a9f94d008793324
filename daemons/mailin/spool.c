/* A maildir that the mail server fills: messages are taken in batches, one connection, one transaction a batch. A file
   goes when what it said is committed; a crash between leaves it, and the second time it changes nothing. A message
   that cannot be stored for a reason of its own is put aside in DIR/failed, so that it holds up no other. */
#include "mailin.h"

#include "base/daemon.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

enum { BATCH_BYTES = 16 * 1024 * 1024 };

struct item {
    char name[NAME_MAX + 1];
    bool gone; /* somebody else took it, or it is no file */
    struct message message;
    uint64_t outbox_id;
    const char *outcome;
};

struct spool {
    struct mailin *m;
    struct arena *arena; /* of a batch */
    int new_dir, failed_dir;
    struct item *items;
    size_t count, most;
};

/* DIR/sub, made when it is not there; -1 with a line in the log. */
static int open_dir(struct arena *arena, const char *dir, const char *sub)
{
    const char *path = arena_printf(arena, "%s/%s", dir, sub);
    if (mkdir(path, 0700) && errno != EEXIST) {
        log_line(LOG_ERROR, "spool", "path", path, "reason", strerror(errno), NULL);
        return -1;
    }
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        log_line(LOG_ERROR, "spool", "path", path, "reason", strerror(errno), NULL);
    return fd;
}

/* Names of a batch, in the order in which the directory has them: the order of reports does not matter. */
static bool list(struct spool *s)
{
    int fd = openat(s->new_dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    s->count = 0;
    if (!dir) {
        log_line(LOG_ERROR, "spool", "reason", strerror(errno), NULL);
        if (fd >= 0)
            close(fd);
        return false;
    }
    for (struct dirent *e; s->count < s->most && (e = readdir(dir));)
        if (*e->d_name != '.')
            snprintf(s->items[s->count++].name, sizeof s->items->name, "%s", e->d_name);
    closedir(dir);
    return true;
}

/* Bytes read. */
static size_t load(struct spool *s, struct item *item)
{
    size_t len = 0;
    struct stat st;
    int fd = openat(s->new_dir, item->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    item->gone = fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode);
    if (!item->gone) {
        size_t max = (size_t)st.st_size < s->m->max_bytes ? (size_t)st.st_size : s->m->max_bytes;
        char *bytes = arena_alloc(s->arena, max + 1);
        ssize_t n = 0;
        while (len < max && (n = read(fd, bytes + len, max - len)) > 0)
            len += (size_t)n;
        item->gone = n < 0;
        if (!item->gone)
            message_parse(s->arena, bytes, len, NULL, NULL, &item->message);
    }
    if (fd >= 0)
        close(fd);
    return len;
}

struct range {
    struct spool *s;
    size_t from, to;
};

static struct err *store(struct db *db, void *arg)
{
    const struct range *r = arg;
    for (size_t i = r->from; i < r->to; i++) {
        struct item *item = &r->s->items[i];
        if (!item->gone)
            TRY(mailin_store(r->s->m, &item->message, &item->outbox_id, &item->outcome));
    }
    return NULL;
}

static void done(struct spool *s, struct item *item)
{
    char id[24];
    if (item->gone)
        return;
    snprintf(id, sizeof id, "%" PRIu64, item->outbox_id);
    log_line(LOG_INFO, "message", "outcome", item->outcome, "outbox", id, NULL);
    if (unlinkat(s->new_dir, item->name, 0) && errno != ENOENT)
        log_line(LOG_ERROR, "spool", "file", item->name, "reason", strerror(errno), NULL);
}

static void put_aside(struct spool *s, struct item *item, const struct err *err)
{
    log_err("message", item->name, err);
    if (renameat(s->new_dir, item->name, s->failed_dir, item->name))
        log_line(LOG_ERROR, "spool", "file", item->name, "reason", strerror(errno), NULL);
}

/* One by one, to find the message that spoils its batch. BUSY when the database is away. */
static struct err *singly(struct spool *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct range one = {s, i, i + 1};
        struct err *err = db_transaction(s->m->db, store, &one);
        if (err && (err->kind == ERR_BUSY || db_can_retry(err)))
            return err;
        if (err)
            put_aside(s, &s->items[i], err);
        else
            done(s, &s->items[i]);
    }
    return NULL;
}

static struct err *batch(struct spool *s)
{
    TRY(mailin_ready(s->m, s->arena));
    for (size_t i = 0, bytes = 0; i < s->count; i++)
        if ((bytes += load(s, &s->items[i])) > BATCH_BYTES)
            s->count = i + 1;
    struct range all = {s, 0, s->count};
    struct err *err = db_transaction(s->m->db, store, &all);
    if (err && err->kind == ERR_BUSY)
        return err;
    if (err)
        return singly(s);
    for (size_t i = 0; i < s->count; i++)
        done(s, &s->items[i]);
    return NULL;
}

/* False when nothing could be done: a pause is due. */
static bool turn(struct spool *s, bool *failed)
{
    *failed = !list(s);
    if (*failed || !s->count)
        return false;
    struct err *err = batch(s);
    size_t gone = 0;
    for (size_t i = 0; i < s->count; i++)
        gone += s->items[i].gone;
    if (err)
        log_err("spool", NULL, err);
    *failed = err != NULL || gone == s->count;
    arena_reset(s->arena);
    return !*failed;
}

int spool_run(struct mailin *m, const char *dir, bool once)
{
    struct spool s = {.m = m, .arena = m->app->request};
    unsigned poll_ms = (unsigned)conf_int(m->app->conf, "mailin.poll_ms");
    bool failed = false;
    daemon_signals();
    s.most = (size_t)conf_int(m->app->conf, "mailin.batch");
    s.items = arena_array(m->app->arena, s.most, sizeof *s.items);
    s.new_dir = open_dir(m->app->arena, dir, "new");
    s.failed_dir = open_dir(m->app->arena, dir, "failed");
    if (s.new_dir < 0 || s.failed_dir < 0)
        return EX_TEMPFAIL;
    while (!daemon_told_to_stop(0))
        if (!turn(&s, &failed) && (once || daemon_told_to_stop(poll_ms)))
            break;
    close(s.new_dir);
    close(s.failed_dir);
    return once && failed ? EX_TEMPFAIL : EX_OK;
}
