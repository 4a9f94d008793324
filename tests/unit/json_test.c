/* lib/base/json.c */
#include "base/json.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_shapes(void **state)
{
    struct arena *arena = arena_new();
    struct buf out = buf_on(arena);
    json_open(&out, '{');
    json_close(&out, '}');
    buf_addc(&out, '\n');
    json_open(&out, '{');
    json_name_number(&out, "a", 0);
    json_name_text(&out, "b", "");
    json_name(&out, "c");
    json_open(&out, '[');
    json_number(&out, UINT64_MAX);
    json_signed(&out, INT64_MIN);
    json_open(&out, '[');
    json_close(&out, ']');
    json_text(&out, "{[:\n");
    json_open(&out, '{');
    json_name_text(&out, ",", "x:");
    json_close(&out, '}');
    json_close(&out, ']');
    json_name_text(&out, "d", "y[");
    json_close(&out, '}');
    assert_string_equal(out.text,
                        "{}\n{\"a\":0,\"b\":\"\",\"c\":[18446744073709551615,-9223372036854775808,[],\"{[:\\u000a\","
                        "{\",\":\"x:\"}],\"d\":\"y[\"}");
    arena_free(arena);
}

static void test_text(void **state)
{
    struct arena *arena = arena_new();
    struct buf out = buf_on(arena);
    json_text(&out, "\"\\/\t\x01\x1f\x7f ~ 髙\xF0\xA0\xAE\xB7</script>");
    assert_string_equal(out.text, "\"\\\"\\\\/\\u0009\\u0001\\u001f\\u007f ~ 髙\xF0\xA0\xAE\xB7</script>\"");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shapes), cmocka_unit_test(test_text)};
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
