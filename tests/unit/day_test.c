/* lib/base/day.c: Tokyo's days, months of every length, ages. */
#include "base/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct day day(const char *text)
{
    struct day out;
    assert_true(day_parse(text, &out));
    return out;
}

static void assert_day(struct day is, const char *want)
{
    char text[11];
    day_sql(is, text);
    assert_string_equal(text, want);
}

/* 2026-11-30 15:00 in UTC is midnight in Tokyo. */
static void test_of(void **state)
{
    enum { MIDNIGHT = 1796050800 };
    struct tm wall;
    assert_day(day_of(MIDNIGHT - 1), "2026-11-30");
    assert_day(day_of(MIDNIGHT), "2026-12-01");
    assert_day(day_of(0), "1970-01-01");
    assert_int_equal(day_begins(day("2026-12-01")), MIDNIGHT);
    assert_int_equal(day_begins(day("1900-03-01")), -2203923600);
    day_wall(MIDNIGHT + 3661, &wall);
    assert_int_equal(wall.tm_hour * 10000 + wall.tm_min * 100 + wall.tm_sec, 10101);
    assert_int_equal(wall.tm_wday, 2);
}

static void test_parse(void **state)
{
    static const char *const wrong[] = {
        "",           "2026-2-1",    "2026-02-29",  "2100-02-29", "2026-00-10",
        "2026-13-01", "2026-04-31",  "2026/04/30",  "0000-01-01", "2026-01-00",
        "2026-01-1",  "2026-01-011", " 2026-01-01", "-026-01-01", "2026-01-01 00:00:00"};
    struct day out;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (day_parse(wrong[i], &out))
            fail_msg("%s was taken", wrong[i]);
    assert_day(day("2028-02-29"), "2028-02-29");
    assert_day(day("0001-01-01"), "0001-01-01");
    assert_day(day("9999-12-31"), "9999-12-31");
    assert_day((struct day){2026, 2, 30}, "");
}

static void test_add(void **state)
{
    static const struct {
        const char *from;
        int days, months;
        const char *to;
    } cases[] = {{"2026-12-31", 1, 0, "2027-01-01"},   {"2028-03-01", -1, 0, "2028-02-29"},
                 {"2026-12-01", -13, 0, "2026-11-18"}, {"2026-01-01", 0, 0, "2026-01-01"},
                 {"2026-01-31", 0, 1, "2026-02-28"},   {"2028-01-31", 0, 1, "2028-02-29"},
                 {"2026-12-15", 0, 1, "2027-01-15"},   {"2026-01-15", 0, -1, "2025-12-15"},
                 {"2028-02-29", 0, 12, "2029-02-28"},  {"2026-03-31", 0, -13, "2025-02-28"},
                 {"2026-08-31", 0, 3, "2026-11-30"},   {"2026-05-20", 0, -125, "2015-12-20"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_day(day_add_months(day_add(day(cases[i].from), cases[i].days), cases[i].months), cases[i].to);
    assert_true(day_order(day("2026-01-31"), day("2026-02-01")) < 0);
    assert_true(day_order(day("2027-01-01"), day("2026-12-31")) > 0);
    assert_int_equal(day_order(day("2026-12-31"), day("2026-12-31")), 0);
}

static void test_age(void **state)
{
    static const struct {
        const char *born, *on;
        int age;
    } cases[] = {{"2008-03-01", "2026-02-28", 17}, {"2008-03-01", "2026-03-01", 18}, {"2008-02-29", "2026-02-28", 17},
                 {"2008-02-29", "2026-03-01", 18}, {"2008-02-29", "2028-02-28", 19}, {"2008-02-29", "2028-02-29", 20},
                 {"2026-12-01", "2026-12-01", 0},  {"2026-12-02", "2026-12-01", -1}, {"1999-12-31", "2026-01-01", 26}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(day_age(day(cases[i].born), day(cases[i].on)), cases[i].age);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_of), cmocka_unit_test(test_parse),
                                       cmocka_unit_test(test_add), cmocka_unit_test(test_age)};
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
