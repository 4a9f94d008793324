/* Words of a JOB and the score of a pair (S3-07). */
#include "model/crm/match.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check_words(struct arena *arena, const struct match_words *words, const char *joined)
{
    struct buf buf = buf_on(arena);
    for (size_t i = 0; i < words->n; i++)
        buf_addf(&buf, "%s%s", i ? "|" : "", words->shown[i]);
    assert_string_equal(buf.len ? buf.text : "", joined);
}

static void words_are_separated(void **state)
{
    struct arena *arena = *state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {"シフト管理、Excel", "シフト管理|Excel"},
        {"Java, Ｇｏ・Google Cloud", "Java|Go|Google Cloud"},
        {"Java Go　AWS", "Java|Go|AWS"},
        {"看護師\n准看護師", "看護師|准看護師"},
        {"Excel、excel、ＥＸＣＥＬ", "Excel"},
        {"、、 、", ""},
        {"普通自動車第一種", "普通自動車第一種"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match_words words;
        match_read_words(arena, cases[i].text, &words);
        check_words(arena, &words, cases[i].words);
    }
}

static void keywords_are_runs_that_say_something(void **state)
{
    struct arena *arena = *state;
    struct match_words words;
    match_read_keywords(arena, "介護職員(日勤リーダー候補)", "株式会社ひばりのデイサービスで、送迎と C++ の担当です。",
                        &words);
    check_words(arena, &words, "介護職員|日勤|リーダー|候補|デイサービス|送迎|C++");
    match_read_keywords(arena, "", "", &words);
    assert_int_equal(words.n, 0);
    struct buf many = buf_on(arena);
    for (int i = 0; i < 100; i++)
        buf_addf(&many, "word%d ", i);
    match_read_keywords(arena, many.text, "", &words);
    assert_int_equal(words.n, MATCH_WORDS);
}

static const struct match_conf conf = {
    .points = {30, 20, 15, 15, 10, 5, 5}, .today = "2026-11-22", .soon = "2027-02-20"};

static unsigned score(struct arena *arena, struct match_job job, struct match_resume resume, const char *keys)
{
    struct match m;
    struct buf buf = buf_on(arena);
    if (!resume.search)
        resume.search = "";
    if (!resume.available_on)
        resume.available_on = "";
    match_score(arena, &conf, &job, &resume, &m);
    for (size_t i = 0; i < m.nreason; i++)
        buf_addf(&buf, "%s%s", i ? " " : "", m.reasons[i].key);
    assert_string_equal(buf.len ? buf.text : "", keys);
    return m.score;
}

static struct match_words words_of(struct arena *arena, const char *text)
{
    struct match_words words;
    match_read_words(arena, text, &words);
    return words;
}

static void rules(void **state)
{
    struct arena *arena = *state;
    const struct match_words skills = words_of(arena, "Go、C++、R"), none = {0};
    assert_int_equal(score(arena, (struct match_job){0}, (struct match_resume){0}, ""), 0);
    assert_int_equal(
        score(arena, (struct match_job){.occupation = 101}, (struct match_resume){.occupation = 101}, "occupation"),
        30);
    assert_int_equal(score(arena, (struct match_job){.occupation = 1001}, (struct match_resume){.occupation = 1004},
                           "occupation_near"),
                     15);
    assert_int_equal(score(arena, (struct match_job){.pref = 13}, (struct match_resume){.pref = 8}, "place_near"), 10);
    assert_int_equal(score(arena, (struct match_job){.pref = 1}, (struct match_resume){.pref = 2}, ""), 0);
    assert_int_equal(
        score(arena, (struct match_job){.salary_from = 400}, (struct match_resume){.salary_from = 400}, "salary"), 15);
    assert_int_equal(
        score(arena, (struct match_job){.salary_to = 360}, (struct match_resume){.salary_from = 400}, "salary_near"),
        7);
    assert_int_equal(score(arena, (struct match_job){.salary_to = 359}, (struct match_resume){.salary_from = 400}, ""),
                     0);
    assert_int_equal(score(arena, (struct match_job){.salary_to = 359}, (struct match_resume){0}, ""),
                     0); /* nothing is known */
    assert_int_equal(score(arena, (struct match_job){.skills = skills},
                           (struct match_resume){.search = "google c++ ruby"}, "skills"),
                     5);
    assert_int_equal(
        score(arena, (struct match_job){.skills = skills}, (struct match_resume){.search = "c++/go,r"}, "skills"), 15);
    assert_int_equal(score(arena, (struct match_job){.skills = none}, (struct match_resume){.search = "c++"}, ""), 0);
    assert_int_equal(score(arena, (struct match_job){0}, (struct match_resume){.available_on = "2026-11-22"}, "start"),
                     5);
    assert_int_equal(
        score(arena, (struct match_job){0}, (struct match_resume){.available_on = "2027-02-20"}, "start_soon"), 2);
    assert_int_equal(score(arena, (struct match_job){0}, (struct match_resume){.available_on = "2027-02-21"}, ""), 0);
}

static void regions(void **state)
{
    assert_true(match_near(13, 14) && match_near(14, 13) && match_near(24, 23) && match_near(47, 40));
    assert_false(match_near(13, 27) || match_near(1, 2) || match_near(0, 13) || match_near(3, 13));
}

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_separated),
        cmocka_unit_test(keywords_are_runs_that_say_something),
        cmocka_unit_test(rules),
        cmocka_unit_test(regions),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
