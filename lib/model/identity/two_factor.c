#include "model/identity/two_factor.h"

#include "base/base32.h"
#include "base/crypto.h"
#include "conf/keyring.h"
#include "http/app.h"
#include "http/req.h"
#include "q_two_factor.h"
#include "text/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum {
    SETUP_SECONDS = 1800,
    RECOVERY_BYTES = 10, /* 80 bits: a hash of them tells nothing */
    RECOVERY_CHARS = 16,
};

static const char *purpose(struct arena *arena, uint64_t account_id)
{
    return arena_printf(arena, "totp:%" PRIu64, account_id);
}

/* ---- the secret ---- */

struct err *two_factor_begin(struct req *rq, uint64_t account_id)
{
    unsigned char secret[TOTP_SECRET];
    struct keyring ring;
    TRY(keyring_read(rq->arena, rq->app->conf, &ring));
    crypto_random(secret, sizeof secret);
    const char *text = crypto_base64url(rq->arena, secret, sizeof secret);
    TRY(q_recovery_drop(rq->db, account_id, NULL));
    return q_two_factor_put(rq->db, account_id, ring.keys[0].id,
                            keyring_seal(rq->arena, &ring, purpose(rq->arena, account_id), text), NULL);
}

/* NULL when no key opens it. */
static struct err *open_secret(struct req *rq, uint64_t account_id, const struct rows *rows,
                               const unsigned char **secret)
{
    struct keyring ring;
    size_t len;
    const char *id = rows_text(rows, 0, "_key_id");
    TRY(keyring_read(rq->arena, rq->app->conf, &ring));
    const char *text =
        keyring_open(rq->arena, &ring, id, purpose(rq->arena, account_id), rows_text(rows, 0, "_secret"));
    *secret = text ? crypto_unbase64url(rq->arena, text, TOTP_SECRET, &len) : NULL;
    return NULL;
}

struct err *two_factor_secret(struct req *rq, uint64_t account_id, const unsigned char **secret)
{
    struct rows *rows;
    *secret = NULL;
    TRY(q_two_factor_find(rq->db, account_id, &rows));
    if (!rows->count || rows_u64(rows, 0, "_on") || rows_i64(rows, 0, "_age") > SETUP_SECONDS)
        return NULL;
    return open_secret(rq, account_id, rows, secret);
}

struct err *two_factor_on(struct req *rq, uint64_t account_id)
{
    return q_account_two_factor(rq->db, account_id, 1);
}

struct err *two_factor_off(struct req *rq, uint64_t account_id)
{
    TRY(q_account_two_factor(rq->db, account_id, 0));
    TRY(q_two_factor_drop(rq->db, account_id, NULL));
    TRY(q_recovery_drop(rq->db, account_id, NULL));
    return q_signin_code_drop(rq->db, account_id, NULL);
}

struct err *two_factor_reseal(struct db *db, struct arena *arena, const struct keyring *ring, uint64_t most,
                              uint64_t *account_id, uint64_t *sealed, uint64_t *lost)
{
    struct rows *rows;
    TRY(q_two_factor_sealed(db, *account_id, most, &rows));
    *account_id = 0;
    for (size_t i = 0; i < rows->count; i++) {
        *account_id = rows_u64(rows, i, "_account_id");
        const char *id = rows_text(rows, i, "_key_id"), *what = purpose(arena, *account_id);
        if (strcmp(id, ring->keys[0].id) == 0)
            continue;
        const char *text = keyring_open(arena, ring, id, what, rows_text(rows, i, "_secret"));
        if (!text) {
            *lost += 1;
            continue;
        }
        TRY(q_two_factor_reseal(db, *account_id, ring->keys[0].id, keyring_seal(arena, ring, what, text)));
        *sealed += 1;
    }
    return NULL;
}

/* ---- codes ---- */

static void recovery_hash(struct req *rq, uint64_t account_id, const char *code, unsigned char hash[32])
{
    const char *text = arena_printf(rq->arena, "recovery:%" PRIu64 ":%s", account_id, code);
    crypto_sha256(text, strlen(text), hash);
}

/* In groups of four when it is shown. */
static const char *recovery_make(struct req *rq, const char **shown)
{
    unsigned char bytes[RECOVERY_BYTES];
    crypto_random(bytes, sizeof bytes);
    const char *code = base32(rq->arena, BASE32_TYPED, bytes, sizeof bytes);
    *shown = arena_printf(rq->arena, "%.4s-%.4s-%.4s-%.4s", code, code + 4, code + 8, code + 12);
    return code;
}

struct err *two_factor_codes(struct req *rq, uint64_t account_id, const char *codes[RECOVERY_CODES])
{
    unsigned char hash[32];
    TRY(q_recovery_drop(rq->db, account_id, NULL));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        recovery_hash(rq, account_id, recovery_make(rq, &codes[i]), hash);
        TRY(q_recovery_put(rq->db, account_id, hash, NULL));
    }
    return NULL;
}

struct err *two_factor_left(struct req *rq, uint64_t account_id, uint64_t *left)
{
    struct rows *rows;
    TRY(q_recovery_left(rq->db, account_id, &rows));
    *left = rows_u64(rows, 0, "_n");
    return NULL;
}

static struct err *app_code(struct req *rq, uint64_t account_id, const char *code, enum two_factor_code *found)
{
    struct rows *rows;
    const unsigned char *secret;
    uint64_t taken = 0;
    TRY(q_two_factor_find(rq->db, account_id, &rows));
    if (!rows->count)
        return NULL;
    TRY(open_secret(rq, account_id, rows, &secret));
    if (!secret)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "secret of account %" PRIu64 " does not open with key %s",
                   account_id, rows_text(rows, 0, "_key_id"));
    uint64_t step = totp_find(secret, code, rq->now, rows_u64(rows, 0, "_last_step"));
    if (step)
        TRY(q_two_factor_take(rq->db, account_id, step, &taken));
    *found = taken ? CODE_APP : CODE_WRONG;
    return NULL;
}

static struct err *recovery_code(struct req *rq, uint64_t account_id, const char *code, enum two_factor_code *found)
{
    unsigned char hash[32];
    uint64_t spent;
    recovery_hash(rq, account_id, code, hash);
    TRY(q_recovery_spend(rq->db, account_id, hash, &spent));
    *found = spent ? CODE_RECOVERY : CODE_WRONG;
    return NULL;
}

/* Half width, without spaces and hyphens, in small letters; what looks like a digit is one. */
static const char *plain(struct req *rq, const char *text)
{
    const char *typed = text_nfkc(rq->arena, text);
    char *code = arena_alloc(rq->arena, strlen(typed) + 1), *out = code;
    for (const char *p = typed; *p; p++) {
        char c = (char)tolower((unsigned char)*p);
        if (c != ' ' && c != '-')
            *out++ = (char)(c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c);
    }
    return code;
}

struct err *two_factor_check(struct req *rq, uint64_t account_id, const char *typed, enum two_factor_code *found)
{
    const char *code = plain(rq, typed);
    *found = CODE_WRONG;
    if (strlen(code) == TOTP_DIGITS && strspn(code, "0123456789") == TOTP_DIGITS)
        return app_code(rq, account_id, code, found);
    return strlen(code) == RECOVERY_CHARS ? recovery_code(rq, account_id, code, found) : NULL;
}
