#include "http/session.h"

#include "base/crypto.h"
#include "http/app.h"
#include "http/keep.h"
#include "http/req.h"
#include "http/res.h"
#include "q_session.h"

#include <string.h>

enum { TOKEN = 32, SEEN_EVERY = 300 };

static const char *cookie_name(struct req *rq)
{
    return rq->app->secure_cookies ? "__Host-musubi" : "musubi";
}

static void key_make(struct req *rq, const unsigned char token[TOKEN], const char *purpose)
{
    unsigned char mix[TOKEN + 8] = {0};
    memcpy(mix, purpose, strlen(purpose));
    memcpy(mix + 8, token, TOKEN);
    crypto_hmac(rq->app->secret, mix, sizeof mix, rq->session.key);
}

/* Token of the cookie, its hash and the form key derived from it. */
static bool token_read(struct req *rq, const char *name, const char *purpose, unsigned char hash[32])
{
    size_t len;
    const char *text = kvs_get(&rq->cookies, name);
    unsigned char *token = text && strlen(text) < 100 ? crypto_unbase64url(rq->arena, text, TOKEN, &len) : NULL;
    if (!token)
        return false;
    crypto_sha256(token, TOKEN, hash);
    key_make(rq, token, purpose);
    return true;
}

/* Somebody without a session has a cookie, too, so that his forms are bound to his browser. */
static void visitor(struct req *rq)
{
    unsigned char hash[32], token[TOKEN];
    if (token_read(rq, "visitor", "visitor", hash))
        return;
    crypto_random(token, TOKEN);
    const char *text = crypto_base64url(rq->arena, token, TOKEN);
    struct kv *cookies = arena_array(rq->arena, rq->cookies.n + 1, sizeof *cookies);
    for (size_t i = 0; i < rq->cookies.n; i++)
        cookies[i] = rq->cookies.v[i];
    rq->cookies.v = cookies;
    rq->cookies.v[rq->cookies.n++] = (struct kv){"visitor", text, strlen(text)};
    res_cookie(rq, "visitor", text, -1);
    (void)token_read(rq, "visitor", "visitor", hash);
}

static const char *language(struct req *rq, const char *chosen)
{
    const char *cookie = kvs_get(&rq->cookies, "lang");
    if (chosen && *chosen)
        return strcmp(chosen, "en") == 0 ? "en" : "ja";
    if (cookie && (strcmp(cookie, "ja") == 0 || strcmp(cookie, "en") == 0))
        return strcmp(cookie, "en") == 0 ? "en" : "ja";
    /* Japanese unless the browser clearly prefers English: its list begins with en and has no ja. */
    const char *accept = rq->accept_language ? rq->accept_language : "";
    return strncmp(accept, "en", 2) == 0 && !strstr(accept, "ja") ? "en" : "ja";
}

static struct err *read_runs(struct db *db, const char *part, struct rows **rows)
{
    return q_session_runs(db, rows);
}

/* The figures of the run icon, as of the version that came with the session; a run that waits for its time begins
   without raising it. */
static struct err *fill_runs(struct req *rq, uint64_t version)
{
    struct session *s = &rq->session;
    const struct rows *rows;
    struct rows *fresh;
    TRY(keep_rows(rq, &(struct keep_key){"runs", "", s->account_id, version}, read_runs, &rows));
    const char *next = rows_text(rows, 0, "next");
    if (*next && strcmp(rq->now_sql, next) >= 0) {
        TRY(q_session_runs(rq->db, &fresh));
        rows = fresh;
    }
    s->runs_busy = (unsigned)rows_u64(rows, 0, "busy");
    s->runs_done = (unsigned)rows_u64(rows, 0, "done");
    s->run_last = rows_u64(rows, 0, "last");
    return NULL;
}

static unsigned roles(struct req *rq, unsigned own, bool two_factor)
{
    bool required = own & ROLE_STAFF && strcmp(conf_text(rq->app->conf, "account.two_factor_staff"), "required") == 0;
    return required && !two_factor ? ROLE_ENROL : own;
}

static void fill(struct req *rq, const struct rows *rows, const char *list)
{
    struct session *s = &rq->session;
    s->signed_in = true;
    s->id = rows_u64(rows, 0, "_id");
    s->account_id = rows_u64(rows, 0, "_account_id");
    s->org_id = rows_u64(rows, 0, "_org_id");
    s->roles = roles(rq, (unsigned)rows_u64(rows, 0, "_roles"), rows_u64(rows, 0, "_two_factor"));
    s->features = (unsigned)rows_u64(rows, 0, "_features");
    s->name = rows_text(rows, 0, "_name");
    s->mail = rows_text(rows, 0, "_mail");
    s->login_id = rows_text(rows, 0, "_login_id");
    s->org_name = rows_text(rows, 0, "_org_name");
    s->csv = rows_text(rows, 0, "_csv");
    s->members_version = rows_u64(rows, 0, "_members");
    s->saved_version = rows_u64(rows, 0, "_saved");
    s->list = list;
    if (!s->list)
        return;
    s->list_total = rows_u64(rows, 0, "_total");
    s->list_ticked = rows_u64(rows, 0, "_ticked") != 0;
}

static struct err *seen(struct req *rq, const unsigned char hash[32])
{
    TRY(db_begin(rq->db));
    struct err *err = q_session_seen(rq->db, hash, NULL);
    if (!err)
        err = db_commit(rq->db);
    if (err)
        db_rollback(rq->db);
    return err;
}

struct err *session_load(struct req *rq, const char *list)
{
    unsigned char hash[32];
    struct rows *rows = NULL;
    rq->lang = language(rq, NULL);
    if (token_read(rq, cookie_name(rq), "session", hash))
        TRY(q_session_find(rq->db, hash, list, &rows));
    if (rows && rows->count) {
        int64_t idle = rows_i64(rows, 0, "_idle");
        rq->session.expired = idle > conf_int(rq->app->conf, "session.idle_minutes") * 60 ||
                              rows_i64(rows, 0, "_age") > conf_int(rq->app->conf, "session.absolute_hours") * 3600;
        if (!rq->session.expired) {
            fill(rq, rows, list);
            rq->lang = language(rq, rows_text(rows, 0, "_lang"));
            db_context(rq->db, rq->session.org_id, rq->session.account_id, rq->now_sql);
            if (!rows_null(rows, 0, "_runs"))
                TRY(fill_runs(rq, rows_u64(rows, 0, "_runs")));
            return idle > SEEN_EVERY ? seen(rq, hash) : NULL;
        }
    }
    visitor(rq);
    return NULL;
}

struct err *session_start(struct req *rq, uint64_t account_id)
{
    unsigned char token[TOKEN], hash[32];
    const char *agent = rq->agent ? rq->agent : "";
    TRY(session_end(rq));
    crypto_random(token, TOKEN);
    crypto_sha256(token, TOKEN, hash);
    TRY(q_session_insert(rq->db, hash, account_id, rq->client ? rq->client : "",
                         arena_strndup(rq->arena, agent, strnlen(agent, 200)), NULL));
    res_cookie(rq, cookie_name(rq), crypto_base64url(rq->arena, token, TOKEN), -1);
    key_make(rq, token, "session"); /* forms of this very answer are of the new session */
    return NULL;
}

struct err *session_end(struct req *rq)
{
    unsigned char hash[32];
    size_t len;
    const char *text = kvs_get(&rq->cookies, cookie_name(rq));
    unsigned char *token = text ? crypto_unbase64url(rq->arena, text, TOKEN, &len) : NULL;
    if (!token)
        return NULL;
    crypto_sha256(token, TOKEN, hash);
    TRY(q_session_delete(rq->db, hash, NULL));
    res_cookie(rq, cookie_name(rq), "", 0);
    return NULL;
}
