/* What the programs that try lib/db share: a connection to the server that is named on the command line, as a request
   has it, on the table of schema/things.sql. A header only, because every tool is one object. */
#ifndef MUSUBI_TEST_DBHOUSE_H
#define MUSUBI_TEST_DBHOUSE_H

#include "db/db_internal.h"
#include "q_things.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ORG = 7, ACTOR = 8 };

static struct db_conf house_conf = {.read_timeout = 5};

struct house {
    struct db *db;
    struct arena *arena;
};

static inline void ok(struct err *err)
{
    if (err)
        fail_msg("%s %s: %s (%s:%d)", err_kind_name(err->kind), err->key, err->detail, err->file, err->line);
}

static inline void is(struct err *err, enum err_kind kind, const char *key)
{
    assert_non_null(err);
    assert_int_equal(err->kind, kind);
    assert_string_equal(err->key, key);
}

/* As a request begins. */
static inline void begin(struct house *house)
{
    arena_reset(house->arena);
    ok(db_ready(house->db, house->arena));
    db_context(house->db, ORG, ACTOR, "2026-01-02 03:04:05");
}

static inline struct house open_house(void)
{
    struct house house = {.db = db_new(&house_conf), .arena = arena_new()};
    begin(&house);
    return house;
}

static inline void close_house(struct house *house)
{
    db_free(house->db);
    arena_free(house->arena);
}

static inline int setup(void **state)
{
    struct house *house = calloc(1, sizeof *house);
    uint64_t n;
    *house = open_house();
    ok(db_begin(house->db));
    ok(q_thing_clear(house->db, &n));
    ok(db_commit(house->db));
    *state = house;
    return 0;
}

static inline int teardown(void **state)
{
    close_house(*state);
    free(*state);
    return 0;
}

static inline uint64_t count(struct house *house)
{
    struct rows *rows;
    ok(q_thing_sums(house->db, &rows));
    return rows_u64(rows, 0, "n");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Arguments: SOCKET USER PASSWORD DATABASE. */
static inline bool house_args(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s SOCKET USER PASSWORD DATABASE\n", argv[0]);
        return false;
    }
    house_conf.socket = argv[1];
    house_conf.user = argv[2];
    house_conf.password = argv[3];
    house_conf.name = argv[4];
    mysql_library_init(0, NULL, NULL);
    return true;
}

#endif
