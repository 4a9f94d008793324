/* lib/text/text_search.c and lib/text/text_norm.c: texts and queries meet in one form, and in the same bigrams. */
#include "base/arena.h"
#include "text/text.h"
#include "text/text_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

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

static void test_search(void **state)
{
    static const struct pair pairs[] = {
        {"　Ｊａｖａ　エンジニア\r\n5年 ", "java エンジニア 5年"},
        {"えんじにあ", "エンジニア"},
        {"ｴﾝｼﾞﾆｱ", "エンジニア"},
        {"が か\u3099 ｶﾞ か゛", "ガ ガ ガ ガ"},
        {"ゔ ヴ ｳﾞ", "ヴ ヴ ヴ"},
        {"スキーー", "スキーー"},
        {"すゞき いすゞ", "スヾキ イスヾ"},
        {"ｻｰﾋﾞｽ サービス", "サービス サービス"},
        {"1−2‐3－4—5", "1-2-3-4-5"},
        {"10⁻¹ 10₋₁", "10-1 10-1"},
        {"10〜20 10～20", "10~20 10~20"},
        {"葛\U000E0100城", "葛城"},
        {"Straße ÉCOLE", "strasse école"},
        {"㈱ムスビ Ⅳ", "(株)ムスビ iv"},
        {"C++ C# .NET", "c++ c# .net"},
        {"𠮷野家", "𠮷野家"},
        {"", ""},
    };
    CHECK(text_search, pairs);
}

static void test_words(void **state)
{
    char *words[10];
    assert_int_equal(text_words(*state, "　Java　経理 ＪＡＶＡ 経理 けいり", words), 3);
    assert_string_equal(words[0], "java");
    assert_string_equal(words[1], "経理");
    assert_string_equal(words[2], "ケイリ");
    assert_int_equal(text_words(*state, " 　", words), 0);
    assert_int_equal(text_words(*state, "1 2 3 4 5 6 7 8 9 10 11 12", words), 10);
    assert_string_equal(words[9], "10");
    struct buf buf = buf_on(*state);
    for (int i = 0; i < 51; i++)
        buf_add(&buf, "漢");
    assert_int_equal(text_words(*state, buf.text, words), 1);
    assert_int_equal(text_chars(words[0]), 50);
}

static void test_grams(void **state)
{
    assert_string_equal(text_grams(*state, ""), "");
    assert_string_equal(text_grams(*state, "東京"), "4eac0000 67714eac");
    assert_string_equal(text_grams(*state, "東京 京"), "4eac0000 67714eac");
    assert_string_equal(text_grams(*state, "ああああ"), "30420000 30423042");
    assert_string_equal(text_grams(*state, "a b"), "00610000 00620000");
    /* beyond the BMP: two units, in the text as in the query */
    assert_string_equal(text_grams(*state, "𠮷"), "d842dfb7 dfb70000");
    assert_string_equal(text_grams(*state, "𠮷野"), "91ce0000 d842dfb7 dfb791ce");
}

/* Whatever a text contains, its grams contain those of each piece of it, but for the piece's last. */
static void test_grams_agree(void **state)
{
    const char *text = text_search(*state, "ＡＩエンジニア𠮷田さん、５年のｹｲﾘ経験ヴァ");
    const char *grams = text_grams(*state, text);
    static const char *const queries[] = {"エンジニア", "𠮷田", "5年", "ケイリ経験", "ai", "ヴァ"};
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        const char *query = text_search(*state, queries[i]);
        char *each = text_grams(*state, query), *save = NULL;
        assert_non_null(strstr(text, query));
        for (char *gram = strtok_r(each, " ", &save); gram; gram = strtok_r(NULL, " ", &save)) {
            if (strcmp(gram + 4, "0000") != 0)
                assert_non_null(strstr(grams, gram));
        }
    }
}

/* Every character: NFKC is utf8proc's, and the search form is its own search form. */
static void test_all_characters(void **state)
{
    struct arena *arena = *state;
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        char text[16] = {0};
        size_t n = utf8_put(text, code);
        utf8_put(text + n, code % 2 ? 0x3099 : 0x0301);
        if (!text_utf8(text, n))
            continue;
        const char *search = text_search(arena, text);
        assert_string_equal(text_search(arena, search), search);
        utf8proc_uint8_t *nfkc = utf8proc_NFKC((utf8proc_uint8_t *)text);
        assert_string_equal(text_nfkc(arena, text), (char *)nfkc);
        free(nfkc);
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_search, setup, teardown),
        cmocka_unit_test_setup_teardown(test_words, setup, teardown),
        cmocka_unit_test_setup_teardown(test_grams, setup, teardown),
        cmocka_unit_test_setup_teardown(test_grams_agree, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_characters, setup, teardown),
    };
    return cmocka_run_group_tests_name("text_search", tests, NULL, NULL);
}
