/* lib/http/req_parse.c and lib/http/req_urlencoded.c: what comes from outside is read as it was meant or refused. */
#include "req_input.h"

/* ---- urlencoded ---- */

static void test_urlencoded(void **state)
{
    static const char text[] = "a=1&b=two+words&a=%E6%97%A5%e6%9c%ac&&empty=&bare&eq=a=b&%2B=%26&tail=x";
    static const char *const want[][2] = {{"a", "1"},   {"b", "two words"}, {"a", "日本"}, {"empty", ""},
                                          {"bare", ""}, {"eq", "a=b"},      {"+", "&"},    {"tail", "x"}};
    struct kvs kvs;
    assert_null(kvs_parse_urlencoded(*state, text, strlen(text), &req_limits_default, &kvs));
    assert_pairs(&kvs, want, 8);
    assert_null(kvs_parse_urlencoded(*state, "", 0, &req_limits_default, &kvs));
    assert_int_equal(kvs.n, 0);
    assert_null(kvs_parse_urlencoded(*state, "a=1&", 4, &req_limits_default, &kvs));
    assert_int_equal(kvs.n, 1);
}

static void test_urlencoded_refuses(void **state)
{
    static const char *const bad[][2] = {
        {"a=%", "bad_request"},     {"a=%4", "bad_request"},    {"a=%4g", "bad_request"}, {"a=%g4", "bad_request"},
        {"%=1", "bad_request"},     {"a=%00", "bad_request"},   {"=1", "bad_request"},    {"a%0a=1", "bad_request"},
        {"a=%ff", "utf8"},          {"a=%c0%80", "utf8"},       {"a=%ed%a0%80", "utf8"},  {"a=\xe6\x97", "utf8"},
        {"a=%f4%90%80%80", "utf8"}, {"a=%e6&b=%97%a5", "utf8"},
    };
    struct kvs kvs;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_key(kvs_parse_urlencoded(*state, bad[i][0], strlen(bad[i][0]), &roomy, &kvs), bad[i][1]);
    assert_key(kvs_parse_urlencoded(*state, "a=1\0b", 5, &roomy, &kvs), "bad_request");
}

static void test_urlencoded_limits(void **state)
{
    struct req_limits few = roomy;
    struct kvs kvs;
    few.max_fields = 2;
    few.max_name = 3;
    few.max_value = 3;
    assert_null(kvs_parse_urlencoded(*state, "abc=123&b=%41%41%41", 19, &few, &kvs));
    assert_key(kvs_parse_urlencoded(*state, "a&b&c", 5, &few, &kvs), "too_many_fields");
    assert_key(kvs_parse_urlencoded(*state, "abcd=1", 6, &few, &kvs), "bad_request");
    assert_key(kvs_parse_urlencoded(*state, "a=1234", 6, &few, &kvs), "too_large");
}

/* The same name over and over was quadratic in ClearSilver: 100,000 of them took minutes. */
static void test_repeated_names_are_linear(void **state)
{
    enum { N = 400000 };
    char *text = arena_alloc(*state, 4 * N);
    struct req_limits many = roomy;
    struct kvs kvs;
    many.max_fields = N;
    for (size_t i = 0; i < N; i++)
        memcpy(text + 4 * i, "a=1&", 4);
    double from = cpu_seconds();
    assert_null(kvs_parse_urlencoded(*state, text, 4 * N, &many, &kvs));
    assert_int_equal(kvs.n, N);
    assert_true(cpu_seconds() - from < 2.0);
}

/* ---- cookies ---- */

static void test_cookies(void **state)
{
    static const char *const want[][2] = {{"a", "1"}, {"b", "x y"}, {"c", "q"}, {"d", ""}, {"a", "2=3"}};
    struct kvs kvs;
    assert_null(
        kvs_parse_cookies(*state, "a=1; b = x y ;c=\"q\"; d=; =no; bare; e=\xe6\x97\xa5; f=\x01; ;a=2=3", &kvs));
    assert_pairs(&kvs, want, 5);
    assert_null(kvs_parse_cookies(*state, "", &kvs));
    assert_int_equal(kvs.n, 0);
}

static void test_cookie_limits(void **state)
{
    char text[6000] = "";
    struct kvs kvs;
    for (int i = 0; i < 50; i++)
        memcpy(text + 4 * i, "a=1;", 5);
    assert_null(kvs_parse_cookies(*state, text, &kvs));
    assert_int_equal(kvs.n, 50);
    memcpy(text + 200, "b=2", 4);
    assert_key(kvs_parse_cookies(*state, text, &kvs), "too_many_fields");
    memset(text, 'a', 4097);
    text[4097] = '\0';
    assert_key(kvs_parse_cookies(*state, text, &kvs), "too_large");
}

/* ---- bodies ---- */

static void test_body_types(void **state)
{
    struct req *rq = request(*state, "Application/X-WWW-form-urlencoded ; charset=UTF-8", 7);
    assert_null(parse_in_steps(rq, "a=1&b=2 trailing bytes of the next request", 40, 1));
    assert_int_equal(rq->body.n, 2);
    assert_string_equal(rq->body.v[1].value, "2");
    assert_key(parse_in_steps(request(*state, "text/plain", 3), "a=1", 3, 0), "content_type");
    assert_key(parse_in_steps(request(*state, "application/x-www-form-urlencodedx", 3), "a=1", 3, 0), "content_type");
    assert_key(parse_in_steps(request(*state, "", 3), "a=1", 3, 0), "content_type");
    assert_null(parse_in_steps(request(*state, "", 0), "", 0, 0));
}

static long fail_read(void *arg, char *buf, size_t n)
{
    return -1;
}

static void test_body_length(void **state)
{
    static const char *const types[] = {"application/x-www-form-urlencoded", MULTI};
    for (int i = 0; i < 2; i++) {
        assert_key(parse_in_steps(request(*state, types[i], 1000), "a=1", 3, 0), "short_body");
        assert_key(parse_in_steps(request(*state, types[i], roomy.max_body + 1), "a=1", 3, 0), "too_large");
        assert_key(parse_in_steps(request(*state, types[i], SIZE_MAX), "a=1", 3, 0), "too_large");
        assert_key(req_parse_body(request(*state, types[i], 3), &roomy, "/tmp", fail_read, NULL), "short_body");
    }
    assert_key(parse_in_steps(request(*state, types[0], BODY_TEXT_MAX + 1), "a=1", 3, 0), "too_large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_urlencoded, up, down),
        cmocka_unit_test_setup_teardown(test_urlencoded_refuses, up, down),
        cmocka_unit_test_setup_teardown(test_urlencoded_limits, up, down),
        cmocka_unit_test_setup_teardown(test_repeated_names_are_linear, up, down),
        cmocka_unit_test_setup_teardown(test_cookies, up, down),
        cmocka_unit_test_setup_teardown(test_cookie_limits, up, down),
        cmocka_unit_test_setup_teardown(test_body_types, up, down),
        cmocka_unit_test_setup_teardown(test_body_length, up, down),
    };
    return cmocka_run_group_tests_name("req_parse", tests, NULL, NULL);
}
