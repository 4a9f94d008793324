#include "http/csrf.h"

#include "base/crypto.h"
#include "http/app.h"
#include "http/req.h"

#include <string.h>

enum { NONCE = 16, STAMP = 8, MAC = 32, TOKEN = NONCE + STAMP + MAC };

/* A form may stay open as long as a session may last; a visitor's form for a day. */
enum { MAX_AGE = 14 * 86400 };

static void stamp_put(unsigned char *at, uint64_t seconds)
{
    for (int i = 0; i < STAMP; i++)
        at[i] = (unsigned char)(seconds >> 8 * (STAMP - 1 - i));
}

static uint64_t stamp_get(const unsigned char *at)
{
    uint64_t seconds = 0;
    for (int i = 0; i < STAMP; i++)
        seconds = seconds << 8 | at[i];
    return seconds;
}

const char *csrf_token(struct req *rq)
{
    unsigned char token[TOKEN];
    crypto_random(token, NONCE);
    stamp_put(token + NONCE, (uint64_t)rq->now);
    crypto_hmac(rq->session.key, token, NONCE + STAMP, token + NONCE + STAMP);
    return crypto_base64url(rq->arena, token, TOKEN);
}

static unsigned char *token_of(struct req *rq)
{
    size_t len;
    const char *text = kvs_get(&rq->body, CSRF_FIELD);
    return text && strlen(text) < 200 ? crypto_unbase64url(rq->arena, text, TOKEN, &len) : NULL;
}

struct err *csrf_check(struct req *rq)
{
    unsigned char mac[MAC];
    unsigned char *token = token_of(rq);
    if (!token)
        return ERR(rq->arena, ERR_DENIED, "csrf", "form token missing or malformed");
    crypto_hmac(rq->session.key, token, NONCE + STAMP, mac);
    if (!crypto_equal(mac, token + NONCE + STAMP, MAC))
        return ERR(rq->arena, ERR_DENIED, "csrf", "form token of another session");
    uint64_t made = stamp_get(token + NONCE);
    uint64_t now = (uint64_t)rq->now;
    if (made > now + 300 || now > made + MAX_AGE)
        return ERR(rq->arena, ERR_DENIED, "csrf", "form token too old");
    return NULL;
}

const unsigned char *csrf_nonce(struct req *rq)
{
    return token_of(rq);
}
