/* conf.c: the shipped file is right, every kind of mistake is found with its line, all in one run. */
#include "base/arena.h"
#include "conf/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char path[64];
static char errors[4096];

static int make_path(void **state)
{
    snprintf(path, sizeof path, "%s", "/tmp/conf_test.XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    return unlink(path);
}

/* Loads text as a file; what was complained of is in errors. */
static struct conf *load(const char *text, const char *var)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
    memset(errors, 0, sizeof errors);
    FILE *out = fmemopen(errors, sizeof errors - 1, "w");
    struct conf *conf = conf_load(path, var, out);
    fclose(out);
    return conf;
}

static void refused(const char *text, const char *line, const char *message)
{
    char want[256];
    assert_null(load(text, "/v"));
    snprintf(want, sizeof want, "%s%s: %s", path, line, message);
    if (!strstr(errors, want))
        fail_msg("%s is not in: %s", want, errors);
}

static void empty_file_gives_defaults(void **state)
{
    struct conf *conf = load("", "/v");
    assert_non_null(conf);
    assert_int_equal(conf_int(conf, "list.size"), 50);
    assert_string_equal(conf_text(conf, "db.name"), "musubi");
    assert_string_equal(conf_text(conf, "paths.tmp"), "/v/tmp");
    assert_string_equal(conf_text(conf, "db.user"), "musubi_conf_test");
    assert_true(conf_bool(conf, "http.secure_cookies"));
    assert_false(conf_bool(conf, "test.clock"));
    conf_free(conf);
}

static void printed_file_is_accepted_and_complete(void **state)
{
    char *text;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    conf_print(out);
    fclose(out);
    struct conf *conf = load(text, "/v");
    assert_string_equal(errors, "");
    assert_non_null(conf);
    assert_int_equal(conf_int(conf, "files.max_bytes"), 10485760);
    conf_free(conf);
    free(text);
}

static void values_of_the_file_count(void **state)
{
    struct conf *conf =
        load("list: { size = 100; };\nlog: { level = \"debug\"; };\nhttp: { secure_cookies = false; };\n"
             "mail: { from_name = \"結び $5\"; };",
             "/v");
    assert_non_null(conf);
    assert_int_equal(conf_int(conf, "list.size"), 100);
    assert_string_equal(conf_text(conf, "log.level"), "debug");
    assert_string_equal(conf_text(conf, "mail.from_name"), "結び $5");
    assert_false(conf_bool(conf, "http.secure_cookies"));
    conf_free(conf);
}

static void mistakes_are_refused_with_their_line(void **state)
{
    refused("\nlist: { sizes = 50; };", ":2", "list.sizes: unknown key");
    refused("lists: { };", ":1", "lists: unknown group");
    refused("size = 3;", ":1", "size: unknown group");
    refused("list: {\n size = 9; };", ":2", "list.size: must be from 10 to 200");
    refused("list: { size = 201; };", ":1", "list.size: must be from 10 to 200");
    refused("list: { size = 4294967346; };", ":1", "number too large");
    refused("list: { size = \"50\"; };", ":1", "list.size: must be a whole number");
    refused("list: { size = 50.5; };", ":1", "list.size: must be a whole number");
    refused("test: { clock = 1; };", ":1", "test.clock: must be true or false");
    refused("db: { name = 3; };", ":1", "db.name: must be a text in quotes");
    refused("db: { name = \"\"; };", ":1", "db.name: must not be shorter than 1");
    refused("db: { name = \"a\\nb\"; };", ":1", "db.name: contains a control character");
    refused("log: { level = \"warn|error\"; };", ":1", "log.level: must be one of debug|info|warn|error");
    refused("paths: { tmp = \"${home}/x\"; };", ":1", "paths.tmp: only ${var} and ${program} are replaced");
    refused("list: { size = 50; size = 60; };", ":1", "duplicate setting name");
    refused("list: {\n size = ; };", ":2", "syntax error");
    refused("\nhttp: { base_url = \"ftp://example.jp\"; };", ":2", "http.base_url: must begin with");
    refused("mail: { transport = \"smtp\"; };", "", "mail.relay_host: must be given");
    refused("mail: { dkim_domain = \"example.jp\"; };", ":1", "mail.dkim_domain: goes together");
}

static void all_mistakes_come_in_one_run(void **state)
{
    unsigned lines = 0;
    assert_null(load("list: { size = 1; max_shown = 1; };\nfoo: { };\nlog: { level = 1; };", "/v"));
    for (const char *p = errors; *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 4);
}

static void var_is_needed_only_where_used(void **state)
{
    assert_null(load("", NULL));
    assert_non_null(strstr(errors, "--var"));
    struct conf *conf = load("session: { secret_file = \"/s\"; };\nseal: { key_file = \"/k\"; key_file_before = "
                             "\"/l\"; };\npaths: { tmp = \"/t\"; blobs = \"/b\"; mail = "
                             "\"/m\"; mailer = \"/j\"; audit = \"/a\"; audit_head = \"/h\"; zip_table = \"\"; };",
                             NULL);
    assert_non_null(conf);
    conf_free(conf);
}

static void missing_file_is_named(void **state)
{
    memset(errors, 0, sizeof errors);
    FILE *out = fmemopen(errors, sizeof errors - 1, "w");
    assert_null(conf_load("/nonexistent/musubi.conf", "/v", out));
    fclose(out);
    assert_non_null(strstr(errors, "/nonexistent/musubi.conf: No such file"));
}

static void secrets_come_from_private_files(void **state)
{
    char secret[] = "/tmp/conf_secret.XXXXXX";
    char text[128];
    int fd = mkstemp(secret);
    assert_true(fd >= 0 && write(fd, "s3cret\r\nsecond\n", 15) == 15 && !close(fd));
    snprintf(text, sizeof text, "db: { password_file = \"%s\"; };", secret);
    struct conf *conf = load(text, "/v");
    assert_non_null(conf);
    assert_string_equal(conf_secret(conf, "db.password_file"), "s3cret");
    assert_string_equal(conf_secret(conf, "mail.relay_password_file"), "");
    assert_int_equal(chmod(secret, 0644), 0);
    assert_null(conf_secret(conf, "db.password_file"));
    assert_int_equal(unlink(secret), 0);
    assert_null(conf_secret(conf, "db.password_file"));
    conf_free(conf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_file_gives_defaults),    cmocka_unit_test(printed_file_is_accepted_and_complete),
        cmocka_unit_test(values_of_the_file_count),     cmocka_unit_test(mistakes_are_refused_with_their_line),
        cmocka_unit_test(all_mistakes_come_in_one_run), cmocka_unit_test(var_is_needed_only_where_used),
        cmocka_unit_test(missing_file_is_named),        cmocka_unit_test(secrets_come_from_private_files),
    };
    return cmocka_run_group_tests_name("conf", tests, make_path, remove_path);
}
