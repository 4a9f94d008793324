/* lib/page/fast/page_file.c: what a template loses when it is loaded, and that it is read once. */
#include "house.h"

#include "page/fast/page_file.h"

static void expect(const char *text, const char *wanted)
{
    struct house house;
    const char *found = NULL;
    house_open(&house, NULL);
    house_write(&house, "a.cs", text);
    assert_null(page_file(page_files_new(house.app.arena, house.dir), "a.cs", &found));
    assert_string_equal(found, wanted);
    house_close(&house);
}

static void test_between_tags(void **state)
{
    expect("\n<ul>\n  <li>a</li>\r\n\t<li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>");
    expect("<a>a</a> <a>b</a>  <a>c</a>", "<a>a</a> <a>b</a>  <a>c</a>");
    expect("", "");
    expect("\n \n", "");
}

static void test_commands(void **state)
{
    expect("<?cs if:a ?>\n  <b>\n  <?cs var:a ?>\n  </b>\n<?cs /if ?>\n",
           "<?cs if:a ?><b><?cs var:a ?></b><?cs /if ?>");
    expect("<?cs if:a &&\n  b ?>x<?cs /if ?>", "<?cs if:a &&\n  b ?>x<?cs /if ?>");
    expect("<?cs # words\n?>\n<p>\n<?cs # more ?>\n</p>", "<p></p>");
    expect("<?cs var:a ?> <?cs var:b ?>", "<?cs var:a ?> <?cs var:b ?>");
}

static void test_beside_texts(void **state)
{
    expect("<p>\n  one\n  two <a>three</a>\n  four\n</p>", "<p> one two <a>three</a> four </p>");
    expect("a > b\n< c", "a > b < c");
}

static void test_in_tags(void **state)
{
    expect("<input\n  id=\"a\"\n  name='b'\n  <?cs if:c ?>\n  checked<?cs /if ?>\n  <?cs call:d() ?>>",
           "<input id=\"a\" name='b' <?cs if:c ?> checked<?cs /if ?><?cs call:d() ?>>");
    expect("<p title=\"a >\n  < b\">\n<b>", "<p title=\"a >\n  < b\"><b>");
}

static void test_what_stays(void **state)
{
    expect("<div>\n<textarea\n  rows=\"3\">\n<?cs var:a ?>\n\n<b>\n</textarea>\n</div>",
           "<div><textarea rows=\"3\">\n<?cs var:a ?>\n\n<b>\n</textarea></div>");
    expect("<pre>\n a\n\n<b>\n</b>\n</pre>\n<prefix>\n<b>", "<pre>\n a\n\n<b>\n</b>\n</pre><prefix><b>");
}

static void test_read_once(void **state)
{
    struct house house;
    const char *text = NULL;
    house_open(&house, NULL);
    struct page_files *files = page_files_new(house.app.arena, house.dir);
    struct err *err = page_file(files, "a.cs", &text);
    assert_non_null(err);
    house_has(err->detail, "a.cs");
    house_write(&house, "a.cs", "old");
    assert_null(page_file(files, "a.cs", &text));
    house_write(&house, "a.cs", "new");
    assert_null(page_file(files, "a.cs", &text));
    assert_string_equal(text, "old");
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_between_tags), cmocka_unit_test(test_commands),   cmocka_unit_test(test_beside_texts),
        cmocka_unit_test(test_in_tags),      cmocka_unit_test(test_what_stays), cmocka_unit_test(test_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
