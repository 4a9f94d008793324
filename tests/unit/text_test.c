/* lib/text/text.c and lib/text/text_cp932.c, and that no text makes any of lib/text/text.h slow. */
#include "base/arena.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

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

struct pair {
    const char *in, *out; /* out NULL: refused */
};

static void check(struct arena *arena, char *(*fn)(struct arena *, const char *), const struct pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *out = fn(arena, pairs[i].in);
        if (!out != !pairs[i].out || (out && strcmp(out, pairs[i].out) != 0))
            fail_msg("\"%s\" gives \"%s\", not \"%s\"", pairs[i].in, out ? out : "(refused)",
                     pairs[i].out ? pairs[i].out : "(refused)");
    }
}

#define CHECK(fn, pairs) check(*state, fn, pairs, sizeof pairs / sizeof pairs[0])

static void test_utf8(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        bool valid;
    } cases[] = {
        {"", 0, true},
        {"a", 1, true},
        {"日本語", 9, true},
        {"𠮷", 4, true},
        {"日本語", 8, false},
        {"𠮷", 3, false},
        {"a\0b", 3, false},
        {"\xC0\x80", 2, false},
        {"\xC1\xBF", 2, false},
        {"\xE0\x80\x80", 3, false},
        {"\xED\xA0\x80", 3, false},
        {"\xEF\xBF\xBD", 3, true},
        {"\xF0\x80\x80\x80", 4, false},
        {"\xF4\x8F\xBF\xBF", 4, true},
        {"\xF4\x90\x80\x80", 4, false},
        {"\xF5\x80\x80\x80", 4, false},
        {"\x80", 1, false},
        {"abcdefg\xE3", 8, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *exact = malloc(cases[i].len + !cases[i].len); /* the sanitizer sees a read behind it */
        memcpy(exact, cases[i].bytes, cases[i].len);
        if (text_utf8(exact, cases[i].len) != cases[i].valid)
            fail_msg("case %zu", i);
        free(exact);
    }
    assert_int_equal(text_chars(""), 0);
    assert_int_equal(text_chars("a日𠮷"), 3);
}

static void test_control(void **state)
{
    assert_false(text_has_control("山田 太郎　様", false));
    assert_true(text_has_control("a\nb", false));
    assert_false(text_has_control("a\n\tb", true));
    assert_true(text_has_control("a\rb", true));
    assert_true(text_has_control("\x7F", true));
    assert_true(text_has_control("\xC2\x85", true));
    assert_true(text_has_control("a\u202Egpj.exe", true));
    assert_true(text_has_control("\uFEFFa", true));
    assert_false(text_has_control("葛\U000E0100城 👨‍👩‍👧", false));
}

static void test_nfkc(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"ABC", "ABC"},
        {"ＡＢＣ１２３", "ABC123"},
        {"ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ", "ガギグ パピ"},
        {"か\u3099は\u309A", "がぱ"},
        {"㈱①㎏Ⅳ℡", "(株)1kgIVTEL"},
        {"神\uFA19", "神神"},
        {"が", "が"},
        {"ひらがな　ABC", "ひらがな ABC"},
        {"e\u0301", "é"},
        {"a\u0315\u0300\u05AEb", "à\u05AE\u0315b"}, /* NormalizationTest.txt, part 1 */
        {"a\u0301\u0300", "á\u0300"},               /* marks of one class keep their order */
        {"\u1100\u1161\u11A8", "각"},
        {"\uFDFA", "صلى الله عليه وسلم"},
        {"葛\U000E0100", "葛\U000E0100"},
    };
    CHECK(text_nfkc, pairs);
}

static void test_line_and_area(void **state)
{
    static const struct pair lines[] = {
        {"", ""},
        {" 　\t\n", ""},
        {"　山田　 \t太郎\r\n", "山田 太郎"},
        {"ＡＢＣ", "ＡＢＣ"},
        {"a\x01\x02"
         "b\u202Ec",
         "abc"},
        {"a\u200B", "a"},
        {"a\xFF", "a?"},
    };
    static const struct pair areas[] = {
        {"", ""},
        {"a\r\nb\rc\n\n 　\n", "a\nb\nc"},
        {"  a\tb\x07", "  a\tb"},
        {"a\u2028b", "a\nb"},
        {"-- \r\n株式会社", "-- \n株式会社"},
        {"\r\n\r\n", ""},
    };
    CHECK(text_line, lines);
    CHECK(text_area, areas);
}

static void test_cut(void **state)
{
    static const struct {
        const char *in;
        size_t chars;
        const char *out;
    } cases[] = {
        {"日本語", 3, "日本語"},
        {"日本語", 2, "日…"},
        {"日本語", 1, "…"},
        {"日本語", 0, ""},
        {"", 0, ""},
        {"", 5, ""},
        {"か\u3099き", 2, "…"},
        {"aか\u3099き", 3, "a…"},
        {"葛\U000E0100城市", 3, "葛\U000E0100…"},
        {"𠮷𠮷𠮷", 2, "𠮷…"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_cut(*state, cases[i].in, cases[i].chars), cases[i].out);
}

static void test_cp932(void **state)
{
    static const struct {
        const char *in, *bytes, *back;
        bool whole;
    } cases[] = {
        {"abc~\\", "abc~\\", "abc~\\", true},
        {"日本", "\x93\xFA\x96\x7B", "日本", true},
        {"〜−—‖", "\x81\x60\x81\x7C\x81\x5C\x81\x61", "～－―∥", true},
        {"¥‾¦–", "\x81\x8F\x81\x50\xFA\x55\x81\x7C", "￥￣￤－", true},
        {"髙﨑①㈱", "\xFB\xFC\xFA\xB1\x87\x40\x87\x8A", "髙﨑①㈱", true},
        {"ｶﾞ", "\xB6\xDE", "ｶﾞ", true},
        {"か\u3099は\u309A", "\x82\xAA\x82\xCF", "がぱ", true},
        {"a\u00A0b", "a b", "a b", true},
        {"𠮷é😀", "\x81\xAC\x81\xAC\x81\xAC", "〓〓〓", false},
        {"葛\U000E0100城", "\x8A\x8B\x8F\xE9", "葛城", false},
        {"ア\u3099", "\x83\x41\x81\xAC", "ア〓", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *out;
        size_t len;
        assert_int_equal(text_to_cp932(*state, cases[i].in, &out, &len), cases[i].whole);
        assert_string_equal(text_from_cp932(*state, out, len), cases[i].back);
        assert_int_equal(len, strlen(cases[i].bytes));
        assert_memory_equal(out, cases[i].bytes, len);
    }
    assert_null(text_from_cp932(*state, "\x93", 1));
    assert_null(text_from_cp932(*state, "a\0b", 3));
    assert_null(text_from_cp932(*state, "\xFF\xFE", 2));
    assert_null(text_from_cp932(*state, "\x81\x39", 2));
    assert_string_equal(text_from_cp932(*state, "", 0), "");
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 300 KB of what is worst for each step: quadratic code would take minutes. */
static void test_linear(void **state)
{
    static const char *const worst[] = {
        "\u0315\u0300", "\uFDFA", "か\u3099", "\u1100\u1161", "a", "a ", "𠮷", "\u0345\u0316", "\xFF", "漢字",
    };
    for (size_t i = 0; i < sizeof worst / sizeof worst[0]; i++) {
        struct buf buf = buf_on(*state);
        char *words[10];
        double start = seconds();
        while (buf.len < 300 * 1000)
            buf_add(&buf, worst[i]);
        text_grams(*state, text_search(*state, buf.text));
        text_nfkc(*state, buf.text);
        text_words(*state, buf.text, words);
        text_mail(*state, buf.text);
        text_phone(*state, buf.text);
        text_date(*state, buf.text);
        text_kana(*state, buf.text);
        text_cut(*state, buf.text, 100000);
        text_area(*state, text_line(*state, buf.text));
        if (seconds() - start > 5)
            fail_msg("\"%s\" repeated takes %.1f s", worst[i], seconds() - start);
        arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(test_control, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nfkc, setup, teardown),
        cmocka_unit_test_setup_teardown(test_line_and_area, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cp932, setup, teardown),
        cmocka_unit_test_setup_teardown(test_linear, setup, teardown),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
