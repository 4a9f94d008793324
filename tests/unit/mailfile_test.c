/* lib/model/mail/mailfile.c: tokens of links, passwords, sizes (S3-20). */
#include "model/mail/mailfile.h"

#include "base/arena.h"
#include "model/mail/return_path.h"
#include "model/mail/unsubscribe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char secret[32] = {7}, other[32] = {8};

static void test_token(void **state)
{
    struct mailfile_token token;
    const char *mine = mailfile_token(*state, secret, 42, 0), *later = mailfile_token(*state, secret, 42, 1000);
    assert_true(mailfile_check(*state, secret, mine, &token) && token.outbox_id == 42 && token.until == 0);
    assert_true(mailfile_check(*state, secret, later, &token) && token.outbox_id == 42 && token.until == 1000);
    assert_false(mailfile_check(*state, other, mine, &token));
    assert_false(mailfile_check(*state, secret, "", &token));
    assert_false(mailfile_check(*state, secret, unsubscribe_token(*state, secret, 42), &token));
    char *forged = arena_strdup(*state, mine);
    for (size_t i = 0; forged[i]; i++) {
        char was = forged[i];
        forged[i] = was == 'A' ? 'B' : 'A';
        assert_false(mailfile_check(*state, secret, forged, &token));
        forged[i] = was;
    }
}

/* What stands in mails that people have already: made by another program, never to be changed. */
static void test_old_tokens(void **state)
{
    static const char bounce[] = "bounces+42-55f040d878a442ea@b.example.jp";
    static const char reply[] = "reply+42-390fa6762e780339@b.example.jp";
    struct mailfile_token token;
    uint64_t id = 0;
    assert_true(unsubscribe_check(*state, secret, "AAABH3H7BMtnaY0aEukEnxd1-AMuQeml", &id) && id == 1234567890123);
    assert_string_equal(unsubscribe_token(*state, secret, id), "AAABH3H7BMtnaY0aEukEnxd1-AMuQeml");
    assert_true(mailfile_check(*state, secret, "AAAAAAAAACoAAAAAAAAAAC7O2WYLUQDk0sJjYLUUMvI", &token));
    assert_true(token.outbox_id == 42 && token.until == 0);
    assert_true(mailfile_check(*state, secret, "AAAAAAAAACoAAAAAaw2PcNhYIUE76Y_Sg07hDKQDFsU", &token));
    assert_true(token.outbox_id == 42 && token.until == 1796050800);
    assert_string_equal(mailfile_token(*state, secret, 42, token.until), "AAAAAAAAACoAAAAAaw2PcNhYIUE76Y_Sg07hDKQDFsU");
    assert_true(return_path_check(*state, secret, bounce, &id) && id == 42);
    assert_string_equal(return_path(*state, secret, "b.example.jp", 42), bounce);
    assert_true(reply_path_check(*state, secret, reply, &id) && id == 42);
    assert_string_equal(reply_path(*state, secret, "b.example.jp", 42), reply);
}

static void test_password(void **state)
{
    for (int i = 0; i < 100; i++) {
        const char *password = mailfile_password(*state);
        assert_int_equal(strlen(password), 12);
        assert_true(mailfile_password_fits(password));
        assert_null(strpbrk(password, "0Oo1lIu"));
    }
    assert_true(mailfile_password_fits("!~12345\""));
    assert_false(mailfile_password_fits("1234567"));
    assert_false(mailfile_password_fits("with space"));
    assert_false(mailfile_password_fits("パスワード"));
    assert_string_equal(mailfile_seal(*state, secret, 1, ""), "");
    assert_string_equal(mailfile_unseal(*state, secret, 1, mailfile_seal(*state, secret, 1, "abc")), "abc");
    assert_string_equal(mailfile_unseal(*state, secret, 2, mailfile_seal(*state, secret, 1, "abc")), "");
    assert_string_equal(mailfile_unseal(*state, secret, 1, "wiped"), "");
}

static void test_size(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *text;
    } sizes[] = {{0, "0 B"},           {1023, "1023 B"},  {1024, "1 KB"},      {1025, "2 KB"},
                 {1048575, "1024 KB"}, {1048576, "1 MB"}, {1048577, "1.1 MB"}, {20 << 20, "20 MB"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_string_equal(mailfile_size(*state, sizes[i].bytes), sizes[i].text);
}

static int up(void **state)
{
    *state = arena_new();
    return 0;
}

static int down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token),
        cmocka_unit_test(test_old_tokens),
        cmocka_unit_test(test_password),
        cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests_name("mailfile", tests, up, down);
}
