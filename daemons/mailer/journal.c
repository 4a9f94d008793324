#include "journal.h"

#include "base/arena.h"
#include "base/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH = 288, FILES_MAX = 64 };

struct journal {
    int fd;
    unsigned number, slots, free_count;
    int *free_slots;
    char claimer[61], boot[40];
    char path[512];
};

static void boot_id(char out[40])
{
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, out, 39);
    if (fd >= 0)
        close(fd);
    out[n < 0 ? 0 : n] = '\0';
    out[strcspn(out, "\n")] = '\0';
}

static bool path_of(const char *dir, unsigned number, char *out, size_t size)
{
    int n = snprintf(out, size, "%s/journal.%u", dir, number);
    return n > 0 && (size_t)n < size;
}

/* Open and lock; -1 with EWOULDBLOCK when its mailer lives. A file that was removed between open and lock is no longer
   the journal of that name. */
static int open_locked(const char *path, int flags)
{
    struct stat here, there;
    int fd = open(path, flags | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &here) == 0 && stat(path, &there) == 0 &&
        here.st_ino == there.st_ino)
        return fd;
    close(fd);
    errno = EWOULDBLOCK;
    return -1;
}

static bool write_line(int fd, unsigned line, const char *text)
{
    char bytes[WIDTH];
    size_t len = strnlen(text, WIDTH - 1);
    memset(bytes, ' ', sizeof bytes);
    memcpy(bytes, text, len);
    bytes[WIDTH - 1] = '\n';
    return pwrite(fd, bytes, sizeof bytes, (off_t)line * WIDTH) == WIDTH;
}

/* ---- reading what a dead mailer left ---- */

static bool read_line(int fd, unsigned line, char out[WIDTH])
{
    if (pread(fd, out, WIDTH, (off_t)line * WIDTH) != WIDTH || out[WIDTH - 1] != '\n' || memchr(out, '\0', WIDTH))
        return false;
    size_t n = WIDTH - 1;
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return true;
}

static bool parse_entry(const char *line, struct journal_entry *e)
{
    char name[12], rest[WIDTH] = "";
    if (sscanf(line, "begin %" SCNu64 " %u", &e->id, &e->attempt) == 2)
        return true;
    unsigned code = 0;
    if (sscanf(line, "end %" SCNu64 " %u %11s %u %287[^\n]", &e->id, &e->attempt, name, &code, rest) < 4)
        return false;
    for (unsigned kind = 0; kind < RESULT_KINDS; kind++)
        if (strcmp(name, result_names[kind]) == 0) {
            e->ended = true;
            result_set(&e->result, kind, code, rest);
            return true;
        }
    return false;
}

static struct err *read_left(struct arena *arena, int fd, const char *path, struct journal_left *left)
{
    struct stat st;
    char line[WIDTH], boot[40], claimer[61], now[40];
    *left = (struct journal_left){.path = path, .claimer = ""};
    if (fstat(fd, &st))
        return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", path, strerror(errno));
    unsigned lines = (unsigned)(st.st_size / WIDTH);
    if (!lines || !read_line(fd, 0, line) || sscanf(line, "musubi-mailer %60s %39s", claimer, boot) != 2)
        return NULL; /* made, but its mailer died before it claimed anything */
    boot_id(now);
    left->claimer = arena_strdup(arena, claimer);
    left->complete = strcmp(boot, now) == 0;
    left->entries = arena_array(arena, lines, sizeof *left->entries);
    for (unsigned i = 1; i < lines; i++)
        if (read_line(fd, i, line) && parse_entry(line, &left->entries[left->count]))
            left->count++;
        else
            left->entries[left->count] = (struct journal_entry){0};
    return NULL;
}

/* ---- life ---- */

struct err *journal_open(struct arena *arena, const char *dir, unsigned slots, struct journal **journal,
                         struct journal_left *left)
{
    unsigned char random[8];
    struct journal *j = arena_alloc(arena, sizeof *j);
    j->fd = -1;
    while (j->fd < 0 && j->number < FILES_MAX) {
        if (!path_of(dir, ++j->number, j->path, sizeof j->path))
            return ERR(arena, ERR_INTERNAL, "internal", "path of %s is too long", dir);
        j->fd = open_locked(j->path, O_CREAT);
        if (j->fd < 0 && errno != EWOULDBLOCK)
            return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", j->path, strerror(errno));
    }
    if (j->fd < 0)
        return ERR(arena, ERR_INTERNAL, "internal", "%d mailers run in %s already", FILES_MAX, dir);
    crypto_random(random, sizeof random);
    boot_id(j->boot);
    snprintf(j->claimer, sizeof j->claimer, "m%u-%s", j->number, crypto_hex(arena, random, sizeof random));
    j->slots = slots;
    j->free_slots = arena_array(arena, slots, sizeof *j->free_slots);
    for (unsigned i = 0; i < slots; i++)
        j->free_slots[j->free_count++] = (int)(slots - i);
    TRY(read_left(arena, j->fd, j->path, left));
    *journal = j;
    return NULL;
}

struct err *journal_start(struct journal *j, struct arena *arena)
{
    char head[120];
    snprintf(head, sizeof head, "musubi-mailer %s %s", j->claimer, *j->boot ? j->boot : "-");
    /* All slots are laid out now: a full disk is found here and not in the middle of sending. */
    if (ftruncate(j->fd, 0) || !write_line(j->fd, 0, head))
        return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", j->path, strerror(errno));
    for (unsigned i = 1; i <= j->slots; i++)
        if (!write_line(j->fd, i, ""))
            return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", j->path, strerror(errno));
    if (fsync(j->fd))
        return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", j->path, strerror(errno));
    return NULL;
}

void journal_close(struct journal *j)
{
    close(j->fd);
}

struct err *journal_adopt(struct journal *mine, struct arena *arena, const char *dir,
                          struct err *(*settle)(void *arg, const struct journal_left *left), void *arg)
{
    for (unsigned n = 1; n <= FILES_MAX; n++) {
        char path[512];
        struct journal_left left;
        if (n == mine->number || !path_of(dir, n, path, sizeof path))
            continue;
        int fd = open_locked(path, 0);
        if (fd < 0)
            continue; /* none, or its mailer lives */
        struct err *err = read_left(arena, fd, path, &left);
        if (!err && *left.claimer)
            err = settle(arg, &left);
        if (!err)
            unlink(path);
        close(fd);
        TRY(err);
    }
    return NULL;
}

const char *journal_claimer(const struct journal *j)
{
    return j->claimer;
}

int journal_take(struct journal *j)
{
    return j->free_count ? j->free_slots[--j->free_count] : -1;
}

void journal_give(struct journal *j, int slot)
{
    j->free_slots[j->free_count++] = slot;
}

bool journal_begin(struct journal *j, int slot, uint64_t id, unsigned attempt)
{
    char line[WIDTH];
    snprintf(line, sizeof line, "begin %" PRIu64 " %u", id, attempt);
    return write_line(j->fd, (unsigned)slot, line);
}

void journal_end(struct journal *j, int slot, uint64_t id, unsigned attempt, const struct result *result)
{
    char line[WIDTH];
    snprintf(line, sizeof line, "end %" PRIu64 " %u %s %u %s", id, attempt, result_names[result->kind], result->code,
             result->text);
    /* When even an overwrite of laid out bytes fails the line says "begin": in doubt, which is true. */
    (void)!write_line(j->fd, (unsigned)slot, line);
}
