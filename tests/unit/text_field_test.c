/* lib/text/text_field.c: what is accepted, what form it takes, what is refused. */
#include "base/arena.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

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

static void test_kana(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"やまだ　たろう", "ヤマダ タロウ"},
        {"ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"},
        {" ヤマダ・ジョー ", "ヤマダ・ジョー"},
        {"ｼﾞｮｰ･ｽﾐｽ", "ジョー・スミス"},
        {"ゔぁいおりん", "ヴァイオリン"},
        {"ウ゛ァイオリン", "ヴァイオリン"},
        {"わ\u3099", "ヷ"},
        {"ヵヶヮヱヰ", "ヵヶヮヱヰ"},
        {"か\u3099", "ガ"},
        {"山田", NULL},
        {"Smith", NULL},
        {"ヤマダ1", NULL},
        {"ヤマダ゛゛", NULL},
        {"ヤマダ-", NULL},
        {"ヽヾ", NULL},
    };
    CHECK(text_kana, pairs);
}

static void test_mail(void **state)
{
    static const struct pair pairs[] = {
        {"Taro.Yamada@Example.JP", "taro.yamada@example.jp"},
        {"　ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ　", "taro@example.jp"},
        {"a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"},
        {"a+tag_x-1@mail-1.example.co.jp", "a+tag_x-1@mail-1.example.co.jp"},
        {"o'neil@example.com", "o'neil@example.com"},
        {"a@xn--wgv71a.jp", "a@xn--wgv71a.jp"},
        {"", NULL},
        {"@example.jp", NULL},
        {"a@", NULL},
        {"a@b", NULL},
        {"a@b.", NULL},
        {"a@.jp", NULL},
        {"a@b..jp", NULL},
        {"a@-b.jp", NULL},
        {"a@b-.jp", NULL},
        {"a@b.jp-", NULL},
        {"a@b_c.jp", NULL},
        {"a@192.168.0.1", NULL},
        {"a@[192.168.0.1]", NULL},
        {".a@example.jp", NULL},
        {"a@b@example.jp", NULL},
        {"a b@example.jp", NULL},
        {"\"a b\"@example.jp", NULL},
        {"a(x)@example.jp", NULL},
        {"a@example.jp,b@example.jp", NULL},
        {"a@example.jp;", NULL},
        {"<a@example.jp>", NULL},
        {"a@example.jp\r\nRCPT TO:<b@example.jp>", NULL},
        {"a\x01@example.jp", NULL},
        {"太郎@example.jp", NULL},
        {"a@例え.jp", NULL},
        {"a@example.j", NULL},
    };
    CHECK(text_mail, pairs);
    char local[300], label[64];
    memset(local, 'a', sizeof local);
    memset(label, 'b', sizeof label);
    struct arena *arena = *state;
    assert_non_null(text_mail(arena, arena_printf(arena, "%.64s@b.jp", local)));
    assert_null(text_mail(arena, arena_printf(arena, "%.65s@b.jp", local)));
    assert_non_null(text_mail(arena, arena_printf(arena, "a@%.63s.jp", label)));
    assert_null(text_mail(arena, arena_printf(arena, "a@%.64s.jp", label)));
    char *longest = arena_printf(arena, "%.60s@%.63s.%.63s.%.60s.jp", local, label, label, label);
    assert_int_equal(strlen(longest), 252);
    assert_non_null(text_mail(arena, longest));
    assert_non_null(text_mail(arena, arena_printf(arena, "aa%s", longest)));
    assert_null(text_mail(arena, arena_printf(arena, "aaa%s", longest)));
}

static const struct pair phones[] = {
    {"03-1234-5678", "03-1234-5678"},
    {"０３－１２３４－５６７８", "03-1234-5678"},
    {"03ー1234ー5678", "03-1234-5678"},
    {"03―1234—5678", "03-1234-5678"},
    {"03‐1234−5678", "03-1234-5678"},
    {"03–1234ｰ5678", "03-1234-5678"},
    {"(03) 1234-5678", "03-1234-5678"},
    {"03（1234）5678", "03-1234-5678"},
    {"0312345678", "03-1234-5678"},
    {"0612345678", "06-1234-5678"},
    {"045-123-4567", "045-123-4567"},
    {"0451234567", "0451234567"},
    {"0460-12-3456", "0460-12-3456"},
    {"04992-1-2345", "04992-1-2345"},
    {"04-51234567", "0451234567"},
    {"09012345678", "090-1234-5678"},
    {"090-12345678", "090-1234-5678"},
    {"０８０　１２３４　５６７８", "080-1234-5678"},
    {"+81 90-1234-5678", "090-1234-5678"},
    {"+81-3-1234-5678", "03-1234-5678"},
    {"+81-45-123-4567", "045-123-4567"},
    {"+81 (0)45-123-4567", "045-123-4567"},
    {"+81451234567", "0451234567"},
    {"0120123456", "0120-123-456"},
    {"0120-12-3456", "0120-123-456"},
    {"08001234567", "0800-123-4567"},
    {"0570012345", "0570-012-345"},
    {"05012345678", "050-1234-5678"},
    {"06012345678", "060-1234-5678"},
    {"０６０ー１２３４ー５６７８", "060-1234-5678"},
    {"+81 60 1234 5678", "060-1234-5678"},
    {"07012345678", "070-1234-5678"},
    {"0800-12-34567", "0800-123-4567"},
    {"+81 800 123 4567", "0800-123-4567"},
    {"0990-50-1234", "0990-501-234"},
    {"060-123-4567", NULL}, /* too short for a mobile telephone, and behind 06 no exchange begins with 0 */
    {"06-0123-4567", NULL},
    {"050-123-4567", NULL},
    {"0120-123-4567", NULL},
    {"0800-123-456", NULL},
    {"020-1234-5678", NULL}, /* of machines and pagers */
    {"03-1234-56789", NULL},
    {"", NULL},
    {"0570-000-1234", NULL}, /* ten digits, as 0120 and 0990 */
    {"0990-123-4567", NULL},
    {"0120-123-45", NULL},
    {"050-1234-567", NULL},
    {"045-1234-5678", NULL},        /* a landline has ten */
    {"0460-123-456", "0460123456"}, /* nor those that leave less than four digits at the end */
    {"012345-1-234", "0123451234"}, /* area codes have at most five: the hyphens are not believed */
    {"0-123-456789", "0123456789"},
    {"1234-5678", NULL},
    {"03-1234-567", NULL},
    {"03-1234-56789", NULL},
    {"090-1234-567", NULL},
    {"0012345678", NULL},
    {"+1 212 555 0100", NULL},
    {"+81", NULL},
    {"03-1234-5678 内線12", NULL},
    {"03/1234/5678", NULL},
    {"03\u01281234\u01285678", NULL},
    {"0000000000000000000000000000", NULL},
};

static void test_phone(void **state)
{
    CHECK(text_phone, phones);
}

static void test_mobile(void **state)
{
    static const char *const mobile[] = {"060-1234-5678", "070-1234-5678", "080-1234-5678", "090-1234-5678"};
    static const char *const other[] = {
        "0800-123-4567", "050-1234-5678", "0120-123-456", "0570-012-345",  "03-1234-5678",
        "06-1234-5678",  "0465-12-3456",  "0451234567",   "020-1234-5678", ""};
    for (size_t i = 0; i < sizeof mobile / sizeof *mobile; i++)
        assert_true(text_is_mobile(mobile[i]));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(text_is_mobile(other[i]));
}

static void test_zip(void **state)
{
    static const struct pair pairs[] = {
        {"123-4567", "123-4567"},
        {"1234567", "123-4567"},
        {"〒１２３−４５６７", "123-4567"},
        {"　〒 123ー4567", "123-4567"},
        {"", NULL},
        {"123-456", NULL},
        {"12-34567", NULL},
        {"123-45-67", NULL},
        {"+1234567", NULL},
        {"12345678", NULL},
        {"abc-defg", NULL},
    };
    CHECK(text_zip, pairs);
}

static void test_date(void **state)
{
    static const struct pair pairs[] = {
        {"2026/11/21", "2026-11-21"},
        {"2026-1-5", "2026-01-05"},
        {"20261121", "2026-11-21"},
        {"２０２６年１１月２１日", "2026-11-21"},
        {"2026年 1月 5日", "2026-01-05"},
        {"2026.11.21", "2026-11-21"},
        {"2026−11−21", "2026-11-21"},
        {"2024-02-29", "2024-02-29"},
        {"2000-02-29", "2000-02-29"},
        {"1900-01-01", "1900-01-01"},
        {"2199-12-31", "2199-12-31"},
        {"2023-02-29", NULL},
        {"1900-02-29", NULL},
        {"1899-12-31", NULL},
        {"2200-01-01", NULL},
        {"2026-00-10", NULL},
        {"2026-13-10", NULL},
        {"2026-11-31", NULL},
        {"2026-11-00", NULL},
        {"2026/11-21", NULL},
        {"2026/11/21/", NULL},
        {"2026年11月21", NULL},
        {"26/11/21", NULL},
        {"2026112", NULL},
        {"202611211", NULL},
        {"", NULL},
        {"2026/11/21 10:00", NULL},
        {"令和8年11月21日", NULL},
    };
    CHECK(text_date, pairs);
}

static void test_int(void **state)
{
    static const struct {
        const char *in;
        bool ok;
        uint64_t value;
    } cases[] = {
        {"0", true, 0},
        {"１２３", true, 123},
        {" 1,234,567　", true, 1234567},
        {"１，２３４", true, 1234},
        {"007", true, 7},
        {"999999999999999999", true, 999999999999999999},
        {"1000000000000000000", false, 0},
        {"", false, 0},
        {" ", false, 0},
        {"-1", false, 0},
        {"1,5", false, 0},
        {"1,", false, 0},
        {",1", false, 0},
        {"1234,567", false, 0},
        {"1,2345", false, 0},
        {"1,23,456", false, 0},
        {"1 2", false, 0},
        {"1.5", false, 0},
        {"1e3", false, 0},
        {"0x10", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t value = 0;
        bool ok = text_int(cases[i].in, &value);
        if (ok != cases[i].ok || (ok && value != cases[i].value))
            fail_msg("\"%s\"", cases[i].in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kana, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mail, setup, teardown),
        cmocka_unit_test_setup_teardown(test_phone, setup, teardown),
        cmocka_unit_test(test_mobile),
        cmocka_unit_test_setup_teardown(test_zip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_date, setup, teardown),
        cmocka_unit_test_setup_teardown(test_int, setup, teardown),
    };
    return cmocka_run_group_tests_name("text_field", tests, NULL, NULL);
}
