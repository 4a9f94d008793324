/* Keyset paging and array binding against a real server. */
#include "dbhouse.h"

enum { MANY = 2345, LISTED = 120 };

/* Rows with ties, nothings and extremes in every column. */
static struct q_thing_add_row *make_rows(struct house *house, size_t n)
{
    static const char *const names[] = {"", "あ", "い", "い x", "𠮷", "%_'\\", "z"};
    static const char *const days[] = {"0001-01-01", "2026-02-28", "9999-12-31"};
    static const char *const times[] = {"2026-01-01 00:00:00", "2026-01-01 00:00:01", "2025-12-31 23:59:59"};
    static const char *const states[] = {"new", "active", "closed"};
    struct q_thing_add_row *rows = arena_array(house->arena, n, sizeof *rows);
    uint64_t *maybe = arena_array(house->arena, n, sizeof *maybe);
    for (size_t i = 0; i < n; i++) {
        maybe[i] = i;
        rows[i] = (struct q_thing_add_row){
            .big = i % 5 == 0 ? INT64_MAX : i % 4,
            .minus = i % 6 == 0 ? INT64_MIN : (int64_t)(i % 7) - 3,
            .maybe = i % 3 ? &maybe[i] : NULL,
            .name = names[i % 7],
            .nick = i % 2 ? names[i % 5] : NULL,
            .day = days[i % 3],
            .at = times[i / 2 % 3],
            .state = states[i % 3],
        };
    }
    return rows;
}

static void fill(struct house *house, size_t n)
{
    uint64_t added;
    ok(db_begin(house->db));
    ok(q_thing_add(house->db, make_rows(house, n), n, &added));
    ok(db_commit(house->db));
    assert_int_equal(added, n);
}

/* All ids in the order of a sort, read in pages of so many. */
static uint64_t *walk(struct house *house, const char *sort, bool reverse, unsigned limit,
                      const struct q_thing_list_args *args, size_t *n)
{
    uint64_t *ids = arena_array(house->arena, LISTED + 1, sizeof *ids);
    const char *after = "";
    *n = 0;
    do {
        struct rows *rows;
        struct list_page page = {.sort = sort, .reverse = reverse, .after = after, .limit = limit};
        ok(q_thing_list(house->db, args, &page, &rows));
        assert_true(rows->count <= limit);
        for (size_t i = 0; i < rows->count; i++) {
            assert_true(*n < LISTED);
            ids[(*n)++] = rows_u64(rows, i, "id");
        }
        after = page.next;
    } while (after);
    return ids;
}

static void lists_in_every_order(void **state)
{
    struct house *house = *state;
    static const char *const sorts[] = {"id", "name", "big", "minus", "at", "state", "nick"};
    static const unsigned limits[] = {1, 7, 40, 119, 120};
    fill(house, LISTED);
    for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++) {
        size_t n, back;
        const struct q_thing_list_args all = {0};
        uint64_t *whole = walk(house, sorts[s], false, 500, &all, &n);
        assert_int_equal(n, LISTED);
        for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
            uint64_t *paged = walk(house, sorts[s], false, limits[l], &all, &n);
            assert_int_equal(n, LISTED);
            assert_memory_equal(paged, whole, LISTED * sizeof *whole);
        }
        uint64_t *turned = walk(house, sorts[s], true, 9, &all, &back);
        assert_int_equal(back, LISTED);
        for (size_t i = 0; i < LISTED; i++)
            assert_true(turned[i] == whole[LISTED - 1 - i]);
    }
}

/* A window: rows left out at the beginning, nothing behind the row of a cursor. */
static void windows(void **state)
{
    struct house *house = *state;
    static const char *const sorts[] = {"id", "name", "big", "minus", "at", "state", "nick"};
    const struct q_thing_list_args all = {0};
    fill(house, LISTED);
    for (size_t s = 0; s < 2 * sizeof sorts / sizeof *sorts; s++) {
        size_t n;
        struct rows *rows;
        uint64_t *whole = walk(house, sorts[s / 2], s % 2, 500, &all, &n);
        struct list_page head = {.sort = sorts[s / 2], .reverse = s % 2, .limit = 10}, page = head;
        ok(q_thing_list(house->db, &all, &head, &rows));
        page.limit = 37;
        ok(q_thing_list(house->db, &all, &page, &rows));
        page = (struct list_page){.sort = head.sort,
                                  .reverse = head.reverse,
                                  .after = head.next,
                                  .until = page.next,
                                  .limit = 500,
                                  .skip = 3};
        ok(q_thing_list(house->db, &all, &page, &rows));
        assert_null(page.next);
        assert_int_equal(rows->count, 37 - 10 - 3);
        for (size_t i = 0; i < rows->count; i++)
            assert_true(rows_u64(rows, i, "id") == whole[13 + i]);
    }
}

static void lists_with_conditions(void **state)
{
    struct house *house = *state;
    uint64_t least = 3, none = 0;
    size_t n;
    fill(house, LISTED);
    walk(house, "name", false, 4, &(struct q_thing_list_args){.least = &least}, &n);
    assert_int_equal(n, LISTED / 5 + LISTED / 4 - LISTED / 20);
    walk(house, NULL, false, 4, &(struct q_thing_list_args){.name = "い", .least = &none}, &n);
    assert_int_equal(n, 17);
    walk(house, "no such sort", false, 4, &(struct q_thing_list_args){.name = ""}, &n);
    assert_int_equal(n, LISTED); /* an empty text is no condition */
}

static const char *cursor(struct house *house, const char *sort)
{
    struct rows *rows;
    struct list_page page = {.sort = sort, .limit = 7};
    ok(q_thing_list(house->db, &(struct q_thing_list_args){0}, &page, &rows));
    return page.next;
}

static void cursors_of_another_sort_begin_again(void **state)
{
    struct house *house = *state;
    struct rows *rows;
    fill(house, LISTED);
    struct list_page page = {.sort = "big", .after = cursor(house, "name"), .limit = 500};
    ok(q_thing_list(house->db, &(struct q_thing_list_args){0}, &page, &rows));
    assert_int_equal(rows->count, LISTED);
}

/* Whatever comes as a cursor gives a page or "cursor", and never the rows of others. */
static void try_cursor(struct house *house, const char *text)
{
    struct rows *rows;
    struct list_page page = {.sort = "name", .after = text, .limit = 7};
    struct err *err = q_thing_list(house->db, &(struct q_thing_list_args){0}, &page, &rows);
    if (err)
        is(err, ERR_INPUT, "cursor");
}

static void cursors_that_are_damaged(void **state)
{
    struct house *house = *state;
    fill(house, LISTED);
    const char *good = cursor(house, "name");
    size_t len = strlen(good);
    for (size_t i = 0; i < len; i++) {
        char *copy = arena_strdup(house->arena, good);
        for (const char *c = "A_-=+/ \x80"; *c; c++) {
            copy[i] = *c;
            try_cursor(house, copy);
        }
        copy[i] = '\0';
        try_cursor(house, copy);
    }
    struct rows *rows;
    static const char *const bad[] = {
        "!", "=", "x y", "bmFtZQ", "bmFtZR8", "bmFtZR9zYR9uOTk5OTk5OTk5OTk5OTk5OTk5OXg", "bmFtZR9zYR9u", "bmFtZR94YQ"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct list_page page = {.sort = "name", .after = bad[i], .limit = 7};
        is(q_thing_list(house->db, &(struct q_thing_list_args){0}, &page, &rows), ERR_INPUT, "cursor");
    }
    char *endless = arena_alloc(house->arena, 100001);
    memset(endless, 'A', 100000);
    struct list_page page = {.sort = "name", .after = endless, .limit = 7};
    is(q_thing_list(house->db, &(struct q_thing_list_args){0}, &page, &rows), ERR_INPUT, "cursor");
}

static void many_rows_at_once(void **state)
{
    struct house *house = *state;
    struct rows *sums;
    uint64_t expected = 0, added;
    fill(house, MANY);
    for (uint64_t i = 0; i < MANY; i++)
        expected += i % 3 ? i : 0;
    ok(q_thing_sums(house->db, &sums));
    assert_int_equal(rows_u64(sums, 0, "n"), MANY);
    assert_int_equal(rows_u64(sums, 0, "maybe"), expected);
    ok(db_begin(house->db));
    ok(q_thing_add(house->db, NULL, 0, &added));
    assert_int_equal(added, 0);
    db_rollback(house->db);
}

static void long_rows_at_once(void **state)
{
    struct house *house = *state;
    struct rows *found;
    uint64_t n;
    static const unsigned char hash[32] = {0, 'a', 0};
    struct q_thing_add_row *rows = make_rows(house, 3);
    rows[0].hash = hash;
    rows[1].name = "1";
    rows[2].name = "これは長い名前です。これは長い名前です。これは長い名前です。これは長い名前です。";
    ok(db_begin(house->db));
    ok(q_thing_add(house->db, rows, 3, &n));
    for (size_t i = 1; i < 3; i++) { /* lengths are each row's own */
        ok(q_thing_maybe(house->db, rows[i].name, &found));
        assert_int_equal(found->count, 1);
    }
    rows[1].hash = hash;
    is(q_thing_add(house->db, rows, 3, &n), ERR_CONFLICT, "duplicate");
    db_rollback(house->db);
    assert_int_equal(count(house), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        T(lists_in_every_order),     T(windows),
        T(lists_with_conditions),    T(cursors_of_another_sort_begin_again),
        T(cursors_that_are_damaged), T(many_rows_at_once),
        T(long_rows_at_once),
    };
    if (!house_args(argc, argv))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
