/* lib/text/tag.h: tags are found, named and filled; mistakes are found where they are. */
#include "base/arena.h"
#include "text/tag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct tag_def defs[] = {
    {"氏名", "name"}, {"会社名", "company"}, {"求人ID", "posting_id"}, {"年収", "salary"}, {NULL, NULL},
};

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static const char *value(void *arg, unsigned def)
{
    static const char *const values[] = {"山田 太郎", "{{ 氏名 }}", "42", ""};
    (*(int *)arg)++;
    return values[def];
}

static const char *filled(struct arena *arena, const char *text, unsigned long long used)
{
    struct tag_error error;
    struct buf out = buf_on(arena);
    int calls = 0;
    struct tag_text *parsed = tag_parse(arena, text, defs, &error);
    if (!parsed)
        fail_msg("\"%s\": problem %d at %zu:%zu", text, error.problem, error.line, error.column);
    assert_int_equal(error.problem, TAG_OK);
    assert_int_equal(tag_used(parsed), used);
    tag_fill(parsed, value, &calls, &out);
    return out.text;
}

/* S3-21 */
static void test_fill(void **state)
{
    assert_string_equal(filled(*state, "", 0), "");
    assert_string_equal(filled(*state, "お世話になります。\r\n", 0), "お世話になります。\r\n");
    assert_string_equal(filled(*state, "{{氏名}}", 1), "山田 太郎");
    assert_string_equal(filled(*state, "{{ 氏名 }}様\r\n{{　求人ＩＤ\t}}{{年収}}", 13), "山田 太郎様\r\n42");
    assert_string_equal(filled(*state, "｛｛氏名｝｝ {｛ 氏名 }｝", 1), "山田 太郎 山田 太郎");
    /* a value is never read as a tag */
    assert_string_equal(filled(*state, "{{ 会社名 }}", 2), "{{ 氏名 }}");
    /* single braces are text */
    assert_string_equal(filled(*state, "{氏名} }} {", 0), "{氏名} }} {");
    assert_string_equal(filled(*state, "{{氏名}}}", 1), "山田 太郎}");
}

static void test_pieces(void **state)
{
    struct tag_error error;
    bool is_tag;
    const char *piece;
    struct tag_text *text = tag_parse(*state, "拝啓 {{ 求人ＩＤ }}様{{氏名}}", defs, &error);
    assert_non_null(text);
    assert_true(tag_piece(text, 0, &is_tag, &piece));
    assert_false(is_tag);
    assert_string_equal(piece, "拝啓 ");
    assert_true(tag_piece(text, 1, &is_tag, &piece));
    assert_true(is_tag);
    assert_string_equal(piece, "求人ID");
    assert_true(tag_piece(text, 2, &is_tag, &piece));
    assert_string_equal(piece, "様");
    assert_true(tag_piece(text, 3, &is_tag, &piece));
    assert_true(is_tag);
    assert_false(tag_piece(text, 4, &is_tag, &piece));
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *text;
        enum tag_problem problem;
        size_t line, column;
        const char *name, *suggestion;
    } cases[] = {
        {"{{ 氏名様 }}", TAG_UNKNOWN, 1, 1, "氏名様", "氏名"},
        {"日本\r\nの𠮷{{ 名 }}", TAG_UNKNOWN, 2, 3, "名", "氏名"},
        {"\n\r\r\n{{ 貴会社名様 }}", TAG_UNKNOWN, 4, 1, "貴会社名様", "会社名"},
        {"{{氏各}}", TAG_UNKNOWN, 1, 1, "氏各", "氏名"},
        {"{{求入ID}}", TAG_UNKNOWN, 1, 1, "求入ID", "求人ID"},
        {"{{会社}}", TAG_UNKNOWN, 1, 1, "会社", "会社名"},
        {"{{ Posting_ID }}", TAG_UNKNOWN, 1, 1, "Posting_ID", "求人ID"},
        {"{{会計年度末日}}", TAG_UNKNOWN, 1, 1, "会計年度末日", NULL}, /* one character in six is no likeness */
        {"{{ 電話番号 }}", TAG_UNKNOWN, 1, 1, "電話番号", NULL},
        {"{{{氏名}}}", TAG_UNKNOWN, 1, 1, "{氏名", "氏名"},
        {"a {{ 氏名 }", TAG_OPEN, 1, 3, "氏名 }", NULL},
        {"{{ 氏名\n}}", TAG_OPEN, 1, 1, "氏名", NULL},
        {"{{ 氏名\r\n}}", TAG_OPEN, 1, 1, "氏名", NULL},
        {"{{ {{ 氏名 }}", TAG_OPEN, 1, 1, "", NULL},
        {"{{", TAG_OPEN, 1, 1, "", NULL},
        {"{{氏名}}{{}}", TAG_EMPTY, 1, 7, "", NULL},
        {"{{　}}", TAG_EMPTY, 1, 1, "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tag_error e;
        if (tag_parse(*state, cases[i].text, defs, &e))
            fail_msg("\"%s\" is accepted", cases[i].text);
        if (e.problem != cases[i].problem || e.line != cases[i].line || e.column != cases[i].column)
            fail_msg("\"%s\": problem %d at %zu:%zu", cases[i].text, e.problem, e.line, e.column);
        assert_string_equal(e.name, cases[i].name);
        if (!e.suggestion != !cases[i].suggestion || (e.suggestion && strcmp(e.suggestion, cases[i].suggestion) != 0))
            fail_msg("\"%s\": suggests %s", cases[i].text, e.suggestion ? e.suggestion : "nothing");
    }
}

static void test_limits(void **state)
{
    struct buf text = buf_on(*state);
    struct tag_error error;
    for (int i = 0; i < 500; i++)
        buf_add(&text, "{{氏名}}");
    assert_non_null(tag_parse(*state, text.text, defs, &error));
    buf_add(&text, "{{氏名}}");
    assert_null(tag_parse(*state, text.text, defs, &error));
    assert_int_equal(error.problem, TAG_MANY);
    assert_int_equal(error.column, 500 * 6 + 1);
    /* a name as long as the text, and only braces */
    struct buf long_name = buf_on(*state);
    buf_add(&long_name, "{{");
    while (long_name.len < 1000 * 1000)
        buf_add(&long_name, "氏");
    buf_add(&long_name, "}}");
    assert_null(tag_parse(*state, long_name.text, defs, &error));
    assert_int_equal(error.problem, TAG_UNKNOWN);
    assert_true(strlen(error.name) < 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fill, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pieces, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mistakes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
    };
    return cmocka_run_group_tests_name("tag", tests, NULL, NULL);
}
