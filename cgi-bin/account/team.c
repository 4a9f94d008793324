/* アカウント管理: the members of one's own organisation. The rules are in lib/model/identity/member.c, shared with
   the office. */
#include "account.h"

#include "model/identity/member.h"
#include "page/page.h"
#include "q_account.h"

#include <inttypes.h>
#include <string.h>

static const char *const role_names[] = {"admin", "member", "reader", NULL};

static const struct field member_fields[] = {
    TEXT(struct member_in, name, 1, 80, "account.name"),
    KANA(struct member_in, kana, 1, 80, "account.kana"),
    MAIL(struct member_in, mail, 1, "account.mail"),
    ENUM(struct member_in, roles, 1, role_names, "account.role"),
    FIELD_END,
};
const struct form member_form = {.name = "member", .fields = member_fields, .size = sizeof(struct member_in)};

struct role_in {
    const char *roles;
};
static const struct field role_fields[] = {
    ENUM(struct role_in, roles, 1, role_names, "account.role"),
    FIELD_END,
};
const struct form member_role_form = {.name = "member_role", .fields = role_fields, .size = sizeof(struct role_in)};

struct err *team_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_members(rq->db, rq->session.org_id, &rows));
    page_rows(rq, "Members", rows);
    page_count(rq, "List.total", (int64_t)rows->count);
    return NULL;
}

static struct err *show(struct req *rq, struct rows **rows)
{
    TRY(q_member_find(rq->db, rq->session.org_id, req_id(rq, 0), rows));
    page_row(rq, "Member", *rows, 0);
    if (req_id(rq, 0) == rq->session.account_id)
        page_set(rq, "Member.self", "1");
    return NULL;
}

struct err *member_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(show(rq, &rows));
    struct role_in stored = {.roles = rows_text(rows, 0, "roles")};
    return form_show(rq, &member_role_form, in ? in : &stored);
}

struct err *member_new_page(struct req *rq, const void *in)
{
    struct member_in blank = {.name = "", .kana = "", .mail = "", .roles = "member"};
    return form_show(rq, &member_form, in ? in : &blank);
}

struct err *member_new(struct req *rq, const void *in)
{
    uint64_t id;
    TRY(member_invite(rq, rq->session.org_id, in, &id));
    res_done(rq, "invited", "/account/members");
    return NULL;
}

struct err *member_again(struct req *rq, const void *in)
{
    TRY(member_invite_again(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "invited", "/account/members/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *member_role(struct req *rq, const void *p)
{
    const struct role_in *in = p;
    TRY(member_set_roles(rq, rq->session.org_id, req_id(rq, 0), in->roles));
    res_done(rq, "saved", "/account/members/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *member_close_page(struct req *rq, const void *in)
{
    struct rows *rows;
    return show(rq, &rows);
}

struct err *member_two_factor_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(show(rq, &rows));
    return form_show(rq, &again_form, in);
}

struct err *member_two_factor_end(struct req *rq, const void *p)
{
    const struct again_in *in = p;
    bool right;
    TRY(password_own(rq, in, in->old, &right));
    if (!right)
        return NULL;
    TRY(member_two_factor_off(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "two_factor_off", "/account/members/%" PRIu64, req_id(rq, 0));
    return NULL;
}

struct err *member_closed(struct req *rq, const void *in)
{
    TRY(member_close(rq, rq->session.org_id, req_id(rq, 0)));
    res_done(rq, "member_closed", "/account/members");
    return NULL;
}
