/* Accounts of the operator's own people. An account may have several of the staff roles. */
#include "office.h"

#include "model/identity/member.h"
#include "page/page.h"
#include "q_account.h"

#include <inttypes.h>
#include <string.h>

static const char *const role_names[] = {"sales",   "production", "support",  "review",
                                         "finance", "outreach",   "sysadmin", NULL};

static const struct field staff_fields[] = {
    TEXT(struct member_in, name, 1, 80, "account.name"),
    KANA(struct member_in, kana, 1, 80, "account.kana"),
    MAIL(struct member_in, mail, 1, "account.mail"),
    SET(struct member_in, roles, 1, role_names, "office.role"),
    FIELD_END,
};
const struct form staff_form = {.name = "staff", .fields = staff_fields, .size = sizeof(struct member_in)};

struct role_in {
    const char *roles;
};
static const struct field role_fields[] = {
    SET(struct role_in, roles, 1, role_names, "office.role"),
    FIELD_END,
};
const struct form staff_role_form = {.name = "staff_role", .fields = role_fields, .size = sizeof(struct role_in)};

/* "sales,support" as children, so that the template can name each. */
static void show_roles(struct req *rq, struct _hdf *node, const char *roles)
{
    const char *at = roles;
    while (*at) {
        size_t len = strcspn(at, ",");
        page_item_set(rq, page_item(rq, node), "role", arena_strndup(rq->arena, at, len));
        at += len + (at[len] == ',');
    }
}

struct err *staff_list(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_members(rq->db, rq->session.org_id, &rows));
    page_rows(rq, "Members", rows);
    for (size_t i = 0; i < rows->count; i++)
        show_roles(rq, page_node(rq, arena_printf(rq->arena, "Members.%zu.role", i)), rows_text(rows, i, "roles"));
    return NULL;
}

static struct err *load(struct req *rq, struct rows **rows)
{
    TRY(q_member_find(rq->db, rq->session.org_id, req_id(rq, 0), rows));
    page_row(rq, "Member", *rows, 0);
    show_roles(rq, page_node(rq, "Member.role"), rows_text(*rows, 0, "roles"));
    if (req_id(rq, 0) == rq->session.account_id)
        page_set(rq, "Member.self", "1");
    return NULL;
}

struct err *staff_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(load(rq, &rows));
    struct role_in stored = {.roles = rows_text(rows, 0, "roles")};
    return form_show(rq, &staff_role_form, in ? in : &stored);
}

struct err *staff_new_page(struct req *rq, const void *in)
{
    return form_show(rq, &staff_form, in);
}

struct err *staff_new(struct req *rq, const void *in)
{
    uint64_t id;
    TRY(member_invite(rq, rq->session.org_id, in, &id));
    res_done(rq, "invited", "/office/staff");
    return NULL;
}

struct err *staff_again(struct req *rq, const void *in)
{
    TRY(member_invite_again(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "invited", "/office/staff/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *staff_role(struct req *rq, const void *p)
{
    const struct role_in *in = p;
    TRY(member_set_roles(rq, rq->session.org_id, req_id(rq, 0), in->roles));
    res_done(rq, "saved", "/office/staff/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *staff_close_page(struct req *rq, const void *in)
{
    struct rows *rows;
    return load(rq, &rows);
}

struct err *staff_close(struct req *rq, const void *in)
{
    TRY(member_close(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "member_closed", "/office/staff");
    return NULL;
}

struct err *staff_two_factor_page(struct req *rq, const void *in)
{
    struct rows *member;
    TRY(load(rq, &member));
    return form_show(rq, &again_form, in);
}

struct err *staff_two_factor_end(struct req *rq, const void *p)
{
    const struct again_in *in = p;
    struct rows *member;
    bool right;
    TRY(load(rq, &member));
    TRY(password_own(rq, in, in->old, &right));
    if (!right)
        return NULL;
    TRY(member_two_factor_off(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "two_factor_off", "/office/staff/%" PRIu64, req_id(rq, 0));
    return NULL;
}
