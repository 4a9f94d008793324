/* lib/record/csv.h: what goes out is what a spreadsheet may see; what comes in is read or marked line by line. */
#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "record/csv.h"
#include "text/text.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* ---- in ---- */

/* From memory of exactly that size, so that the sanitizer sees a read behind it. */
static struct csv_in *read_bytes(struct arena *arena, const char *bytes, size_t len)
{
    struct csv_in *in = NULL;
    char *exact = malloc(len + !len);
    memcpy(exact, bytes, len);
    struct err *err = csv_read(arena, exact, len, 1000, &in);
    free(exact);
    if (err)
        fail_msg("%s: %s", err->key, err->detail);
    return in;
}

/* "1:a|b 3!csv_quote": line, cells, problem of each record. */
static const char *shown(struct arena *arena, const struct csv_in *in)
{
    struct buf buf = buf_on(arena);
    for (size_t i = 0; i < in->count; i++) {
        const struct csv_line *line = &in->lines[i];
        buf_addf(&buf, "%s%zu%s", i ? " " : "", line->line, line->problem ? "!" : ":");
        if (line->problem)
            buf_add(&buf, line->problem);
        for (size_t c = 0; !line->problem && c < line->ncell; c++)
            buf_addf(&buf, "%s%s", c ? "|" : "", line->cells[c]);
    }
    return buf.text;
}

static void test_records(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"a,b", "1:a|b"},
        {"a,b\r\nc,d\r\n", "1:a|b 2:c|d"},
        {"a\nb\rc\r\nd", "1:a 2:b 3:c 4:d"},
        {"a,\n,b\n,\n", "1:a| 2:|b 3:|"},
        {"\n\r\n\ra\n\n", "4:a"},
        {"\"a,b\",\"c\"\"d\",\"\"\n\"\"\"\"", "1:a,b|c\"d| 2:\""},
        {"\"a\r\nb\",c\r\nd", "1:a\r\nb|c 3:d"},
        {"\"a\rb\nc\"\nd", "1:a\rb\nc 4:d"},
        {"12\" display,5'\n", "1:12\" display|5'"},
        {" a , b ", "1: a | b "},
        {"a\tb\nc\td,e", "1:a|b 2:c|d,e"},
        {"a\tb,c\n", "1:a\tb|c"},
        {"\"a\tb\"\tc", "1:a\tb|c"},
        {"氏名,年齢\n山田,30", "1:氏名|年齢 2:山田|30"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct csv_in *in = read_bytes(*state, cases[i].in, strlen(cases[i].in));
        assert_string_equal(shown(*state, in), cases[i].out);
        assert_string_equal(in->charset, "utf8");
    }
}

/* A bad record is marked; its neighbours are read. */
static void test_problems(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"a\n\"b\nc\nd", "1:a 2!csv_quote 3:c 4:d"},
        {"a\n\"b\"x,y\nc", "1:a 2!csv_quote 3:c"},
        {"a\n\"b\nc\n\"d\"\ne", "1:a 2!csv_quote 3:c 4:d 5:e"},
        {"\"x\ny\",\"b\nc", "1!csv_quote 3:c"},
        {"\"", "1!csv_quote"},
        {"a,\"", "1!csv_quote"},
        {"\"a\" ,b\nc", "1!csv_quote 2:c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(shown(*state, read_bytes(*state, cases[i].in, strlen(cases[i].in))), cases[i].out);

    struct buf buf = buf_on(*state);
    buf_add(&buf, "a\n");
    for (int i = 0; i < 199; i++)
        buf_add(&buf, "x,");
    buf_add(&buf, "x\n");
    assert_int_equal(read_bytes(*state, buf.text, buf.len)->lines[1].ncell, 200);
    buf.len--;
    buf_add(&buf, ",\nb\n");
    assert_string_equal(shown(*state, read_bytes(*state, buf.text, buf.len)), "1:a 2!csv_cells 3:b");

    struct buf wide = buf_on(*state);
    buf_add(&wide, "a\n\"");
    for (int i = 0; i < 64 * 1024; i++)
        buf_add(&wide, "x");
    assert_null(read_bytes(*state, arena_printf(*state, "%s\"\nb", wide.text), wide.len + 3)->lines[1].problem);
    buf_add(&wide, "x\"\nb");
    assert_string_equal(shown(*state, read_bytes(*state, wide.text, wide.len)), "1:a 2!csv_cells 3:b");
}

static void test_charsets(void **state)
{
    struct csv_in *in = read_bytes(*state, "\xEF\xBB\xBF氏名\n", 10);
    assert_string_equal(in->charset, "utf8");
    assert_string_equal(in->lines[0].cells[0], "氏名");
    /* 表 has 0x5C, ‐ 0x5D, ー 0x5B as second byte; カ 0x4A, ソ 0x5C */
    in = read_bytes(*state, "\x95\x5C,\x81\x5B\r\n\x83\x5C,\xB6\xDE", 12);
    assert_string_equal(in->charset, "cp932");
    assert_string_equal(shown(*state, in), "1:表|ー 2:ソ|ｶﾞ");
    /* with the mark one broken line is one marked line */
    in = read_bytes(*state,
                    "\xEF\xBB\xBF"
                    "a\nb\xFF\nc\0d\ne",
                    13);
    assert_string_equal(shown(*state, in), "1:a 2!csv_bytes 3!csv_bytes 4:e");

    static const struct {
        const char *bytes;
        size_t len;
    } neither[] = {{"\xFF\xFE"
                    "a\0",
                    4},
                   {"a\0b", 3},
                   {"\x93\xFA\xFF", 3},
                   {"\x81", 1}};
    for (size_t i = 0; i < sizeof neither / sizeof neither[0]; i++) {
        struct err *err = csv_read(*state, neither[i].bytes, neither[i].len, 10, &in);
        assert_non_null(err);
        assert_int_equal(err->kind, ERR_INPUT);
        assert_string_equal(err->key, "csv_charset");
    }
}

static void test_most_lines(void **state)
{
    struct csv_in *in;
    assert_null(csv_read(*state, "a\nb\nc\n\n\n", 8, 3, &in));
    assert_int_equal(in->count, 3);
    assert_int_equal(in->total, 3);
    assert_null(
        csv_read(*state, "a\nb\n\n\"c\nc\"\nd\ne\n", 15, 3, &in)); /* what is too much is counted, a record each */
    assert_int_equal(in->count, 3);
    assert_int_equal(in->total, 5);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A megabyte in which quotes are searched and searched again. */
static void test_linear(void **state)
{
    static const char *const worst[] = {
        "\"\"\n", "\"\"\"\n", "\"x\n", "a,\"\n",     "\"\"\"\"x\n",    ",\"\"\n",
        "\"",     ",",        "\n",    "\"\"\"\"\n", "\"a\"\"\n\"x\n",
    };
    for (size_t i = 0; i < sizeof worst / sizeof worst[0]; i++) {
        struct buf buf = buf_on(*state);
        struct csv_in *in;
        double start = seconds();
        buf_add(&buf, "\"x\n");
        while (buf.len < 1000 * 1000)
            buf_add(&buf, worst[i]);
        assert_null(csv_read(*state, buf.text, buf.len, buf.len, &in));
        if (seconds() - start > 5)
            fail_msg("case %zu takes %.1f s", i, seconds() - start);
        arena_reset(*state);
    }
}

/* ---- out ---- */

struct out {
    struct app app;
    struct req rq;
    struct csv_out *csv;
};

static struct out *out_on(struct arena *arena, const char *charset)
{
    struct out *out = arena_alloc(arena, sizeof *out);
    out->app.tmp_dir = "/tmp";
    out->rq.app = &out->app;
    out->rq.arena = arena;
    out->rq.reply.fd = -1;
    assert_null(csv_open(&out->rq, charset, &out->csv));
    return out;
}

static char *sent(struct out *out, size_t *len)
{
    assert_null(csv_send(&out->rq, out->csv, "求職者"));
    assert_string_equal(out->rq.reply.file_name, "求職者.csv");
    *len = out->rq.reply.size;
    char *bytes = arena_alloc(out->rq.arena, *len + 1);
    assert_int_equal(pread(out->rq.reply.fd, bytes, *len + 1, 0), *len);
    return bytes;
}

static void test_cells(void **state)
{
    static const struct {
        const char *in;
        bool is_number;
        const char *out;
    } cases[] = {
        {"", false, ""},
        {"山田 太郎", false, "山田 太郎"},
        {"a,b", false, "\"a,b\""},
        {"a\"b", false, "\"a\"\"b\""},
        {"a\r\nb", false, "\"a\r\nb\""},
        {" a", false, "\" a\""},
        {"=1+1", false, "'=1+1"},
        {"=HYPERLINK(\"http://x\",\"y\")", false, "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"+81", false, "'+81"},
        {"-5", false, "'-5"},
        {"-5", true, "-5"},
        {"1.5", true, "1.5"},
        {"=1", true, "'=1"},
        {"", true, ""},
        {"@SUM(A1)", false, "'@SUM(A1)"},
        {"\t=1", false, "\"'\t=1\""},
        {"\r=1", false, "\"'\r=1\""},
        {"\n=1", false, "\"'\n=1\""},
        {"＝1", false, "'＝1"},
        {"＋1", false, "'＋1"},
        {"－1", false, "'－1"},
        {"＠a", false, "'＠a"},
        {"﹦1", false, "'﹦1"},
        {"−1", false, "'−1"},
        {"–1", false, "'–1"},
        {"⁻1", false, "'⁻1"},
        {"\uFE0F=1", false, "'\uFE0F=1"},
        {"\u200B=1", false, "'\u200B=1"},
        {"a=1", false, "a=1"},
        {"ー", false, "ー"},
        {"①=1", false, "①=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct out *out = out_on(*state, "utf8");
        size_t len;
        csv_cell(out->csv, cases[i].in, cases[i].is_number);
        csv_cell(out->csv, "x", false);
        csv_row_end(out->csv);
        assert_string_equal(sent(out, &len), arena_printf(*state, "\xEF\xBB\xBF%s,x\r\n", cases[i].out));
        assert_string_equal(out->rq.reply.type, "text/csv; charset=UTF-8");
    }
}

static void test_cp932(void **state)
{
    struct out *out = out_on(*state, "cp932");
    size_t len;
    csv_cell(out->csv, "表ソ〜𠮷", false); /* second bytes 0x5C */
    csv_cell(out->csv, "", false);
    csv_cell(out->csv, "髙,\"", false);
    csv_cell(out->csv, "\uFE0F=1", false);
    csv_cell(out->csv, "–1", false);
    csv_row_end(out->csv);
    char *bytes = sent(out, &len);
    assert_string_equal(text_from_cp932(*state, bytes, len), "表ソ～〓,,\"髙,\"\"\",'=1,'－1\r\n");
    assert_string_equal(out->rq.reply.type, "text/csv; charset=Shift_JIS");
}

/* More than the buffer, and cells longer than the buffer, arrive whole; what is written is read back the same. */
static void test_round_trip(void **state)
{
    static const char *const cells[] = {"山田", "a,b", "c\"d\"", "e\nf", "", "\"", "g\r\nh", "x'"};
    enum { ROWS = 900, CELLS = sizeof cells / sizeof cells[0] };
    static const char *const charsets[] = {"utf8", "cp932"};
    for (size_t c = 0; c < 2; c++) {
        struct out *out = out_on(*state, charsets[c]);
        char *wide = arena_alloc(*state, 60001);
        size_t len;
        memset(wide, '"', 60000);
        for (size_t i = 0; i < ROWS; i++) {
            for (size_t j = 0; j < CELLS; j++)
                csv_cell(out->csv, cells[j], false);
            csv_cell(out->csv, i % 100 ? "z" : wide, false);
            csv_row_end(out->csv);
        }
        char *bytes = sent(out, &len);
        struct csv_in *in = read_bytes(*state, bytes, len);
        assert_string_equal(in->charset, charsets[c]);
        assert_int_equal(in->count, ROWS);
        for (size_t i = 0; i < ROWS; i++) {
            assert_null(in->lines[i].problem);
            assert_int_equal(in->lines[i].ncell, CELLS + 1);
            for (size_t j = 0; j < CELLS; j++)
                assert_string_equal(in->lines[i].cells[j], cells[j]);
            assert_string_equal(in->lines[i].cells[CELLS], i % 100 ? "z" : wide);
        }
    }
}

/* No room on the disk is an error when it is sent, not half a file. */
static void test_no_room(void **state)
{
    struct out *out = out_on(*state, "utf8");
    struct rlimit before, tight = {.rlim_cur = 100000};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    for (int i = 0; i < 50000; i++) {
        csv_cell(out->csv, "山田", false);
        csv_row_end(out->csv);
    }
    struct err *err = csv_send(&out->rq, out->csv, "x");
    setrlimit(RLIMIT_FSIZE, &before);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INTERNAL);
    assert_int_equal(out->rq.reply.fd, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_records, setup, teardown),
        cmocka_unit_test_setup_teardown(test_problems, setup, teardown),
        cmocka_unit_test_setup_teardown(test_charsets, setup, teardown),
        cmocka_unit_test_setup_teardown(test_most_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_linear, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cells, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cp932, setup, teardown),
        cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_room, setup, teardown),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
