/* What the outbox and the pages share: tokens, return paths, states of a run, values of tags. */
#include "base/arena.h"
#include "model/mail/mailkind.h"
#include "model/mail/return_path.h"
#include "model/mail/run.h"
#include "model/mail/unsubscribe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char secret[32] = "0123456789abcdef0123456789abcdef", other[32] = "another";

static void tokens(void **state)
{
    struct arena *arena = arena_new();
    uint64_t id = 0;
    char *token = unsubscribe_token(arena, secret, 1234567890123);
    assert_int_equal(strlen(token), 32);
    assert_true(unsubscribe_check(arena, secret, token, &id));
    assert_true(id == 1234567890123);
    assert_false(unsubscribe_check(arena, other, token, &id));
    for (size_t i = 0; i < 32; i++) {
        char *changed = arena_strdup(arena, token);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(unsubscribe_check(arena, secret, changed, &id));
    }
    assert_false(unsubscribe_check(arena, secret, "", &id));
    assert_false(unsubscribe_check(arena, secret, arena_printf(arena, "%sA", token), &id));
    assert_string_equal(unsubscribe_url(arena, secret, "https://m.example.jp", 1),
                        arena_printf(arena, "https://m.example.jp/mailing/u/%s", unsubscribe_token(arena, secret, 1)));
    arena_free(arena);
}

static void return_paths(void **state)
{
    struct arena *arena = arena_new();
    uint64_t id = 0;
    char *path = return_path(arena, secret, "bounce.example.jp", 42);
    assert_true(return_path_check(arena, secret, path, &id) && id == 42);
    for (char *p = path; *p; p++)
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    assert_true(return_path_check(arena, secret, path, &id));
    assert_false(return_path_check(arena, other, path, &id));
    assert_false(return_path_check(arena, secret, "bounces+42@bounce.example.jp", &id));
    assert_false(return_path_check(arena, secret, "bounces+42-0123456789abcdef@bounce.example.jp", &id));
    assert_false(return_path_check(arena, secret, "bounces+99999999999999999999999-0@x", &id));
    assert_false(return_path_check(arena, secret, "", &id));
    /* an address for one purpose is not good for the other */
    path = reply_path(arena, secret, "bounce.example.jp", 43);
    assert_true(reply_path_check(arena, secret, path, &id) && id == 43);
    assert_false(reply_path_check(arena, other, path, &id));
    assert_false(return_path_check(arena, secret, path, &id));
    const char *mac = strchr(path, '+');
    assert_false(return_path_check(arena, secret, arena_printf(arena, "bounces%s", mac), &id));
    arena_free(arena);
}

static void expect(const char *state, const char *resume, enum run_event event, const char *next)
{
    const char *got = run_next(state, resume, event);
    if (!next)
        assert_null(got);
    else
        assert_string_equal(got, next);
}

static void run_states(void **state)
{
    expect("draft", "", RUN_CONFIRM, "queued");
    expect("queued", "", RUN_CONFIRM, NULL);
    expect("queued", "", RUN_CANCEL, "cancelled");
    expect("sending", "", RUN_CANCEL, NULL);
    expect("sending", "", RUN_PAUSE, "paused");
    expect("paused", "sending", RUN_RESUME, "sending");
    expect("paused", "queued", RUN_RESUME, "queued");
    expect("paused", "queued", RUN_CANCEL, "cancelled");
    expect("paused", "sending", RUN_CANCEL, NULL);
    expect("paused", "queued", RUN_STOP, NULL);
    expect("paused", "expanding", RUN_STOP, "stopped");
    expect("paused", "expanding", RUN_AGAIN, NULL);
    expect("done", "", RUN_AGAIN, "sending");
    expect("done", "", RUN_STOP, NULL);
    static const char *const ends[] = {"stopped", "cancelled"};
    for (int i = 0; i < 2; i++)
        for (int event = RUN_CONFIRM; event <= RUN_AGAIN; event++)
            expect(ends[i], "", (enum run_event)event, NULL);
}

static void values(void **state)
{
    struct arena *arena = arena_new();
    const char *got[8] = {NULL};
    const struct tag_def *tags = mailkind_tags("contact");
    mailkind_read_vars(arena, tags, "name\t山田 花子\ncompany\t\nunknown\tx\ntitle\t部長\v兼任\nname", got, 8);
    for (unsigned i = 0; i < 8 && tags[i].name; i++) {
        if (strcmp(tags[i].key, "name") == 0)
            assert_string_equal(got[i], "山田 花子");
        else if (strcmp(tags[i].key, "company") == 0)
            assert_string_equal(got[i], "");
        else if (strcmp(tags[i].key, "title") == 0)
            assert_string_equal(got[i], "部長\n兼任");
        else
            assert_null(got[i]);
    }
    assert_null(mailkind_find("nothing"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(return_paths),
        cmocka_unit_test(run_states),
        cmocka_unit_test(values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
