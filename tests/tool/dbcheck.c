/* lib/db against a real server: transactions, values, and the server going away. Where a test needs the server stopped
   or started it prints "please: WORD" and waits for a line: tests/http/test_database.py does it. */
#include "dbhouse.h"

#include <pthread.h>

static void please(const char *what)
{
    char line[80];
    printf("please: %s\n", what);
    fflush(stdout);
    assert_non_null(fgets(line, sizeof line, stdin));
}

/* ---- transactions ---- */

static void commit_and_rollback(void **state)
{
    struct house *house = *state;
    uint64_t id;
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "a", &id));
    db_rollback(house->db);
    assert_int_equal(count(house), 0);
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "a", &id));
    assert_true(id > 0);
    ok(db_commit(house->db));
    assert_int_equal(count(house), 1);
    ok(db_begin(house->db)); /* a request that ended in the middle: the next one begins without it */
    ok(q_thing_new(house->db, "b", &id));
    begin(house);
    assert_int_equal(count(house), 1);
}

static void without_transaction_nothing_is_written(void **state)
{
    struct house *house = *state;
    uint64_t id;
    is(q_thing_new(house->db, "a", &id), ERR_INTERNAL, "internal");
    assert_int_equal(count(house), 0);
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "a", &id));
    ok(db_commit(house->db));
    is(q_thing_rename(house->db, id, "b"), ERR_INTERNAL, "internal");
}

static void the_connection_is_set_up(void **state)
{
    struct house *house = *state;
    struct rows *rows;
    ok(q_thing_connection(house->db, &rows));
    assert_string_equal(rows_text(rows, 0, "level"), "READ-COMMITTED");
    assert_string_equal(rows_text(rows, 0, "zone"), "+00:00");
    assert_string_equal(rows_text(rows, 0, "charset"), "utf8mb4");
}

struct rivals {
    struct house other;
    uint64_t mine, theirs;
    pthread_barrier_t both_hold;
    unsigned calls;
};

/* Holds `theirs` and changes much, so that the server picks the other one as victim. */
static void *rival(void *arg)
{
    struct rivals *r = arg;
    uint64_t id;
    ok(db_begin(r->other.db));
    ok(q_thing_rename(r->other.db, r->theirs, "rival"));
    for (int i = 0; i < 200; i++)
        ok(q_thing_new(r->other.db, "ballast", &id));
    pthread_barrier_wait(&r->both_hold);
    ok(q_thing_rename(r->other.db, r->mine, "rival"));
    ok(db_commit(r->other.db));
    mysql_thread_end();
    return NULL;
}

static struct err *cross(struct db *db, void *arg)
{
    struct rivals *r = arg;
    TRY(q_thing_rename(db, r->mine, "me"));
    if (r->calls++ == 0)
        pthread_barrier_wait(&r->both_hold);
    return q_thing_rename(db, r->theirs, "me");
}

static void deadlock_is_tried_again(void **state)
{
    struct house *house = *state;
    struct rivals r = {.other = open_house()};
    struct rows *rows;
    pthread_t thread;
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "a", &r.mine));
    ok(q_thing_new(house->db, "b", &r.theirs));
    ok(db_commit(house->db));
    pthread_barrier_init(&r.both_hold, NULL, 2);
    assert_int_equal(pthread_create(&thread, NULL, rival, &r), 0);
    ok(db_transaction(house->db, cross, &r));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(r.calls, 2);
    ok(q_thing_one(house->db, r.theirs, &rows));
    assert_string_equal(rows_text(rows, 0, "name"), "me");
    pthread_barrier_destroy(&r.both_hold);
    close_house(&r.other);
}

static struct err *refuse(struct db *db, void *arg)
{
    uint64_t id;
    ++*(unsigned *)arg;
    TRY(q_thing_new(db, "refused", &id));
    return ERR(db_arena(db), ERR_INPUT, "form", "no");
}

static void other_errors_are_not_tried_again(void **state)
{
    struct house *house = *state;
    unsigned calls = 0;
    is(db_transaction(house->db, refuse, &calls), ERR_INPUT, "form");
    assert_int_equal(calls, 1);
    assert_int_equal(count(house), 0);
}

/* ---- kinds and values ---- */

static void how_many_rows(void **state)
{
    struct house *house = *state;
    struct rows *rows;
    uint64_t id, n;
    is(q_thing_one(house->db, 1, &rows), ERR_MISSING, "missing");
    ok(q_thing_maybe(house->db, "a", &rows));
    assert_int_equal(rows->count, 0);
    ok(db_begin(house->db));
    is(q_thing_rename(house->db, 1, "b"), ERR_MISSING, "missing");
    ok(q_thing_new(house->db, "a", &id));
    ok(q_thing_rename(house->db, id, "a")); /* the same again: found, not changed */
    ok(q_thing_new(house->db, "a", &id));
    is(q_thing_maybe(house->db, "a", &rows), ERR_INTERNAL, "internal");
    ok(q_thing_rename_all(house->db, "c", &n));
    assert_int_equal(n, 2);
    db_rollback(house->db);
}

static void round_trip(void **state)
{
    struct house *house = *state;
    static const size_t lengths[] = {0, 1, 1022, 1023, 1024, 1025, 70000, 5000000};
    static const unsigned char hash[32] = {0, 1, 0, 255, '\'', '%'};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct rows *rows;
        uint64_t id, maybe = 4294967295;
        size_t len;
        char *body = arena_alloc(house->arena, lengths[i] + 1);
        memset(body, 'x', lengths[i]);
        if (lengths[i])
            body[lengths[i] - 1] = 'y';
        ok(db_begin(house->db));
        ok(q_thing_full(house->db,
                        &(struct q_thing_full_args){.big = UINT64_MAX,
                                                    .minus = INT64_MIN,
                                                    .maybe = &maybe,
                                                    .name = "𠮷野家 \\'\"%_",
                                                    .nick = i % 2 ? "" : NULL,
                                                    .body = body,
                                                    .day = "2026-02-28",
                                                    .hash = hash},
                        &id));
        ok(q_thing_one(house->db, id, &rows));
        db_rollback(house->db);
        assert_string_equal(rows_text(rows, 0, "body"), body);
        assert_true(rows_u64(rows, 0, "big") == UINT64_MAX);
        assert_true(rows_i64(rows, 0, "signed_") == INT64_MIN);
        assert_string_equal(rows_text(rows, 0, "signed_"), "-9223372036854775808");
        assert_int_equal(rows_u64(rows, 0, "maybe"), 4294967295);
        assert_string_equal(rows_text(rows, 0, "name"), "𠮷野家 \\'\"%_");
        assert_int_equal(rows_null(rows, 0, "nick"), i % 2 == 0);
        assert_string_equal(rows_text(rows, 0, "nick"), "");
        assert_string_equal(rows_text(rows, 0, "on_"), "2026-02-28");
        assert_string_equal(rows_text(rows, 0, "at"), "2026-01-02 03:04:05");
        assert_string_equal(rows_text(rows, 0, "state"), "new");
        assert_memory_equal(rows_bytes(rows, 0, "hash", &len), hash, sizeof hash);
        assert_int_equal(len, sizeof hash);
    }
}

static void nothing_reads_as_nothing(void **state)
{
    struct house *house = *state;
    struct rows *rows;
    uint64_t id;
    size_t len;
    ok(q_thing_sums(house->db, &rows)); /* SUM of no rows is NULL, and a DECIMAL otherwise */
    assert_true(rows_null(rows, 0, "big"));
    assert_int_equal(rows_u64(rows, 0, "big"), 0);
    assert_string_equal(rows_text(rows, 0, "maybe"), "");
    ok(db_begin(house->db));
    ok(q_thing_full(house->db,
                    &(struct q_thing_full_args){.big = 40, .minus = -2, .name = "", .body = "", .day = "0001-01-01"},
                    &id));
    ok(q_thing_full(house->db,
                    &(struct q_thing_full_args){.big = 2, .minus = -3, .name = "", .body = "", .day = "0001-01-01"},
                    &id));
    ok(q_thing_sums(house->db, &rows));
    assert_int_equal(rows_u64(rows, 0, "big"), 42);
    assert_int_equal(rows_i64(rows, 0, "signed_"), -2);
    ok(q_thing_one(house->db, id, &rows));
    assert_true(rows_null(rows, 0, "maybe") && rows_null(rows, 0, "hash"));
    assert_int_equal(rows_u64(rows, 0, "maybe"), 0);
    rows_bytes(rows, 0, "hash", &len);
    assert_int_equal(len, 0);
    db_rollback(house->db);
}

static void twice_is_a_conflict(void **state)
{
    struct house *house = *state;
    static const unsigned char hash[32] = {9};
    uint64_t id;
    ok(db_begin(house->db));
    ok(q_thing_full(
        house->db,
        &(struct q_thing_full_args){.big = 1, .minus = 1, .name = "", .body = "", .day = "0001-01-01", .hash = hash},
        &id));
    is(q_thing_full(
           house->db,
           &(struct q_thing_full_args){.big = 1, .minus = 1, .name = "", .body = "", .day = "0001-01-01", .hash = hash},
           &id),
       ERR_CONFLICT, "duplicate");
    db_rollback(house->db);
}

static void more_forms_than_the_cache_holds(void **state)
{
    struct house *house = *state;
    uint64_t none = 0;
    for (int round = 0; round < 2; round++)
        for (unsigned form = 0; form < 300; form++) {
            struct rows *rows;
            const uint64_t *p[9];
            for (unsigned i = 0; i < 9; i++)
                p[i] = form >> i & 1 ? &none : NULL;
            ok(q_thing_some(
                house->db,
                &(struct q_thing_some_args){
                    .a = p[0], .b = p[1], .c = p[2], .d = p[3], .e = p[4], .f = p[5], .g = p[6], .h = p[7], .i = p[8]},
                &rows));
            assert_true(house->db->cached <= DB_CACHE);
            arena_reset(house->arena);
        }
}

/* ---- the server goes away ---- */

static void restart_between_requests(void **state)
{
    struct house *house = *state;
    uint64_t id;
    count(house);
    please("restart");
    begin(house);
    assert_int_equal(count(house), 0);
    please("restart");
    begin(house); /* a request whose first statement is the transaction */
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "a", &id));
    ok(db_commit(house->db));
}

static void never_silently_inside_a_transaction(void **state)
{
    struct house *house = *state;
    uint64_t id;
    ok(db_begin(house->db));
    ok(q_thing_new(house->db, "half", &id));
    please("restart");
    is(q_thing_new(house->db, "other half", &id), ERR_BUSY, "database_away");
    is(q_thing_new(house->db, "other half", &id), ERR_BUSY, "database_away");
    db_rollback(house->db);
    begin(house);
    assert_int_equal(count(house), 0);
}

static void away_and_back(void **state)
{
    struct house *house = *state;
    struct rows *rows;
    please("stop");
    arena_reset(house->arena);
    struct err *err = db_ready(house->db, house->arena);
    is(err ? err : q_thing_sums(house->db, &rows), ERR_BUSY, "database_away");
    arena_reset(house->arena);
    is(db_ready(house->db, house->arena), ERR_BUSY, "database_away");
    please("start");
    begin(house);
    assert_int_equal(count(house), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        T(commit_and_rollback),
        T(without_transaction_nothing_is_written),
        T(the_connection_is_set_up),
        T(deadlock_is_tried_again),
        T(other_errors_are_not_tried_again),
        T(how_many_rows),
        T(round_trip),
        T(nothing_reads_as_nothing),
        T(twice_is_a_conflict),
        T(more_forms_than_the_cache_holds),
        T(restart_between_requests),
        T(never_silently_inside_a_transaction),
        T(away_and_back),
    };
    if (!house_args(argc, argv))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
