/* lib/page/page*.c: escaping everywhere, messages by language, rows with few nodes, links that stay in the house. */
#include "house.h"

#include "frame/program.h"
#include "page/page_impl.h"
#include "text/url.h"

/* ClearSilver leaks 32 bytes when a template does not parse; the process ends then, here it goes on. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:cs_parse_string\n";
}

static const struct area no_routes = {.name = "test"};

static void write_texts(const struct house *house)
{
    house_write(house, "text/ja.hdf", "Text.hello = こんにちは、%1さん(%2件)\nText.title.home = ホーム\n");
    house_write(house, "text/part.ja.hdf", "Text.part = 部分\n");
    house_write(house, "text/en.hdf", "Text.hello = Hello %1, %2 items\nText.title.home = Home\n");
}

static void load(struct house *house, const char *const *names, size_t count)
{
    struct err *err = program_pages(&house->app, house->dir, names, count);
    if (err)
        fail_msg("%s", err->detail);
}

static void open_with(struct house *house, const char *template)
{
    static const char *const names[] = {"a.cs"};
    house_open(house, &no_routes);
    write_texts(house);
    house_write(house, "a.cs", template);
    load(house, names, 1);
}

/* security.md: no value reaches a page unescaped, whichever construct prints it. */
static void test_escape(void **state)
{
    struct house house;
    open_with(&house,
              "<?cs def:m(x) ?><i><?cs var:x ?></i><?cs /def ?><?cs var:A ?>|<?cs call:m(A) ?>|<?cs each:r = R ?>"
              "<?cs var:r.c ?><?cs /each ?>|<?cs with:w = R.0 ?><?cs var:w.c ?><?cs /with ?>|<?cs var:day(A) ?>|"
              "<?cs var:count(A) ?>|<a href=\"<?cs var:url(U) ?>\">|<?cs set:Z = A ?><?cs var:Z ?>");
    struct req *rq = house_req(&house, "ja");
    const char *names[] = {"c"}, *cells[] = {"<script>alert(1)</script>"};
    page_set(rq, "A", "<b>\"'&");
    page_set(rq, "U", "https://a.example/?a=1&b=\"><script>");
    page_rows(rq, "R", house_rows(rq, names, 1, cells, 1));
    const char *page = house_render(rq, "a.cs");
    house_lacks(page, "<b>");
    house_lacks(page, "<script>");
    house_has(page, "&lt;b&gt;&quot;&#39;&amp;|<i>&lt;b&gt;");
    house_has(page, "<a href=\"#\">");
    house_req_free(rq);
    house_close(&house);
}

static void test_languages(void **state)
{
    struct house house;
    open_with(&house, "<?cs var:Text.title.home ?> <?cs var:Text.part ?>");
    struct req *ja = house_req(&house, "ja"), *en = house_req(&house, "en");
    assert_string_equal(page_textf(ja, "hello", "鈴木", "3"), "こんにちは、鈴木さん(3件)");
    assert_string_equal(page_textf(en, "hello", "%2", NULL), "Hello %2,  items");
    assert_string_equal(page_text(ja, "no.such"), "no.such");
    assert_string_equal(house_render(ja, "a.cs"), "ホーム 部分");
    assert_string_equal(house_render(en, "a.cs"), "Home ");
    assert_string_equal(house_render(ja, "a.cs"), "ホーム 部分");
    house_req_free(ja);
    house_req_free(en);
    house_close(&house);
}

/* Columns with _ are for C only; a page may hold hundreds of rows, and the order is that of the statement. */
static void test_rows(void **state)
{
    struct house house;
    open_with(&house, "<?cs each:r = List ?>[<?cs var:r.id ?>:<?cs var:r.text ?>:<?cs var:r._secret ?>]<?cs /each ?>"
                      "<?cs var:One.text ?>(<?cs var:subcount(None) ?>)");
    struct req *rq = house_req(&house, "ja");
    const char *names[] = {"id", "text", "_secret"};
    const char *cells[] = {"1", "a", "x", "2", "", "x", "3", NULL, "x"};
    struct rows *rows = house_rows(rq, names, 3, cells, 3);
    page_rows(rq, "List", rows);
    page_row(rq, "One", rows, 0);
    page_row(rq, "Two", rows, 3);
    page_rows(rq, "None", house_rows(rq, names, 3, cells, 0));
    assert_string_equal(house_render(rq, "a.cs"), "[1:a:][2::][3::]a(0)");
    assert_null(hdf_get_obj(rq->hdf, "List.0._secret"));
    assert_null(hdf_get_obj(rq->hdf, "List.1.text"));
    assert_null(hdf_get_obj(rq->hdf, "Two"));
    house_req_free(rq);
    house_close(&house);
}

/* What is added to rows stands beside their cells. (Leaks show in the build with sanitizers.) */
static void test_rows_with_more(void **state)
{
    struct house house;
    char path[40];
    open_with(&house,
              "<?cs each:r = List ?>[<?cs var:r.id ?><?cs var:r.more ?>]<?cs /each ?><?cs var:List.1.text.deep ?>");
    struct req *rq = house_req(&house, "ja");
    const char *names[] = {"id", "text"}, *cells[] = {"1", "a", "2", "b"};
    struct rows *rows = house_rows(rq, names, 2, cells, 2);
    page_rows(rq, "List", rows);
    page_set(rq, "List.0.more", "+");
    page_set(rq, "List.1.text.deep", "!");
    page_item_set(rq, page_item(rq, page_node(rq, "List")), "id", "3");
    assert_string_equal(house_render(rq, "a.cs"), "[1+][2][3]!");
    for (int i = 0; i < 20; i++) { /* enough for hashes */
        snprintf(path, sizeof path, "List.%d.id", i);
        page_set(rq, path, "x");
        snprintf(path, sizeof path, "List.0.c%d", i);
        page_set(rq, path, "x");
    }
    assert_string_equal(hdf_get_value(rq->hdf, "List.19.id", ""), "x");
    page_rows(rq, "List", rows);
    assert_string_equal(hdf_get_value(rq->hdf, "List.1.id", ""), "2");
    house_req_free(rq);
    house_close(&house);
}

static void test_items(void **state)
{
    struct house house;
    open_with(&house, "<?cs each:i = L ?><?cs var:i.n ?>,<?cs /each ?>");
    struct req *rq = house_req(&house, "ja");
    struct buf want = buf_on(rq->arena);
    for (int i = 0; i < 40; i++) {
        page_item_set(rq, page_item(rq, page_node(rq, "L")), "n", text_count(rq, i));
        buf_addf(&want, "%d,", i);
    }
    assert_string_equal(house_render(rq, "a.cs"), want.text);
    house_req_free(rq);
    house_close(&house);
}

/* A template or an include that is missing, or does not parse, fails the start and says which. */
static void test_refuses_to_start(void **state)
{
    static const char *const names[] = {"bad.cs"};
    static const char *const bad[] = {"<?cs include!\"layout/none.cs\" ?>", "<?cs if:A ?>", "<?cs call:nobody() ?>"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct house house;
        house_open(&house, &no_routes);
        write_texts(&house);
        house_write(&house, "bad.cs", bad[i]);
        struct err *err = program_pages(&house.app, house.dir, names, 1);
        assert_non_null(err);
        house_has(err->detail, i == 0 ? "layout/none.cs" : "bad.cs");
        house_close(&house);
    }
    struct house house;
    house_open(&house, &no_routes);
    struct err *err = program_pages(&house.app, house.dir, names, 1);
    assert_non_null(err);
    house_has(err->detail, "ja.hdf");
    house_close(&house);
}

/* Another set of templates in the folder is for the next program: this one shows what was there at its start. */
static void test_read_at_start(void **state)
{
    struct house house;
    static const char *const names[] = {"a.cs"};
    house_open(&house, &no_routes);
    write_texts(&house);
    house_write(&house, "a.cs", "<?cs include!\"layout/b.cs\" ?>1");
    house_write(&house, "layout/b.cs", "old");
    load(&house, names, 1);
    house_write(&house, "a.cs", "2");
    house_write(&house, "layout/b.cs", "<?cs if:");
    struct req *ja = house_req(&house, "ja"), *en = house_req(&house, "en");
    assert_string_equal(house_render(ja, "a.cs"), "old1");
    assert_string_equal(house_render(en, "a.cs"), "old1");
    house_req_free(ja);
    house_req_free(en);
    house_close(&house);
}

static void test_functions(void **state)
{
    struct house house;
    open_with(&house,
              "<?cs var:day(D) ?> <?cs var:day(T) ?> <?cs var:minute(T) ?> <?cs var:hour(T) ?> <?cs var:minute(X) ?>|"
              "<?cs var:count(N) ?> <?cs var:count(M) ?>|<?cs var:url_escape(Q) ?>|"
              "<?cs var:path(P) ?>");
    struct req *rq = house_req(&house, "ja");
    page_set(rq, "D", "2026-11-21");
    page_set(rq, "T", "2026-12-31 15:05:00");
    page_num(rq, "N", 1234567);
    page_num(rq, "M", -999);
    page_set(rq, "Q", "a b&c=日");
    page_set(rq, "P", "//evil.example");
    assert_string_equal(house_render(rq, "a.cs"), "2026/11/21 2027/01/01 2027/01/01 00:05 00:05 |1,234,567 -999|"
                                                  "a+b%26c%3D%E6%97%A5|/");
    assert_string_equal(text_count(rq, INT64_MIN), "-9,223,372,036,854,775,808");
    assert_string_equal(text_count(rq, 0), "0");
    assert_string_equal(text_count(rq, -1000), "-1,000");
    house_req_free(rq);
    house_close(&house);
}

static void test_links(void **state)
{
    static const struct {
        const char *link, *shown;
    } cases[] = {
        {"/a/b?c=1", "/a/b?c=1"},
        {"https://a.example/x", "https://a.example/x"},
        {"HTTP://a.example", "HTTP://a.example"},
        {"//evil.example", "#"},
        {"/\\evil.example", "#"},
        {"javascript:alert(1)", "#"},
        {"JaVaScRiPt:alert(1)", "#"},
        {" javascript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {"https:///x", "#"},
        {"http://a b", "#"},
        {"/a\nb", "#"},
        {"", "#"},
        {"a/b", "#"},
        {"https://a/\x01", "#"},
    };
    struct house house;
    open_with(&house, "<?cs var:url(U) ?>");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct req *rq = house_req(&house, "ja");
        page_set(rq, "U", cases[i].link);
        assert_string_equal(house_render(rq, "a.cs"), cases[i].shown);
        house_req_free(rq);
    }
    assert_true(url_is_local("/"));
    assert_false(url_is_local(NULL));
    assert_false(url_is_local(""));
    assert_false(url_is_local("//a"));
    assert_false(url_is_local("/\\a"));
    assert_false(url_is_local("/a\\b"));
    assert_false(url_is_local("/a\r\nSet-Cookie: x"));
    assert_false(url_is_local("http://a/"));
    house_close(&house);
}

/* Nothing of a request is left for the next, and a big page gives its buffer back. */
static void test_render_again(void **state)
{
    static char big[1200000];
    struct house house;
    open_with(&house, "[<?cs var:A ?>]<?cs set:B = A ?><?cs var:B ?>");
    memset(big, 'x', sizeof big - 1);
    for (int i = 0; i < 200; i++) {
        struct req *rq = house_req(&house, i % 2 ? "ja" : "en");
        if (i % 50 == 0)
            page_set(rq, "A", big);
        assert_int_equal(strlen(house_render(rq, "a.cs")), i % 50 == 0 ? 2 * (sizeof big - 1) + 2 : 2);
        house_req_free(rq);
    }
    struct req *rq = house_req(&house, "ja");
    const char *text;
    size_t len;
    struct err *err = page_render(rq, "none.cs", &text, &len);
    assert_non_null(err);
    house_has(err->detail, "none.cs");
    house_req_free(rq);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape),           cmocka_unit_test(test_languages),     cmocka_unit_test(test_rows),
        cmocka_unit_test(test_rows_with_more),   cmocka_unit_test(test_items),         cmocka_unit_test(test_functions),
        cmocka_unit_test(test_refuses_to_start), cmocka_unit_test(test_read_at_start), cmocka_unit_test(test_links),
        cmocka_unit_test(test_render_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
