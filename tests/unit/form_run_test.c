/* lib/form/form_run.c: what a program says at its start of statements that do not fit their forms. What is stored is
   seen by the tests of the nouns. */
#include "form/form_run.h"
#include "frame/program.h"
#include "house.h"

#include <fcntl.h>
#include <sys/wait.h>

struct card_in {
    const char *name, *since, *secret;
    uint64_t amount;
    const uint64_t *age;
    struct ids ids;
    bool agree;
};

static const struct field fields[] = {
    TEXT(struct card_in, name, 1, 80, "name"),
    DATE(struct card_in, since, 0, "since"),
    SECRET(struct card_in, secret, 0, 80, "secret"),
    INT(struct card_in, amount, 0, 100, "amount"),
    OPTINT(struct card_in, age, 0, 100, "age"),
    IDS(struct card_in, ids, 0, 9, "ids"),
    FLAG(struct card_in, agree, "agree"),
    FIELD_END,
};
static const struct form card = {.name = "card", .fields = fields, .size = sizeof(struct card_in)};

#define STATEMENT(stmt, result, may, names, ...)                                                                       \
    static const uint8_t stmt##_types[] = {__VA_ARGS__};                                                               \
    static const struct db_stmt stmt = {.name = #stmt,                                                                 \
                                        .kind = result,                                                                \
                                        .nparam = sizeof stmt##_types,                                                 \
                                        .params = names,                                                               \
                                        .types = stmt##_types,                                                         \
                                        .optional = may}

STATEMENT(good, DB_INSERT, 16, "name\0since\0amount\0agree\0age\0search\0id\0", DB_TEXT, DB_TEXT, DB_U64, DB_I64,
          DB_U64, DB_TEXT, DB_U64);
STATEMENT(bad, DB_EXEC, 0, "name\0since\0amount\0age\0ids\0secret\0title\0hash\0", DB_U64, DB_TEXT, DB_TEXT, DB_U64,
          DB_TEXT, DB_TEXT, DB_TEXT, DB_BLOB32);
STATEMENT(one, DB_ONE, 0, "name\0", DB_TEXT);
STATEMENT(titled, DB_EXEC1, 0, "name\0title\0", DB_TEXT, DB_TEXT);

FORM_STMT(titled_stmt, titled, card, NULL);

static const char said_of_titled[] = "statement titled, form card: title: neither a field nor an extra\n";

static void says(const struct form_stmt *run, int count, const char *want)
{
    char *text = NULL;
    size_t len;
    FILE *errors = open_memstream(&text, &len);
    assert_int_equal(run ? form_stmt_check(run, errors) : form_run_check(errors), count);
    fclose(errors);
    assert_string_equal(text, want);
    free(text);
}

static void test_fields_and_extras(void **state)
{
    says(&(struct form_stmt){&good, &card, (const char *const[]){"id", "search", NULL}}, 0, "");
}

static void test_what_does_not_fit(void **state)
{
    says(&(struct form_stmt){&bad, &card, (const char *const[]){"hash", "nobody", NULL}}, 8,
         "statement bad, form card: name: a field of another type\n"
         "statement bad, form card: amount: a field of another type\n"
         "statement bad, form card: age: a field of another type\n"
         "statement bad, form card: ids: a field of another type\n"
         "statement bad, form card: secret: a field of another type\n"
         "statement bad, form card: title: neither a field nor an extra\n"
         "statement bad, form card: hash: neither a number nor a text\n"
         "statement bad, form card: nobody: no parameter of the statement\n");
    says(&(struct form_stmt){&one, &card, (const char *const[]){NULL}}, 1,
         "statement one, form card: result: not one that stores\n");
}

static void test_every_declaration_is_checked(void **state)
{
    says(NULL, 1, said_of_titled);
}

/* The program's own words on stderr; its status. */
static int start(const char *var, char *said, size_t size)
{
    static const struct route none[] = {{.path = NULL}};
    static const struct area area = {.name = "card", .routes = none};
    char path[64];
    snprintf(path, sizeof path, "%s/said", var);
    int status = 0, out = open(path, O_RDWR | O_CREAT, 0600);
    pid_t child = fork();
    assert_true(child >= 0 && out >= 0);
    if (!child) {
        char *argv[] = {"card", "-c", "conf/musubi.conf", "--var", (char *)var, NULL};
        dup2(out, 2);
        _exit(program_main(5, argv, &area));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    ssize_t n = pread(out, said, size - 1, 0);
    close(out);
    said[n > 0 ? n : 0] = '\0';
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_the_program_does_not_start(void **state)
{
    char var[] = "/tmp/musubi-start-XXXXXX", path[64], said[400];
    assert_non_null(mkdtemp(var));
    snprintf(path, sizeof path, "%s/secret", var);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/secret/session", var);
    int secret = open(path, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(secret, "0123456789abcdef0123456789abcdef", 32), 32);
    close(secret);
    int status = start(var, said, sizeof said);
    snprintf(path, sizeof path, "rm -r %s", var);
    assert_int_equal(system(path), 0);
    assert_string_equal(said, said_of_titled);
    assert_int_equal(status, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_and_extras),
        cmocka_unit_test(test_what_does_not_fit),
        cmocka_unit_test(test_every_declaration_is_checked),
        cmocka_unit_test(test_the_program_does_not_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
