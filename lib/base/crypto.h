/* OpenSSL in the few forms the suite uses. Failures of the library end the process: there is no safe way on. */
#ifndef MUSUBI_CRYPTO_H
#define MUSUBI_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

void crypto_random(void *bytes, size_t len);
void crypto_sha256(const void *bytes, size_t len, unsigned char out[32]);
/* The same of what comes in pieces. The sum lives on the arena; it is good for one end. */
struct crypto_sum;
struct crypto_sum *crypto_sum_begin(struct arena *arena);
void crypto_sum_add(struct crypto_sum *sum, const void *bytes, size_t len);
void crypto_sum_end(struct crypto_sum *sum, unsigned char out[32]);
void crypto_hmac(const unsigned char key[32], const void *bytes, size_t len, unsigned char out[32]);
/* HMAC-SHA-1 with a key of any length: what authenticator apps use (RFC 4226). For nothing else. */
void crypto_hmac_sha1(const void *key, size_t key_len, const void *bytes, size_t len, unsigned char out[20]);
bool crypto_equal(const void *a, const void *b, size_t len);                /* constant time */
char *crypto_base64(struct arena *arena, const void *bytes, size_t len);    /* RFC 4648, padded */
char *crypto_base64url(struct arena *arena, const void *bytes, size_t len); /* RFC 4648, no padding */
/* Decoded bytes on the arena, NULL when it is not base64url of exactly want bytes (want 0: any). */
unsigned char *crypto_unbase64url(struct arena *arena, const char *text, size_t want, size_t *len);
/* AES-256-GCM under a key that is derived from the secret for one purpose ("zip:42"): what was sealed for one opens for
   no other. base64url on the arena. crypto_unseal: the text, NUL-terminated, or NULL when it was not sealed so or was
   changed. */
char *crypto_seal(struct arena *arena, const unsigned char secret[32], const char *purpose, const char *text);
char *crypto_unseal(struct arena *arena, const unsigned char secret[32], const char *purpose, const char *sealed);
char *crypto_hex(struct arena *arena, const void *bytes, size_t len);

#endif
