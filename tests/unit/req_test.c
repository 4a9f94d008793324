/* lib/http/req.c and lib/http/res.c: what handlers ask and answer. */
#include "http/app.h"
#include "http/req.h"
#include "http/res.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct req *request(struct arena *arena)
{
    struct req *rq = arena_alloc(arena, sizeof *rq);
    struct app *app = arena_alloc(arena, sizeof *app);
    app->tmp_dir = "/tmp";
    app->secure_cookies = true;
    rq->arena = arena;
    rq->app = app;
    rq->reply.fd = -1;
    return rq;
}

static void test_params(void **state)
{
    struct req *rq = request(*state);
    rq->params[0] = "42";
    rq->params[1] = "4x";
    rq->params[2] = "1234567890123456789";
    assert_int_equal(req_id(rq, 0), 42);
    assert_int_equal(req_id(rq, 1), 0);
    assert_int_equal(req_id(rq, 2), 0);
    assert_int_equal(req_id(rq, 3), 0);
    assert_int_equal(req_id(rq, 99), 0);
    assert_string_equal(req_str(rq, 1), "4x");
    assert_string_equal(req_str(rq, 3), "");
}

static void test_query(void **state)
{
    static const char text[] = "a=1&b=%E6%97%A5&a=2&c=x+y%26";
    struct req *rq = request(*state);
    assert_null(kvs_parse_urlencoded(*state, text, strlen(text), &req_limits_default, &rq->args));
    assert_string_equal(req_arg(rq, "a"), "1");
    assert_string_equal(req_arg(rq, "z"), "");
    assert_string_equal(query_with(*state, &rq->args, "a", "n&m"), "a=n%26m&b=%E6%97%A5&c=x%20y%26");
    assert_string_equal(query_with(*state, &rq->args, "a", NULL), "b=%E6%97%A5&c=x%20y%26");
    assert_string_equal(query_with(*state, &rq->args, "d", ""), "a=1&b=%E6%97%A5&a=2&c=x%20y%26&d=");
    assert_string_equal(query_with(*state, &(struct kvs){0}, "next", "/a?b=\"\xe6"), "next=%2Fa%3Fb%3D%22%E6");
}

static void test_redirect(void **state)
{
    struct req *rq = request(*state);
    res_redirect(rq, "/crm/resume/%d", 7);
    assert_string_equal(rq->reply.location, "/crm/resume/7");
    res_done(rq, "saved", "/crm/resume/%d?tab=1#files", 7);
    assert_string_equal(rq->reply.location, "/crm/resume/7?tab=1&done=saved#files");
    res_done(rq, "saved", "/crm/");
    assert_string_equal(rq->reply.location, "/crm/?done=saved");
}

/* Nobody is led away, whatever a handler was given. */
static void test_redirect_is_local(void **state)
{
    static const char *const away[] = {"//evil.example/",      "https://evil.example/", "/\\evil.example", "x", "",
                                       "/a\r\nSet-Cookie: a=b"};
    int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
        struct req *rq = request(*state);
        res_redirect(rq, "%s", away[i]);
        assert_string_equal(rq->reply.location, "/");
    }
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(null);
}

static void test_headers(void **state)
{
    struct req *rq = request(*state);
    for (int i = 0; i < 20; i++)
        res_header(rq, "X-Number", arena_printf(*state, "%d", i));
    assert_int_equal(rq->reply.headers.n, 20);
    for (int i = 0; i < 20; i++)
        assert_string_equal(rq->reply.headers.v[i].value, arena_printf(*state, "%d", i));
    rq = request(*state);
    res_cookie(rq, "s", "v", -1);
    res_cookie(rq, "s", "", 0);
    rq->app->secure_cookies = false;
    res_cookie(rq, "s", "v", 60);
    assert_string_equal(rq->reply.headers.v[0].value, "s=v; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_string_equal(rq->reply.headers.v[1].value, "s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    assert_string_equal(rq->reply.headers.v[2].value, "s=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
}

static void test_files(void **state)
{
    struct arena *arena = arena_new();
    struct req *rq = request(arena);
    int fd;
    assert_null(tmp_file(rq, &fd));
    assert_int_equal(write(fd, "abc", 3), 3);
    res_file(rq, fd, 3, "text/csv", "求職者.csv");
    assert_int_equal(rq->reply.fd, fd);
    assert_int_equal(rq->reply.size, 3);
    arena_free(arena);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
    rq = request(*state);
    rq->app->tmp_dir = "/nonexistent";
    struct err *err = tmp_file(rq, &fd);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INTERNAL);
}

static int up(void **state)
{
    *state = arena_new();
    return 0;
}

static int down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_params),   cmocka_unit_test(test_query),
        cmocka_unit_test(test_redirect), cmocka_unit_test(test_redirect_is_local),
        cmocka_unit_test(test_headers),  cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests_name("req", tests, up, down);
}
