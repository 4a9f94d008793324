/* lib/frame/route.c: which row a path finds, and which tables are refused at the start. */
#include "house.h"

#include <unistd.h>

static struct err *nothing(struct req *rq, const void *in)
{
    return NULL;
}

#define FIVE "/t/:a_id/:b_id/:c_id/:d_id/:e_id"
static const struct route routes[] = {
    {GET, "/t/:id/x/:token", ROLE_PUBLIC, .run = nothing},
    {GET, "/t/:a_id/:b_id/:c_id/:d_id", ROLE_PUBLIC, .run = nothing},
    {GET, FIVE, ROLE_PUBLIC, .run = nothing},
    {.path = NULL},
};
static const struct area area = {.name = "t", .routes = routes};

static const struct route *find(struct req *rq, const char *path)
{
    bool wrong_method;
    rq->method = METHOD_GET;
    rq->path = path;
    memset(rq->params, 0, sizeof rq->params);
    return route_find(&area, rq, &wrong_method);
}

static struct req *request(void)
{
    struct arena *arena = arena_new();
    struct req *rq = arena_alloc(arena, sizeof *rq);
    rq->arena = arena;
    return rq;
}

static void test_params(void **state)
{
    struct req *rq = request();
    assert_ptr_equal(find(rq, "/t/12/x/Ab-_9"), &routes[0]);
    assert_string_equal(rq->params[0], "12");
    assert_string_equal(rq->params[1], "Ab-_9");
    assert_null(find(rq, "/t/012/x/a"));
    assert_null(find(rq, "/t/1234567890123456789/x/a"));
    assert_ptr_equal(find(rq, "/t/1/2/3/4"), &routes[1]);
    assert_string_equal(rq->params[3], "4");
    arena_free(rq->arena);
}

/* A request has room for four: what lies behind it stays as it was, and the program does not start. */
static void test_five_params(void **state)
{
    struct req *rq = request();
    char *said = NULL;
    size_t len = 0;
    FILE *errors = open_memstream(&said, &len);
    assert_null(find(rq, "/t/1/2/3/4/5"));
    assert_false(rq->session.signed_in);
    assert_int_equal(route_check(&area, "templates", errors), 1);
    fclose(errors);
    assert_string_equal(said, "route GET " FIVE ": more parameters than a request has room for\n");
    free(said);
    arena_free(rq->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_params),
        cmocka_unit_test(test_five_params),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
