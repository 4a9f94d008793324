/* lib/frame/layout.c: what the layout is told of the person, and what it is not told by an address. */
#include "house.h"

#include "frame/layout.h"
#include "frame/program.h"
#include "page/page_impl.h"

#include <ClearSilver/ClearSilver.h>

static const struct route home = {.method = GET, .path = "/", .crumb = "home"};
static const struct area area = {.name = "crm"};
static struct house house;

static int open_house(void **state)
{
    house_open(&house, &area);
    house_write(&house, "text/ja.hdf",
                "Text.title.home = ホーム\nText.notice.saved = 保存しました。\nText.secret.x = 秘密\n");
    house_write(&house, "text/en.hdf", "Text.title.home = Home\nText.notice.saved = Saved.\n");
    assert_null(program_pages(&house.app, house.dir, NULL, 0));
    return 0;
}

static int close_house(void **state)
{
    house_close(&house);
    return 0;
}

static const char *value(struct req *rq, const char *name)
{
    return hdf_get_value(rq->hdf, name, "");
}

static void test_visitor(void **state)
{
    struct req *rq = house_req(&house, "en");
    rq->route = &home;
    assert_null(layout_set(rq));
    assert_string_equal(value(rq, "Page.title"), "Home");
    assert_string_equal(value(rq, "Page.lang"), "en");
    assert_string_equal(value(rq, "Page.area"), "crm");
    assert_string_equal(value(rq, "Page.path"), "/here");
    assert_true(strlen(value(rq, "Form.token")) > 70);
    assert_null(hdf_get_obj(rq->hdf, "Me"));
    house_req_free(rq);
}

static void test_person(void **state)
{
    struct req *rq = house_req(&house, "ja");
    rq->route = &home;
    rq->session = (struct session){.signed_in = true,
                                   .name = "高橋 恵美",
                                   .org_name = "みなと",
                                   .login_id = "10024871",
                                   .mail = "t@example.jp",
                                   .roles = ROLE_READER | ROLE_SYSADMIN,
                                   .features = FEATURE_CLIENT | FEATURE_SUPPORT,
                                   .runs_busy = 2};
    page_set(rq, "Page.title", "自分の題");
    assert_null(layout_set(rq));
    assert_string_equal(value(rq, "Page.title"), "自分の題");
    assert_string_equal(value(rq, "Me.name"), "高橋 恵美");
    assert_string_equal(value(rq, "Me.org"), "みなと");
    static const char *const set[] = {"Me.is.reader",       "Me.is.sysadmin", "Me.feature.client",
                                      "Me.feature.support", "Me.client",      "Me.staff"};
    static const char *const unset[] = {"Me.is.admin",       "Me.is.member",        "Me.is.outreach",
                                        "Me.feature.agency", "Me.feature.outreach", "Me.write"};
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        assert_string_equal(value(rq, set[i]), "1");
    for (size_t i = 0; i < sizeof unset / sizeof *unset; i++)
        assert_string_equal(value(rq, unset[i]), "");
    assert_string_equal(value(rq, "Run.busy"), "2");
    house_req_free(rq);
}

/* ?done= shows messages meant for it, and nothing that the sender of a link makes up. */
static void test_notice(void **state)
{
    static const struct {
        const char *done, *shown;
    } cases[] = {{"saved", "保存しました。"}, {"", ""}, {"none", ""}, {"<b>x</b>", ""}, {"saved.x", ""},
                 {"..secret.x", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct req *rq = house_req(&house, "ja");
        struct kv done = {"done", cases[i].done, strlen(cases[i].done)};
        rq->args = (struct kvs){&done, 1};
        assert_null(layout_set(rq));
        assert_string_equal(value(rq, "Page.notice"), cases[i].shown);
        house_req_free(rq);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visitor),
        cmocka_unit_test(test_person),
        cmocka_unit_test(test_notice),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
