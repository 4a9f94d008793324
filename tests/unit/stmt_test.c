/* What a statement says about itself, without a server: its parameters by name, and its text with the last of the
   optional parameters that may be. */
#include "db/db_internal.h"

#include "q_crm.h"
#include "q_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void test_parameters_by_name(void **state)
{
    const struct db_stmt *stmt = &stmt_company_list;
    int at = db_param(stmt, "name");
    assert_in_range(at, 0, stmt->nparam - 1);
    assert_string_equal(db_param_name(stmt, (unsigned)at), "name");
    assert_int_equal(stmt->types[at], DB_TEXT);
    assert_true(stmt->optional >> at & 1);
    for (unsigned i = 0; i < stmt->nparam; i++)
        assert_int_equal(db_param(stmt, db_param_name(stmt, i)), i);
    assert_int_equal(db_param(stmt, "org"), -1);
    assert_int_equal(db_param(stmt, ""), -1);
    assert_int_equal(db_param(stmt, "nam"), -1);
    stmt = &stmt_company_one;
    assert_int_equal(db_param(stmt, "id"), 0);
    assert_int_equal(stmt->types[0], DB_U64);
    assert_int_equal(stmt->optional, 0);
}

static void test_the_last_optional_parameter_counts(void **state)
{
    static const struct db_piece pieces[] = {
        {DB_ALWAYS, "SELECT 1", 0}, {DB_MAX_PARAMS - 1, "WHERE 2 = ?", 1}, {0, NULL, 0}};
    static const int8_t binds[] = {DB_MAX_PARAMS - 1};
    static const uint8_t types[DB_MAX_PARAMS] = {DB_U64};
    const struct db_stmt stmt = {
        .name = "last", .kind = DB_MANY, .pieces = pieces, .binds = binds, .nparam = DB_MAX_PARAMS, .types = types};
    struct db_val vals[DB_MAX_PARAMS];
    struct arena *arena = arena_new();
    for (int i = 0; i < DB_MAX_PARAMS; i++)
        vals[i] = (struct db_val){.null = true};
    assert_string_equal(db_text(arena, &stmt, &(struct db_form){.given = db_given(&stmt, vals)}, NULL),
                        "SELECT 1  /* last */");
    vals[DB_MAX_PARAMS - 1] = (struct db_val)DB_VAL_U64(2);
    assert_string_equal(db_text(arena, &stmt, &(struct db_form){.given = db_given(&stmt, vals)}, NULL),
                        "SELECT 1 WHERE 2 = ?  /* last */");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters_by_name),
        cmocka_unit_test(test_the_last_optional_parameter_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
