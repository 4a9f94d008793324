/* lib/http/req_multipart.c and lib/http/req_upload.c: however a body arrives it gives the same fields and files, or
   is refused. */
#include "req_input.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct req *multipart(struct arena *arena, const char *text)
{
    struct req *rq = request(arena, MULTI, strlen(text));
    assert_null(parse_in_steps(rq, text, strlen(text), 0));
    return rq;
}

static void refuses_multipart(struct arena *arena, const char *text, const char *key)
{
    assert_key(parse_in_steps(request(arena, MULTI, strlen(text)), text, strlen(text), 0), key);
}

#define FIELD(name) "--XbX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_FIELD(name, file)                                                                                         \
    "--XbX\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file                                     \
    "\"\r\nContent-Type: application/x-anything\r\n\r\n"
#define CLOSE "--XbX--\r\n"

static const char good[] =
    FIELD("title") "日本語\r\n" FIELD("empty") "\r\n" FILE_FIELD("doc", "履歴書.pdf") "%PDF\0\r\n--Xb\r\n-\r\n" FIELD(
        "title") "two\r\nlines\r\n" FILE_FIELD("none", "") "\r\n" CLOSE "epilogue";

static void check_good(struct req *rq)
{
    static const char *const want[][2] = {{"title", "日本語"}, {"empty", ""}, {"title", "two\r\nlines"}};
    char content[64];
    assert_pairs(&rq->body, want, 3);
    assert_int_equal(rq->upload_count, 1);
    assert_string_equal(rq->uploads[0].field, "doc");
    assert_string_equal(rq->uploads[0].name, "履歴書.pdf");
    assert_int_equal(rq->uploads[0].size, 14);
    assert_int_equal(read(rq->uploads[0].fd, content, sizeof content), 14);
    assert_memory_equal(content, "%PDF\0\r\n--Xb\r\n-", 14);
}

/* However the bytes arrive, the result is the same. */
static void test_multipart(void **state)
{
    for (size_t step = 0; step < sizeof good; step += step < 8 ? 1 : 37) {
        struct req *rq = request(*state, MULTI, sizeof good - 1);
        assert_null(parse_in_steps(rq, good, sizeof good - 1, step));
        check_good(rq);
    }
}

/* Cut anywhere: never a form. Content-Length tells what should have come. */
static void test_multipart_cut(void **state)
{
    size_t whole = sizeof good - 1, closed = whole - strlen("\r\nepilogue");
    for (size_t len = 0; len < whole; len++) {
        assert_key(parse_in_steps(request(*state, MULTI, whole), good, len, 0), "short_body");
        struct err *err = parse_in_steps(request(*state, MULTI, len), good, len, 0);
        if (len < closed)
            assert_key(err, "bad_request");
        else
            assert_null(err);
    }
}

static void test_multipart_boundaries(void **state)
{
    static const struct {
        const char *type;
        const char *key;
    } cases[] = {
        {"multipart/form-data; boundary=XbX", NULL},
        {"Multipart/Form-Data;charset=utf-8;BOUNDARY=\"XbX\"", NULL},
        {"multipart/form-data; boundary=XbX;", NULL},
        {"multipart/form-data", "bad_request"},
        {"multipart/form-data; boundary=", "bad_request"},
        {"multipart/form-data; boundary=\"\"", "bad_request"},
        {"multipart/form-data; boundary=\"XbX", "bad_request"},
        {"multipart/form-data; boundary=\"XbX \"", "bad_request"},
        {"multipart/form-data; boundary=XbX; boundary=XbX", "bad_request"},
        {"multipart/form-data boundary=XbX", "bad_request"},
        {"multipart/form-data; boundary=\"X\\\"X\"", "bad_request"},
        {"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
         "bad_request"},
        {"multipart/mixed; boundary=XbX", "content_type"},
    };
    static const char text[] = FIELD("a") "1\r\n" CLOSE;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err *err = parse_in_steps(request(*state, cases[i].type, strlen(text)), text, strlen(text), 0);
        if (cases[i].key)
            assert_key(err, cases[i].key);
        else
            assert_null(err);
    }
    static const char longest[] = "1234567890123456789012345678901234567890123456789012345678901234567890";
    char *type = arena_printf(*state, "multipart/form-data; boundary=%s", longest);
    char *body =
        arena_printf(*state, "--%s\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--%s--", longest, longest);
    struct req *rq = request(*state, type, strlen(body));
    assert_null(parse_in_steps(rq, body, strlen(body), 1));
    assert_string_equal(rq->body.v[0].value, "1");
}

static void test_multipart_refuses(void **state)
{
    static const char *const bad[][2] = {
        {"", "bad_request"},
        {CLOSE "x", ""},
        {"preamble\r\n" FIELD("a") "1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\n\r\nvalue\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Type: text/plain\r\n\r\nvalue\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data; filename=a\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data; name=a\r\nno colon\r\n\r\n1\r\n" CLOSE, "bad_request"},
        {"--XbX\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n" CLOSE,
         "bad_request"},
        {FIELD("") "1\r\n" CLOSE, "bad_request"},
        {FIELD("a%0Ab") "1\r\n" CLOSE, "bad_request"},
        {FILE_FIELD("a%0Ab", "x") "1\r\n" CLOSE, "bad_request"},
        {FIELD("a") "1\r\n--XbXx\r\n", "bad_request"},
        {FIELD("a") "1\r\n--XbX \r\n", "bad_request"},
        {FIELD("\xff") "1\r\n" CLOSE, "utf8"},
        {FIELD("a") "\xe6\x97\r\n" CLOSE, "utf8"},
        {FILE_FIELD("\xff", "x") "1\r\n" CLOSE, "utf8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (*bad[i][1])
            refuses_multipart(*state, bad[i][0], bad[i][1]);
        else
            assert_int_equal(multipart(*state, bad[i][0])->body.n, 0);
    static const char nul[] = FIELD("a") "1\0002\r\n" CLOSE;
    assert_key(parse_in_steps(request(*state, MULTI, sizeof nul - 1), nul, sizeof nul - 1, 0), "bad_request");
}

static void test_multipart_limits(void **state)
{
    struct buf text = buf_on(*state);
    for (size_t i = 0; i < roomy.max_fields; i++)
        buf_add(&text, FIELD("a") "1\r\n");
    assert_int_equal(multipart(*state, arena_printf(*state, "%s" CLOSE, text.text))->body.n, roomy.max_fields);
    refuses_multipart(*state, arena_printf(*state, "%s" FIELD("a") "1\r\n" CLOSE, text.text), "too_many_fields");

    text = buf_on(*state); /* empty file fields store nothing, but cost time all the same */
    for (size_t i = 0; i <= roomy.max_fields; i++)
        buf_add(&text, FILE_FIELD("f", "") "\r\n");
    refuses_multipart(*state, arena_printf(*state, "%s" CLOSE, text.text), "too_many_fields");

    static const char file[] = FILE_FIELD("f", "f.txt") "x\r\n";
    assert_int_equal(multipart(*state, arena_printf(*state, "%s%s%s" CLOSE, file, file, file))->upload_count, 3);
    refuses_multipart(*state, arena_printf(*state, "%s%s%s%s" CLOSE, file, file, file, file), "too_many_files");

    refuses_multipart(*state, arena_printf(*state, FIELD("a") "%01025d\r\n" CLOSE, 0), "too_large");
    assert_int_equal(multipart(*state, arena_printf(*state, FIELD("a") "%01024d\r\n" CLOSE, 0))->body.v[0].len, 1024);
    refuses_multipart(*state, arena_printf(*state, "--XbX\r\nX: %09000d\r\n\r\n1\r\n" CLOSE, 0), "bad_request");
}

static void test_no_files_allowed(void **state)
{
    struct req_limits none = req_limits_default;
    static const char empty[] = FILE_FIELD("f", "") "\r\n" CLOSE, full[] = FILE_FIELD("f", "") "x\r\n" CLOSE;
    struct input in = {empty, strlen(empty), 0, 0};
    struct req *rq = request(*state, MULTI, strlen(empty));
    assert_null(req_parse_body(rq, &none, "/tmp", input_read, &in));
    assert_int_equal(rq->upload_count, 0);
    in = (struct input){full, strlen(full), 0, 0};
    assert_key(req_parse_body(request(*state, MULTI, strlen(full)), &none, "/tmp", input_read, &in), "too_many_files");
    assert_string_equal(multipart(*state, full)->uploads[0].name, "file");
    assert_int_equal(multipart(*state, FILE_FIELD("f", "empty.txt") "\r\n" CLOSE)->uploads[0].size, 0);
}

/* A file larger than the window, full of beginnings of the boundary, in memory that does not grow with it. */
static void test_large_file_streams(void **state)
{
    enum { SIZE = 12 << 20 };
    static const char head[] = FILE_FIELD("f", "big.bin"), tail[] = "\r\n" CLOSE;
    struct arena *arena = arena_new();
    size_t len = sizeof head - 1 + SIZE + sizeof tail - 1;
    char *text = malloc(len);
    assert_non_null(text);
    memcpy(text, head, sizeof head - 1);
    for (size_t i = 0; i < SIZE; i++)
        text[sizeof head - 1 + i] = "\r\n--Xb\r\r\n--X"[i % 13];
    memcpy(text + sizeof head - 1 + SIZE, tail, sizeof tail - 1);
    struct req *rq = request(arena, MULTI, len);
    double from = cpu_seconds();
    assert_null(parse_in_steps(rq, text, len, 4096));
    assert_true(cpu_seconds() - from < 2.0);
    assert_int_equal(rq->uploads[0].size, SIZE);
    assert_true(arena_used(arena) < 256 * 1024);
    char back[4096];
    for (size_t at = 0; at < SIZE; at += sizeof back) {
        assert_int_equal(pread(rq->uploads[0].fd, back, sizeof back, (off_t)at), sizeof back);
        assert_memory_equal(back, text + sizeof head - 1 + at, sizeof back);
    }
    int fd = rq->uploads[0].fd;
    arena_free(arena);
    assert_int_equal(fcntl(fd, F_GETFD), -1); /* closed with the arena */
    free(text);

    struct req_limits small = roomy;
    small.max_file = 10;
    struct input in = {FILE_FIELD("f", "x") "0123456789a\r\n" CLOSE, strlen(FILE_FIELD("f", "x")) + 13 + strlen(CLOSE),
                       0, 0};
    assert_key(req_parse_body(request(*state, MULTI, in.len), &small, "/tmp", input_read, &in), "too_large");
}

/* The delimiter lies across the end of the window, at every offset. */
static void test_delimiter_across_windows(void **state)
{
    enum { WINDOW = 64 * 1024 };
    char *text = malloc(WINDOW + 4096);
    assert_non_null(text);
    for (size_t size = WINDOW - 160; size < WINDOW; size++) {
        struct arena *arena = arena_new();
        int head = snprintf(text, 4096, "%s", FILE_FIELD("f", "x"));
        memset(text + head, 'x', size);
        int tail = snprintf(text + head + size, 1024, "\r\n%s1\r\n%s", FIELD("a"), CLOSE);
        struct req *rq = request(arena, MULTI, (size_t)head + size + (size_t)tail);
        assert_null(parse_in_steps(rq, text, (size_t)rq->content_length, 0));
        assert_int_equal(rq->uploads[0].size, size);
        assert_string_equal(kvs_get(&rq->body, "a"), "1");
        arena_free(arena);
    }
    free(text);
}

static void test_file_names(void **state)
{
    static const char *const names[][2] = {
        {"C:\\Users\\山田\\履歴書.xlsx", "履歴書.xlsx"},
        {"../../etc/passwd", "passwd"},
        {"a/..", "file"},
        {".", "file"},
        {"", "file"},
        {"a\r\nX: y\t.txt", "aX: y.txt"},
        {"evil\xe2\x80\xaetxt.exe", "eviltxt.exe"},
        {"bad\xff\xe6.txt", "bad\xef\xbf\xbd\xef\xbf\xbd.txt"},
        {"\xe3\x81\x8b\xe3\x82\x99.txt", "が.txt"}, /* か and a combining mark, as macOS sends it */
        {"  spaced  ", "spaced"},
        {".htaccess", ".htaccess"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(upload_name(*state, names[i][0], strlen(names[i][0])), names[i][1]);
    struct buf name = buf_on(*state);
    for (int i = 0; i < 100; i++)
        buf_add(&name, "あ");
    buf_add(&name, ".docx");
    char *cut = upload_name(*state, name.text, name.len);
    assert_int_equal(strlen(cut), 65 * 3 + 5);
    assert_string_equal(cut + 65 * 3, ".docx");
    assert_string_equal(multipart(*state, FILE_FIELD("f", "say \\\"hi\\\" %22x%22.txt") "1\r\n" CLOSE)->uploads[0].name,
                        "say \"hi\" \"x\".txt");
}

static void test_tmp_away(void **state)
{
    struct input in = {good, sizeof good - 1, 0, 0};
    struct err *err =
        req_parse_body(request(*state, MULTI, sizeof good - 1), &roomy, "/nonexistent/dir", input_read, &in);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_multipart, up, down),
        cmocka_unit_test_setup_teardown(test_multipart_cut, up, down),
        cmocka_unit_test_setup_teardown(test_multipart_boundaries, up, down),
        cmocka_unit_test_setup_teardown(test_multipart_refuses, up, down),
        cmocka_unit_test_setup_teardown(test_multipart_limits, up, down),
        cmocka_unit_test_setup_teardown(test_no_files_allowed, up, down),
        cmocka_unit_test_setup_teardown(test_large_file_streams, up, down),
        cmocka_unit_test(test_delimiter_across_windows),
        cmocka_unit_test_setup_teardown(test_file_names, up, down),
        cmocka_unit_test_setup_teardown(test_tmp_away, up, down),
    };
    return cmocka_run_group_tests_name("req_multipart", tests, NULL, NULL);
}
