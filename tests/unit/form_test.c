/* lib/form/form.c, lib/form/form_value.c: every kind with good and bad values, required ones, rules, rows into
   forms. */
#include "form_house.h"

static void test_absent(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(rq, &all_form, &valid, "title", "題", NULL);
    assert_true(valid);
    const char *const empty[] = {in->body, in->secret, in->kana,  in->mail,  in->phone,
                                 in->zip,  in->url,    in->since, in->state, in->days};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_string_equal(empty[i], "");
    assert_int_equal(in->amount, 0);
    assert_null(in->age);
    assert_false(in->agree);
    assert_int_equal(in->id.n, 0);
    house_req_free(rq);
}

static void test_good(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(
        rq, &all_form, &valid, "title", "  求人 A ", "body", "一\r\n二\r\n", "secret", " p w ", "kana", "すずき タロウ",
        "mail", " Hanako@Example.CO.JP ", "phone", "03-1234-5678", "zip", "1234567", "url", "https://a.example/x?y=1",
        "amount", "12,000", "owner", "9007199254740993", "age", "30", "since", "2026/11/21", "state", "open", "agree",
        "on", "id", "7", "id", "5", "id", "7", "days", "wed", "days", "mon", NULL);
    if (!valid)
        fail_msg("%s: %s", rq->form->faults->field, rq->form->faults->text);
    assert_string_equal(in->title, "求人 A");
    assert_string_equal(in->body, "一\n二");
    assert_string_equal(in->secret, " p w ");
    assert_string_equal(in->kana, "スズキ タロウ");
    assert_string_equal(in->mail, "hanako@example.co.jp");
    assert_string_equal(in->phone, "03-1234-5678");
    assert_string_equal(in->zip, "123-4567");
    assert_string_equal(in->url, "https://a.example/x?y=1");
    assert_int_equal(in->amount, 12000);
    assert_true(in->owner == 9007199254740993);
    assert_int_equal(*in->age, 30);
    assert_string_equal(in->since, "2026-11-21");
    assert_string_equal(in->state, "open");
    assert_true(in->agree);
    assert_int_equal(in->id.n, 2);
    assert_int_equal(in->id.v[0], 7);
    assert_int_equal(in->id.v[1], 5);
    assert_string_equal(in->days, "mon,wed");
    house_req_free(rq);
}

static void test_full_width(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(
        rq, &all_form, &valid, "title", "ABC", "kana", "スズキ", "mail", "hanako@example.jp", "phone", "0312345678",
        "zip", "1234567", "url", "http://a.example/", "amount", "12,345", "age", "42", "since", "2026年11月21日", NULL);
    if (!valid)
        fail_msg("%s: %s", rq->form->faults->field, rq->form->faults->text);
    assert_string_equal(in->title, "ABC");
    assert_string_equal(in->kana, "スズキ");
    assert_string_equal(in->mail, "hanako@example.jp");
    assert_string_equal(in->zip, "123-4567");
    assert_string_equal(in->url, "http://a.example/");
    assert_int_equal(in->amount, 12345);
    assert_int_equal(*in->age, 42);
    assert_string_equal(in->since, "2026-11-21");
    house_req_free(rq);
}

/* One bad value: its message, the place as if absent, and the value on the page again. */
static const struct {
    const char *field, *value, *key, *arg1, *arg2;
} bad[] = {
    {"title", "", "required", NULL, NULL},
    {"title", "   \r\n\t", "required", NULL, NULL},
    {"title", "あいうえおかきくけこさ", "too_long", "10", "11"},
    {"body", "あいうえおかきくけこさしすせそたちつてとな", "too_long", "20", "21"},
    {"secret", "a\r\nb", "control", NULL, NULL},
    {"secret", "0123456789abc", "too_long", "12", "13"},
    {"kana", "鈴木", "kana", NULL, NULL},
    {"kana", "ABC", "kana", NULL, NULL},
    {"mail", "nobody", "mail", NULL, NULL},
    {"mail", "a@example.jp\r\nBcc: b@example.jp", "mail", NULL, NULL},
    {"mail", "a@example.jp, b@example.jp", "mail", NULL, NULL},
    {"phone", "123", "phone", NULL, NULL},
    {"phone", "03-1234-5678\r\nX: y", "phone", NULL, NULL},
    {"zip", "12345", "zip", NULL, NULL},
    {"url", "javascript:alert(1)", "url", NULL, NULL},
    {"url", "https://user@a.example/", "url", NULL, NULL},
    {"url", "https://a.example/\"onmouseover=1", "url", NULL, NULL},
    {"url", "ftp://a.example/", "url", NULL, NULL},
    {"url", "https:///x", "url", NULL, NULL},
    {"amount", "x", "number", NULL, NULL},
    {"amount", "-1", "number", NULL, NULL},
    {"amount", "1.5", "number", NULL, NULL},
    {"amount", "99999999999999999999", "number", NULL, NULL},
    {"amount", "20001", "range", "0", "20,000"},
    {"owner", "1000000000000000000", "number", NULL, NULL},
    {"owner", "佐藤", "number", NULL, NULL},
    {"age", "14", "range", "15", "99"},
    {"since", "2026/02/30", "date", NULL, NULL},
    {"since", "昨日", "date", NULL, NULL},
    {"state", "deleted", "choice", NULL, NULL},
    {"days", "sun", "choice", NULL, NULL},
    {"id", "1,,2", "choice", NULL, NULL},
    {"id", "-1", "choice", NULL, NULL},
    {"id", "9999999999999999999", "choice", NULL, NULL},
};

static void test_bad(void **state)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool valid = true;
        struct req *rq = house_req(&house, "ja");
        bool is_title = strcmp(bad[i].field, "title") == 0;
        const struct all_in *in =
            read_form(rq, &all_form, &valid, bad[i].field, bad[i].value, is_title ? NULL : "title", "題", NULL);
        if (valid)
            fail_msg("%s took \"%s\"", bad[i].field, bad[i].value);
        const char *want = page_textf(rq, arena_printf(rq->arena, "err.%s", bad[i].key), bad[i].arg1, bad[i].arg2);
        assert_string_equal(message(rq, bad[i].field), want);
        assert_int_equal(rq->form->count, 1);
        const char *const empty[] = {in->body, in->secret, in->kana,  in->mail,  in->phone,
                                     in->zip,  in->url,    in->since, in->state, in->days};
        for (size_t k = 0; k < sizeof empty / sizeof *empty; k++)
            assert_string_equal(empty[k], "");
        assert_int_equal(in->amount, 0);
        assert_true(in->owner == 0);
        assert_null(in->age);
        const char *page = shown(rq, "all.cs", &all_form, in);
        house_has(page, "入力内容に1件の誤りがあります");
        house_has(page, arena_printf(rq->arena, "id=\"%s-err\"", bad[i].field));
        house_has(page, arena_printf(rq->arena, "<a href=\"#%s\">", bad[i].field));
        house_has(page, "has-err");
        house_req_free(rq);
    }
}

static void test_required(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    read_form(rq, &must_form, &valid, "name", " ", "since", "", NULL);
    assert_false(valid);
    static const char *const want[][2] = {
        {"name", "required"},  {"secret", "required"}, {"state", "required_choice"}, {"days", "required_choice"},
        {"since", "required"}, {"amount", "required"}, {"id", "required_choice"},    {"upload", "required_file"}};
    assert_int_equal(rq->form->count, sizeof want / sizeof *want);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_string_equal(message(rq, want[i][0]), page_text(rq, arena_printf(rq->arena, "err.%s", want[i][1])));
    house_req_free(rq);

    rq = house_req(&house, "en");
    rq->uploads = arena_alloc(rq->arena, sizeof *rq->uploads);
    *rq->uploads = (struct upload){.field = "upload", .name = "a.pdf", .fd = -1, .size = 3};
    rq->upload_count = 1;
    read_form(rq, &must_form, &valid, "name", "あ", "secret", "short", "amount", "0", "id", "1", "id", "2", "id", "3",
              "id", "4", "state", "open", "days", "mon", "since", "20261121", NULL);
    assert_string_equal(message(rq, "name"), "Please use 2 characters or more (now 1).");
    assert_string_equal(message(rq, "secret"), "Please use 8 characters or more (now 5).");
    assert_string_equal(message(rq, "amount"), "Please enter a number from 1 to 20,000.");
    assert_string_equal(message(rq, "id"), "Please choose 3 or fewer (now 4).");
    assert_int_equal(rq->form->count, 4);
    house_req_free(rq);
}

static void test_from_row(void **state)
{
    struct req *rq = house_req(&house, "ja");
    const char *names[] = {"title", "amount", "age", "agree", "id", "since", "days", "unknown"};
    const char *cells[] = {"題", "500", NULL, "1", "3,1", "2026-11-21", "mon,tue", "x"};
    void *made = NULL;
    struct rows *rows = house_rows(rq, names, 8, cells, 1);
    assert_null(form_from_row(rq, &all_form, rows, 0, &made));
    const struct all_in *in = made;
    assert_string_equal(in->title, "題");
    assert_string_equal(in->body, "");
    assert_int_equal(in->amount, 500);
    assert_null(in->age);
    assert_true(in->agree);
    assert_int_equal(in->id.n, 2);
    assert_int_equal(in->id.v[0], 3);
    assert_string_equal(in->days, "mon,tue");
    house_has(shown(rq, "all.cs", &all_form, in), "value=\"2026/11/21\"");
    struct err *err = form_from_row(rq, &all_form, rows, 1, &made);
    assert_int_equal(err->kind, ERR_MISSING);
    house_req_free(rq);
}

static void test_empty_form(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    read_form(rq, FORM_EMPTY, &valid, "any", "thing", NULL);
    assert_true(valid);
    assert_null(form_show(rq, FORM_EMPTY, NULL));
    house_req_free(rq);
}

/* The page was kept, and the record saved from it twice: what it showed is two versions behind. */
static void test_version(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    const struct all_in *in = read_form(rq, &all_form, &valid, "title", "題", "version", "7", NULL);
    assert_int_equal(in->version, 7);
    rq->versions = 2;
    in = read_form(rq, &all_form, &valid, "title", "題", "version", "7", NULL);
    assert_true(valid);
    assert_int_equal(in->version, 9);
    in = read_form(rq, &all_form, &valid, "version", "7", NULL);
    assert_false(valid);
    assert_null(form_show(rq, &all_form, in));
    assert_string_equal(hdf_get_value(rq->hdf, "Form.version.value", ""), "9");
    house_req_free(rq);
}

/* Of a page that kept the form without the secret: asked for again, although it may be left out. Else nothing is
   said. */
static void test_retype(void **state)
{
    bool valid;
    struct req *rq = house_req(&house, "ja");
    read_form(rq, &all_form, &valid, "title", "題", FORM_RETYPE, "other", NULL);
    assert_true(valid);
    read_form(rq, &all_form, &valid, "title", "題", FORM_RETYPE, "other", FORM_RETYPE, "secret", NULL);
    assert_false(valid);
    assert_non_null(strstr(message(rq, "secret"), "もう一度"));
    const struct all_in *in =
        read_form(rq, &all_form, &valid, "title", "題", FORM_RETYPE, "secret", "secret", "kagi", NULL);
    assert_true(valid);
    assert_string_equal(in->secret, "kagi");
    assert_true(form_is_secret(&all_form, "secret"));
    assert_false(form_is_secret(&all_form, "title"));
    house_req_free(rq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent),     cmocka_unit_test(test_good),     cmocka_unit_test(test_full_width),
        cmocka_unit_test(test_bad),        cmocka_unit_test(test_required), cmocka_unit_test(test_from_row),
        cmocka_unit_test(test_empty_form), cmocka_unit_test(test_version),  cmocka_unit_test(test_retype),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
