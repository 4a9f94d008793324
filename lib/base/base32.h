/* Five bits a character: what people read and type. */
#ifndef MUSUBI_BASE32_H
#define MUSUBI_BASE32_H

#include <stddef.h>

struct arena;

/* Alphabets of 32 characters. RFC 4648: how a secret is typed into an authenticator app. TYPED: no i, l, o and u, which
   are taken for 1, 0 and v. */
#define BASE32_RFC   "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define BASE32_TYPED "0123456789abcdefghjkmnpqrstvwxyz"

/* Without padding, on the arena. */
char *base32(struct arena *arena, const char alphabet[33], const void *bytes, size_t len);

#endif
