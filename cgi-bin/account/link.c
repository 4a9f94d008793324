/* Pages behind the links of mails: a password for an invited or forgetful account, and the confirmation of an address.
   Opening a link changes nothing (mail scanners open links, too); the button on its page does. */
#include "model/identity/link.h"

#include "account.h"
#include "base/passwd.h"
#include "frame/audit.h"
#include "http/app.h"
#include "mail/outbox.h"
#include "page/page.h"
#include "q_account.h"
#include "q_two_factor.h"

#include <inttypes.h>
#include <string.h>

struct set_in {
    const char *password, *again;
};
static const struct field set_fields[] = {
    SECRET(struct set_in, password, 1, 128, "account.password_new"),
    SECRET(struct set_in, again, 1, 128, "account.password_again"),
    FIELD_END,
};
static struct err *set_check(struct req *rq, void *p)
{
    const struct set_in *in = p;
    password_rules(rq, in->password, in->again);
    return NULL;
}
const struct form password_set_form = {
    .name = "password_set", .fields = set_fields, .size = sizeof(struct set_in), .check = set_check};

/* Unknown, spent and old links look the same. */
static struct err *gone(struct req *rq)
{
    rq->reply.status = 404;
    res_page(rq, "account/link_gone.cs");
    return NULL;
}

/* *rows without a row: the answer is made. */
static struct err *open_link(struct req *rq, const char *purpose, struct rows **rows)
{
    TRY(link_find(rq, req_str(rq, 0), purpose, rows));
    if (!(*rows)->count)
        return gone(rq);
    page_row(rq, "Account", *rows, 0);
    page_set(rq, "Link.token", req_str(rq, 0));
    page_set(rq, "Link.purpose", purpose);
    return NULL;
}

/* ---- passwords ---- */

static struct err *set_page(struct req *rq, const void *in, const char *purpose)
{
    struct rows *rows;
    TRY(open_link(rq, purpose, &rows));
    return rows->count ? form_show(rq, &password_set_form, in) : NULL;
}

static struct err *set(struct req *rq, const struct set_in *in, const char *purpose)
{
    struct rows *rows;
    TRY(open_link(rq, purpose, &rows));
    if (!rows->count)
        return NULL;
    uint64_t id = rows_u64(rows, 0, "_account_id");
    unsigned cost = (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n");
    struct throttle t;
    TRY(link_spend(rq, req_str(rq, 0), purpose));
    TRY(q_account_passwd(rq->db, id, passwd_hash(rq->arena, in->password, cost)));
    TRY(q_link_void_all(rq->db, id, NULL));
    TRY(q_sessions_end_all(rq->db, id, NULL));
    TRY(q_signin_code_drop(rq->db, id, NULL));
    /* whoever reads the account's mail is no guesser */
    TRY(throttle_open(rq, "account", arena_printf(rq->arena, "%" PRIu64, id), &t));
    TRY(throttle_right(rq, &t));
    audit_who(rq, rows_u64(rows, 0, "_org_id"), id);
    TRY(audit_add(rq, "account.password", "account", id, audit_json(rq, "how", purpose, NULL)));
    if (strcmp(purpose, "invite"))
        TRY(outbox_notice(rq, "password_changed", rows_text(rows, 0, "_lang"), id, rows_text(rows, 0, "mail"),
                          rows_text(rows, 0, "name"), "login_id", rows_text(rows, 0, "login_id"), "ip", rq->client,
                          NULL));
    res_done(rq, "password_set", "/account/signin");
    return NULL;
}

struct err *invite_page(struct req *rq, const void *in)
{
    return set_page(rq, in, "invite");
}

struct err *invite_set(struct req *rq, const void *in)
{
    return set(rq, in, "invite");
}

struct err *reset_page(struct req *rq, const void *in)
{
    return set_page(rq, in, "reset");
}

struct err *reset_set(struct req *rq, const void *in)
{
    return set(rq, in, "reset");
}

/* ---- addresses ---- */

static struct err *address_page(struct req *rq, const char *purpose)
{
    struct rows *rows;
    TRY(open_link(rq, purpose, &rows));
    if (rows->count)
        page_set(rq, "Link.value", rows_text(rows, 0, "_value"));
    return NULL;
}

static struct err *mail_taken(struct req *rq, const char *mail, bool *taken)
{
    struct rows *rows;
    TRY(q_mail_in_use(rq->db, mail, &rows));
    *taken = rows->count > 0;
    return NULL;
}

static struct err *change_address(struct req *rq, const char *purpose, const struct rows *rows)
{
    uint64_t id = rows_u64(rows, 0, "_account_id");
    const char *value = rows_text(rows, 0, "_value");
    bool first = strcmp(purpose, "mail") == 0;
    TRY(link_spend(rq, req_str(rq, 0), purpose));
    if (!first)
        TRY(q_account_mail2(rq->db, id, value));
    else {
        TRY(q_account_mail(rq->db, id, value));
        TRY(q_link_void(rq->db, id, "reset", NULL));
        /* the owner of the old address learns of it even if somebody else did this */
        TRY(outbox_notice(rq, "mail_changed", rows_text(rows, 0, "_lang"), id, rows_text(rows, 0, "mail"),
                          rows_text(rows, 0, "name"), "login_id", rows_text(rows, 0, "login_id"), NULL));
    }
    audit_who(rq, rows_u64(rows, 0, "_org_id"), id);
    return audit_add(
        rq, "account.mail", "account", id,
        audit_json(rq, "field", purpose, "before", first ? rows_text(rows, 0, "mail") : "", "after", value, NULL));
}

static struct err *address_set(struct req *rq, const char *purpose)
{
    struct rows *rows;
    bool taken = false;
    TRY(open_link(rq, purpose, &rows));
    if (!rows->count)
        return NULL;
    if (strcmp(purpose, "mail") == 0)
        TRY(mail_taken(rq, rows_text(rows, 0, "_value"), &taken));
    if (taken)
        return gone(rq);
    TRY(change_address(rq, purpose, rows));
    res_done(rq, "mail_set", rq->session.signed_in ? "/account/settings" : "/account/signin");
    return NULL;
}

struct err *mail_link_page(struct req *rq, const void *in)
{
    return address_page(rq, "mail");
}

struct err *mail_link_set(struct req *rq, const void *in)
{
    return address_set(rq, "mail");
}

struct err *mail2_link_page(struct req *rq, const void *in)
{
    return address_page(rq, "mail2");
}

struct err *mail2_link_set(struct req *rq, const void *in)
{
    return address_set(rq, "mail2");
}
