/* Change of one's mail address or second address: asked for with the password, done by a link sent to the new
   address. */
#include "account.h"

#include "frame/audit.h"
#include "http/app.h"
#include "mail/outbox.h"
#include "model/identity/link.h"
#include "page/page.h"
#include "q_account.h"

#include <string.h>

struct mail_in {
    const char *which, *mail, *old;
};
static const char *const which_names[] = {"mail", "mail2", NULL};
static const struct field mail_fields[] = {
    ENUM(struct mail_in, which, 1, which_names, "account.which"),
    MAIL(struct mail_in, mail, 0, "account.mail_new"),
    SECRET(struct mail_in, old, 1, 128, "account.password"),
    FIELD_END,
};
static struct err *mail_check(struct req *rq, void *p)
{
    const struct mail_in *in = p;
    if (strcmp(in->which, "mail") == 0 && !*in->mail)
        form_error(rq, "mail", "required", NULL, NULL);
    return NULL;
}
const struct form mail_form = {
    .name = "mail", .fields = mail_fields, .size = sizeof(struct mail_in), .check = mail_check};

struct err *mail_page(struct req *rq, const void *in)
{
    struct mail_in blank = {
        .which = strcmp(req_arg(rq, "which"), "mail2") == 0 ? "mail2" : "mail", .mail = "", .old = ""};
    struct rows *own;
    TRY(q_account_own(rq->db, &own));
    page_row(rq, "Account", own, 0);
    return form_show(rq, &mail_form, in ? in : &blank);
}

/* An address that another account signs in with: the answer on screen is the same, its owner gets a mail that says

   so. */
static struct err *send(struct req *rq, const struct mail_in *in)
{
    struct rows *owner;
    const char *url;
    uint64_t id = rq->session.account_id;
    TRY(q_mail_in_use(rq->db, in->mail, &owner));
    if (strcmp(in->which, "mail") == 0 && owner->count) {
        return outbox_notice(rq, "mail_taken", rows_text(owner, 0, "_lang"), rows_u64(owner, 0, "_id"), in->mail,
                             rows_text(owner, 0, "_name"), NULL);
    }
    TRY(link_make(rq, in->which, id, in->mail, &url));
    return outbox_notice(rq, "mail_confirm", rq->lang, id, in->mail, rq->session.name, "login_id", rq->session.login_id,
                         "url", url, "hours", arena_printf(rq->arena, "%u", link_hours(in->which)), NULL);
}

struct err *mail_ask(struct req *rq, const void *p)
{
    const struct mail_in *in = p;
    struct rows *own;
    bool right;
    TRY(q_account_own(rq->db, &own));
    TRY(password_again(rq, in, in->old, rows_text(own, 0, "_passwd"), &right));
    if (!right)
        return NULL;
    TRY(audit_add(rq, "account.mail", "account", rq->session.account_id,
                  audit_json(rq, "field", in->which, "asked", in->mail, NULL)));
    if (!*in->mail) {
        TRY(q_account_mail2(rq->db, rq->session.account_id, ""));
        res_done(rq, "saved", "/account/settings");
        return NULL;
    }
    TRY(send(rq, in));
    res_done(rq, "mail_sent", "/account/settings");
    return NULL;
}
