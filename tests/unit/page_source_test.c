/* lib/page/fast/page_source.c: what is folded before ClearSilver sees it, and what is left alone. */
#include "house.h"

#include "page/fast/page_source.h"

#include <ClearSilver/ClearSilver.h>

static char *source(const char *template, const char *included)
{
    static struct house house;
    const char *text = NULL;
    HDF *base = NULL;
    house_open(&house, NULL);
    house_write(&house, "a.cs", template);
    house_write(&house, "layout/b.cs", included);
    assert_true(hdf_init(&base) == STATUS_OK);
    assert_true(hdf_set_value(base, "Text.a.word", "<語> & \"%1\"件") == STATUS_OK);
    assert_true(hdf_set_value(base, "Text.plain", "語") == STATUS_OK);
    assert_true(hdf_set_value(base, "Texts", "no message") == STATUS_OK);
    assert_null(page_source(house.app.arena, base, page_files_new(house.app.arena, house.dir), "a.cs", NULL, &text));
    char *kept = strdup(text);
    hdf_destroy(&base);
    house_close(&house);
    return kept;
}

static void expect(const char *template, const char *included, const char *wanted)
{
    char *text = source(template, included);
    assert_string_equal(text, wanted);
    free(text);
}

static void test_messages(void **state)
{
    expect("a<?cs var:Text.plain ?>b<?cs var: x ?>", "", "a語b<?cs var: x ?>");
    expect("<?cs  var:Text.a.word\n?>", "", "&lt;語&gt; &amp; &quot;%1&quot;件");
    expect("<?cs var:Text.none ?><?cs var:Texts ?><?cs var:Text.plain + x ?><?cs var:Text[k] ?><?cs if:Text.plain ?>",
           "",
           "<?cs var:Text.none ?><?cs var:Texts ?><?cs var:Text.plain + x ?><?cs var:Text[k] ?><?cs if:Text.plain ?>");
}

static void test_say(void **state)
{
    expect("<?cs call:say(Text.a.word, List.n) ?>", "", "&lt;語&gt; &amp; &quot;<?cs var:List.n ?>&quot;件");
    expect("<?cs call:say(Text.plain, \"a, (b)\") ?>", "", "語");
    expect("<?cs call:say(text, n) ?><?cs call:say(Text.none, n) ?>", "",
           "<?cs call:say(text, n) ?><?cs call:say(Text.none, n) ?>");
}

static void test_macros(void **state)
{
    const char *macros =
        "<?cs # words ?><?cs def:one(x) ?>1<?cs call:two(x) ?><?cs /def ?>-<?cs def:two(x) ?>2<?cs /def ?>-"
        "<?cs def:three(x) ?>3<?cs call:one(x) ?><?cs /def ?>";
    expect("<?cs include!\"layout/b.cs\" ?>|", macros, "--|");
    expect("<?cs include!\"layout/b.cs\" ?>|<?cs call:two(y) ?>", macros,
           "-<?cs def:two(x) ?>2<?cs /def ?>-|<?cs call:two(y) ?>");
    expect("<?cs include!\"layout/b.cs\" ?>|<?cs call:one(y) ?>", macros,
           "<?cs def:one(x) ?>1<?cs call:two(x) ?><?cs /def ?>-<?cs def:two(x) ?>2<?cs /def ?>-|<?cs call:one(y) ?>");
}

static void test_files(void **state)
{
    struct house house;
    const char *text;
    HDF *base = NULL;
    house_open(&house, NULL);
    house_write(&house, "a.cs", "<?cs include!\"a.cs\" ?>");
    assert_true(hdf_init(&base) == STATUS_OK);
    assert_non_null(
        page_source(house.app.arena, base, page_files_new(house.app.arena, house.dir), "a.cs", NULL, &text));
    assert_non_null(
        page_source(house.app.arena, base, page_files_new(house.app.arena, house.dir), "none.cs", NULL, &text));
    hdf_destroy(&base);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_say),
        cmocka_unit_test(test_macros),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
