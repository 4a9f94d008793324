/* lib/base/totp.c against the vectors of RFC 4226, RFC 6238 and RFC 4648; lib/conf/keyring.c with files of its own. */
#include "base/totp.h"

#include "base/arena.h"
#include "base/base32.h"
#include "conf/conf.h"
#include "conf/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const unsigned char secret[] = "12345678901234567890";

static void test_hotp(void **state)
{
    static const uint32_t codes[] = {755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};
    for (uint64_t i = 0; i < 10; i++) /* RFC 4226, appendix D */
        assert_int_equal(totp_hotp(secret, 20, i, 6), codes[i]);
}

static void test_totp(void **state)
{
    static const struct {
        uint64_t time;
        uint32_t code;
    } vectors[] = {{59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
                   {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}}; /* RFC 6238, appendix B */
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_int_equal(totp_hotp(secret, 20, vectors[i].time / TOTP_STEP, 8), vectors[i].code);
}

/* 1111111109 is second 29 of step 37037036, whose code is 081804; 050471 is the one of the next step. */
static void test_window(void **state)
{
    const time_t at = 1111111109;
    const uint64_t step = 37037036;
    assert_int_equal(totp_find(secret, "081804", at, 0), step);
    assert_int_equal(totp_find(secret, "050471", at, 0), step + 1);
    assert_int_equal(totp_find(secret, "081804", at + 30, 0), step);
    assert_int_equal(totp_find(secret, "081804", at + 31 + 30, 0), 0);
    assert_int_equal(totp_find(secret, "050471", at - 30, 0), 0);
    assert_int_equal(totp_find(secret, "081805", at, 0), 0);
    assert_int_equal(totp_find(secret, "081804", at, step), 0); /* taken */
    assert_int_equal(totp_find(secret, "081804", at, step - 1), step);
    assert_int_equal(totp_find(secret, "081804", at, step + 1), 0); /* a later one was taken */
}

static void test_base32(void **state)
{
    static const char *const vectors[][2] = {{"", ""},
                                             {"f", "MY"},
                                             {"fo", "MZXQ"},
                                             {"foo", "MZXW6"},
                                             {"foob", "MZXW6YQ"},
                                             {"fooba", "MZXW6YTB"},
                                             {"foobar", "MZXW6YTBOI"}}; /* RFC 4648, 10 */
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_string_equal(base32(*state, BASE32_RFC, vectors[i][0], strlen(vectors[i][0])), vectors[i][1]);
    assert_string_equal(base32(*state, BASE32_RFC, secret, 20), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_string_equal(base32(*state, BASE32_TYPED, "\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf", 10),
                        "0123456789abcdef");
    assert_string_equal(base32(*state, BASE32_TYPED, "\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf", 10),
                        "ghjkmnpqrstvwxyz");
}

static void put(struct arena *arena, const char *dir, const char *name, const char *text)
{
    FILE *file = fopen(arena_printf(arena, "%s/secret/%s", dir, name), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fchmod(fileno(file), 0600), 0);
    fclose(file);
}

/* A secret opens while its key is one of the two files, and no longer. */
static void test_keyring(void **state)
{
    static const char old[] = "0123456789abcdef0123456789abcdef", new[] = "fedcba9876543210fedcba9876543210";
    char dir[] = "/tmp/musubi-keyring-XXXXXX";
    struct keyring ring;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(mkdir(arena_printf(*state, "%s/secret", dir), 0700), 0);
    struct conf *conf = conf_load("conf/musubi.conf", dir, stderr);
    assert_non_null(conf);
    assert_non_null(keyring_read(*state, conf, &ring)); /* no file */
    put(*state, dir, "seal", "short\n");
    assert_non_null(keyring_read(*state, conf, &ring));
    put(*state, dir, "seal", old);
    assert_null(keyring_read(*state, conf, &ring));
    assert_int_equal(ring.count, 1);
    const char *id = arena_strdup(*state, ring.keys[0].id), *sealed = keyring_seal(*state, &ring, "totp:1", "text");
    assert_int_equal(strlen(id), 8);
    assert_string_equal(keyring_open(*state, &ring, id, "totp:1", sealed), "text");
    assert_null(keyring_open(*state, &ring, id, "totp:2", sealed));
    put(*state, dir, "seal", new);
    put(*state, dir, "seal.before", old);
    assert_null(keyring_read(*state, conf, &ring));
    assert_int_equal(ring.count, 2);
    assert_string_not_equal(ring.keys[0].id, id);
    assert_string_equal(keyring_open(*state, &ring, id, "totp:1", sealed), "text");
    unlink(arena_printf(*state, "%s/secret/seal.before", dir));
    assert_null(keyring_read(*state, conf, &ring));
    assert_null(keyring_open(*state, &ring, id, "totp:1", sealed));
    assert_null(keyring_open(*state, &ring, ring.keys[0].id, "totp:1", sealed)); /* under the wrong name */
    unlink(arena_printf(*state, "%s/secret/seal", dir));
    rmdir(arena_printf(*state, "%s/secret", dir));
    rmdir(dir);
    conf_free(conf);
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
        cmocka_unit_test(test_hotp),   cmocka_unit_test(test_totp),    cmocka_unit_test(test_window),
        cmocka_unit_test(test_base32), cmocka_unit_test(test_keyring),
    };
    return cmocka_run_group_tests_name("totp", tests, up, down);
}
