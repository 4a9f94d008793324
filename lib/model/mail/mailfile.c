#include "model/mail/mailfile.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/sign.h"

#include <inttypes.h>
#include <string.h>

enum { PASSWORD = 12, PASSWORD_MIN = 8, PASSWORD_MAX = 64 };

/* ---- passwords ---- */

static const char *purpose_of(struct arena *arena, uint64_t run_id)
{
    return arena_printf(arena, "run-files:%" PRIu64, run_id);
}

const char *mailfile_seal(struct arena *arena, const unsigned char *secret, uint64_t run_id, const char *password)
{
    return *password ? crypto_seal(arena, secret, purpose_of(arena, run_id), password) : "";
}

const char *mailfile_unseal(struct arena *arena, const unsigned char *secret, uint64_t run_id, const char *sealed)
{
    const char *password = *sealed ? crypto_unseal(arena, secret, purpose_of(arena, run_id), sealed) : NULL;
    return password ? password : "";
}

const char *mailfile_password(struct arena *arena)
{
    /* 32 of them, so that a byte's low bits choose evenly: no 0 O o, 1 l I, and no u beside v */
    static const char signs[] = "abcdefghijkmnpqrstvwxyz23456789H";
    unsigned char bytes[PASSWORD];
    char *password = arena_alloc(arena, PASSWORD + 1);
    crypto_random(bytes, sizeof bytes);
    for (size_t i = 0; i < PASSWORD; i++)
        password[i] = signs[bytes[i] & 31];
    return password;
}

bool mailfile_password_fits(const char *password)
{
    size_t len = strlen(password);
    for (const char *p = password; *p; p++)
        if (*p < '!' || *p > '~')
            return false;
    return len >= PASSWORD_MIN && len <= PASSWORD_MAX;
}

/* ---- links ---- */

char *mailfile_token(struct arena *arena, const unsigned char *secret, uint64_t outbox_id, time_t until)
{
    return sign_put(arena, secret, SIGN_MAIL_FILES, &(struct signed_ids){.ids = {outbox_id}, .until = until});
}

char *mailfile_url(struct arena *arena, const unsigned char *secret, const char *base, uint64_t outbox_id)
{
    return arena_printf(arena, "%s/mailing/d/%s", base, mailfile_token(arena, secret, outbox_id, 0));
}

bool mailfile_check(struct arena *arena, const unsigned char *secret, const char *token, struct mailfile_token *out)
{
    struct signed_ids found;
    bool ours = sign_get(arena, secret, SIGN_MAIL_FILES, token, &found);
    if (ours)
        *out = (struct mailfile_token){found.ids[0], found.until};
    return ours;
}

const char *mailfile_size(struct arena *arena, uint64_t bytes)
{
    enum { KIB = 1024, MIB = 1024 * 1024 };
    if (bytes < KIB)
        return arena_printf(arena, "%" PRIu64 " B", bytes);
    if (bytes < MIB)
        return arena_printf(arena, "%" PRIu64 " KB", (bytes + KIB - 1) / KIB);
    uint64_t tenths = (bytes * 10 + MIB - 1) / MIB;
    if (tenths % 10 == 0)
        return arena_printf(arena, "%" PRIu64 " MB", tenths / 10);
    return arena_printf(arena, "%" PRIu64 ".%" PRIu64 " MB", tenths / 10, tenths % 10);
}
