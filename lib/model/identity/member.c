/* Members of an organisation. */
#include "model/identity/member.h"

#include "base/crypto.h"
#include "form/form.h"
#include "frame/audit.h"
#include "http/req.h"
#include "mail/outbox.h"
#include "model/identity/link.h"
#include "model/identity/two_factor.h"
#include "q_account.h"

#include <string.h>

/* Eight digits, the first not 0: people read them out on the telephone. Random, so that they tell no number of
   accounts. */
struct err *member_login_id(struct req *rq, const char **login_id)
{
    for (int tries = 0; tries < 20; tries++) {
        uint32_t n;
        struct rows *rows;
        crypto_random(&n, sizeof n);
        *login_id = arena_printf(rq->arena, "%u", 10000000 + n % 90000000);
        TRY(q_login_taken(rq->db, *login_id, &rows));
        if (!rows->count)
            return NULL;
    }
    return ERR(rq->arena, ERR_BUSY, "database_busy", "no free login id found");
}

static struct err *send_invite(struct req *rq, uint64_t org_id, uint64_t id)
{
    struct rows *rows;
    const char *url;
    TRY(q_member_find(rq->db, org_id, id, &rows));
    TRY(link_make(rq, "invite", id, NULL, &url));
    return outbox_notice(rq, "invite", rows_text(rows, 0, "_lang"), id, rows_text(rows, 0, "mail"),
                         rows_text(rows, 0, "name"), "org", rows_text(rows, 0, "_org_name"), "login_id",
                         rows_text(rows, 0, "login_id"), "url", url, NULL);
}

struct err *member_invite(struct req *rq, uint64_t org_id, const struct member_in *in, uint64_t *id)
{
    struct rows *rows;
    const char *login_id;
    TRY(q_mail_in_use(rq->db, in->mail, &rows));
    if (rows->count) {
        form_error(rq, "mail", "mail_taken", NULL, NULL);
        return form_invalid(rq);
    }
    TRY(member_login_id(rq, &login_id));
    TRY(q_member_insert(rq->db,
                        &(struct q_member_insert_args){.org_id = org_id,
                                                       .login_id = login_id,
                                                       .name = in->name,
                                                       .kana = in->kana,
                                                       .mail = in->mail,
                                                       .roles = in->roles,
                                                       .lang = ""},
                        id));
    audit_about(rq, "account", *id,
                audit_json(rq, "login_id", login_id, "name", in->name, "mail", in->mail, "roles", in->roles, NULL));
    return send_invite(rq, org_id, *id);
}

static struct err *must_not_be_self(struct req *rq, uint64_t id)
{
    if (id == rq->session.account_id)
        return ERR(rq->arena, ERR_CONFLICT, "member_self", "own account");
    return NULL;
}

struct err *member_invite_again(struct req *rq, uint64_t org_id, uint64_t id)
{
    struct rows *rows;
    TRY(q_member_find(rq->db, org_id, id, &rows));
    if (strcmp(rows_text(rows, 0, "state"), "invited"))
        return ERR(rq->arena, ERR_CONFLICT, "member_state", "account is %s", rows_text(rows, 0, "state"));
    audit_about(rq, "account", id, audit_json(rq, "again", rows_text(rows, 0, "mail"), NULL));
    return send_invite(rq, org_id, id);
}

struct err *member_set_roles(struct req *rq, uint64_t org_id, uint64_t id, const char *roles)
{
    struct rows *before, *after;
    TRY(must_not_be_self(rq, id));
    TRY(q_member_find(rq->db, org_id, id, &before));
    TRY(q_member_roles(rq->db, org_id, id, roles));
    TRY(q_sessions_end_all(rq->db, id, NULL));
    TRY(q_member_find(rq->db, org_id, id, &after));
    audit_about(rq, "account", id, audit_diff(rq, before, after));
    return NULL;
}

struct err *member_two_factor_off(struct req *rq, uint64_t org_id, uint64_t id)
{
    struct rows *rows;
    TRY(must_not_be_self(rq, id));
    TRY(q_member_find(rq->db, org_id, id, &rows));
    if (!*rows_text(rows, 0, "two_factor_at") || strcmp(rows_text(rows, 0, "state"), "closed") == 0)
        return ERR(rq->arena, ERR_CONFLICT, "member_state", "two-factor sign-in is not on");
    TRY(two_factor_off(rq, id));
    TRY(q_sessions_end_all(rq->db, id, NULL));
    audit_who(rq, org_id, rq->session.account_id);
    TRY(audit_add(rq, "account.two_factor", "account", id, audit_json(rq, "how", "administrator", NULL)));
    return outbox_notice(rq, "two_factor_reset", rows_text(rows, 0, "_lang"), id, rows_text(rows, 0, "mail"),
                         rows_text(rows, 0, "name"), "login_id", rows_text(rows, 0, "login_id"), NULL);
}

struct err *member_close(struct req *rq, uint64_t org_id, uint64_t id)
{
    struct rows *before, *after;
    TRY(must_not_be_self(rq, id));
    TRY(q_member_find(rq->db, org_id, id, &before));
    TRY(q_member_close(rq->db, org_id, id));
    TRY(q_sessions_end_all(rq->db, id, NULL));
    TRY(q_link_void_all(rq->db, id, NULL));
    TRY(q_member_find(rq->db, org_id, id, &after));
    audit_about(rq, "account", id, audit_diff(rq, before, after));
    return NULL;
}
