/* lib/base/log.c: one line whatever the value holds. */
#include "base/log.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What the call writes to standard error. */
static size_t captured(char *out, size_t size, const char *value)
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    assert_non_null(file);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    log_line(LOG_INFO, "test.event", "a", value, "b", NULL, NULL);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    size_t n = fread(out, 1, size - 1, file);
    out[n] = '\0';
    fclose(file);
    return n;
}

static void expect(const char *value, const char *text)
{
    char out[8192];
    captured(out, sizeof out, value);
    const char *event = strstr(out, " unit info test.event ");
    assert_non_null(event);
    assert_string_equal(event + strlen(" unit info test.event "), text);
}

static void test_values(void **state)
{
    expect("x", "a=x b=-\n");
    expect("", "a=\"\" b=-\n");
    expect("two words", "a=\"two words\" b=-\n");
    expect("say \"hi\"", "a=\"say \\\"hi\\\"\" b=-\n");
    expect("back\\slash", "a=\"back\\\\slash\" b=-\n");
    expect("日本語", "a=日本語 b=-\n");
}

static void test_escapes(void **state)
{
    expect("x\n2026 forged", "a=\"x\\x0a2026 forged\" b=-\n");
    expect("\x1b[31m\x7f", "a=\\x1b[31m\\x7f b=-\n");
    expect("\xff\xc0\x80", "a=\\xff\\xc0\\x80 b=-\n");
    expect("\xe2\x80\xa8", "a=\\xe2\\x80\\xa8 b=-\n"); /* U+2028 */
    expect("a\xe2\x80\xae"
           "b",
           "a=a\\xe2\\x80\\xae"
           "b b=-\n");                                 /* U+202E turns the reading direction */
    expect("\xed\xa0\x80", "a=\\xed\\xa0\\x80 b=-\n"); /* surrogate */
}

static void test_long(void **state)
{
    char big[9000], out[16384];
    for (int quoted = 0; quoted < 2; quoted++) {
        memset(big, 'x', sizeof big - 1);
        big[sizeof big - 1] = '\0';
        if (quoted)
            big[0] = ' ';
        size_t n = captured(out, sizeof out, big);
        assert_in_range(n, 4000, 4096);
        assert_ptr_equal(strchr(out, '\n'), out + n - 1);
        assert_string_equal(out + n - (quoted ? 5 : 4), quoted ? "\"...\n" : "...\n");
    }
}

static void test_level(void **state)
{
    char out[200];
    log_open("unit", LOG_WARN);
    assert_int_equal(captured(out, sizeof out, "x"), 0);
    log_open("unit", LOG_INFO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_level),
    };
    log_open("unit", LOG_INFO);
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
