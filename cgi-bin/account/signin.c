/* Sign-in by 会員ID or mail address, and sign-out; signin_code.c goes on where a code is asked for, too. Unknown
   accounts take the same path and the same time as wrong passwords: the hash is computed in any case. */
#include "account.h"

#include "base/passwd.h"
#include "frame/audit.h"
#include "http/app.h"
#include "mail/outbox.h"
#include "page/page.h"
#include "q_account.h"
#include "text/text.h"

#include <string.h>

struct signin_in {
    const char *login, *password;
};

static const struct field signin_fields[] = {
    TEXT(struct signin_in, login, 1, 254, "account.login"),
    SECRET(struct signin_in, password, 1, 128, "account.password"),
    FIELD_END,
};
const struct form signin_form = {.name = "signin", .fields = signin_fields, .size = sizeof(struct signin_in)};

struct err *signin_page(struct req *rq, const void *in)
{
    if (!in && rq->session.signed_in) {
        signin_go_on(rq, home_path(rq->session.roles, rq->session.features));
        return NULL;
    }
    page_set(rq, "Signin.next", signin_next(rq));
    if (*req_arg(rq, "expired"))
        page_set(rq, "Signin.expired", "1");
    if (*req_arg(rq, "late"))
        page_set(rq, "Signin.late", "1");
    return form_show(rq, &signin_form, in);
}

/* The suite's first address: to where one works, or to sign-in. */
struct err *account_front(struct req *rq, const void *in)
{
    const struct session *s = &rq->session;
    res_redirect(rq, "%s", s->signed_in ? home_path(s->roles, s->features) : "/account/signin");
    return NULL;
}

static bool is_login_id(const char *text)
{
    return strlen(text) == 8 && strspn(text, "0123456789") == 8;
}

/* No row for what is neither a number nor an address. *who: what the guesses are counted for. */
static struct err *find(struct req *rq, const char *login, struct rows **rows, const char **who)
{
    const char *typed = text_nfkc(rq->arena, login);
    const char *mail = text_mail(rq->arena, typed);
    struct rows *none = arena_alloc(rq->arena, sizeof *none);
    *rows = none;
    *who = typed;
    if (is_login_id(typed))
        TRY(q_account_by_login(rq->db, typed, rows));
    else if (mail) {
        *who = mail;
        TRY(q_account_by_mail(rq->db, mail, rows));
    }
    if ((*rows)->count)
        *who = rows_text(*rows, 0, "_id");
    return NULL;
}

static struct err *refuse(struct req *rq, const void *in, const struct rows *rows, const struct throttle *t)
{
    bool locked;
    TRY(throttle_wrong(rq, t, &locked));
    TRY(signin_record(rq, rows, "account.signin_failed", "reason", "password"));
    if (locked && rows->count)
        TRY(outbox_notice(rq, "signin_locked", rows_text(rows, 0, "_lang"), rows_u64(rows, 0, "_id"),
                          rows_text(rows, 0, "_mail"), rows_text(rows, 0, "_name"), "minutes",
                          arena_printf(rq->arena, "%lld", (long long)conf_int(rq->app->conf, "session.lock_minutes")),
                          "ip", rq->client, "url",
                          arena_printf(rq->arena, "%s/account/forgot", conf_text(rq->app->conf, "http.base_url")),
                          NULL));
    form_error(rq, "login", "signin", NULL, NULL);
    return show_again(rq, in);
}

static bool is_active(const struct rows *rows)
{
    return strcmp(rows_text(rows, 0, "_state"), "active") == 0 &&
           strcmp(rows_text(rows, 0, "_org_state"), "active") == 0;
}

static struct err *welcome(struct req *rq, const struct signin_in *in, const struct rows *rows, bool weak)
{
    uint64_t id = rows_u64(rows, 0, "_id");
    unsigned cost = (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n");
    if (weak)
        TRY(q_account_rehash(rq->db, id, passwd_hash(rq->arena, in->password, cost)));
    if (!rows_u64(rows, 0, "_two_factor"))
        return signin_done(rq, rows, NULL);
    TRY(signin_record(rq, rows, "account.code_asked", NULL, NULL));
    return signin_code_ask(rq, id);
}

struct err *signin(struct req *rq, const void *p)
{
    const struct signin_in *in = p;
    struct rows *rows;
    struct throttle t;
    const char *who;
    bool weak;
    TRY(find(rq, in->login, &rows, &who));
    TRY(throttle_open(rq, "account", who, &t));
    if (t.wait) {
        TRY(signin_record(rq, rows, "account.signin_failed", "reason", "locked"));
        form_error(rq, "login", "wait_minutes", throttle_minutes(rq, t.wait), NULL);
        return show_again(rq, in);
    }
    bool right = passwd_check(in->password, rows->count ? rows_text(rows, 0, "_passwd") : "",
                              (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n"), &weak);
    if (!right || !rows->count || !is_active(rows))
        return refuse(rq, in, rows, &t);
    TRY(throttle_right(rq, &t));
    return welcome(rq, in, rows, weak);
}

struct err *signout(struct req *rq, const void *in)
{
    audit_about(rq, "account", rq->session.account_id, NULL);
    TRY(session_end(rq));
    res_done(rq, "signed_out", "/account/signin");
    return NULL;
}
