/* A request's life: parse head → route → session → role and feature → body → token → form → transaction → handler →
   page → audit → commit → send. Every way out ends in finish(), which logs one line. */
#include "frame/serve.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "form/form.h"
#include "frame/audit.h"
#include "frame/layout.h"
#include "frame/route.h"
#include "frame/typed.h"
#include "http/app.h"
#include "http/csrf.h"
#include "http/fcgi.h"
#include "http/once.h"
#include "http/reply.h"
#include "page/page.h"
#include "text/url.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TRIES = 6, PAUSE_MS = 10 }; /* of a transaction that lost against another */

struct answer {
    const char *body;
    size_t len;
};

static const char *param(void *io, const char *name)
{
    return fcgi_param(io, name);
}

/* The web server's id when it sent one of its own making, else a random one. */
static void make_id(struct req *rq, struct fcgi *io)
{
    unsigned char bytes[8];
    const char *given = fcgi_param(io, "REQUEST_ID");
    if (given && strlen(given) == 32 && strspn(given, "0123456789abcdef") == 32)
        snprintf(rq->id, sizeof rq->id, "%s", given);
    else {
        crypto_random(bytes, sizeof bytes);
        snprintf(rq->id, sizeof rq->id, "%s", crypto_hex(rq->arena, bytes, sizeof bytes));
    }
}

static void begin(struct app *app, struct fcgi *io, struct req *rq)
{
    rq->app = app;
    rq->arena = app->request;
    rq->db = app->db;
    rq->lang = "ja";
    rq->path = rq->query = "";
    rq->reply.status = 200;
    rq->reply.fd = -1;
    rq->now = clock_now();
    clock_sql(rq->now, rq->now_sql);
    make_id(rq, io);
}

static void forget_answer(struct req *rq)
{
    struct kvs headers = rq->reply.headers;
    rq->reply = (struct reply){.status = 200, .fd = -1, .headers = headers};
    rq->in_has_errors = false;
    rq->form = NULL;
    rq->audit = (struct audit_note){0};
}

/* ---- pages ---- */

static struct err *render(struct req *rq, const char *page, struct answer *answer)
{
    TRY(layout_set(rq));
    return page_render(rq, page, &answer->body, &answer->len);
}

/* Nobody is signed in: a GET goes to the sign-in page and comes back. */
static struct err *ask_to_sign_in(struct req *rq, struct answer *answer)
{
    if (rq->method == METHOD_POST)
        return typed_keep(rq, &answer->body, &answer->len);
    char *next = query_with(rq->arena, &(struct kvs){0}, "next",
                            arena_printf(rq->arena, "%s%s%s", rq->path, *rq->query ? "?" : "", rq->query));
    res_redirect(rq, "/account/signin?%s%s", next, rq->session.expired ? "&expired=1" : "");
    return NULL;
}

static int status_of(const struct err *err)
{
    if (err->kind != ERR_INPUT)
        return err_status(err->kind);
    return strcmp(err->key, "too_large") == 0 ? 413 : 400;
}

/* Refusals of somebody who is signed in stand in the audit, too; without database only in the log. */
static void audit_refusal(struct req *rq, const struct err *refused)
{
    if (refused->kind != ERR_DENIED || !rq->session.signed_in)
        return;
    struct err *err = db_begin(rq->db);
    if (!err)
        err = audit_add(rq, "refused", "", 0,
                        audit_json(rq, "method", rq->method == METHOD_POST ? "POST" : "GET", "path", rq->path, "why",
                                   refused->key, NULL));
    if (!err)
        err = db_commit(rq->db);
    if (err) {
        db_rollback(rq->db);
        log_err("audit refusal", rq->id, err);
    }
}

static void error_page(struct req *rq, const struct err *err, struct answer *answer)
{
    struct kvs headers = rq->reply.headers;
    rq->reply = (struct reply){.status = status_of(err), .fd = -1, .headers = headers};
    if (strcmp(err->key, "method") == 0)
        rq->reply.status = 405;
    if (rq->reply.status == 503)
        res_header(rq, "Retry-After", "5");
    struct err *again = page_begin(rq);
    if (!again) {
        page_num(rq, "Error.status", rq->reply.status);
        page_set(rq, "Error.key", err->key);
        page_set(rq, "Error.message", page_text(rq, arena_printf(rq->arena, "err.%s", err->key)));
        again = render(rq, "error/error.cs", answer);
    }
    if (again) {
        log_err("error page", rq->id, again);
        rq->reply.type = "text/plain; charset=utf-8";
        answer->body = arena_printf(rq->arena, "%d\n%s\n", rq->reply.status, rq->id);
        answer->len = strlen(answer->body);
    }
}

/* ---- GET ---- */

/* What a handler gets is valid: a faulty argument is absent for it, and the page says so. Without a page nobody would
   say it. */
static struct err *read_args(struct req *rq, void **in)
{
    bool valid;
    TRY(form_read(rq, rq->route->form, &rq->args, in, &valid));
    if (!valid && !rq->route->page)
        return ERR(rq->arena, ERR_INPUT, "bad_request", "arguments of %s", rq->route->form->name);
    return NULL;
}

static struct err *record_view(struct req *rq)
{
    TRY(db_begin(rq->db));
    struct err *err = rq->route->audit ? audit_route(rq) : NULL;
    if (!err && rq->route->record && !rq->head)
        err = rq->route->record(rq);
    if (!err)
        err = db_commit(rq->db);
    if (err)
        db_rollback(rq->db);
    return err;
}

static struct err *finish_page(struct req *rq, struct answer *answer)
{
    if (rq->reply.location || rq->reply.fd >= 0)
        return NULL;
    if (rq->reply.text) {
        answer->body = rq->reply.text;
        answer->len = strlen(rq->reply.text);
        return NULL;
    }
    return render(rq, rq->reply.page ? rq->reply.page : rq->route->page, answer);
}

static struct err *serve_get(struct req *rq, struct answer *answer)
{
    void *in = NULL;
    TRY(page_begin(rq));
    if (rq->route->form)
        TRY(read_args(rq, &in));
    rq->in = in;
    TRY(rq->route->run(rq, in));
    TRY(finish_page(rq, answer));
    return rq->route->audit || rq->route->record ? record_view(rq) : NULL;
}

/* ---- POST ---- */

/* One try of the transaction. *valid is false when the form has to be shown again. */
static struct err *post_once(struct req *rq, struct once *once, void **in, bool *valid, struct answer *answer)
{
    forget_answer(rq);
    TRY(page_begin(rq));
    TRY(db_begin(rq->db));
    if (!rq->route->no_token)
        TRY(once_spend(rq, once));
    if (once->found == ONCE_SAME && !rq->route->repeats) { /* lead to where the first one went */
        res_redirect(rq, "%s", *once->location && url_is_local(once->location) ? once->location : rq->path);
        return db_commit(rq->db);
    }
    rq->versions = once->taken;
    TRY(form_read(rq, rq->route->form, &rq->body, in, valid));
    rq->in = *in;
    if (!*valid || (rq->route->makes && once->found == ONCE_OTHER))
        return ERR(rq->arena, ERR_INPUT, "form", *valid ? "something else was made from this page" : "invalid input");
    TRY(rq->route->run(rq, *in));
    if (rq->route->audit)
        TRY(audit_route(rq));
    if (!rq->route->no_token)
        TRY(once_answer(rq, once, rq->reply.location));
    TRY(finish_page(rq, answer));
    return db_commit(rq->db);
}

/* A handler may have gone over to another organisation before it failed: what follows begins where it began. */
static void take_back(struct req *rq, const struct session *session)
{
    db_rollback(rq->db);
    rq->session = *session;
    db_context(rq->db, session->org_id, session->account_id, rq->now_sql);
}

static struct err *serve_post(struct req *rq, struct answer *answer)
{
    void *in = NULL;
    bool valid = true;
    struct err *err = NULL;
    struct once once = {.found = ONCE_FIRST};
    struct kvs headers = rq->reply.headers;
    struct session session = rq->session;
    if (!rq->route->no_token)
        TRY(once_read(rq, &once));
    for (int i = 0; i < TRIES; i++) {
        rq->reply.headers = headers;
        err = post_once(rq, &once, &in, &valid, answer);
        if (!err)
            return NULL;
        take_back(rq, &session);
        if (typed_can_show(rq, err))
            return typed_show(rq, in, &once, err, &answer->body, &answer->len);
        if (!db_can_retry(err))
            return err;
        nanosleep(&(struct timespec){.tv_nsec = (PAUSE_MS << i) * 1000000L}, NULL);
    }
    return err;
}

/* What takes long is done while nothing is locked. */
static struct err *examine_uploads(struct req *rq)
{
    return rq->upload_count && rq->route->form->uploads ? rq->route->form->uploads(rq) : NULL;
}

/* ---- the way to the handler ---- */

static struct err *check_rights(struct req *rq, bool *ask)
{
    const struct route *route = rq->route;
    *ask = !(route->roles & ROLE_PUBLIC) && !rq->session.signed_in;
    if (*ask || route->roles & ROLE_PUBLIC)
        return NULL;
    if ((route->features & rq->session.features) != route->features)
        return ERR(rq->arena, ERR_MISSING, "missing", "organisation lacks a feature");
    if (!(route->roles & rq->session.roles))
        return ERR(rq->arena, ERR_DENIED, "denied", "role %#x", rq->session.roles);
    return NULL;
}

/* Staff who have to set up two-factor sign-in see nothing else: every page leads there. */
static bool must_enrol(const struct req *rq)
{
    return rq->session.roles == ROLE_ENROL && !(rq->route->roles & (ROLE_ENROL | ROLE_PUBLIC));
}

static struct err *enrol(struct req *rq)
{
    if (rq->method == METHOD_POST)
        return ERR(rq->arena, ERR_DENIED, "two_factor_first", "two-factor sign-in is required");
    res_redirect(rq, "/account/two-factor");
    return NULL;
}

static struct err *read_body(struct req *rq, struct fcgi *io)
{
    struct req_limits limits = req_limits_default;
    const struct form *form = rq->route->form;
    limits.max_body = form->max_body ? form->max_body : 1 << 20;
    limits.max_files = form->max_files;
    limits.max_file = form->max_file;
    return req_parse_body(rq, &limits, rq->app->tmp_dir, fcgi_read, io);
}

/* The noun whose list the page shows, or NULL. */
static const char *list_of(const struct route *route)
{
    return route && route->totals ? strrchr(route->path, '/') + 1 : NULL;
}

static struct err *handle(struct req *rq, struct fcgi *io, struct answer *answer)
{
    bool wrong_method, ask;
    struct app *app = rq->app;
    TRY(req_parse_head(rq, param, io));
    TRY(db_ready(rq->db, rq->arena));
    db_context(rq->db, 0, 0, rq->now_sql);
    rq->route = route_find(app->area, rq, &wrong_method);
    TRY(session_load(rq, list_of(rq->route)));
    if (!rq->route && wrong_method)
        return ERR(rq->arena, ERR_INPUT, "method", "no such method here");
    if (!rq->route)
        return ERR(rq->arena, ERR_MISSING, "missing", "no route");
    if (must_enrol(rq))
        return enrol(rq);
    TRY(check_rights(rq, &ask));
    if (rq->method == METHOD_POST)
        TRY(read_body(rq, io));
    if (ask)
        return ask_to_sign_in(rq, answer);
    if (rq->method == METHOD_GET)
        return serve_get(rq, answer);
    struct err *forged = rq->route->no_token ? NULL : csrf_check(rq);
    if (forged && rq->session.signed_in && rq->body.n && typed_here(rq))
        return typed_keep(rq, &answer->body, &answer->len); /* a form from before signing in again */
    TRY(forged);
    if (rq->route->show && form_asks_fill(rq, rq->route->form))
        return typed_fill(rq, &answer->body, &answer->len);
    TRY(examine_uploads(rq));
    return serve_post(rq, answer);
}

static void finish(struct req *rq, uint64_t began, bool sent)
{
    char us[24], db_us[24], status[8], account[24], statements[16];
    struct db_use use = db_use(rq->db);
    snprintf(us, sizeof us, "%" PRIu64, clock_us() - began);
    snprintf(db_us, sizeof db_us, "%" PRIu64, use.us);
    snprintf(status, sizeof status, "%d", sent ? rq->reply.status : 499);
    snprintf(account, sizeof account, "%" PRIu64, rq->session.account_id);
    snprintf(statements, sizeof statements, "%u", use.statements);
    log_line(LOG_INFO, "request", "id", rq->id, "account", account, "method",
             rq->method == METHOD_POST ? "POST" : "GET", "route", rq->route ? rq->route->path : "-", "status", status,
             "us", us, "db_us", db_us, "statements", statements, NULL);
}

void serve(struct app *app, struct fcgi *io)
{
    uint64_t began = clock_us();
    struct req *rq = arena_alloc(app->request, sizeof *rq);
    struct answer answer = {"", 0};
    begin(app, io, rq);
    struct err *err = handle(rq, io, &answer);
    if (err) {
        log_err("request", rq->id, err);
        audit_refusal(rq, err);
        error_page(rq, err, &answer);
    }
    finish(rq, began, reply_send(rq, io, answer.body, answer.len));
    arena_reset(app->request);
}
