/* S3-30: what refusals mean. All codes and words are looked at, and nothing is hard that anything speaks against. */
#include "model/mail/bounce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
    expect("5.2.1", "disabled", BOUNCE_USER, false, "5.2.1");
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

/* Servers put 5.1.1 and its like on everything: then the words and the other codes say what it was. */
static void careful(void **state)
{
    expect("5.1.1", "mailbox full", BOUNCE_FULL, false, "5.1.1");
    expect("5.2.2", "user unknown", BOUNCE_FULL, false, "5.2.2");
    expect("5.1.1", "550 5.7.1 blocked", BOUNCE_POLICY, false, "5.7.1");
    expect("5.1.1", "550 5.7.1 no", BOUNCE_POLICY, false, "5.7.1");
    expect("5.1.1", "550 5.1.1 no; 552 5.2.2 no", BOUNCE_FULL, false, "5.2.2");
    expect("5.1.1", "550 5.1.1 User unknown; earlier 450 4.2.0", BOUNCE_USER, false, "5.1.1");
    expect("5.1.1", "552 no", BOUNCE_FULL, false, "5.1.1");
    expect("5.1.1", "550 5.7.1 User unknown", BOUNCE_USER, true, "5.1.1");
    expect("5.1.1", "550 5.1.1 User unknown in relay recipient table", BOUNCE_USER, true, "5.1.1");
    expect("5.2.1", "550 5.2.1 User unknown", BOUNCE_USER, false, "5.2.1");
    expect("5.2.1", "550 5.2.1 User unknown (in reply to RCPT TO command)", BOUNCE_USER, true, "5.2.1");
    expect("", "550 User unknown OFR_416 [416]", BOUNCE_USER, true, "");
}

/* Whatever the code: nothing of this kind says that the address does not exist. */
static const struct {
    const char *said;
    enum bounce_kind kind;
} excuse[] = {
    {"your IP is on our blacklist", BOUNCE_POLICY},
    {"Client host [192.0.2.1] blocked using a list", BOUNCE_POLICY},
    {"see http://www.spamhaus.org/query/ip/192.0.2.1", BOUNCE_POLICY},
    {"poor reputation of your network", BOUNCE_POLICY},
    {"too many recipients this hour from 192.0.2.1", BOUNCE_POLICY},
    {"the user is receiving mail at a rate that prevents more", BOUNCE_POLICY},
    {"sending rate exceeded, slow down", BOUNCE_POLICY},
    {"SPF check failed", BOUNCE_POLICY},
    {"no DKIM signature", BOUNCE_POLICY},
    {"rejected by the DMARC settings of the domain", BOUNCE_POLICY},
    {"authentication required", BOUNCE_POLICY},
    {"Relay access denied", BOUNCE_POLICY},
    {"we do not relay: relaying denied", BOUNCE_POLICY},
    {"must issue STARTTLS first", BOUNCE_POLICY},
    {"TLS required by the recipient", BOUNCE_POLICY},
    {"content rejected", BOUNCE_POLICY},
    {"refused by local policy", BOUNCE_POLICY},
    {"looks like spam", BOUNCE_POLICY},
    {"a virus was found", BOUNCE_POLICY},
    {"no PTR record for your host", BOUNCE_POLICY},
    {"Sender address rejected: Domain not found", BOUNCE_POLICY},
    {"Sender unknown", BOUNCE_POLICY},
    {"no such user (in reply to MAIL FROM command)", BOUNCE_POLICY},
    {"refused due to recipient preferences", BOUNCE_POLICY},
    {"access denied", BOUNCE_POLICY},
    {"受信拒否されました", BOUNCE_POLICY},
    {"迷惑メールと判定されました", BOUNCE_POLICY},
    {"over quota", BOUNCE_FULL},
    {"not enough disk space", BOUNCE_FULL},
    {"the recipient's inbox is full", BOUNCE_FULL},
    {"メールボックスの容量を超えています", BOUNCE_FULL},
    {"message too big", BOUNCE_SIZE},
    {"message size exceeds the limit", BOUNCE_SIZE},
    {"greylisted", BOUNCE_EXPIRED},
    {"please try again later", BOUNCE_EXPIRED},
    {"temporary failure", BOUNCE_EXPIRED},
    {"unexpected: Malformed or unexpected name server reply", BOUNCE_EXPIRED},
    {"mail loop", BOUNCE_OTHER},
    {"this host is listed at a list of bad hosts", BOUNCE_POLICY},
    {"hourly limit reached", BOUNCE_POLICY},
    {"unusual traffic", BOUNCE_POLICY},
    {"message refused for security reasons", BOUNCE_POLICY},
    {"the recipient refuses this mail", BOUNCE_POLICY},
    {"encryption needed", BOUNCE_POLICY},
    {"SMTP AUTH needed", BOUNCE_POLICY},
    {"受信制限により受け取れません", BOUNCE_POLICY},
    {"mailbox is full", BOUNCE_FULL},
    {"insufficient space", BOUNCE_FULL},
    {"受信箱がいっぱいです", BOUNCE_FULL},
    {"try again", BOUNCE_EXPIRED},
    {"come back later", BOUNCE_EXPIRED},
    {"server busy", BOUNCE_EXPIRED},
    {"時間をおいて送信してください", BOUNCE_EXPIRED},
};

static void excuses(void **state)
{
    static const char *const codes[] = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"};
    char said[200];
    for (size_t i = 0; i < sizeof excuse / sizeof *excuse; i++)
        for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
            snprintf(said, sizeof said, "550 %s %s", codes[c], excuse[i].said);
            expect(codes[c], said, excuse[i].kind, false, codes[c]);
            expect("", excuse[i].said, excuse[i].kind, false, "");
        }
}

/* Names of hosts, addresses and URLs are not said by anybody. */
static void names_say_nothing(void **state)
{
    expect("5.1.1", "550 5.1.1 <spam@quota.example.jp>: User unknown", BOUNCE_USER, true, "5.1.1");
    expect("5.1.1", "host mx.spamfilter.example.jp said: 550 5.1.1 no", BOUNCE_USER, true, "5.1.1");
    expect("5.1.1", "550 5.1.1 no, see https://example.com/policy/blocked", BOUNCE_USER, true, "5.1.1");
    expect("", "550 see https://example.com/user unknown", BOUNCE_OTHER, false, "");
    expect("5.1.1", "550 5.1.1 blocked.See our page", BOUNCE_POLICY, false, "5.1.1");
    expect("5.1.1", "550 5.1.1 (x@example.jp:blocked)", BOUNCE_POLICY, false, "5.1.1");
    expect("5.0.0", "550 no, ask nxdomain@example.jp", BOUNCE_OTHER, false, "5.0.0");
}

/* A server that took the address and then says this speaks about the mail. */
static void said_late(void **state)
{
    expect("5.0.0", "550 Unknown user x@example.jp (in reply to end of DATA command)", BOUNCE_USER, false, "5.0.0");
    expect("5.0.0", "550 Unknown user x@example.jp (in reply to RCPT TO command)", BOUNCE_USER, true, "5.0.0");
    expect("5.1.1", "550 5.1.1 User unknown (in reply to DATA command)", BOUNCE_USER, true, "5.1.1");
    expect("", "554 This user doesn't have an account (in reply to end of DATA command)", BOUNCE_USER, true, "");
    expect("5.2.0", "550 : User unknown", BOUNCE_USER, false, "5.2.0");
}

static void around(const char *around, const char *whole, enum bounce_kind kind, bool hard, const char *shown)
{
    struct bounce b;
    bounce_judge(&(struct bounce_report){"5.1.1", "550 User unknown", around, whole}, &b);
    if (b.kind != kind || b.hard != hard || strcmp(b.status, shown) != 0)
        fail_msg("\"%s\" \"%s\": %s %s %s", around, whole, bounce_kind_name(b.kind), b.hard ? "hard" : "soft",
                 b.status);
}

/* The part for people can take back what the fields say, and never makes anything hard. */
static void arounds(void **state)
{
    struct bounce b;
    around("", "", BOUNCE_USER, true, "5.1.1");
    around("said: 552 5.2.2 over quota", "", BOUNCE_FULL, false, "5.2.2");
    around("said: 550 5.2.2", "", BOUNCE_FULL, false, "5.2.2");
    around("your IP is blacklisted", "", BOUNCE_POLICY, false, "5.1.1");
    around("", ">>> DATA <<< 550 User unknown", BOUNCE_USER, true, "5.1.1");
    bounce_judge(&(struct bounce_report){"5.0.0", "550 User unknown", "", ">>> DATA <<< 550 User unknown"}, &b);
    assert_false(b.hard);
    bounce_judge(&(struct bounce_report){"5.0.0", "no", "550 5.1.1 user unknown", "550 5.1.1 user unknown"}, &b);
    assert_false(b.hard);
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

/* How servers say that nobody is there. */
static const char *const nobody_there[] = {
    "User Hanako Sato (hanako@example.jp) not listed in Domino Directory",
    "User hanako (hanako@example.jp) not listed in public Name & Address Book",
    "No match: not listed in the company directory",
    "ユーザー Hanako (hanako@example.jp) は Domino ディレクトリには見つかりません。",
    "ディレクトリのリストにありません",
    "Recipient address rejected: User unknown in virtual mailbox table",
    "hanako@example.jp: unrouteable address",
    "<hanako@example.jp>... User unknown",
    "Sorry, no mailbox here by that name. (#5.1.1)",
    "RESOLVER.ADR.RecipNotFound; not found",
    "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "Recipient address rejected: Access denied. AS(201806281)",
    "The email account that you tried to reach does not exist.",
    "delivery error: dd This user doesn't have a yahoo account",
    "Unknown user hanako@example.jp",
    "user unknown (in reply to RCPT TO command)",
    "Invalid recipient: <hanako@example.jp>",
    "<hanako@example.jp>: inactive email address",
    "User unknown (hanako)",
    "Invalid final delivery userid: hanako",
    "unknown user: hanako",
    "User not exist",
    "User hanako@example.jp was not found",
    "Requested action not taken: mailbox unavailable",
    "No such user here",
    "No such mailbox",
    "No such person at this address",
    "There is no one at this address",
    "mailbox not found",
    "The recipient name is not recognized",
    "unknown or illegal alias: hanako@example.jp",
    "Bad destination mailbox address",
    "宛先不明",
    "あて先不明です",
    "ユーザーが見つかりません",
    "指定されたメールアドレスは存在しません",
    "送信先メールアドレスが見つかりませんでした。",
    "宛先のユーザは存在しないため配信できません",
    "The address couldn't be found. Check for typos or unnecessary spaces and try again.",
    "Account not found",
    "No mailbox by that name is currently available",
    "551 User not local",
    "550 <hanako@example.jp>: recipient no longer exists",
    "Cannot find user hanako",
    "Unknown addressee",
    "550 unknown user account",
    "mailbox unavailable or not local",
    "Recipient not recognized",
    "指定されたユーザーは見つかりませんでした",
    "該当するユーザはおりません",
    "宛先のメールアドレスに誤りがあります",
};

static void nobody(void **state)
{
    for (size_t i = 0; i < sizeof nobody_there / sizeof *nobody_there; i++)
        expect("", nobody_there[i], BOUNCE_USER, true, strstr(nobody_there[i], "#5.1.1") ? "5.1.1" : "");
    expect("", "Sorry, I couldn't find a mail exchanger or IP address", BOUNCE_HOST, true, "");
    expect("", "DNS lookup failure: host gone.example.jp not found", BOUNCE_HOST, true, "");
    expect("", "The domain gone.example.jp does not exist", BOUNCE_HOST, true, "");
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes),     cmocka_unit_test(careful), cmocka_unit_test(vague_codes),
        cmocka_unit_test(passing),   cmocka_unit_test(words),   cmocka_unit_test(statuses),
        cmocka_unit_test(replies),   cmocka_unit_test(excuses), cmocka_unit_test(names_say_nothing),
        cmocka_unit_test(said_late), cmocka_unit_test(arounds), cmocka_unit_test(nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
