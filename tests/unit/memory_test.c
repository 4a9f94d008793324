/* lib/base/memory.c: a process, and what it makes, allocates no more than it may. */
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MIB = 1024 * 1024 };

/* In a child under a bound: can it have so many bytes? */
static bool can_have(uint64_t bound, size_t bytes)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        memory_bound(bound);
        void *volatile p = malloc(bytes);
        _exit(p ? 0 : 3);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == 0;
}

static void test_bound(void **state)
{
    if (memory_is_checked)
        skip();
    assert_true(can_have(64 * MIB, 8 * MIB));
    assert_false(can_have(64 * MIB, 80 * MIB));
    assert_true(can_have(0, 80 * MIB));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bound),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
