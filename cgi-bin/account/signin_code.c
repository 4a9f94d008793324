/* The second half of a sign-in: the code of the authenticator app, or a recovery code. Between the halves there is no
   session, only a row that a cookie of its own names, for a few minutes; it opens nothing but this page. */
#include "account.h"

#include "base/crypto.h"
#include "frame/audit.h"
#include "http/app.h"
#include "page/page.h"
#include "q_two_factor.h"

#include <string.h>

enum { TOKEN = 32 };

static const struct field code_fields[] = {
    SECRET(struct code_in, code, 1, 40, "account.code"),
    FIELD_END,
};
const struct form code_form = {.name = "code", .fields = code_fields, .size = sizeof(struct code_in)};

static const struct field recovery_fields[] = {
    SECRET(struct code_in, code, 1, 40, "account.recovery_code"),
    FIELD_END,
};
const struct form recovery_form = {.name = "recovery", .fields = recovery_fields, .size = sizeof(struct code_in)};

static const char *cookie_name(const struct req *rq)
{
    return rq->app->secure_cookies ? "__Host-signin" : "signin";
}

/* "?next=..." with the page that was asked for before. */
static const char *with_next(struct req *rq, const char *mark)
{
    const char *next = signin_next(rq);
    return *next ? arena_printf(rq->arena, "%s%s", mark, query_with(rq->arena, &(struct kvs){0}, "next", next)) : "";
}

struct err *signin_code_ask(struct req *rq, uint64_t account_id)
{
    unsigned char token[TOKEN], hash[32];
    crypto_random(token, TOKEN);
    crypto_sha256(token, TOKEN, hash);
    TRY(q_signin_code_put(rq->db, hash, account_id, (uint64_t)conf_int(rq->app->conf, "account.code_minutes"), NULL));
    res_cookie(rq, cookie_name(rq), crypto_base64url(rq->arena, token, TOKEN), -1);
    res_redirect(rq, "/account/signin/code%s", with_next(rq, "?"));
    return NULL;
}

/* Who gave the password here, as a row of q_signin_code_find(); no row: the answer is made, back to the beginning. */
static struct err *waiting(struct req *rq, unsigned char hash[32], struct rows **rows)
{
    size_t len;
    const char *text = kvs_get(&rq->cookies, cookie_name(rq));
    const unsigned char *token = text ? crypto_unbase64url(rq->arena, text, TOKEN, &len) : NULL;
    memset(hash, 0, 32); /* which no token has */
    if (token)
        crypto_sha256(token, TOKEN, hash);
    TRY(q_signin_code_find(rq->db, hash, rows));
    if (!(*rows)->count && rq->session.signed_in)
        res_redirect(rq, "/");
    else if (!(*rows)->count)
        res_redirect(rq, "/account/signin?late=1%s", with_next(rq, "&"));
    return NULL;
}

static struct err *page(struct req *rq, const struct form *form, const void *in)
{
    unsigned char hash[32];
    struct rows *rows;
    TRY(waiting(rq, hash, &rows));
    if (!rows->count)
        return NULL;
    page_set(rq, "Signin.next", signin_next(rq));
    return form_show(rq, form, in);
}

struct err *signin_code_page(struct req *rq, const void *in)
{
    return page(rq, &code_form, in);
}

struct err *signin_recovery_page(struct req *rq, const void *in)
{
    return page(rq, &recovery_form, in);
}

struct err *signin_code(struct req *rq, const void *p)
{
    const struct code_in *in = p;
    unsigned char hash[32];
    struct rows *rows;
    enum two_factor_code found;
    TRY(waiting(rq, hash, &rows));
    if (!rows->count)
        return NULL;
    struct person who = {.id = rows_u64(rows, 0, "_id"),
                         .lang = rows_text(rows, 0, "_lang"),
                         .mail = rows_text(rows, 0, "_mail"),
                         .name = rows_text(rows, 0, "_name"),
                         .login_id = rows_text(rows, 0, "_login_id")};
    audit_who(rq, rows_u64(rows, 0, "_org_id"), who.id);
    TRY(code_again(rq, in, &who, in->code, "account.signin_failed", &found));
    if (found == CODE_WRONG)
        return NULL;
    TRY(q_signin_code_spend(rq->db, hash));
    res_cookie(rq, cookie_name(rq), "", 0);
    return signin_done(rq, rows, found == CODE_APP ? "code" : "recovery");
}
