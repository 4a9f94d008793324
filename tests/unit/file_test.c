/* lib/base/file.c */
#include "base/file.h"

#include "base/arena.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static char dir[] = "/tmp/file_test.XXXXXX";

static int setup(void **state)
{
    arena = arena_new();
    return !mkdtemp(dir);
}

static int teardown(void **state)
{
    unlink(arena_printf(arena, "%s/a", dir));
    rmdir(dir);
    arena_free(arena);
    return 0;
}

static const char *written(const char *bytes, size_t len)
{
    const char *path = arena_printf(arena, "%s/a", dir);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0 && file_write_all(fd, bytes, len));
    close(fd);
    return path;
}

static void test_whole(void **state)
{
    static const char bytes[] = "a\0b\xff\n";
    const char *read;
    size_t len;
    const char *path = written(bytes, sizeof bytes - 1);
    assert_null(file_read(arena, path, sizeof bytes - 1, &read, &len));
    assert_int_equal(len, sizeof bytes - 1);
    assert_memory_equal(read, bytes, sizeof bytes); /* with the NUL behind it */
    assert_null(file_read(arena, written("", 0), 0, &read, NULL));
    assert_string_equal(read, "");
    assert_null(file_sync_dir(arena, dir));
}

static void test_long(void **state)
{
    enum { LEN = 300000 };
    char *bytes = arena_alloc(arena, LEN);
    const char *read;
    memset(bytes, 'x', LEN);
    const char *path = written(bytes, LEN);
    assert_null(file_read(arena, path, LEN, &read, NULL));
    assert_int_equal(strlen(read), LEN);
    struct err *err = file_read(arena, path, LEN - 1, &read, NULL);
    assert_non_null(err);
    assert_non_null(strstr(err->detail, "/a is no file, or longer than 299999 bytes"));
}

static void test_refused(void **state)
{
    const char *read, *none = arena_printf(arena, "%s/none", dir);
    struct err *err = file_read(arena, none, 10, &read, NULL);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INTERNAL);
    assert_non_null(strstr(err->detail, "/none: No such file"));
    assert_non_null(file_read(arena, dir, 1 << 20, &read, NULL));
    assert_non_null(file_sync_dir(arena, none));
    int fd = open("/dev/full", O_WRONLY);
    assert_false(file_write_all(fd, "x", 1));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_long),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests_name("file", tests, setup, teardown);
}
