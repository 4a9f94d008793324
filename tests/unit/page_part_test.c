/* lib/page/fast/page_part.c: what is kept is what would be rendered, whatever the request says; and it is kept at
   all. */
#include "house.h"

#include "frame/program.h"
#include "page/page_impl.h"

#define MACROS                                                                                                         \
    "<?cs def:one(f) ?>(<?cs var:f.value ?><?cs each:o = f.list ?>,<?cs var:o ?><?cs /each ?>)<?cs /def ?>"            \
    "<?cs def:say(a) ?><?cs set:Say.at = a ?><?cs var:Say.at ?><?cs /def ?>"                                           \
    "<?cs def:part_a() ?>[<?cs call:one(Form.q) ?><?cs if:List.sort == \"x\" ?>X<?cs /if ?><?cs var:Text.word ?>"      \
    "<?cs call:say(Page.title) ?>]<?cs /def ?>"
#define PAGE MACROS "<?cs var:Form.token ?><?cs call:part_a() ?>|<?cs call:part_a() ?>"

/* ClearSilver leaks 32 bytes when a template does not parse; the process ends then, here it goes on. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:cs_parse_string\n";
}

static struct house house;

static void begin(const char *template)
{
    static const char *const names[] = {"a.cs"};
    static const struct area no_routes = {.name = "test"};
    house_open(&house, &no_routes);
    house_write(&house, "text/ja.hdf", "Text.word = 語\n");
    house_write(&house, "text/en.hdf", "Text.word = word\n");
    house_write(&house, "a.cs", template);
    struct err *err = program_pages(&house.app, house.dir, names, 1);
    if (err)
        fail_msg("%s", err->detail);
}

static unsigned kept(void)
{
    return page_kept_count(house.app.pages->kept);
}

struct values {
    const char *lang, *value, *item, *sort, *title, *token;
};

static void expect(struct values v, const char *wanted)
{
    struct req *rq = house_req(&house, v.lang);
    page_set(rq, "Form.q", "node");
    page_set(rq, "Form.q.value", v.value);
    if (v.item)
        page_set(rq, "Form.q.list.0", v.item);
    page_set(rq, "List.sort", v.sort);
    page_set(rq, "Page.title", v.title);
    page_set(rq, "Form.token", v.token);
    assert_string_equal(house_render(rq, "a.cs"), wanted);
    house_req_free(rq);
}

static void test_every_input_counts(void **state)
{
    begin(PAGE);
    for (int i = 0; i < 3; i++) {
        expect((struct values){"ja", "<1>", NULL, "y", "T", "t1"}, "t1[(&lt;1&gt;)語T]|[(&lt;1&gt;)語T]");
        expect((struct values){"ja", "<1>", NULL, "y", "T", "t2"}, "t2[(&lt;1&gt;)語T]|[(&lt;1&gt;)語T]");
        expect((struct values){"ja", "2", NULL, "y", "T", "t"}, "t[(2)語T]|[(2)語T]");
        expect((struct values){"ja", "2", "i", "y", "T", "t"}, "t[(2,i)語T]|[(2,i)語T]");
        expect((struct values){"ja", "2", "", "y", "T", "t"}, "t[(2,)語T]|[(2,)語T]");
        expect((struct values){"ja", "2", "i", "x", "T", "t"}, "t[(2,i)X語T]|[(2,i)X語T]");
        expect((struct values){"ja", "2", "i", "x", "U", "t"}, "t[(2,i)X語U]|[(2,i)X語U]");
        expect((struct values){"en", "2", "i", "x", "U", "t"}, "t[(2,i)XwordU]|[(2,i)XwordU]");
        assert_int_equal(kept(), 7); /* the token is no input */
    }
    house_close(&house);
}

static void test_only_so_many_are_kept(void **state)
{
    begin(PAGE);
    for (int i = 0; i < 3 * PAGE_KEPT; i++) {
        char value[16], wanted[64];
        snprintf(value, sizeof value, "%d", i % (PAGE_KEPT + 40));
        snprintf(wanted, sizeof wanted, "t[(%s)語T]|[(%s)語T]", value, value);
        expect((struct values){"ja", value, NULL, "y", "T", "t"}, wanted);
    }
    assert_int_equal(kept(), PAGE_KEPT);
    house_close(&house);
}

/* A page that sets what the macro shows: the macro is called where it stands. */
static void test_a_page_that_sets_an_input(void **state)
{
    begin(MACROS "<?cs call:part_a() ?><?cs set:Page.title = \"own\" ?><?cs call:part_a() ?>");
    for (int i = 0; i < 2; i++)
        expect((struct values){"ja", "1", NULL, "y", "T", "t"}, "[(1)語T][(1)語own]");
    assert_int_equal(kept(), 0);
    house_close(&house);
    begin(MACROS "<?cs set:Form = \"own\" ?><?cs call:part_a() ?>");
    expect((struct values){"ja", "1", NULL, "y", "T", "t"}, "[(1)語T]");
    assert_int_equal(kept(), 0);
    house_close(&house);
}

/* In a loop, in a condition, in another macro. */
static void test_anywhere(void **state)
{
    begin(MACROS "<?cs def:m(x) ?>{<?cs call:part_a() ?>}<?cs /def ?><?cs loop:i = #1, #2, #1 ?><?cs call:part_a() "
                 "?><?cs /loop ?>"
                 "<?cs if:List.sort ?><?cs call:m(1) ?><?cs /if ?>");
    for (int i = 0; i < 2; i++)
        expect((struct values){"ja", "1", NULL, "y", "T", "t"}, "[(1)語T][(1)語T]{[(1)語T]}");
    assert_int_equal(kept(), 1);
    house_close(&house);
}

/* What would only show when somebody looks at the page fails the start, and says where. */
static void refuses(const char *template, const char *detail)
{
    static const char *const names[] = {"a.cs"};
    static const struct area no_routes = {.name = "test"};
    house_open(&house, &no_routes);
    house_write(&house, "text/ja.hdf", "Text.word = 語\n");
    house_write(&house, "text/en.hdf", "Text.word = word\n");
    house_write(&house, "a.cs", template);
    struct err *err = program_pages(&house.app, house.dir, names, 1);
    assert_non_null(err);
    house_has(err->detail, "a.cs");
    house_has(err->detail, detail);
    house_close(&house);
}

static void test_no_part_within_a_part(void **state)
{
    refuses(MACROS "<?cs def:part_b() ?><?cs call:part_a() ?><?cs /def ?><?cs call:part_b() ?>",
            "part_b: a part within a part");
}

/* ClearSilver takes the page as it stands, not the part alone. */
static void test_a_part_has_no_parameters(void **state)
{
    refuses("<?cs def:part_b(x) ?><?cs var:x ?><?cs /def ?><?cs call:part_b(Page.title) ?>", "part_b: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_input_counts),        cmocka_unit_test(test_only_so_many_are_kept),
        cmocka_unit_test(test_a_page_that_sets_an_input), cmocka_unit_test(test_anywhere),
        cmocka_unit_test(test_no_part_within_a_part),     cmocka_unit_test(test_a_part_has_no_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
