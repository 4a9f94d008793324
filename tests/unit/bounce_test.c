/* S3-30: what refusals mean. Codes first, words where codes are vague, and nothing hard that is only passing. */
#include "bounce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *status, const char *said, enum bounce_kind kind, bool hard, const char *shown)
{
    struct bounce b;
    bounce_classify(status, said, &b);
    if (b.kind != kind || b.hard != hard || strcmp(b.status, shown) != 0)
        fail_msg("\"%s\" \"%s\": %s %s %s", status, said, bounce_kind_name(b.kind), b.hard ? "hard" : "soft", b.status);
}

static void codes(void **state)
{
    expect("5.1.1", "", BOUNCE_USER, true, "5.1.1");
    expect("5.1.10", "", BOUNCE_USER, true, "5.1.10");
    expect("5.2.1", "disabled", BOUNCE_USER, true, "5.2.1");
    expect("5.1.2", "", BOUNCE_HOST, true, "5.1.2");
    expect("5.4.4", "", BOUNCE_HOST, true, "5.4.4");
    expect("5.2.2", "", BOUNCE_FULL, false, "5.2.2");
    expect("5.3.4", "", BOUNCE_SIZE, false, "5.3.4");
    expect("5.2.3", "", BOUNCE_SIZE, false, "5.2.3");
    expect("5.7.1", "", BOUNCE_POLICY, false, "5.7.1");
    expect("5.7.26", "user unknown", BOUNCE_POLICY, false, "5.7.26");
    expect("5.4.7", "", BOUNCE_EXPIRED, false, "5.4.7");
    expect("5.9.99", "", BOUNCE_OTHER, false, "5.9.99");
    expect("", "", BOUNCE_OTHER, false, "");
}

/* An exact code is not overruled by words: "mailbox full" in a text about an unknown user. */
static void codes_before_words(void **state)
{
    expect("5.1.1", "mailbox full", BOUNCE_USER, true, "5.1.1");
    expect("5.2.2", "user unknown", BOUNCE_FULL, false, "5.2.2");
    expect("5.1.1", "550 5.7.1 blocked", BOUNCE_USER, true, "5.1.1");
}

static void vague_codes(void **state)
{
    expect("5.0.0", "550 5.1.1 no such user", BOUNCE_USER, true, "5.1.1");
    expect("5.0.0", "550 5.2.2 mailbox full", BOUNCE_FULL, false, "5.2.2");
    expect("5.0.0", "550 User unknown", BOUNCE_USER, true, "5.0.0");
    expect("5.7.1", "550 5.7.1 No such user", BOUNCE_USER, true, "5.7.1");
    expect("5.5.0", "mailbox unavailable", BOUNCE_USER, true, "5.5.0");
    expect("5.4.1", "Recipient address rejected: Access denied", BOUNCE_USER, true, "5.4.1");
    expect("5.7.1", "Relay access denied", BOUNCE_POLICY, false, "5.7.1");
    expect("5.0.0", "something else", BOUNCE_OTHER, false, "5.0.0");
    expect("", "552 no more", BOUNCE_FULL, false, "");
}

/* What a server only put off is never a reason to strike an address off, whatever it was about. */
static void passing(void **state)
{
    expect("4.1.1", "450 4.1.1 unknown user", BOUNCE_USER, false, "4.1.1");
    expect("4.4.1", "Connection timed out", BOUNCE_EXPIRED, false, "4.4.1");
    expect("4.4.3", "Host not found, try again", BOUNCE_EXPIRED, false, "4.4.3");
    expect("4.2.2", "over quota", BOUNCE_FULL, false, "4.2.2");
    expect("4.0.0", "?", BOUNCE_EXPIRED, false, "4.0.0");
    expect("", "450 user unknown", BOUNCE_USER, false, "");
    expect("5.0.0", "450 4.2.0 greylisted", BOUNCE_EXPIRED, false, "5.0.0");
}

static void words(void **state)
{
    expect("", "Unrouteable address", BOUNCE_USER, true, "");
    expect("", "Host unknown (Name server: x.example.jp: host not found)", BOUNCE_HOST, true, "");
    expect("", "552 mailbox is full: retry timeout exceeded", BOUNCE_FULL, false, "");
    expect("", "this message has been in the queue too long", BOUNCE_EXPIRED, false, "");
    expect("", "UNKNOWN USER", BOUNCE_USER, true, "");
    expect("", "宛先不明", BOUNCE_USER, true, "");
    expect("", "メールボックスの容量を超えています", BOUNCE_FULL, false, "");
    expect("", "受信拒否されました", BOUNCE_POLICY, false, "");
    assert_true(bounce_knows("xUser Unknownx"));
    assert_false(bounce_knows("hello"));
}

static void found(const char *text, const char *want)
{
    char status[BOUNCE_STATUS];
    assert_int_equal(bounce_find_status(text, status), want != NULL);
    assert_string_equal(status, want ? want : "");
}

static void statuses(void **state)
{
    found("550 5.1.1 x", "5.1.1");
    found("550-5.1.1 x", "5.1.1");
    found("(#5.1.1)", "5.1.1");
    found("5.1.1", "5.1.1");
    found("see 5.123.123.", "5.123.123");
    found("host 5.1.1.1", NULL);
    found("192.5.1.1", NULL);
    found("mx[5.1.1.9]: 4.2.2 full", "4.2.2");
    found("2.0.0 ok", NULL);
    found("v5.1.1", NULL);
    found("5.1.1a", NULL);
    found("5.1234.1", NULL);
    found("5.", NULL);
    found("5.1.", NULL);
    found("", NULL);
}

static void replies(void **state)
{
    assert_int_equal(bounce_find_reply("said: 550 no"), 550);
    assert_int_equal(bounce_find_reply("450-later"), 450);
    assert_int_equal(bounce_find_reply("1550 x"), 0);
    assert_int_equal(bounce_find_reply("5500 x"), 0);
    assert_int_equal(bounce_find_reply("589 x"), 0);
    assert_int_equal(bounce_find_reply("10.550 x"), 0);
    assert_int_equal(bounce_find_reply("550"), 550);
    assert_int_equal(bounce_find_reply(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(codes),       cmocka_unit_test(codes_before_words),
                                       cmocka_unit_test(vague_codes), cmocka_unit_test(passing),
                                       cmocka_unit_test(words),       cmocka_unit_test(statuses),
                                       cmocka_unit_test(replies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
