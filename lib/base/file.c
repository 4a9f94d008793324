#include "base/file.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err *failed(struct arena *arena, const char *what, const char *path)
{
    return ERR(arena, ERR_INTERNAL, "internal", "%s %s: %s", what, path, strerror(errno));
}

/* As long as it was when it was opened: who makes it shorter meanwhile gets an error, what is added is not seen. */
static struct err *read_all(struct arena *arena, int fd, const char *path, size_t max, const char **bytes, size_t *len)
{
    struct stat st;
    size_t have = 0;
    if (fstat(fd, &st))
        return failed(arena, "read", path);
    if (!S_ISREG(st.st_mode) || (uintmax_t)st.st_size > max)
        return ERR(arena, ERR_INTERNAL, "internal", "%s is no file, or longer than %zu bytes", path, max);
    *len = (size_t)st.st_size;
    char *text = arena_raw(arena, *len + 1, 1);
    while (have < *len) {
        ssize_t n = read(fd, text + have, *len - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR(arena, ERR_INTERNAL, "internal", "%s: %s", path, n ? strerror(errno) : "became shorter");
        have += (size_t)n;
    }
    text[have] = '\0';
    *bytes = text;
    return NULL;
}

struct err *file_read(struct arena *arena, const char *path, size_t max, const char **bytes, size_t *len)
{
    size_t unasked;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(arena, "open", path);
    struct err *err = read_all(arena, fd, path, max, bytes, len ? len : &unasked);
    close(fd);
    return err;
}

bool file_write_all(int fd, const void *bytes, size_t len)
{
    for (const char *p = bytes; len;) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

struct err *file_sync_dir(struct arena *arena, const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct err *err = fd >= 0 && fsync(fd) == 0 ? NULL : failed(arena, "sync", dir);
    if (fd >= 0)
        close(fd);
    return err;
}
