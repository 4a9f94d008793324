/* lib/base/crypto.c against published vectors. */
#include "base/crypto.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_sha256(void **state)
{
    unsigned char out[32];
    crypto_sha256("abc", 3, out); /* FIPS 180-2, B.1 */
    assert_string_equal(crypto_hex(*state, out, 32),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* However it is cut, the sum is that of the whole. */
static void test_sum(void **state)
{
    static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"; /* FIPS 180-2, B.2 */
    unsigned char out[32];
    for (size_t step = 1; step < sizeof text; step += 5) {
        struct crypto_sum *sum = crypto_sum_begin(*state);
        for (size_t at = 0; at < sizeof text - 1; at += step)
            crypto_sum_add(sum, text + at, step < sizeof text - 1 - at ? step : sizeof text - 1 - at);
        crypto_sum_end(sum, out);
        assert_string_equal(crypto_hex(*state, out, 32),
                            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
}

static void test_hmac(void **state)
{
    unsigned char key[32], out[32];
    memset(key, 0, sizeof key); /* RFC 4231 pads short keys with zeros: test case 2, key "Jefe" */
    memcpy(key, "Jefe", 4);
    crypto_hmac(key, "what do ya want for nothing?", 28, out);
    assert_string_equal(crypto_hex(*state, out, 32),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void test_base64url(void **state)
{
    static const char *const vectors[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}}; /* RFC 4648, 10 */
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        size_t len;
        assert_string_equal(crypto_base64url(*state, vectors[i][0], strlen(vectors[i][0])), vectors[i][1]);
        const unsigned char *back = crypto_unbase64url(*state, vectors[i][1], 0, &len);
        assert_non_null(back);
        assert_int_equal(len, strlen(vectors[i][0]));
        assert_memory_equal(back, vectors[i][0], len);
    }
    assert_string_equal(crypto_base64url(*state, "\xfb\xff", 2), "-_8");
}

static void test_unbase64url_refuses(void **state)
{
    static const char *const bad[] = {"Z",   "Zm9vY", "Zg==", "Zm+v",   "Zm/v", "Zm v", "Zh",
                                      "Zm9", " Zm9",  "Zm9 ", "Zm9v\n", "====", "Zg=v", "Zm9v----="};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(crypto_unbase64url(*state, bad[i], 0, NULL));
    assert_null(crypto_unbase64url(*state, "Zm9v", 4, NULL));
    assert_non_null(crypto_unbase64url(*state, "Zm9v", 3, NULL));
}

static void test_random(void **state)
{
    unsigned char a[32] = {0}, b[32] = {0};
    crypto_random(a, sizeof a);
    crypto_random(b, sizeof b);
    assert_false(crypto_equal(a, b, sizeof a));
    assert_true(crypto_equal(a, a, sizeof a));
}

static void test_seal(void **state)
{
    unsigned char secret[32] = {1}, other[32] = {2};
    const char *sealed = crypto_seal(*state, secret, "zip:1", "合言葉");
    assert_string_equal(crypto_unseal(*state, secret, "zip:1", sealed), "合言葉");
    assert_string_not_equal(crypto_seal(*state, secret, "zip:1", "合言葉"), sealed); /* a nonce of its own */
    assert_string_equal(crypto_unseal(*state, secret, "", crypto_seal(*state, secret, "", "")), "");
    assert_null(crypto_unseal(*state, secret, "zip:2", sealed));
    assert_null(crypto_unseal(*state, other, "zip:1", sealed));
    assert_null(crypto_unseal(*state, secret, "zip:1", ""));
    assert_null(crypto_unseal(*state, secret, "zip:1", "wiped"));
    size_t len;
    unsigned char *bytes = crypto_unbase64url(*state, sealed, 0, &len);
    for (size_t i = 0; i < len; i++) { /* every byte counts: nonce, text, tag */
        bytes[i] ^= 1;
        assert_null(crypto_unseal(*state, secret, "zip:1", crypto_base64url(*state, bytes, len)));
        bytes[i] ^= 1;
    }
    assert_null(crypto_unseal(*state, secret, "zip:1", crypto_base64url(*state, bytes, len - 1)));
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
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_sum),
        cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_unbase64url_refuses),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_seal),
    };
    return cmocka_run_group_tests_name("crypto", tests, up, down);
}
