/* Accounts of a customer organisation, as the operator's staff make and mend them: above all the first 管理者. Only the
   roles of customers can be given here, whatever is sent. */
#include "model/identity/member.h"

#include "frame/audit.h"
#include "office.h"
#include "page/page.h"
#include "q_account.h"

#include <inttypes.h>

static const char *const role_names[] = {"admin", "member", "reader", NULL};

static const struct field customer_fields[] = {
    TEXT(struct member_in, name, 1, 80, "account.name"),
    KANA(struct member_in, kana, 1, 80, "account.kana"),
    MAIL(struct member_in, mail, 1, "account.mail"),
    ENUM(struct member_in, roles, 1, role_names, "account.role"),
    FIELD_END,
};
const struct form customer_form = {.name = "customer", .fields = customer_fields, .size = sizeof(struct member_in)};

struct role_in {
    const char *roles;
};
static const struct field role_fields[] = {
    ENUM(struct role_in, roles, 1, role_names, "account.role"),
    FIELD_END,
};
const struct form customer_role_form = {.name = "customer_role", .fields = role_fields, .size = sizeof(struct role_in)};

/* The organisation must be a customer's: the operator's accounts have pages and roles of their own. */
static struct err *load(struct req *rq, struct rows **member)
{
    struct rows *org;
    TRY(org_load(rq, 0, &org));
    TRY(q_member_find(rq->db, req_id(rq, 0), req_id(rq, 1), member));
    page_row(rq, "Member", *member, 0);
    audit_who(rq, req_id(rq, 0), rq->session.account_id);
    audit_about(rq, "account", req_id(rq, 1), NULL);
    return NULL;
}

static void done(struct req *rq, const char *key)
{
    res_done(rq, key, "/office/org/%" PRIu64 "/account/%" PRIu64, req_id(rq, 0), req_id(rq, 1));
}

struct err *customer_page(struct req *rq, const void *in)
{
    struct rows *member;
    TRY(load(rq, &member));
    struct role_in stored = {.roles = rows_text(member, 0, "roles")};
    return form_show(rq, &customer_role_form, in ? in : &stored);
}

struct err *customer_new_page(struct req *rq, const void *in)
{
    struct rows *org;
    struct member_in blank = {.name = "", .kana = "", .mail = "", .roles = "admin"};
    TRY(org_load(rq, 0, &org));
    return form_show(rq, &customer_form, in ? in : &blank);
}

struct err *customer_new(struct req *rq, const void *in)
{
    struct rows *org;
    uint64_t id;
    TRY(org_load(rq, 0, &org));
    TRY(member_invite(rq, req_id(rq, 0), in, &id));
    audit_who(rq, req_id(rq, 0), rq->session.account_id);
    res_done(rq, "invited", "/office/org/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *customer_again(struct req *rq, const void *in)
{
    struct rows *member;
    TRY(load(rq, &member));
    TRY(member_invite_again(rq, req_id(rq, 0), req_id(rq, 1)));
    done(rq, "invited");
    return NULL;
}

struct err *customer_role(struct req *rq, const void *p)
{
    const struct role_in *in = p;
    struct rows *member;
    TRY(load(rq, &member));
    TRY(member_set_roles(rq, req_id(rq, 0), req_id(rq, 1), in->roles));
    done(rq, "saved");
    return NULL;
}

struct err *customer_close_page(struct req *rq, const void *in)
{
    struct rows *member;
    return load(rq, &member);
}

struct err *customer_close(struct req *rq, const void *in)
{
    struct rows *member;
    TRY(load(rq, &member));
    TRY(member_close(rq, req_id(rq, 0), req_id(rq, 1)));
    done(rq, "member_closed");
    return NULL;
}

struct err *customer_two_factor_page(struct req *rq, const void *in)
{
    struct rows *member;
    TRY(load(rq, &member));
    return form_show(rq, &again_form, in);
}

struct err *customer_two_factor_end(struct req *rq, const void *p)
{
    const struct again_in *in = p;
    struct rows *member;
    bool right;
    TRY(load(rq, &member));
    TRY(password_own(rq, in, in->old, &right));
    if (!right)
        return NULL;
    TRY(member_two_factor_off(rq, req_id(rq, 0), req_id(rq, 1)));
    done(rq, "two_factor_off");
    return NULL;
}
