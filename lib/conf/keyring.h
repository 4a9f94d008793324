/* Secrets in the database are sealed under a key that is not there: seal.key_file. Each is stored with the name of its
   key, so that a new key can take the place of the old one while both are in use (seal.key_file_before). The files are
   read when they are needed: a change of keys needs no restart. */
#ifndef MUSUBI_KEYRING_H
#define MUSUBI_KEYRING_H

#include "base/err.h"

struct arena;
struct conf;

enum { KEYRING_MOST = 2 };

struct keyring {
    struct keyring_key {
        char id[9]; /* eight hexadecimal digits that follow from the key */
        unsigned char key[32];
    } keys[KEYRING_MOST]; /* the first seals, all of them open */
    unsigned count;
};

/* INTERNAL when seal.key_file cannot be read or has fewer than 32 characters; the other file may be missing. */
MUST struct err *keyring_read(struct arena *arena, const struct conf *conf, struct keyring *ring);

/* With crypto_seal() under the first key; its name is ring->keys[0].id. */
char *keyring_seal(struct arena *arena, const struct keyring *ring, const char *purpose, const char *text);
/* NULL: no key of this name, or it was not sealed so, or was changed. */
char *keyring_open(struct arena *arena, const struct keyring *ring, const char *id, const char *purpose,
                   const char *sealed);

#endif
