/* Thin forms of OpenSSL. What OpenSSL refuses here (no entropy, no memory) leaves no safe way on: the process ends and
   its supervisor starts another. */
#include "base/crypto.h"

#include "base/arena.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "musubi: openssl: %s failed\n", what);
    abort();
}

void crypto_random(void *bytes, size_t len)
{
    must(len <= INT32_MAX && RAND_bytes(bytes, (int)len) == 1, "RAND_bytes");
}

void crypto_sha256(const void *bytes, size_t len, unsigned char out[32])
{
    must(EVP_Digest(bytes, len, out, NULL, EVP_sha256(), NULL) == 1, "SHA-256");
}

struct crypto_sum {
    EVP_MD_CTX *ctx;
};

static void sum_free(void *arg)
{
    EVP_MD_CTX_free(((struct crypto_sum *)arg)->ctx);
}

struct crypto_sum *crypto_sum_begin(struct arena *arena)
{
    struct crypto_sum *sum = arena_alloc(arena, sizeof *sum);
    sum->ctx = EVP_MD_CTX_new();
    must(sum->ctx && EVP_DigestInit_ex(sum->ctx, EVP_sha256(), NULL) == 1, "SHA-256");
    arena_defer(arena, sum_free, sum);
    return sum;
}

void crypto_sum_add(struct crypto_sum *sum, const void *bytes, size_t len)
{
    must(EVP_DigestUpdate(sum->ctx, bytes, len) == 1, "SHA-256");
}

void crypto_sum_end(struct crypto_sum *sum, unsigned char out[32])
{
    must(EVP_DigestFinal_ex(sum->ctx, out, NULL) == 1, "SHA-256");
}

void crypto_hmac(const unsigned char key[32], const void *bytes, size_t len, unsigned char out[32])
{
    must(HMAC(EVP_sha256(), key, 32, bytes, len, out, NULL) != NULL, "HMAC");
}

void crypto_hmac_sha1(const void *key, size_t key_len, const void *bytes, size_t len, unsigned char out[20])
{
    must(key_len <= INT32_MAX && HMAC(EVP_sha1(), key, (int)key_len, bytes, len, out, NULL) != NULL, "HMAC-SHA-1");
}

bool crypto_equal(const void *a, const void *b, size_t len)
{
    return CRYPTO_memcmp(a, b, len) == 0;
}

char *crypto_base64(struct arena *arena, const void *bytes, size_t len)
{
    must(len <= INT32_MAX / 2, "base64");
    char *text = arena_raw(arena, len / 3 * 4 + 5, 1);
    EVP_EncodeBlock((unsigned char *)text, bytes, (int)len);
    return text;
}

char *crypto_base64url(struct arena *arena, const void *bytes, size_t len)
{
    char *text = crypto_base64(arena, bytes, len);
    text[strcspn(text, "=")] = '\0';
    for (char *p = text; (p = strpbrk(p, "+/")); p++)
        *p = *p == '+' ? '-' : '_';
    return text;
}

/* Only what is written again as it came is taken: neither other characters nor a second spelling of the same bytes. */
unsigned char *crypto_unbase64url(struct arena *arena, const char *text, size_t want, size_t *len)
{
    size_t chars = strlen(text), size = chars / 4 * 3 + (chars % 4 * 6) / 8, padded = (chars + 3) / 4 * 4;
    if (chars % 4 == 1 || chars > INT32_MAX / 2 || (want && size != want))
        return NULL;
    char *padded_text = arena_raw(arena, padded + 1, 1);
    unsigned char *bytes = arena_raw(arena, padded / 4 * 3 + 1, 1);
    memset(padded_text, '=', padded);
    memcpy(padded_text, text, chars);
    padded_text[padded] = '\0';
    for (char *p = padded_text; (p = strpbrk(p, "-_")); p++)
        *p = *p == '-' ? '+' : '/';
    if (EVP_DecodeBlock(bytes, (unsigned char *)padded_text, (int)padded) < (int)size)
        return NULL;
    bytes[size] = '\0';
    if (strcmp(crypto_base64url(arena, bytes, size), text) != 0)
        return NULL;
    if (len)
        *len = size;
    return bytes;
}

char *crypto_hex(struct arena *arena, const void *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    char *text = arena_array(arena, len + 1, 2);
    for (size_t i = 0; i < len; i++) {
        text[2 * i] = digits[p[i] >> 4];
        text[2 * i + 1] = digits[p[i] & 15];
    }
    return text;
}

/* ---- sealing ---- */

enum { NONCE = 12, TAG = 16 };

static void seal_key(struct arena *arena, const unsigned char secret[32], const char *purpose, unsigned char key[32])
{
    const char *text = arena_printf(arena, "seal:%s", purpose);
    crypto_hmac(secret, text, strlen(text), key);
}

char *crypto_seal(struct arena *arena, const unsigned char secret[32], const char *purpose, const char *text)
{
    unsigned char key[32];
    size_t len = strlen(text);
    int n = 0;
    unsigned char *out = arena_alloc(arena, NONCE + len + TAG);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx && len < INT32_MAX, "AES-256-GCM");
    seal_key(arena, secret, purpose, key);
    crypto_random(out, NONCE);
    must(EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, out) == 1 &&
             EVP_EncryptUpdate(ctx, out + NONCE, &n, (const unsigned char *)text, (int)len) == 1 &&
             EVP_EncryptFinal_ex(ctx, out + NONCE + n, &n) == 1 &&
             EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, out + NONCE + len) == 1,
         "AES-256-GCM");
    EVP_CIPHER_CTX_free(ctx);
    OPENSSL_cleanse(key, sizeof key);
    return crypto_base64url(arena, out, NONCE + len + TAG);
}

char *crypto_unseal(struct arena *arena, const unsigned char secret[32], const char *purpose, const char *sealed)
{
    unsigned char key[32];
    size_t len;
    int n = 0;
    unsigned char *in = crypto_unbase64url(arena, sealed, 0, &len);
    if (!in || len < NONCE + TAG || len >= INT32_MAX)
        return NULL;
    len -= NONCE + TAG;
    char *text = arena_alloc(arena, len + 1);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx != NULL, "AES-256-GCM");
    seal_key(arena, secret, purpose, key);
    bool good = EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, in) == 1 &&
                EVP_DecryptUpdate(ctx, (unsigned char *)text, &n, in + NONCE, (int)len) == 1 &&
                EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, in + NONCE + len) == 1 &&
                EVP_DecryptFinal_ex(ctx, (unsigned char *)text + len, &n) == 1;
    EVP_CIPHER_CTX_free(ctx);
    OPENSSL_cleanse(key, sizeof key);
    return good ? text : NULL;
}
