/* lib/base/ids.c */
#include "base/ids.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_sets(void **state)
{
    struct arena *arena = arena_new();
    struct ids a = ids_read(arena, "30,2,2,1"), b = ids_read(arena, "2,9");
    assert_string_equal(ids_text(arena, a), "1,2,30");
    assert_string_equal(ids_text(arena, ids_with(arena, a, b)), "1,2,9,30");
    assert_string_equal(ids_text(arena, ids_without(arena, a, b)), "1,30");
    assert_int_equal(ids_read(arena, "").n, 0);
    assert_string_equal(ids_text(arena, ids_read(arena, "18446744073709551615,7,x,8")), "7,18446744073709551615");
    assert_string_equal(ids_text(arena, ids_with(arena, (struct ids){0}, b)), "2,9");
    arena_free(arena);
}

static void test_has(void **state)
{
    static const uint64_t sorted[] = {1, 2, 30}, mixed[] = {30, 1, 2};
    for (uint64_t id = 0; id < 40; id++) {
        bool there = id == 1 || id == 2 || id == 30;
        assert_int_equal(ids_has((struct ids){sorted, 3}, id), there);
        assert_int_equal(ids_among((struct ids){mixed, 3}, id), there);
    }
    assert_false(ids_has((struct ids){NULL, 0}, 0));
    assert_false(ids_among((struct ids){NULL, 0}, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sets), cmocka_unit_test(test_has)};
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
