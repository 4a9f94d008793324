/* zip-table IN OUT: makes the table of paths.zip_table from Japan Post's file of postal codes, UTF-8 or CP932. OUT
   takes its place only when it is whole. */
#include "base/arena.h"
#include "base/file.h"
#include "text/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 256 * 1024 * 1024 };

static bool written(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool whole = fd >= 0 && file_write_all(fd, bytes, len) && fsync(fd) == 0;
    return fd >= 0 && close(fd) == 0 && whole;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    const char *bytes;
    struct zip_row *rows;
    size_t len, count;
    if (argc != 3) {
        fputs("usage: zip-table IN OUT\n", stderr);
        return 2;
    }
    struct err *err = file_read(arena, argv[1], MOST, &bytes, &len);
    if (!err)
        err = zip_table_read(arena, bytes, len, &rows, &count);
    if (err) {
        fprintf(stderr, "zip-table: %s: %s\n", argv[1], err->detail);
        return 1;
    }
    zip_table_pack(arena, rows, count, &bytes, &len);
    const char *beside = arena_printf(arena, "%s.new", argv[2]);
    if (!written(beside, bytes, len) || rename(beside, argv[2]) < 0) {
        fprintf(stderr, "zip-table: %s: %s\n", argv[2], strerror(errno));
        return 1;
    }
    arena_free(arena);
    return 0;
}
