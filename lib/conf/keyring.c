#include "conf/keyring.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "conf/conf.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool add(struct arena *arena, const struct conf *conf, const char *name, struct keyring *ring)
{
    unsigned char mark[32];
    struct keyring_key *key = &ring->keys[ring->count];
    const char *text = conf_secret_now(conf, name, arena);
    if (!text || strlen(text) < 32)
        return false;
    crypto_sha256(text, strlen(text), key->key);
    crypto_hmac(key->key, "name", 4, mark);
    snprintf(key->id, sizeof key->id, "%s", crypto_hex(arena, mark, 4));
    ring->count++;
    return true;
}

struct err *keyring_read(struct arena *arena, const struct conf *conf, struct keyring *ring)
{
    ring->count = 0;
    if (!add(arena, conf, "seal.key_file", ring))
        return ERR(arena, ERR_INTERNAL, "internal", "seal.key_file: cannot be read, or has fewer than 32 characters");
    if (access(conf_text(conf, "seal.key_file_before"), F_OK) == 0 && !add(arena, conf, "seal.key_file_before", ring))
        return ERR(arena, ERR_INTERNAL, "internal",
                   "seal.key_file_before: cannot be read, or has fewer than 32 characters");
    return NULL;
}

char *keyring_seal(struct arena *arena, const struct keyring *ring, const char *purpose, const char *text)
{
    return crypto_seal(arena, ring->keys[0].key, purpose, text);
}

char *keyring_open(struct arena *arena, const struct keyring *ring, const char *id, const char *purpose,
                   const char *sealed)
{
    for (unsigned i = 0; i < ring->count; i++)
        if (strcmp(ring->keys[i].id, id) == 0)
            return crypto_unseal(arena, ring->keys[i].key, purpose, sealed);
    return NULL;
}
