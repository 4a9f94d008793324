/* Links in mails. The token is in the path, so it never stands in a query string; pages that show it send no referrer
   to other sites (Referrer-Policy same-origin) and are not stored. */
#include "model/identity/link.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "http/app.h"
#include "http/req.h"
#include "q_account.h"

#include <string.h>

enum { TOKEN = 32 };

static const struct purpose {
    const char *name, *path;
    unsigned hours;
} purposes[] = {
    {"invite", "/account/invite/", 7 * 24},
    {"reset", "/account/reset/", 1},
    {"mail", "/account/mail/", 24},
    {"mail2", "/account/mail2/", 24},
};

static const struct purpose *purpose_find(const char *name)
{
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
        if (strcmp(purposes[i].name, name) == 0)
            return &purposes[i];
    return &purposes[1];
}

unsigned link_hours(const char *purpose)
{
    return purpose_find(purpose)->hours;
}

struct err *link_make(struct req *rq, const char *purpose, uint64_t account_id, const char *value, const char **url)
{
    unsigned char token[TOKEN], hash[32];
    char expires[20];
    const struct purpose *p = purpose_find(purpose);
    crypto_random(token, sizeof token);
    crypto_sha256(token, sizeof token, hash);
    clock_sql(rq->now + (time_t)p->hours * 3600, expires);
    TRY(q_link_void(rq->db, account_id, p->name, NULL));
    TRY(q_link_insert(rq->db,
                      &(struct q_link_insert_args){.hash = hash,
                                                   .purpose = p->name,
                                                   .account_id = account_id,
                                                   .value = value ? value : "",
                                                   .expires = expires},
                      NULL));
    *url = arena_printf(rq->arena, "%s%s%s", conf_text(rq->app->conf, "http.base_url"), p->path,
                        crypto_base64url(rq->arena, token, sizeof token));
    return NULL;
}

/* false: not even the form of a token */
static bool token_hash(struct req *rq, const char *token, unsigned char hash[32])
{
    size_t len;
    const unsigned char *bytes = crypto_unbase64url(rq->arena, token, TOKEN, &len);
    if (bytes)
        crypto_sha256(bytes, len, hash);
    return bytes != NULL;
}

struct err *link_find(struct req *rq, const char *token, const char *purpose, struct rows **rows)
{
    unsigned char hash[32] = {0};
    /* the hash of a damaged token is all zeros, which no token has */
    (void)token_hash(rq, token, hash);
    return q_link_find(rq->db, hash, purpose, rows);
}

struct err *link_spend(struct req *rq, const char *token, const char *purpose)
{
    unsigned char hash[32];
    uint64_t spent = 0;
    if (token_hash(rq, token, hash))
        TRY(q_link_spend(rq->db, hash, purpose, &spent));
    if (!spent)
        return ERR(rq->arena, ERR_CONFLICT, "link_spent", "%s link spent twice", purpose);
    return NULL;
}
