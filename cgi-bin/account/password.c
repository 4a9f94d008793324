/* Forgotten passwords and the change of one's own. The answer to an address is the same whether an account has it or
   not. */
#include "account.h"

#include "base/passwd.h"
#include "frame/audit.h"
#include "http/app.h"
#include "mail/outbox.h"
#include "model/identity/link.h"
#include "page/page.h"
#include "q_account.h"
#include "q_two_factor.h"

#include <string.h>

struct forgot_in {
    const char *mail;
};
static const struct field forgot_fields[] = {
    MAIL(struct forgot_in, mail, 1, "account.mail"),
    FIELD_END,
};
const struct form forgot_form = {.name = "forgot", .fields = forgot_fields, .size = sizeof(struct forgot_in)};

struct change_in {
    const char *old, *password, *again;
};
static const struct field change_fields[] = {
    SECRET(struct change_in, old, 1, 128, "account.password_old"),
    SECRET(struct change_in, password, 1, 128, "account.password_new"),
    SECRET(struct change_in, again, 1, 128, "account.password_again"),
    FIELD_END,
};
static struct err *change_check(struct req *rq, void *p)
{
    const struct change_in *in = p;
    password_rules(rq, in->password, in->again);
    return NULL;
}
const struct form password_change_form = {
    .name = "password", .fields = change_fields, .size = sizeof(struct change_in), .check = change_check};

void password_rules(struct req *rq, const char *password, const char *again)
{
    const char *problem = passwd_problem(password, conf_text(rq->app->conf, "password.common_file"));
    if (problem)
        form_error(rq, "password", problem, NULL, NULL);
    else if (strcmp(password, again))
        form_error(rq, "again", "password_differs", NULL, NULL);
}

/* ---- forgotten ---- */

struct err *forgot_page(struct req *rq, const void *in)
{
    return form_show(rq, &forgot_form, in);
}

/* An invited account that never came gets its invitation again; a closed one gets nothing. */
static struct err *send_link(struct req *rq, const struct rows *rows)
{
    const char *url, *state = rows_text(rows, 0, "_state");
    const char *purpose = strcmp(state, "invited") == 0 ? "invite" : "reset";
    uint64_t id = rows_u64(rows, 0, "_id");
    TRY(link_make(rq, purpose, id, NULL, &url));
    return outbox_notice(rq, "reset", rows_text(rows, 0, "_lang"), id, rows_text(rows, 0, "_mail"),
                         rows_text(rows, 0, "_name"), "login_id", rows_text(rows, 0, "_login_id"), "url", url, "hours",
                         arena_printf(rq->arena, "%u", link_hours(purpose)), NULL);
}

struct err *forgot(struct req *rq, const void *p)
{
    const struct forgot_in *in = p;
    struct rows *rows;
    struct throttle t;
    bool locked;
    TRY(throttle_open(rq, "reset", in->mail, &t));
    TRY(q_account_by_mail(rq->db, in->mail, &rows));
    bool known = rows->count && strcmp(rows_text(rows, 0, "_state"), "closed") &&
                 strcmp(rows_text(rows, 0, "_org_state"), "active") == 0;
    if (known) {
        audit_who(rq, rows_u64(rows, 0, "_org_id"), rows_u64(rows, 0, "_id"));
        audit_about(rq, "account", rows_u64(rows, 0, "_id"), NULL);
    }
    /* a mail each time would be a way to flood somebody's mailbox */
    if (known && !t.wait)
        TRY(send_link(rq, rows));
    TRY(throttle_wrong(rq, &t, &locked));
    res_redirect(rq, "/account/forgot/sent");
    return NULL;
}

struct err *forgot_sent(struct req *rq, const void *in)
{
    page_num(rq, "Link.hours", link_hours("reset"));
    return NULL;
}

/* ---- one's own ---- */

struct err *password_change_page(struct req *rq, const void *in)
{
    return form_show(rq, &password_change_form, in);
}

struct err *password_change(struct req *rq, const void *p)
{
    const struct change_in *in = p;
    struct rows *own;
    bool right;
    TRY(q_account_own(rq->db, &own));
    TRY(password_again(rq, in, in->old, rows_text(own, 0, "_passwd"), &right));
    if (!right)
        return NULL;
    uint64_t id = rq->session.account_id;
    unsigned cost = (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n");
    TRY(q_account_passwd(rq->db, id, passwd_hash(rq->arena, in->password, cost)));
    TRY(q_link_void_all(rq->db, id, NULL));
    TRY(q_sessions_end_all(rq->db, id, NULL));
    TRY(q_signin_code_drop(rq->db, id, NULL));
    TRY(session_start(rq, id));
    TRY(outbox_notice(rq, "password_changed", rq->lang, id, rq->session.mail, rq->session.name, "login_id",
                      rq->session.login_id, "ip", rq->client, NULL));
    TRY(audit_add(rq, "account.password", "account", id, audit_json(rq, "how", "changed", NULL)));
    res_done(rq, "password_changed", "/account/settings");
    return NULL;
}
