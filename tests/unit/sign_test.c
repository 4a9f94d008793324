/* lib/base/sign.c; what old tokens look like is in mailfile_test.c. */
#include "base/sign.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char key[32] = {1}, other[32] = {2};
static const enum sign_purpose purposes[] = {SIGN_UNSUBSCRIBE, SIGN_MAIL_FILES, SIGN_RETURN_PATH, SIGN_REPLY_PATH};

enum { N = sizeof purposes / sizeof *purposes };

static void test_each_its_own(void **state)
{
    struct arena *arena = arena_new();
    static const uint64_t ids[] = {0, 1, 999999999999999999};
    for (size_t i = 0; i < N * 3; i++) {
        struct signed_ids in = {.ids = {ids[i / N]}, .until = purposes[i % N] == SIGN_MAIL_FILES ? 1796050800 : 0}, out;
        const char *token = sign_put(arena, key, purposes[i % N], &in);
        for (size_t k = 0; k < N; k++)
            assert_int_equal(sign_get(arena, key, purposes[k], token, &out), k == i % N);
        assert_true(sign_get(arena, key, purposes[i % N], token, &out));
        assert_memory_equal(&in, &out, sizeof in);
        assert_false(sign_get(arena, other, purposes[i % N], token, &out));
    }
    arena_free(arena);
}

/* Every character counts, and so does the end. */
static void test_forged(void **state)
{
    struct arena *arena = arena_new();
    struct signed_ids out;
    for (size_t i = 0; i < N; i++) {
        char *token = sign_put(arena, key, purposes[i], &(struct signed_ids){.ids = {42}});
        for (char *p = token; *p; p++) {
            char was = *p;
            *p = was == '1' ? '2' : '1';
            assert_false(sign_get(arena, key, purposes[i], token, &out));
            *p = was;
        }
        assert_true(sign_get(arena, key, purposes[i], token, &out));
        assert_false(sign_get(arena, key, purposes[i], arena_printf(arena, "%s0", token), &out));
        assert_false(sign_get(arena, key, purposes[i], arena_strndup(arena, token, strlen(token) - 1), &out));
        assert_false(sign_get(arena, key, purposes[i], arena_printf(arena, "0%s", token), &out));
        assert_false(sign_get(arena, key, purposes[i], "", &out));
    }
    arena_free(arena);
}

static void test_address(void **state)
{
    struct arena *arena = arena_new();
    struct signed_ids out;
    const char *token = sign_put(arena, key, SIGN_REPLY_PATH, &(struct signed_ids){.ids = {42}});
    assert_int_equal(strlen(token), strlen("42-0123456789abcdef"));
    assert_true(sign_get(arena, key, SIGN_REPLY_PATH, arena_printf(arena, "%s@x", token), &out));
    static const char *const wrong[] = {"", "@", "-", "x", "42", "43-", " 42-", "+42-", "-42-", "042-", "42.-"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(sign_get(arena, key, SIGN_REPLY_PATH, arena_printf(arena, "%s%s", wrong[i], token + 3), &out));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_its_own), cmocka_unit_test(test_forged),
                                       cmocka_unit_test(test_address)};
    return cmocka_run_group_tests_name("sign", tests, NULL, NULL);
}
