/* The audit log without a database: the bytes of a line, what its check finds, and what a crash leaves at the end of a
   file. */
#include "../../daemons/scheduler/audit_file.h"
#include "../../daemons/scheduler/audit_line.h"
#include "../../daemons/scheduler/audit_verify.h"
#include "base/arena.h"
#include "db/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { COLUMNS = 10, LINES = 8 };

struct place {
    struct arena *arena;
    char dir[40];
    struct audit_file file;
};

static struct rows_col cols[COLUMNS] = {
    {"id", true},  {"at", false},     {"org_id", true}, {"account_id", true}, {"request_id", false},
    {"ip", false}, {"action", false}, {"noun", false},  {"noun_id", true},    {"detail", false}};

/* One audit row. */
static struct rows row_of(struct arena *arena, int64_t id, const char *detail)
{
    struct rows_cell *cells = arena_array(arena, COLUMNS, sizeof *cells);
    const char *texts[COLUMNS] = {
        NULL, "2026-11-21T03:04:05.678901Z", NULL, NULL, "req", "192.0.2.1", "test", "resume", NULL, detail};
    for (int i = 0; i < COLUMNS; i++)
        cells[i] = (struct rows_cell){.text = texts[i], .len = texts[i] ? strlen(texts[i]) : 0, .num = id};
    return (struct rows){.arena = arena, .ncol = COLUMNS, .count = 1, .cols = cols, .cells = cells};
}

static char *line_of(struct arena *arena, struct audit_link *link, const char *detail)
{
    struct buf out = buf_on(arena);
    struct rows rows = row_of(arena, (int64_t)link->seq + 5, detail);
    audit_line_add(&out, &rows, 0, link);
    return out.text;
}

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    p->arena = arena_new();
    snprintf(p->dir, sizeof p->dir, "/tmp/audit_log_test.XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    audit_file_init(&p->file, p->dir, arena_printf(p->arena, "%s/head", p->dir));
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct place *p = *state;
    const char *names[] = {"audit-202601.log", "audit-202602.log", "lock", "head", NULL};
    audit_file_close(&p->file);
    for (const char **name = names; *name; name++)
        unlink(arena_printf(p->arena, "%s/%s", p->dir, *name));
    rmdir(p->dir);
    arena_free(p->arena);
    free(p);
    return 0;
}

static char *read_all(struct place *p, const char *name, size_t *len)
{
    FILE *in = fopen(arena_printf(p->arena, "%s/%s", p->dir, name), "r");
    char *bytes = arena_alloc(p->arena, 1 << 16);
    assert_non_null(in);
    *len = fread(bytes, 1, (1 << 16) - 1, in);
    fclose(in);
    return bytes;
}

static void write_file(struct place *p, const char *name, const char *bytes, size_t len)
{
    FILE *out = fopen(arena_printf(p->arena, "%s/%s", p->dir, name), "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

/* The whole line is the contract with whoever verifies by other means. */
static void line_bytes(void **state)
{
    struct place *p = *state;
    struct audit_link link = audit_link_first();
    const char *line = line_of(p->arena, &link, "\"a\\\n\x7f\xE3\x81\x82");
    const char *hash = "\",\"hash\":\"";
    assert_int_equal(link.seq, 1);
    assert_memory_equal(
        line,
        "{\"seq\":1,\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"id\":5,"
        "\"at\":\"2026-11-21T03:04:05.678901Z\",\"org\":5,\"account\":5,\"request\":\"req\","
        "\"ip\":\"192.0.2.1\",\"action\":\"test\",\"noun\":\"resume\",\"noun_id\":5,"
        "\"detail\":\"\\\"a\\\\\\u000a\\u007f\xE3\x81\x82\",\"hash\":\"",
        strlen(line) - AUDIT_HASH - 3);
    assert_non_null(strstr(line, hash));
    assert_memory_equal(strstr(line, hash) + strlen(hash), link.hash, AUDIT_HASH);
    struct audit_link again = audit_link_first();
    assert_null(audit_line_check(line, strlen(line) - 1, &again));
    assert_string_equal(again.hash, link.hash);
}

/* Every single changed byte, and every shorter line, is found. */
static void every_byte(void **state)
{
    struct place *p = *state;
    struct audit_link link = audit_link_first(), first;
    char *line = line_of(p->arena, &link, "x");
    size_t len = strlen(line) - 1;
    for (size_t i = 0; i < len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            line[i] ^= (char)(1 << bit);
            first = audit_link_first();
            assert_non_null(audit_line_check(line, len, &first));
            line[i] ^= (char)(1 << bit);
        }
        first = audit_link_first();
        assert_non_null(audit_line_check(line, i, &first));
    }
    first = audit_link_first();
    assert_null(audit_line_check(line, len, &first));
}

static void links(void **state)
{
    struct audit_link link = audit_link_first(), read;
    unsigned char hash[32];
    char text[100];
    for (int i = 0; i < 32; i++)
        hash[i] = (unsigned char)(i * 8 + 5);
    link = audit_link_of(77, hash);
    unsigned char back[32];
    audit_link_bytes(&link, back);
    assert_memory_equal(back, hash, 32);
    snprintf(text, sizeof text, "77 %s\n", link.hash);
    assert_true(audit_link_read(text, &read));
    assert_int_equal(read.seq, 77);
    assert_true(audit_link_read(text + 3, &read));
    assert_int_equal(read.seq, 0);
    assert_false(audit_link_read(text + 4, &read));
    assert_false(audit_link_read("77", &read));
    text[3] = 'G';
    assert_false(audit_link_read(text, &read));
}

/* LINES lines, half in each of two files; text is all of them. */
static char *fill(struct place *p, struct audit_link *link)
{
    struct buf all = buf_on(p->arena);
    *link = audit_link_first();
    assert_null(audit_file_begin(&p->file, p->arena, 0));
    for (int i = 0; i < LINES; i++) {
        const char *line = line_of(p->arena, link, "detail");
        buf_add(&all, line);
        assert_null(audit_file_append(&p->file, p->arena, i < LINES / 2 ? 202601 : 202602, line, strlen(line), link));
    }
    assert_null(audit_file_head(&p->file, p->arena));
    audit_file_end(&p->file);
    return all.text;
}

static bool verified(struct place *p, const struct audit_link *head)
{
    const char *paths[] = {arena_printf(p->arena, "%s/audit-202601.log", p->dir),
                           arena_printf(p->arena, "%s/audit-202602.log", p->dir)};
    FILE *out = fopen("/dev/null", "w");
    struct audit_verify v = {.after = audit_link_first(), .anchored = true, .head = *head, .out = out};
    bool right = audit_verify(&v, paths, 2);
    fclose(out);
    return right;
}

static void written_and_verified(void **state)
{
    struct place *p = *state;
    struct audit_link link;
    size_t len;
    const char **paths;
    fill(p, &link);
    assert_true(verified(p, &link));
    assert_null(audit_file_list(p->arena, p->dir, &paths));
    assert_non_null(strstr(paths[0], "audit-202601.log"));
    assert_non_null(strstr(paths[1], "audit-202602.log"));
    assert_null(paths[2]);
    const char *head = read_all(p, "head", &len);
    assert_string_equal(head, arena_printf(p->arena, "%d %s\n", LINES, link.hash));
}

/* However many bytes of the last lines are there, the log goes on behind the last whole one. */
static void cut_anywhere(void **state)
{
    struct place *p = *state;
    struct audit_link link;
    size_t len;
    fill(p, &link);
    const char *whole = read_all(p, "audit-202602.log", &len);
    for (size_t keep = 0; keep <= len; keep++) {
        size_t lines = 0, good = 0;
        for (size_t i = 0; i < keep; i++)
            if (whole[i] == '\n') {
                lines++;
                good = i + 1;
            }
        write_file(p, "audit-202602.log", whole, keep);
        audit_file_close(&p->file);
        assert_null(audit_file_begin(&p->file, p->arena, LINES / 2));
        assert_int_equal(p->file.last.seq, LINES / 2 + lines);
        assert_null(audit_file_append(&p->file, p->arena, 202602, whole + good, len - good, &link));
        audit_file_end(&p->file);
        assert_true(verified(p, &link));
    }
}

/* Rubbish behind what was known to be on disk is a crash; before it, it is not. */
static void rubbish(void **state)
{
    struct place *p = *state;
    struct audit_link link;
    size_t len;
    fill(p, &link);
    char *bytes = read_all(p, "audit-202602.log", &len);
    memcpy(bytes + len, "\0\0\n", 3);
    write_file(p, "audit-202602.log", bytes, len + 3);
    assert_null(audit_file_begin(&p->file, p->arena, LINES));
    assert_int_equal(p->file.last.seq, LINES);
    audit_file_end(&p->file);
    assert_true(verified(p, &link));
    bytes[len - 10] ^= 1;
    write_file(p, "audit-202602.log", bytes, len);
    audit_file_close(&p->file);
    assert_non_null(audit_file_begin(&p->file, p->arena, LINES));
    audit_file_close(&p->file);
    assert_null(audit_file_begin(&p->file, p->arena, LINES - 1));
    assert_int_equal(p->file.last.seq, LINES - 1);
}

/* What somebody else did to the open file is seen by the next step. */
static void changed_meanwhile(void **state)
{
    struct place *p = *state;
    struct audit_link link, last;
    size_t len;
    char *all = fill(p, &link);
    char *bytes = read_all(p, "audit-202602.log", &len);
    size_t line = len / (LINES / 2);
    (void)all;
    write_file(p, "audit-202602.log", bytes, len - line);
    assert_null(audit_file_begin(&p->file, p->arena, LINES));
    last = p->file.last;
    audit_file_end(&p->file);
    assert_int_equal(last.seq, LINES - 1);
    unlink(arena_printf(p->arena, "%s/audit-202602.log", p->dir));
    assert_null(audit_file_begin(&p->file, p->arena, LINES));
    assert_int_equal(p->file.last.seq, LINES / 2);
}

static void one_at_a_time(void **state)
{
    struct place *p = *state;
    struct audit_file other;
    audit_file_init(&other, p->dir, "");
    assert_null(audit_file_begin(&p->file, p->arena, 0));
    assert_non_null(audit_file_begin(&other, p->arena, 0));
    audit_file_end(&p->file);
    assert_null(audit_file_begin(&other, p->arena, 0));
    audit_file_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(line_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(every_byte, setup, teardown),
        cmocka_unit_test(links),
        cmocka_unit_test_setup_teardown(written_and_verified, setup, teardown),
        cmocka_unit_test_setup_teardown(cut_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(rubbish, setup, teardown),
        cmocka_unit_test_setup_teardown(changed_meanwhile, setup, teardown),
        cmocka_unit_test_setup_teardown(one_at_a_time, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
