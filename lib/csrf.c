#include "csrf.h"

#include "app.h"
#include "crypto.h"
#include "q_session.h"
#include "req.h"

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

struct err *csrf_spend(struct req *rq, const char **location)
{
    uint64_t fresh;
    struct rows *rows;
    unsigned char *token = token_of(rq);
    *location = NULL;
    if (!token)
        return ERR(rq->arena, ERR_DENIED, "csrf", "no form token");
    TRY(q_form_once_spend(rq->db, token, &fresh));
    if (fresh)
        return NULL;
    TRY(q_form_once_find(rq->db, token, &rows));
    *location = rows->count ? rows_text(rows, 0, "_location") : "";
    return NULL;
}

struct err *csrf_answer(struct req *rq, const char *location)
{
    unsigned char *token = token_of(rq);
    if (!token)
        return NULL;
    if (!location)
        return q_form_once_forget(rq->db, token, NULL);
    if (strlen(location) > 255)
        location = rq->path;
    return q_form_once_answer(rq->db, token, location, NULL);
}
