/* lib/record/list.h: a list's parameters by the names of its search form's fields. */
#include "base/arena.h"
#include "http/req.h"
#include "model/crm/match.h"
#include "model/crm/search.h"
#include "record/list_impl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct filter {
    const char *q, *name, *place, *state, *from;
    uint64_t owner_id, least;
};

static const char *const places[] = {"north", "1", "2", NULL}, *const states[] = {"open", "closed", NULL};

static const struct field fields[] = {
    TEXT(struct filter, q, 0, 200, "search.q"),           TEXT(struct filter, name, 0, 80, "search.name"),
    ENUM(struct filter, place, 0, places, "search.pref"), ENUM(struct filter, state, 0, states, "job.state"),
    DATE(struct filter, from, 0, "search.updated_from"),  ID(struct filter, owner_id, 0, "owner"),
    INT(struct filter, least, 0, 100, "match.least"),     FIELD_END,
};
static const struct form search = {.name = "thing_search", .fields = fields, .size = sizeof(struct filter)};

static const char *region(struct arena *arena, const char *code)
{
    return strcmp(code, "north") == 0 ? "1,2" : NULL;
}

static const struct list_param params[] = {{"name", "name", list_like_unspaced}, {"places", "place", region}, {NULL}};

enum { W1, W2, W3, NAME, PLACE, PLACES, STATE, FROM, OWNER, LEAST, FROM_ID, TO_ID, WIDE, COUNT };
#define NAMES "w1\0w2\0w3\0name\0place\0places\0state\0from\0owner_id\0least\0from_id\0to_id\0wide\0"
static const uint8_t types[] = {DB_TEXT, DB_TEXT, DB_TEXT, DB_TEXT, DB_U64, DB_TEXT, DB_TEXT,
                                DB_TEXT, DB_U64,  DB_U64,  DB_U64,  DB_U64, DB_U64};
#define SORT(n)                                                                                                        \
    {                                                                                                                  \
        .name = n, .keys = { "id" }                                                                                    \
    }
static const struct db_sort sorts[] = {SORT("updated"),  SORT("kana"),  SORT("by_place"),
                                       SORT("by_owner"), SORT("by_id"), {.name = NULL}};
static const struct db_stmt good = {.name = "thing_list",
                                    .kind = DB_LIST,
                                    .nparam = COUNT,
                                    .params = NAMES,
                                    .types = types,
                                    .optional = (1 << COUNT) - 1,
                                    .sorts = sorts};
static const struct list_plan plan = {.stmt = &good, .search = &search, .counter = "thing", .params = params};

static int arena_make(void **state)
{
    *state = arena_new();
    return 0;
}

static int arena_drop(void **state)
{
    arena_free(*state);
    return 0;
}

/* ---- binding ---- */

static void is_text(const struct list_bound *bound, int param, const char *text)
{
    const struct db_val *val = &bound->vals[param];
    assert_false(val->null);
    assert_int_equal(val->len, strlen(text));
    assert_memory_equal(val->bytes, text, val->len);
}

static void nothing_asked_is_no_condition(void **state)
{
    const struct filter empty = {.q = "", .name = "", .place = "", .state = "", .from = ""};
    const struct filter absent = {.q = NULL};
    struct list_bound bound;
    for (int i = 0; i < 2; i++) {
        list_bind(*state, &plan, i ? &empty : &absent, &bound);
        assert_false(bound.any);
        for (int p = 0; p < COUNT; p++)
            assert_true(bound.vals[p].null);
        assert_string_equal(list_sort(&bound, NULL), "updated");
    }
}

static void every_field_finds_its_parameter(void **state)
{
    const struct filter filter = {"東京 看護師", "山田 100%", "2", "open", "2026-11-30", 7, 50};
    struct list_bound bound;
    list_bind(*state, &plan, &filter, &bound);
    assert_true(bound.any);
    is_text(&bound, W1, "東京");
    is_text(&bound, W2, "看護師");
    assert_true(bound.vals[W3].null);
    is_text(&bound, NAME, "%山田100|%%");
    assert_int_equal(bound.vals[PLACE].u64, 2);
    assert_true(bound.vals[PLACES].null);
    is_text(&bound, STATE, "open");
    is_text(&bound, FROM, "2026-11-30");
    assert_int_equal(bound.vals[OWNER].u64, 7);
    assert_int_equal(bound.vals[LEAST].u64, 50);
    assert_true(bound.vals[FROM_ID].null && bound.vals[TO_ID].null && bound.vals[WIDE].null);
}

static void a_region_goes_to_the_parameter_made_of_it(void **state)
{
    const struct filter filter = {.place = "north"};
    struct list_bound bound;
    list_bind(*state, &plan, &filter, &bound);
    assert_true(bound.any && bound.vals[PLACE].null);
    is_text(&bound, PLACES, "1,2");
}

static void the_order_is_chosen_or_that_of_a_condition(void **state)
{
    struct filter filter = {.owner_id = 7};
    struct list_bound bound;
    list_bind(*state, &plan, &filter, &bound);
    assert_string_equal(list_sort(&bound, ""), "by_owner");
    assert_string_equal(list_sort(&bound, "updated"), "by_owner");
    assert_string_equal(list_sort(&bound, "by_place"), "by_owner"); /* not for people to choose */
    assert_string_equal(list_sort(&bound, "by_id"), "by_owner");
    assert_string_equal(list_sort(&bound, "no such"), "by_owner");
    assert_string_equal(list_sort(&bound, "kana"), "kana");
    filter.place = "1";
    list_bind(*state, &plan, &filter, &bound);
    assert_string_equal(list_sort(&bound, ""), "by_place"); /* the first of them */
}

/* ---- at the start ---- */

static int defects(const struct list_plan *of, const char *says)
{
    char *text = NULL;
    size_t len = 0;
    FILE *errors = open_memstream(&text, &len);
    int n = list_check(of, errors);
    fclose(errors);
    if (says && !strstr(text, says))
        fail_msg("no \"%s\" in: %s", says, text);
    if (!says)
        assert_string_equal(text, "");
    free(text);
    return n;
}

static void the_lists_of_the_crm_are_sound(void **state)
{
    assert_int_equal(defects(&plan, NULL), 0);
    assert_int_equal(defects(&contact_list, NULL), 0);
    assert_int_equal(defects(&job_list, NULL), 0);
}

static void a_parameter_without_a_field_is_found(void **state)
{
    struct db_stmt stmt = good;
    const struct list_plan bad = {.stmt = &stmt, .search = &search, .counter = "thing", .params = params};
    stmt.params = "w1\0w2\0w3\0name\0place\0places\0stage\0from\0owner_id\0least\0from_id\0to_id\0wide\0";
    assert_int_equal(defects(&bad, "thing_list, form thing_search: stage: neither a field"), 2);
    defects(&bad, "state: a condition that the statement does not have");
    stmt = good;
    stmt.optional &= ~(uint64_t)(1 << STATE);
    assert_int_equal(defects(&bad, "state: a parameter that is not optional"), 1);
}

static void a_field_of_another_type_is_found(void **state)
{
    struct db_stmt stmt = good;
    uint8_t other[COUNT];
    const struct list_plan bad = {.stmt = &stmt, .search = &search, .counter = "thing", .params = params};
    stmt.types = other;
    memcpy(other, types, sizeof other);
    other[OWNER] = DB_TEXT;
    assert_int_equal(defects(&bad, "owner_id: a field of another type"), 1);
    memcpy(other, types, sizeof other);
    other[STATE] = DB_U64; /* its choices are no numbers */
    assert_int_equal(defects(&bad, "state: a field of another type"), 1);
    memcpy(other, types, sizeof other);
    other[W2] = DB_U64;
    assert_int_equal(defects(&bad, "w2: made of a text"), 1);
}

static void what_is_made_of_fields_is_looked_at(void **state)
{
    static const struct list_param none[] = {{NULL}}, others[] = {{"name", "name", list_like},
                                                                  {"places", "place", region},
                                                                  {"title", "name", list_like},
                                                                  {NULL}};
    assert_int_equal(defects(&(struct list_plan){.stmt = &good, .search = &search, .counter = "thing", .params = none},
                             "places: neither a field"),
                     2);
    defects(&(struct list_plan){.stmt = &good, .search = &search, .counter = "thing", .params = none},
            "place: a field of another type"); /* north */
    assert_int_equal(
        defects(&(struct list_plan){.stmt = &good, .search = &search, .counter = "thing", .params = others},
                "title: no parameter"),
        1);
}

static void a_sort_by_no_condition_is_found(void **state)
{
    static const struct db_sort unknown[] = {SORT("updated"), SORT("by_colour"), {.name = NULL}};
    struct db_stmt stmt = good;
    stmt.sorts = unknown;
    assert_int_equal(
        defects(&(struct list_plan){.stmt = &stmt, .search = &search, .counter = "thing", .params = params},
                "by_colour: a sort"),
        1);
}

/* ---- stored query strings ---- */

static struct err *read_query(struct arena *arena, const char *query, struct filter *filter)
{
    struct kvs args;
    assert_null(kvs_parse_urlencoded(arena, query, strlen(query), &req_limits_default, &args));
    return list_read(arena, &args, &search, filter);
}

static void a_stored_query_is_read(void **state)
{
    struct filter filter;
    assert_null(read_query(*state, "q=a+b&place=north&from=2026/11/30&owner_id=7&sort=kana&size=20&state=", &filter));
    assert_string_equal(filter.q, "a b");
    assert_string_equal(filter.place, "north");
    assert_string_equal(filter.from, "2026-11-30");
    assert_int_equal(filter.owner_id, 7);
    assert_string_equal(filter.state, "");
    assert_string_equal(filter.name, "");
    assert_int_equal(filter.least, 0);
}

static void what_cannot_be_read_is_never_left_out(void **state)
{
    static const char *const queries[] = {"place=3", "state=Open", "from=yesterday", "owner_id=me", "least=-1"};
    struct filter filter;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct err *err = read_query(*state, queries[i], &filter);
        assert_non_null(err);
        assert_string_equal(err->key, "query");
    }
}

static void what_a_list_began_at_stays(void **state)
{
    struct match_ask ask = {.id = 5};
    struct kvs args;
    assert_null(kvs_parse_urlencoded(*state, "q=Excel&least=40", 16, &req_limits_default, &args));
    assert_null(list_read(*state, &args, &match_search, &ask));
    assert_int_equal(ask.id, 5);
    assert_string_equal(ask.q, "Excel");
    assert_string_equal(ask.pref, "");
    assert_int_equal(ask.least, 40);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, arena_make, arena_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_asked_is_no_condition),
        TEST(every_field_finds_its_parameter),
        TEST(a_region_goes_to_the_parameter_made_of_it),
        TEST(the_order_is_chosen_or_that_of_a_condition),
        TEST(the_lists_of_the_crm_are_sound),
        TEST(a_parameter_without_a_field_is_found),
        TEST(a_field_of_another_type_is_found),
        TEST(what_is_made_of_fields_is_looked_at),
        TEST(a_sort_by_no_condition_is_found),
        TEST(a_stored_query_is_read),
        TEST(what_cannot_be_read_is_never_left_out),
        TEST(what_a_list_began_at_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
