/* lib/base/passwd.c: hashes open with their own password only, in the same time whether there is one or not. */
#include "base/passwd.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { FAST = 4 }; /* log2 N: quick enough for tests */

static void test_round(void **state)
{
    bool weak = true;
    char *hash = passwd_hash(*state, "正しい馬 battery", FAST);
    assert_int_equal(strncmp(hash, "scrypt$4$8$1$", 13), 0);
    assert_true(passwd_check("正しい馬 battery", hash, FAST, &weak));
    assert_false(weak);
    assert_false(passwd_check("正しい馬 batterY", hash, FAST, &weak));
    assert_string_not_equal(hash, passwd_hash(*state, "正しい馬 battery", FAST)); /* salted */
}

static void test_weak(void **state)
{
    bool weak = false;
    char *hash = passwd_hash(*state, "password-one", FAST);
    assert_true(passwd_check("password-one", hash, FAST + 1, &weak));
    assert_true(weak);
    assert_true(passwd_check("password-one", hash, FAST - 1, &weak));
    assert_false(weak);
}

/* Made with another implementation's front (Python's hashlib.scrypt), salt 00 01 … 0f. */
static void test_known(void **state)
{
    assert_true(passwd_check("pleaseletmein",
                             "scrypt$4$8$1$AAECAwQFBgcICQoLDA0ODw$GuycCvOvBXSyXn7-nY-Swhtoa6EmqeqlyFxEbPOez5o", FAST,
                             NULL));
}

static void test_damaged(void **state)
{
    static const char *const bad[] = {
        "",
        "x",
        "scrypt$",
        "scrypt$4$8$1$AAAA$AAAA",
        "scrypt$99$8$1$x$y",
        "scrypt$4$8$0$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODwAAECAwQFBgcICQoLDA0ODw",
        "scrypt$99999999999999999999$8$1$AAECAwQFBgcICQoLDA0ODw$"
        "AAECAwQFBgcICQoLDA0ODwAAECAwQFBgcICQoLDA0OA"};
    bool weak = true;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(passwd_check("anything-at-all", bad[i], FAST, &weak));
        assert_false(weak);
    }
    assert_false(passwd_check("anything-at-all", NULL, FAST, NULL));
}

/* The least of three: other programs on the machine only ever add. */
static double seconds(const char *hash, unsigned log2n)
{
    double least = 1e9;
    for (int i = 0; i < 3; i++) {
        struct timespec a, b;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
        assert_false(passwd_check("wrong-password", hash, log2n, NULL));
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
        double took = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
        least = took < least ? took : least;
    }
    return least;
}

static void test_same_time(void **state)
{
    double known = seconds(passwd_hash(*state, "password-one", 13), 13);
    double old = seconds(passwd_hash(*state, "password-one", 11), 13);
    double none = seconds("", 13);
    assert_true(known < 1.7 * none && none < 1.7 * known);
    assert_true(old < 1.7 * none && none < 1.7 * old);
}

static void test_problem(void **state)
{
    char path[] = "/tmp/passwd_test.XXXXXX", longest[514];
    int fd = mkstemp(path);
    static const char list[] = "11111111\n12345678\nabcdefgh\nbaseball\npassword\npassword1\nzxcvbnm1";
    assert_true(fd >= 0);
    assert_int_equal(write(fd, list, sizeof list - 1), sizeof list - 1);
    close(fd);
    static const char *const common[] = {"11111111", "12345678",  "abcdefgh", "baseball",
                                         "PassWord", "password1", "zxcvbnm1"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        assert_string_equal(passwd_problem(common[i], path), "password_common");
    static const char *const fine[] = {"00000000",   "12345679", "passwor1",
                                       "password11", "zzzzzzzz", "ぱすわーどですよ"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_null(passwd_problem(fine[i], path));
    unlink(path);
    assert_string_equal(passwd_problem("seven77", NULL), "password_short");
    assert_string_equal(passwd_problem("七文字ですよね", NULL), "password_short");
    memset(longest, 'x', sizeof longest);
    longest[128] = '\0';
    assert_null(passwd_problem(longest, NULL));
    longest[128] = 'x';
    longest[129] = '\0';
    assert_string_equal(passwd_problem(longest, NULL), "password_long");
}

static int up(void **state)
{
    *state = arena_new();
    return 0;
}

static int down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),   cmocka_unit_test(test_weak),      cmocka_unit_test(test_known),
        cmocka_unit_test(test_damaged), cmocka_unit_test(test_same_time), cmocka_unit_test(test_problem),
    };
    return cmocka_run_group_tests_name("passwd", tests, up, down);
}
