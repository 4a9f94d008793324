/* lib/form/form_show.c and templates/layout/form.cs: what was typed on the page again, escaped; markup; confirming
   pages; few nodes. */
#include "form_house.h"

/* security.md: reflected script in every text field. */
static void test_script(void **state)
{
    static const char script[] = "\"'><script>alert(1)</script></textarea>";
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in =
        read_form(rq, &all_form, &valid, "title", script, "body", script, "secret", script, "kana", script, "mail",
                  script, "phone", script, "zip", script, "url", script, "amount", script, "age", script, "since",
                  script, "state", script, "agree", script, "id", script, "days", script, "upload", script, NULL);
    assert_false(valid);
    const char *page = shown(rq, "all.cs", &all_form, in);
    house_lacks(page, "<script");
    house_lacks(page, "\"'>");
    house_has(page, "value=\"&quot;&#39;&gt;&lt;script&gt;");
    house_has(page, ">\n&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/textarea&gt;</textarea>");
    house_req_free(rq);
}

/* What was typed is shown as typed, also where it was in order; a password never. */
static void test_typed(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(rq, &all_form, &valid, "title", "", "body", "\n一\n二 ", "secret", "kagi-no-ma",
                                        "kana", "すずき", "amount", "12", "state", "open", "agree", "1", "id", "5",
                                        "id", "x", "days", "tue", "days", "\"><b>", NULL);
    const char *page = shown(rq, "all.cs", &all_form, in);
    house_has(page, ">\n\n一\n二 </textarea>");
    house_has(page, "value=\"すずき\"");
    house_has(page, "value=\"12\"");
    house_lacks(page, "kagi-no-ma");
    assert_null(hdf_get_value(rq->hdf, "Form.secret.value", NULL));
    assert_null(hdf_get_value(rq->hdf, "Form.secret.err", NULL));
    rq->in_has_errors = true; /* it was rolled back, and the secret with it */
    assert_null(form_show(rq, &all_form, in));
    assert_non_null(strstr(hdf_get_value(rq->hdf, "Form.secret.err", ""), "もう一度"));
    house_has(page, "value=\"open\" checked>公開&lt;中&gt;");
    house_has(page, "<option value=\"open\" selected>公開&lt;中&gt;<option");
    house_has(page, "name=\"agree\" value=\"1\" checked>同意する");
    house_has(page, "value=\"tue\" checked>火");
    house_lacks(page, "value=\"mon\" checked");
    house_lacks(page, "<b>");
    assert_string_equal(hdf_get_value(rq->hdf, "Form.id.set", ""), ",5,");
    house_req_free(rq);
}

static const struct all_in filled = {.title = "題",
                                     .body = "",
                                     .secret = "s",
                                     .kana = "",
                                     .mail = "a@b.jp",
                                     .phone = "",
                                     .zip = "",
                                     .url = "",
                                     .since = "2026-11-21",
                                     .state = "draft",
                                     .days = "mon,wed",
                                     .amount = 0,
                                     .id = {(const uint64_t[]){12}, 1}};

static void test_markup(void **state)
{
    struct req *rq = house_req(&house, "ja");
    const char *names[] = {"value", "label"}, *cells[] = {"11", "高橋 <恵美>", "12", "小林"};
    page_set(rq, "Form.token", "abc");
    assert_null(form_options(rq, "id", house_rows(rq, names, 2, cells, 2)));
    const char *page = shown(rq, "all.cs", &all_form, &filled);
    house_has(page, "<input type=\"hidden\" name=\"token\" value=\"abc\">");
    house_has(page, "<div class=\"field\"><label for=\"title\">題名<span class=\"must\">必須</span></label>"
                    "<p class=\"hint\" id=\"title-hint\">短く&lt;b&gt;</p>"
                    "<input class=\"w-s\" id=\"title\" name=\"title\" type=\"text\" maxlength=\"10\" required "
                    "aria-describedby=\"title-hint\" value=\"題\"></div>");
    house_has(page, "<p class=\"hint\" id=\"body-hint\">20文字まで。</p>");
    house_has(page,
              "type=\"text\" autocomplete=\"email\" maxlength=\"254\" inputmode=\"email\" autocapitalize=\"none\" "
              "spellcheck=\"false\" value=\"a@b.jp\">");
    house_has(page, "type=\"password\" autocomplete=\"new-password\" maxlength=\"12\">");
    house_has(page, "placeholder=\"2026/11/21\" value=\"2026/11/21\">");
    house_has(page, "<legend>状態</legend>");
    house_has(page, "<label class=\"choice\"><input type=\"radio\" id=\"state\" name=\"state\" value=\"draft\" "
                    "checked>下書き</label>"
                    "<label class=\"choice\"><input type=\"radio\" name=\"state\" value=\"open\">");
    house_has(page, "<option value=\"\">選択しない<option value=\"draft\" selected>下書き<option");
    house_has(page, "value=\"11\">高橋 &lt;恵美&gt;</label>");
    house_has(page, "value=\"12\" checked>小林</label>");
    house_has(page, "value=\"mon\" checked>月");
    house_has(page, "value=\"wed\" checked>水");
    house_has(page, "id=\"upload\" name=\"upload\" type=\"file\">");
    house_lacks(page, "errors");
    house_lacks(page, "value=\"s\"");
    house_req_free(rq);
}

static void test_markup_of_what_must_be(void **state)
{
    struct req *rq = house_req(&house, "ja");
    const char *page = shown(rq, "must.cs", &must_form, NULL);
    house_has(page,
              "<select class=\"w-m\" id=\"state\" name=\"state\" required><option value=\"\">選択してください<option");
    house_has(page, "type=\"radio\" id=\"state\" name=\"state\" value=\"draft\" required>");
    house_has(page, "type=\"file\" multiple required>");
    house_lacks(page, "name=\"days\" value=\"mon\" required");
    house_req_free(rq);
}

static void test_markup_of_a_search(void **state)
{
    struct req *rq = house_req(&house, "ja");
    uint64_t age = 30;
    struct all_in in = filled;
    in.age = &age;
    const char *page = shown(rq, "grid.cs", &all_form, &in);
    house_has(page, "<select id=\"state\" name=\"state\"><option value=\"\">指定しない<option");
    house_has(page,
              "<fieldset class=\"field\"><legend>年齢</legend><div class=\"pair\"><input id=\"age\" "
              "name=\"age\" type=\"text\" inputmode=\"numeric\" aria-label=\"年齢\" value=\"30\"><span>〜</span>");
    house_has(page, "<span>歳</span></div>");
    house_req_free(rq);
}

/* Errors of rules and of handlers: once a field, %-arguments filled in, INPUT "form". */
static void test_handler_errors(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(rq, &all_form, &valid, "title", "自由", NULL);
    assert_false(valid);
    assert_string_equal(in->title, "自由");
    form_error(rq, "title", "required", NULL, NULL);
    form_error(rq, "zip", "range", "<1>", "2");
    form_error(rq, "", "form", NULL, NULL);
    assert_int_equal(rq->form->count, 3);
    struct err *err = form_invalid(rq);
    assert_int_equal(err->kind, ERR_INPUT);
    assert_string_equal(err->key, "form");
    const char *page = shown(rq, "all.cs", &all_form, in);
    house_has(page, "<h2 id=\"errors-title\">入力内容に3件の誤りがあります</h2>");
    house_has(page, "<li><a href=\"#zip\">郵便番号:&lt;1&gt;から2までの数で入力してください。</a></li>");
    house_has(page, "<li>入力内容を確認してください。</li>");
    house_has(page, "<span class=\"vh\">エラー:</span>&lt;1&gt;から2まで");
    house_has(page, "aria-invalid=\"true\" autofocus aria-describedby=\"title-err title-hint\" value=\"自由\">");
    house_req_free(rq);
}

static const char *kept(struct req *rq)
{
    return house_render(rq, "kept.cs");
}

/* 入力 → 確認 → 完了: what the confirming page sends reads as what was typed, but for secrets. */
static void test_keep(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in =
        read_form(rq, &all_form, &valid, "title", "<題>", "body", "一\r\n二", "secret", "kagi", "id", "5", "id", "7",
                  "days", "wed", "days", "mon", "since", "20261121", "amount", "12,000", "agree", "on", NULL);
    assert_true(valid);
    form_keep(rq, &all_form, in);
    const char *page = kept(rq);
    assert_string_equal(page, "<input type=\"hidden\" name=\"title\" value=\"&lt;題&gt;\">"
                              "<input type=\"hidden\" name=\"body\" value=\"一\n二\">"
                              "<input type=\"hidden\" name=\"amount\" value=\"12000\">"
                              "<input type=\"hidden\" name=\"since\" value=\"2026/11/21\">"
                              "<input type=\"hidden\" name=\"agree\" value=\"1\">"
                              "<input type=\"hidden\" name=\"id\" value=\"5\">"
                              "<input type=\"hidden\" name=\"id\" value=\"7\">"
                              "<input type=\"hidden\" name=\"days\" value=\"mon\">"
                              "<input type=\"hidden\" name=\"days\" value=\"wed\">");
    house_req_free(rq);
}

/* A handler may show a struct of its own with nothing in it. */
static void test_blank(void **state)
{
    static const struct all_in blank;
    struct req *rq = house_req(&house, "ja");
    house_has(shown(rq, "all.cs", &all_form, &blank), "id=\"since\" name=\"since\" type=\"text\" inputmode=\"numeric\" "
                                                      "placeholder=\"2026/11/21\" value=\"\">");
    form_keep(rq, &all_form, &blank);
    assert_string_equal(kept(rq), "");
    house_req_free(rq);
}

/* A form of another program's route: its static part is made for the request. */
static void test_foreign_form(void **state)
{
    struct form other = all_form;
    struct req *rq = house_req(&house, "ja");
    other.name = "other";
    house_has(shown(rq, "all.cs", &other, NULL), "<label for=\"title\">題名<span");
    house_req_free(rq);
}

/* In a language that was not asked for before, it is made once, for all requests. */
static void test_another_language(void **state)
{
    struct req *rq = house_req(&house, "en");
    assert_null(hdf_get_obj(house.app.pages->base[PAGE_EN], "Field.all"));
    house_has(shown(rq, "must.cs", &must_form, NULL), "<span class=\"must\">Required</span>");
    assert_null(hdf_get_obj(rq->hdf, "Field"));
    assert_non_null(hdf_get_obj(house.app.pages->base[PAGE_EN], "Field.must"));
    house_req_free(rq);
}

/* facts.md: pages are bound by HDF nodes. An empty form costs one a field. */
static unsigned count_nodes(HDF *node)
{
    unsigned n = 0;
    for (HDF *child = hdf_obj_child(node); child; child = hdf_obj_next(child))
        n += 1 + count_nodes(child);
    return n;
}

static void test_few_nodes(void **state)
{
    struct req *rq = house_req(&house, "ja");
    unsigned before = count_nodes(rq->hdf), fields = sizeof all_fields / sizeof *all_fields - 1;
    assert_null(form_show(rq, &all_form, NULL));
    assert_int_equal(count_nodes(rq->hdf) - before, fields + 1);
    house_req_free(rq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script),
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_markup),
        cmocka_unit_test(test_markup_of_what_must_be),
        cmocka_unit_test(test_markup_of_a_search),
        cmocka_unit_test(test_handler_errors),
        cmocka_unit_test(test_keep),
        cmocka_unit_test(test_blank),
        cmocka_unit_test(test_foreign_form),
        cmocka_unit_test(test_another_language),
        cmocka_unit_test(test_few_nodes),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
