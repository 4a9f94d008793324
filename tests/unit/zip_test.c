/* lib/text/zip*.c: Japan Post's file with its traps, and the table that is made of it. */
#include "base/arena.h"
#include "text/text.h"
#include "text/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LINE(code, zip, pref, city, town)                                                                              \
    code ",\"" zip "\",\"" zip "\",\"ｹﾝ\",\"ｼ\",\"ﾁｮｳ\",\"" pref "\",\"" city "\",\"" town "\",0,0,0,0,0,0\r\n"

static const char file[] = LINE("13101", "1000000", "東京都", "千代田区", "以下に掲載がない場合")
    LINE("13101", "1000001", "東京都", "千代田区", "千代田")
        LINE("23235", "4980000", "愛知県", "弥富市", "以下に掲載がない場合")
            LINE("24303", "4980000", "三重県", "桑名郡木曽岬町", "以下に掲載がない場合")
                LINE("08341", "3191100", "茨城県", "那珂郡東海村", "東海村の次に番地がくる場合")
                    LINE("13362", "1000301", "東京都", "利島村", "利島村一円") LINE("25443", "5220317", "滋賀県",
                                                                                    "犬上郡多賀町", "一円")
                        LINE("13104", "1631401", "東京都", "新宿区", "西新宿東京オペラシティ（１階）")
                            LINE("03202", "0270301", "岩手県", "宮古市", "田老（乙部、")
                                LINE("03202", "0270301", "岩手県", "宮古市", "向新田、")
                                    LINE("03202", "0270301", "岩手県", "宮古市", "荒谷）")
                                        LINE("03507", "0287917", "岩手県", "九戸郡洋野町",
                                             "種市第１５地割～第２１地割（鹿糠、小路合）")
                                            LINE("01101", "0600042", "北海道", "札幌市中央区", "大通西（１～１９丁目）")
                                                LINE("01101", "0600042", "北海道", "札幌市中央区",
                                                     "大通西（２０～２８丁目）")
                                                    LINE("20201", "3810000", "長野県", "長野市", "甲、乙");

static const struct zip_table *table_of(struct arena *arena, const char *bytes, size_t len)
{
    struct zip_row *rows;
    const struct zip_table *table = NULL;
    const char *packed;
    size_t count;
    char path[] = "/tmp/musubi-zip-XXXXXX";
    int fd = mkstemp(path);
    struct err *err = zip_table_read(arena, bytes, len, &rows, &count);
    if (err)
        fail_msg("%s", err->detail);
    zip_table_pack(arena, rows, count, &packed, &len);
    assert_int_equal(write(fd, packed, len), len);
    close(fd);
    err = zip_table_open(arena, path, &table);
    unlink(path);
    if (err)
        fail_msg("%s", err->detail);
    return table;
}

static void is(const struct zip_table *table, const char *code, const char *want)
{
    struct zip_place places[4];
    char got[400] = "";
    size_t n = zip_table_find(table, code, places, 4);
    for (size_t i = 0; i < n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%u %s", i ? "|" : "", places[i].pref, places[i].text);
    assert_string_equal(got, want);
}

static void look_up(const struct zip_table *table)
{
    is(table, "100-0001", "13 千代田区千代田");
    is(table, "1000001", "13 千代田区千代田");
    is(table, "100-0000", "13 千代田区");
    is(table, "498-0000", "23 弥富市|24 桑名郡木曽岬町");
    is(table, "319-1100", "8 那珂郡東海村");
    is(table, "100-0301", "13 利島村");
    is(table, "522-0317", "25 犬上郡多賀町一円");
    is(table, "163-1401", "13 新宿区西新宿東京オペラシティ");
    is(table, "027-0301", "3 宮古市田老");
    is(table, "028-7917", "3 九戸郡洋野町種市");
    is(table, "060-0042", "1 札幌市中央区大通西");
    is(table, "381-0000", "20 長野市");
    for (const char *const *none =
             (const char *const[]){"100-0002", "000-0000", "999-9999", "", "100-00011", "x", NULL};
         *none; none++)
        is(table, *none, "");
}

static void test_utf8(void **state)
{
    struct arena *arena = arena_new();
    look_up(table_of(arena, file, sizeof file - 1));
    look_up(table_of(arena, arena_printf(arena, "\xef\xbb\xbf%s", file), sizeof file + 2));
    arena_free(arena);
}

static void test_cp932(void **state)
{
    struct arena *arena = arena_new();
    char *bytes;
    size_t len;
    assert_true(text_to_cp932(arena, arena_strndup(arena, file, sizeof file - 1), &bytes, &len));
    look_up(table_of(arena, bytes, len));
    arena_free(arena);
}

static void test_bad_file(void **state)
{
    static const char *const bad[] = {"x\n",
                                      "1,2,3\n",
                                      LINE("99101", "1000001", "?", "?", "?"),
                                      LINE("13101", "100000", "東京都", "千代田区", "千代田"),
                                      LINE("03202", "0270301", "岩手県", "宮古市", "田老（乙部、")
                                          LINE("13101", "1000001", "東京都", "千代田区", "千代田"),
                                      "\x81"};
    struct arena *arena = arena_new();
    struct zip_row *rows;
    size_t count;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err *err = zip_table_read(arena, bad[i], strlen(bad[i]), &rows, &count);
        assert_non_null(err);
        assert_int_equal(err->kind, ERR_INPUT);
    }
    arena_free(arena);
}

/* A file that is missing, empty, cut short or something else is no table. */
static void test_bad_table(void **state)
{
    struct arena *arena = arena_new();
    const struct zip_table *table = NULL;
    struct zip_row row = {1000001, 13, "千代田区", 1};
    const char *bytes;
    size_t len;
    assert_non_null(zip_table_open(arena, "/nonexistent", &table));
    zip_table_pack(arena, &row, 1, &bytes, &len);
    for (size_t cut = 0; cut < len; cut++) {
        char path[] = "/tmp/musubi-zip-XXXXXX";
        int fd = mkstemp(path);
        assert_int_equal(write(fd, bytes, cut), cut);
        close(fd);
        assert_non_null(zip_table_open(arena, path, &table));
        unlink(path);
    }
    assert_null(table);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_cp932),
        cmocka_unit_test(test_bad_file),
        cmocka_unit_test(test_bad_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
