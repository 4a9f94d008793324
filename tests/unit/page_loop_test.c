/* lib/page/fast/page_loop*.c: the same bytes as ClearSilver's, and ClearSilver's way for what is not understood. */
#include "house.h"

#include "frame/program.h"
#include "page/page_impl.h"

#define MACROS                                                                                                         \
    "<?cs def:say(text, a) ?><?cs var:text ?><?cs /def ?>"                                                             \
    "<?cs def:inner(code, row) ?>[<?cs var:code ?>/<?cs var:row.b ?>]<?cs /def ?>"                                     \
    "<?cs def:state(code, r) ?><?cs if:code == \"x\" ?>X<?cs elif:code == \"y\" || code == \"z\" ?>YZ<?cs elif:code "  \
    "?>"                                                                                                               \
    "other<?cs else ?>none<?cs /if ?><?cs call:inner(code, r) ?><?cs /def ?>"
#define LOOP(body) MACROS "<ul><?cs each:r = Rows ?><li>" body "</li><?cs /each ?></ul>"

static struct house house;

static void begin(const char *template)
{
    static const char *const names[] = {"a.cs"};
    static const struct area no_routes = {.name = "test"};
    house_open(&house, &no_routes);
    house_write(&house, "text/ja.hdf",
                "Text.hello = <%1>さん & \"\nText.plain = 平\nOptions.kind.x = 甲\nOptions.kind.1 = "
                "<乙>\nOptions.kind.y = 0\n");
    house_write(&house, "text/en.hdf", "Text.hello = hello %1\n");
    house_write(&house, "a.cs", template);
    struct err *err = program_pages(&house.app, house.dir, names, 1);
    if (err)
        fail_msg("%s", err->detail);
}

static struct rows *nasty(struct req *rq)
{
    static const char *names[] = {"a", "b", "_k"};
    static const char *cells[] = {"x", "<b>\"'&\r\n", "k",  "y",   NULL, "k",     "z", "0", "k",   NULL, "00",
                                  "k", "1",           "1a", "k",   "",   "語",    "k", "0", " 0",  "k",  "w",
                                  "-", "k",           "-0", "0x0", "k",  "&amp;", ".", "k", "x.y", "",   "k"};
    struct rows *rows = house_rows(rq, names, 3, cells, sizeof cells / sizeof *cells / 3);
    struct rows_cell *number = &rows->cells[9 * 3 + 1]; /* as an integer column gives it */
    *number = (struct rows_cell){.num = -120};
    return rows;
}

static char *shown(bool table, bool *used)
{
    struct req *rq = house_req(&house, "ja");
    page_set(rq, "Page.word", "<語>");
    page_set(rq, "Ticked.x", "1");
    page_set(rq, "Ticked.1", "0");
    (table ? page_table : page_rows)(rq, "Rows", nasty(rq));
    char *text = strdup(house_render(rq, "a.cs"));
    if (used)
        *used = hdf_get_obj(rq->hdf, "Loop.0") != NULL;
    house_req_free(rq);
    return text;
}

static void expect(const char *template, bool read)
{
    bool used;
    begin(template);
    char *slow = shown(false, NULL), *fast = shown(true, &used);
    assert_string_equal(fast, slow);
    if (used != read)
        fail_msg("%s by ClearSilver: %s", read ? "written" : "not written", template);
    house_lacks(fast, "<b>");
    free(slow);
    free(fast);
    house_close(&house);
}

static void test_values(void **state)
{
    expect(LOOP("<?cs var:r.a ?>|<?cs var:r.b ?>|<?cs var:r._k ?>|<?cs var:r.none ?>"), true);
    expect(
        LOOP(
            "<?cs var:Page.word ?><?cs var:Page.none ?><?cs var:Text.hello ?><?cs var:Text.none ?><?cs var:\"<i>\" ?>"),
        true);
    expect(LOOP("<?cs var:Options.kind[r.a] ?><?cs var:Options.kind[r.b] ?>"), true);
    expect(LOOP("<?cs var:Ticked[r.a] ?><?cs if:Ticked[r.a] ?>!<?cs /if ?><?cs var:Nothing[r.a] ?>"), true);
}

static void test_conditions(void **state)
{
    expect(LOOP("<?cs if:r.a ?>a<?cs /if ?><?cs if:r.b ?>b<?cs else ?>not<?cs /if ?><?cs if:!r.b ?>!<?cs /if ?>"),
           true);
    expect(
        LOOP("<?cs if:r.a == \"x\" && r.b || r.a == \"z\" ?>1<?cs elif:r.a != \"y\" ?>2<?cs elif:r.b ?>3<?cs /if ?>"),
        true);
    expect(LOOP("<?cs if:r.a ?><?cs if:r.b ?>ab<?cs else ?>a<?cs /if ?>!<?cs elif:r.b ?><?cs if:r.b == \"00\" ?>0<?cs "
                "/if ?><?cs /if ?>"),
           true);
    expect(LOOP("<?cs if:Options.kind[r.a] == \"甲\" ?>1<?cs /if ?><?cs if:Page.word ?>2<?cs /if ?>"), true);
}

static void test_macros(void **state)
{
    expect(LOOP("<?cs call:state(r.a, r) ?><?cs call:inner(Page.word, r) ?><?cs call:inner(\"t\", r) ?>"), true);
    expect(LOOP("<?cs call:say(Text.plain, r.b) ?>"), true);
}

/* call:say(Text…) is folded for ClearSilver, too: with its mark. */
static void test_say(void **state)
{
    bool used;
    begin(LOOP("<?cs call:say(Text.hello, r.b) ?>"));
    char *fast = shown(true, &used);
    assert_true(used);
    house_has(fast, "<li>&lt;&lt;b&gt;&quot;&#39;&amp;\n&gt;さん &amp; &quot;</li>");
    free(fast);
    house_close(&house);
}

static void test_what_is_left_to_clearsilver(void **state)
{
    expect(LOOP("<?cs if:r.b > #3 ?>1<?cs /if ?>"), false);
    expect(LOOP("<?cs if:(r.a || r.b) && r.a ?>1<?cs /if ?>"), false);
    expect(LOOP("<?cs if:r.a == r.b ?>1<?cs /if ?><?cs if:r.a == \"\" ?>2<?cs /if ?>"), false);
    expect(LOOP("<?cs var:url(r.a) ?>"), false);
    expect(LOOP("<?cs var:r.a + r.b ?>"), false);
    expect(LOOP("<?cs set:X = r.a ?><?cs var:X ?>"), false);
    expect(LOOP("<?cs each:c = r ?><?cs var:c ?><?cs /each ?>"), false);
    expect(LOOP("<?cs var:name(r) ?><?cs if:first(r) ?>1<?cs /if ?>"), false);
    expect(LOOP("<?cs var:X ?>") "<?cs set:X = \"1\" ?>", false);
    expect("<?cs set:Page.word = \"2\" ?>" LOOP("<?cs var:Page.word ?>"), false);
    expect(LOOP("<?cs var:r.a ?>") "<?cs if:subcount(Rows) ?>some<?cs /if ?>", false);
    expect(LOOP("<?cs var:r.a ?>") "<?cs var:Rows.0.a ?>", false);
    expect(MACROS "<?cs with:p = Page ?><?cs each:r = Rows ?><?cs var:p.word ?><?cs /each ?><?cs /with ?>", false);
}

static void test_two_loops_and_none(void **state)
{
    bool used;
    begin(LOOP("1<?cs var:r.a ?>") "-<?cs each:s = Others ?><?cs var:s.a ?><?cs /each ?>");
    char *fast = shown(true, &used), *slow = shown(false, NULL);
    assert_true(used);
    assert_string_equal(fast, slow);
    free(fast);
    free(slow);
    struct req *rq = house_req(&house, "ja");
    page_table(rq, "Rows", &(struct rows){.ncol = 0});
    page_table(rq, "Others", nasty(rq));
    const char *text = house_render(rq, "a.cs");
    house_has(text, "<ul></ul>-xyz10w-0&amp;amp;x.y");
    house_req_free(rq);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_macros),
        cmocka_unit_test(test_say),
        cmocka_unit_test(test_what_is_left_to_clearsilver),
        cmocka_unit_test(test_two_loops_and_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
