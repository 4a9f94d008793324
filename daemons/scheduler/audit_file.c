#include "audit_file.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err *failed(struct arena *arena, const char *what, const char *path)
{
    return ERR(arena, ERR_INTERNAL, "internal", "%s %s: %s", what, path, strerror(errno));
}

static struct err *write_synced(struct arena *arena, int fd, const char *bytes, size_t len, const char *path)
{
    if (!file_write_all(fd, bytes, len))
        return failed(arena, "write", path);
    return fsync(fd) ? failed(arena, "sync", path) : NULL;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static const char *path_of(struct arena *arena, const char *dir, unsigned month)
{
    return arena_printf(arena, "%s/audit-%06u.log", dir, month);
}

void audit_file_init(struct audit_file *f, const char *dir, const char *head_path)
{
    *f = (struct audit_file){.dir = dir, .head_path = head_path, .lock = -1, .fd = -1};
}

void audit_file_end(struct audit_file *f)
{
    close_fd(&f->lock);
}

void audit_file_close(struct audit_file *f)
{
    close_fd(&f->fd);
    close_fd(&f->lock);
}

/* ---- which files there are ---- */

static unsigned month_of(const char *name)
{
    unsigned month = 0;
    if (strlen(name) != strlen("audit-YYYYMM.log") || strncmp(name, "audit-", 6) != 0 || strcmp(name + 12, ".log") != 0)
        return 0;
    for (int i = 6; i < 12; i++) {
        if (name[i] < '0' || name[i] > '9')
            return 0;
        month = month * 10 + (unsigned)(name[i] - '0');
    }
    return month;
}

static int is_month(const struct dirent *entry)
{
    return month_of(entry->d_name) != 0;
}

struct err *audit_file_list(struct arena *arena, const char *dir, const char ***paths)
{
    struct dirent **found;
    int n = scandir(dir, &found, is_month, alphasort);
    if (n < 0)
        return failed(arena, "read", dir);
    *paths = arena_array(arena, (size_t)n + 1, sizeof **paths);
    for (int i = 0; i < n; i++) {
        (*paths)[i] = arena_printf(arena, "%s/%s", dir, found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return NULL;
}

/* ---- where the log ends ---- */

struct end {
    struct audit_link last;
    off_t good;    /* bytes of whole right lines */
    bool any;      /* a line was found */
    bool wrong;    /* a whole line that is not right follows */
    bool leftover; /* bytes follow */
};

/* The first line of a file is taken at its word: the file before is not read here, that is what verify is for. */
static void read_line(struct end *end, const char *line, size_t len)
{
    struct audit_link link = end->last;
    const char *fault = audit_line_check(line, len - 1, &link);
    if (!end->any && link.seq) {
        end->last = link;
        end->last.seq--;
        struct audit_link before = {.seq = link.seq - 1};
        memcpy(before.hash, line + strcspn(line, ",") + strlen(",\"prev\":\""), AUDIT_HASH);
        link = before;
        fault = audit_line_check(line, len - 1, &link);
    }
    if (fault) {
        end->wrong = true;
        return;
    }
    end->last = link;
    end->any = true;
    end->good += (off_t)len;
}

static struct err *find_end(struct arena *arena, const char *path, struct end *end)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    FILE *in = fopen(path, "re");
    *end = (struct end){.last = audit_link_first()};
    if (!in)
        return failed(arena, "open", path);
    while (!end->wrong && (len = getline(&line, &room, in)) > 0) {
        if (line[len - 1] == '\n')
            read_line(end, line, (size_t)len);
        else
            end->leftover = true;
    }
    bool bad = ferror(in) != 0;
    free(line);
    fclose(in);
    return bad ? failed(arena, "read", path) : NULL;
}

/* A write that was cut short by a crash of the machine may leave more than half a line: bytes that never became true.
   They lie behind everything that was known to be on disk. */
static struct err *cut(struct audit_file *f, struct arena *arena, const char *path, const struct end *end,
                       uint64_t written)
{
    if (end->wrong && end->last.seq < written)
        return ERR(arena, ERR_INTERNAL, "internal", "%s is not what was written after line %" PRIu64 " of the log",
                   path, end->last.seq);
    if (ftruncate(f->fd, end->good) || fsync(f->fd))
        return failed(arena, "shorten", path);
    f->size = end->good;
    log_line(LOG_WARN, "audit log mended", "path", path, "last", arena_printf(arena, "%" PRIu64, end->last.seq), NULL);
    return NULL;
}

static struct err *open_newest(struct audit_file *f, struct arena *arena, const char *path)
{
    struct stat st;
    close_fd(&f->fd);
    f->fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
    if (f->fd < 0 || fstat(f->fd, &st))
        return failed(arena, "open", path);
    f->month = month_of(strrchr(path, '/') + 1);
    f->size = st.st_size;
    return NULL;
}

static struct err *look(struct audit_file *f, struct arena *arena, uint64_t written)
{
    const char **paths;
    struct end end;
    size_t n = 0;
    close_fd(&f->fd);
    f->month = 0;
    f->last = audit_link_first();
    TRY(audit_file_list(arena, f->dir, &paths));
    while (paths[n])
        n++;
    for (size_t i = n; i-- > 0;) {
        TRY(find_end(arena, paths[i], &end));
        if (i + 1 == n) {
            TRY(open_newest(f, arena, paths[i]));
            if (end.wrong || end.leftover)
                TRY(cut(f, arena, paths[i], &end, written));
        }
        if (end.any) {
            f->last = end.last;
            return NULL;
        }
    }
    return NULL;
}

/* Is the file that we have open still the newest, and as we left it? */
static bool is_unchanged(const struct audit_file *f, struct arena *arena)
{
    struct stat here, there;
    const char **paths;
    size_t n = 0;
    if (f->fd < 0 || audit_file_list(arena, f->dir, &paths))
        return false;
    while (paths[n])
        n++;
    return n && !fstat(f->fd, &here) && !stat(paths[n - 1], &there) && here.st_ino == there.st_ino &&
           here.st_dev == there.st_dev && here.st_size == f->size;
}

struct err *audit_file_begin(struct audit_file *f, struct arena *arena, uint64_t written)
{
    const char *path = arena_printf(arena, "%s/lock", f->dir);
    if (mkdir(f->dir, 0700) && errno != EEXIST)
        return failed(arena, "make", f->dir);
    f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (f->lock < 0)
        return failed(arena, "open", path);
    if (flock(f->lock, LOCK_EX | LOCK_NB)) {
        close_fd(&f->lock);
        return ERR(arena, ERR_BUSY, "database_busy", "%s is locked by another process", path);
    }
    return is_unchanged(f, arena) ? NULL : look(f, arena, written);
}

/* ---- writing ---- */

static struct err *open_month(struct audit_file *f, struct arena *arena, unsigned month, const char *path)
{
    close_fd(&f->fd);
    f->fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (f->fd < 0)
        return failed(arena, "open", path);
    f->month = month;
    f->size = lseek(f->fd, 0, SEEK_END);
    return file_sync_dir(arena, f->dir);
}

struct err *audit_file_append(struct audit_file *f, struct arena *arena, unsigned month, const char *lines, size_t len,
                              const struct audit_link *last)
{
    const char *path = path_of(arena, f->dir, month);
    if (f->fd < 0 || f->month != month)
        TRY(open_month(f, arena, month, path));
    struct err *err = write_synced(arena, f->fd, lines, len, path);
    if (err) { /* what is there now is found out by the next look */
        close_fd(&f->fd);
        return err;
    }
    f->size += (off_t)len;
    f->last = *last;
    return NULL;
}

static bool head_says(const struct audit_file *f, const char *text)
{
    char now[200] = "";
    FILE *in = fopen(f->head_path, "re");
    if (in && !fgets(now, sizeof now, in))
        *now = '\0';
    if (in)
        fclose(in);
    return strcmp(now, text) == 0;
}

struct err *audit_file_head(struct audit_file *f, struct arena *arena)
{
    const char *text = arena_printf(arena, "%" PRIu64 " %s\n", f->last.seq, f->last.hash);
    if (head_says(f, text))
        return NULL;
    const char *temporary = arena_printf(arena, "%s.new", f->head_path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0)
        return failed(arena, "open", temporary);
    struct err *err = write_synced(arena, fd, text, strlen(text), temporary);
    close(fd);
    TRY(err);
    if (rename(temporary, f->head_path))
        return failed(arena, "rename", temporary);
    char *dir = arena_strdup(arena, f->head_path), *slash = strrchr(dir, '/');
    if (slash)
        *slash = '\0';
    return file_sync_dir(arena, slash ? dir : ".");
}
