/* lib/http/req_head.c: which heads are requests, and whose word is believed. */
#include "http/req_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *get_pair(void *arg, const char *name)
{
    for (const char *const *p = arg; *p; p += 2)
        if (strcmp(*p, name) == 0)
            return p[1];
    return NULL;
}

static struct err *parse(struct req *rq, struct arena *arena, const char **pairs)
{
    *rq = (struct req){.arena = arena};
    return req_parse_head(rq, get_pair, pairs);
}

#define HEAD(...) ((const char *[]){"REQUEST_METHOD", "GET", __VA_ARGS__, NULL})

static void refuses(struct arena *arena, const char **pairs, const char *key)
{
    struct req rq;
    struct err *err = parse(&rq, arena, pairs);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INPUT);
    assert_string_equal(err->key, key);
    assert_non_null(rq.path); /* an error page can be built */
    assert_non_null(rq.query);
    assert_non_null(rq.client);
}

static void test_whole(void **state)
{
    struct req rq;
    static const char *pairs[] = {"REQUEST_METHOD",
                                  "POST",
                                  "REQUEST_URI",
                                  "/crm/%E5%B1%A5/12?q=a+b&n=%31",
                                  "QUERY_STRING",
                                  "q=a+b&n=%31",
                                  "CONTENT_LENGTH",
                                  "000000000000000042",
                                  "CONTENT_TYPE",
                                  "application/x-www-form-urlencoded",
                                  "REMOTE_ADDR",
                                  "::ffff:192.0.2.7",
                                  "HTTPS",
                                  "on",
                                  "SERVER_NAME",
                                  "app.example.jp",
                                  "HTTP_HOST",
                                  "evil.example",
                                  "HTTP_X_FORWARDED_FOR",
                                  "10.0.0.1",
                                  "HTTP_USER_AGENT",
                                  "Agent\x01/1\xef\xb7\xab \xff\xe6\x97\xa5",
                                  "HTTP_ACCEPT_LANGUAGE",
                                  "ja,en;q=0.5",
                                  "HTTP_REFERER",
                                  "https://app.example.jp/",
                                  "HTTP_COOKIE",
                                  "s=abc; t=def",
                                  NULL};
    assert_null(parse(&rq, *state, pairs));
    assert_int_equal(rq.method, METHOD_POST);
    assert_string_equal(rq.path, "/crm/履/12");
    assert_string_equal(rq.query, "q=a+b&n=%31");
    assert_int_equal(rq.args.n, 2);
    assert_string_equal(rq.args.v[0].value, "a b");
    assert_string_equal(rq.args.v[1].value, "1");
    assert_int_equal(rq.content_length, 42);
    assert_string_equal(rq.client, "192.0.2.7");
    assert_true(rq.tls);
    assert_string_equal(rq.host, "app.example.jp");
    assert_string_equal(rq.agent, "Agent/1 日");
    assert_string_equal(rq.accept_language, "ja,en;q=0.5");
    assert_int_equal(rq.cookies.n, 2);
    assert_string_equal(rq.cookies.v[1].value, "def");
}

static void test_least(void **state)
{
    struct req rq;
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/")));
    assert_int_equal(rq.method, METHOD_GET);
    assert_string_equal(rq.path, "/");
    assert_string_equal(rq.query, "");
    assert_string_equal(rq.client, "");
    assert_string_equal(rq.agent, "");
    assert_string_equal(rq.content_type, "");
    assert_false(rq.tls);
    assert_int_equal(rq.content_length, 0);
}

static void test_method(void **state)
{
    static const char *const methods[] = {"PUT", "DELETE", "get", "", "TRACE", "GETX", "POST "};
    struct req rq;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct err *err = parse(&rq, *state, (const char *[]){"REQUEST_METHOD", methods[i], "REQUEST_URI", "/", NULL});
        assert_non_null(err);
        assert_int_equal(err->kind, ERR_DENIED);
        assert_string_equal(err->key, "method");
    }
    assert_null(parse(&rq, *state, (const char *[]){"REQUEST_METHOD", "HEAD", "REQUEST_URI", "/", NULL}));
    assert_int_equal(rq.method, METHOD_GET);
}

static void test_path(void **state)
{
    static const char *const bad[] = {"",        "*",           "x",        "//",    "/a//b",     "/..",
                                      "/a/../b", "/a/%2e%2e/b", "/a/.%2e",  "/./a",  "/a/.",      "/%2f/",
                                      "/a%00b",  "/a%0ab",      "/a%",      "/a%4",  "/a%zz",     "/a\\b",
                                      "/a%5cb",  "/a\x7f",      "/a%c2%8e", "/a\nb", "http://x/y"};
    static const char *const fine[] = {"/a/..b", "/a/...", "/a.b/c..d/", "/.well-known/x", "/a+b"};
    struct req rq;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, HEAD("REQUEST_URI", bad[i]), "bad_request");
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        assert_null(parse(&rq, *state, HEAD("REQUEST_URI", fine[i])));
        assert_string_equal(rq.path, fine[i]);
    }
    refuses(*state, HEAD("REQUEST_URI", "/%ff"), "utf8");
    refuses(*state, HEAD("REQUEST_URI", "/%c0%af"), "utf8");
    refuses(*state, HEAD("REQUEST_URI", arena_printf(*state, "/%01000d", 0)), "too_large");
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", arena_printf(*state, "/%0999d", 0))));
}

static void test_query(void **state)
{
    struct req rq;
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", "a=%zz"), "bad_request");
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", "a=%00"), "bad_request");
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", "a=1 b"), "bad_request");
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", "a=\r\n"), "bad_request");
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", "a=%ff"), "utf8");
    refuses(*state, HEAD("REQUEST_URI", "/", "QUERY_STRING", arena_printf(*state, "a=%07999d", 0)), "too_large");
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "QUERY_STRING", arena_printf(*state, "a=%07998d", 0))));
}

static void test_length(void **state)
{
    static const char *const bad[] = {"-1", "+1", " 1", "1 ", "0x10", "1e3", "4294967299x", "1234567890123456789",
                                      "1,2"};
    struct req rq;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, HEAD("REQUEST_URI", "/", "CONTENT_LENGTH", bad[i]), "bad_request");
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "CONTENT_LENGTH", "4294967299")));
    assert_int_equal(rq.content_length, 4294967299);
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "CONTENT_LENGTH", "999999999999999999")));
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "CONTENT_LENGTH", "")));
}

static void test_client(void **state)
{
    static const char *const cases[][2] = {
        {"192.0.2.1", "192.0.2.1"}, {"2001:DB8:0:0::1", "2001:db8::1"}, {"unix:", ""}, {"1.2.3", ""},
        {"1.2.3.4\n", ""},          {"::ffff:1.2.3.4", "1.2.3.4"}};
    struct req rq;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "REMOTE_ADDR", cases[i][0])));
        assert_string_equal(rq.client, cases[i][1]);
    }
}

static void test_host(void **state)
{
    struct req rq;
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "SERVER_NAME", "_", "HTTP_HOST", "a.example:8080")));
    assert_string_equal(rq.host, "a.example:8080");
    assert_null(parse(&rq, *state, HEAD("REQUEST_URI", "/", "HTTP_HOST", "a\"><script>")));
    assert_string_equal(rq.host, "");
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
        cmocka_unit_test(test_whole),  cmocka_unit_test(test_least), cmocka_unit_test(test_method),
        cmocka_unit_test(test_path),   cmocka_unit_test(test_query), cmocka_unit_test(test_length),
        cmocka_unit_test(test_client), cmocka_unit_test(test_host),
    };
    return cmocka_run_group_tests_name("req_head", tests, up, down);
}
