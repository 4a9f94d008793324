/* lib/mail/mailtext.c: a subject, a gap, a body; templates that are wrong are our defect. */
#include "mail/mailtext.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static struct arena *arena;
static char dir[] = "/tmp/mailtext_test.XXXXXX";

static const struct mailtext_var vars[] = {{"name", "山田\r\nBcc: x@example.jp"}, {"url", NULL}, {NULL, NULL}};

static int setup(void **state)
{
    arena = arena_new();
    return !mkdtemp(dir) || mkdir(arena_printf(arena, "%s/mail", dir), 0700);
}

static int teardown(void **state)
{
    int failed = system(arena_printf(arena, "rm -r %s", dir));
    arena_free(arena);
    return failed;
}

static void put(const char *file, const char *text)
{
    FILE *out = fopen(arena_printf(arena, "%s/mail/%s.txt", dir, file), "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void test_languages(void **state)
{
    struct mailtext text;
    put("hello.ja", "{{ name }} 様\n\n本文 {{name}}\n\n{{ url }}。\n");
    put("hello.en", "To {{ name }}\n\nText.\n");
    assert_null(mailtext_make(arena, dir, "hello", "en", vars, &text));
    assert_string_equal(text.subject, "To 山田  Bcc: x@example.jp"); /* nobody adds a header */
    assert_string_equal(text.body, "Text.\n");
    static const char *const japanese[] = {"ja", "", "../en"};
    for (size_t i = 0; i < 3; i++) {
        assert_null(mailtext_make(arena, dir, "hello", japanese[i], vars, &text));
        assert_string_equal(text.subject, "山田  Bcc: x@example.jp 様");
        assert_string_equal(text.body, "本文 山田\r\nBcc: x@example.jp\n\n。\n");
    }
}

static void assert_defect(const char *name, const char *detail)
{
    struct mailtext text;
    struct err *err = mailtext_make(arena, dir, name, "ja", vars, &text);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INTERNAL);
    if (!strstr(err->detail, detail))
        fail_msg("%s", err->detail);
}

static void test_defects(void **state)
{
    char *large = arena_alloc(arena, 70000);
    memset(large, 'x', 69999);
    memcpy(large + 10, "\n\n", 2);
    put("flat.ja", "subject\nbody\n");
    put("tag.ja", "subject\n\nbody\n{{ nmae }}\n");
    put("large.ja", large);
    assert_defect("none", "none.ja.txt: No such file");
    assert_defect("flat", "flat has no empty line after the subject");
    assert_defect("tag", "tag, line 2: tag nmae");
    assert_defect("large", "longer than 65536 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_languages), cmocka_unit_test(test_defects)};
    return cmocka_run_group_tests_name("mailtext", tests, setup, teardown);
}
