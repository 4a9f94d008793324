/* DKIM: the examples of RFC 6376, and signatures taken apart and verified by hand. tests/mail has another
   implementation verify. */
#include "../../daemons/mailer/dkim.h"

#include "base/crypto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

static const char head[] = "From: a <a@example.jp>\r\nTo: b@example.jp\r\nSubject: =?UTF-8?B?44GC?=\r\n"
                           " =?UTF-8?B?44GE?=\r\nX-Other: not signed\r\n";

static void relaxed(void **state)
{
    /* RFC 6376, 3.4.5 */
    struct arena *arena = arena_new();
    struct buf out = buf_on(arena);
    dkim_relax_header(&out, "A: X\r\n", 6);
    dkim_relax_header(&out, "B : Y\t\r\n\tZ  \r\n", 14);
    assert_string_equal(out.text, "a:X\r\nb:Y Z\r\n");
    struct {
        const char *in, *out;
    } bodies[] = {{" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"},
                  {"", ""},
                  {"\r\n\r\n", ""},
                  {"  \r\n\t\r\n", ""},
                  {"x", "x\r\n"},
                  {"\r\nx\r\n", "\r\nx\r\n"},
                  {"a \t b", "a b\r\n"}};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        out = buf_on(arena);
        dkim_relax_body(&out, bodies[i].in, strlen(bodies[i].in));
        assert_string_equal(out.text ? out.text : "", bodies[i].out);
    }
    arena_free(arena);
}

static EVP_PKEY *make_key(const char *path, const char *type)
{
    EVP_PKEY *key =
        strcmp(type, "RSA") ? EVP_PKEY_Q_keygen(NULL, NULL, type) : EVP_PKEY_Q_keygen(NULL, NULL, type, (size_t)1024);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
    return key;
}

/* The value of a tag of the signature, white space out. */
static char *tag(struct arena *arena, const char *field, const char *name)
{
    const char *at = strstr(field, arena_printf(arena, " %s=", name));
    assert_non_null(at);
    struct buf out = buf_on(arena);
    for (at += strlen(name) + 2; *at && *at != ';'; at++)
        if (*at != ' ' && *at != '\r' && *at != '\n')
            buf_addc(&out, *at);
    return out.text;
}

static size_t unbase64(const char *text, unsigned char *out)
{
    int n = EVP_DecodeBlock(out, (const unsigned char *)text, (int)strlen(text));
    assert_true(n > 0);
    while (*text && text[strlen(text) - 1] == '=' && strlen(text))
        return (size_t)n - (text[strlen(text) - 2] == '=' ? 2 : 1);
    return (size_t)n;
}

static void signs(struct arena *arena, const char *type, const char *name)
{
    char path[] = "/tmp/dkim_test.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    EVP_PKEY *pkey = make_key(path, type);
    struct dkim_key *key;
    struct buf out = buf_on(arena), text = buf_on(arena);
    const char *whole = "Hello  you \r\n\r\nthere\r\n\r\n";
    unsigned char hash[32], bh[64], sig[600];
    assert_null(dkim_load(arena, path, "example.jp", "s1", &key));
    unlink(path);
    /* cut in the middle of white space: spans are one body */
    const struct dkim_span body[] = {{whole, 6}, {whole + 6, strlen(whole) - 6}};
    assert_null(dkim_sign(arena, key, head, body, 2, 1790000000, &out));
    assert_string_equal(tag(arena, out.text, "a"), arena_printf(arena, "%s-sha256", name));
    assert_string_equal(tag(arena, out.text, "h"), "from:from:to:subject");
    assert_int_equal(unbase64(tag(arena, out.text, "bh"), bh), 32);
    crypto_sha256("Hello you\r\n\r\nthere\r\n", 20, hash);
    assert_memory_equal(bh, hash, 32);

    const char *b = strstr(out.text, "\r\n b=");
    buf_add(&text, "from:a <a@example.jp>\r\nto:b@example.jp\r\nsubject:=?UTF-8?B?44GC?= =?UTF-8?B?44GE?=\r\n");
    dkim_relax_header(&text, out.text, (size_t)(b + 5 - out.text));
    size_t len = unbase64(tag(arena, out.text, "b"), sig);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    const void *bytes = text.text;
    size_t size = text.len - 2;
    if (strcmp(name, "ed25519") == 0) {
        crypto_sha256(bytes, size, hash);
        bytes = hash;
        size = 32;
    }
    assert_int_equal(EVP_DigestVerifyInit(ctx, NULL, strcmp(name, "rsa") ? NULL : EVP_sha256(), NULL, pkey), 1);
    assert_int_equal(EVP_DigestVerify(ctx, sig, len, bytes, size), 1);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pkey);
}

static void signatures(void **state)
{
    struct arena *arena = arena_new();
    signs(arena, "RSA", "rsa");
    signs(arena, "ED25519", "ed25519");
    arena_free(arena);
}

static void bad_keys(void **state)
{
    struct arena *arena = arena_new();
    struct dkim_key *key;
    char path[] = "/tmp/dkim_test.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_non_null(dkim_load(arena, "/nonexistent", "d", "s", &key));
    assert_non_null(dkim_load(arena, path, "d", "s", &key));
    EVP_PKEY_free(make_key(path, "X25519"));
    assert_non_null(dkim_load(arena, path, "d", "s", &key));
    unlink(path);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relaxed),
        cmocka_unit_test(signatures),
        cmocka_unit_test(bad_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
