/* The office area: who of the operator's staff may do what. */
#include "frame/program.h"
#include "frame/route.h"
#include "http/app.h"
#include "office.h"

enum {
    DESK = ROLE_SALES | ROLE_SUPPORT | ROLE_SYSADMIN, /* looks after organisations and their accounts */
    POST_OFFICE = ROLE_SUPPORT | ROLE_SYSADMIN,       /* looks after mail */
};

static const struct route routes[] = {
    {GET, "/office/", ROLE_STAFF, NULL, office_home, .page = "office/home.cs", .crumb = "office.home"},

    {GET, "/office/org", ROLE_STAFF, &orgs_form, office_orgs, .page = "office/orgs.cs", .crumb = "office.orgs"},
    {GET, "/office/org/new", DESK, NULL, org_new_page, .page = "office/org_edit.cs", .crumb = "office.org_new"},
    {POST, "/office/org", DESK, &org_form, org_new, .show = org_new_page, .show_page = "office/org_edit.cs",
     .makes = true, .audit = "office.org_new", .crumb = "office.org_new"},
    {GET, "/office/org/:id", DESK, NULL, org_page, .page = "office/org.cs", .audit = "office.org_view",
     .crumb = "office.org"},
    {GET, "/office/org/:id/edit", DESK, NULL, org_edit_page, .page = "office/org_edit.cs", .crumb = "office.org_edit"},
    {POST, "/office/org/:id", DESK, &org_form, org_edit, .show = org_edit_page, .show_page = "office/org_edit.cs",
     .audit = "office.org_edit", .crumb = "office.org_edit"},
    {GET, "/office/org/:id/close", DESK, NULL, org_close_page, .page = "office/org_close.cs",
     .crumb = "office.org_close"},
    {POST, "/office/org/:id/close", DESK, FORM_EMPTY, org_close, .audit = "office.org_close"},

    {GET, "/office/org/:org_id/account/new", DESK, NULL, customer_new_page, .page = "office/member_new.cs",
     .crumb = "account.member_new"},
    {POST, "/office/org/:org_id/account", DESK, &customer_form, customer_new, .show = customer_new_page,
     .show_page = "office/member_new.cs", .makes = true, .audit = "account.invite", .crumb = "account.member_new"},
    {GET, "/office/org/:org_id/account/:id", DESK, NULL, customer_page, .page = "office/member.cs",
     .audit = "office.account_view", .crumb = "account.member"},
    {POST, "/office/org/:org_id/account/:id/role", DESK, &customer_role_form, customer_role, .show = customer_page,
     .show_page = "office/member.cs", .audit = "account.role", .crumb = "account.member"},
    {POST, "/office/org/:org_id/account/:id/invite", DESK, FORM_EMPTY, customer_again, .audit = "account.invite"},
    {GET, "/office/org/:org_id/account/:id/close", DESK, NULL, customer_close_page, .page = "office/member_close.cs",
     .crumb = "account.member_close"},
    {POST, "/office/org/:org_id/account/:id/close", DESK, FORM_EMPTY, customer_close, .audit = "account.close"},

    {GET, "/office/org/:org_id/account/:id/two-factor", DESK, NULL, customer_two_factor_page,
     .page = "office/member_two_factor.cs", .crumb = "account.member_two_factor"},
    {POST, "/office/org/:org_id/account/:id/two-factor", DESK, &again_form, customer_two_factor_end,
     .show = customer_two_factor_page, .show_page = "office/member_two_factor.cs",
     .crumb = "account.member_two_factor"},

    {GET, "/office/staff", ROLE_SYSADMIN, NULL, staff_list, .page = "office/staff.cs", .crumb = "office.staff"},
    {GET, "/office/staff/new", ROLE_SYSADMIN, NULL, staff_new_page, .page = "office/staff_new.cs",
     .crumb = "account.member_new"},
    {POST, "/office/staff", ROLE_SYSADMIN, &staff_form, staff_new, .show = staff_new_page,
     .show_page = "office/staff_new.cs", .makes = true, .audit = "account.invite", .crumb = "account.member_new"},
    {GET, "/office/staff/:id", ROLE_SYSADMIN, NULL, staff_page, .page = "office/staff_one.cs",
     .crumb = "account.member"},
    {POST, "/office/staff/:id/role", ROLE_SYSADMIN, &staff_role_form, staff_role, .show = staff_page,
     .show_page = "office/staff_one.cs", .audit = "account.role", .crumb = "account.member"},
    {POST, "/office/staff/:id/invite", ROLE_SYSADMIN, FORM_EMPTY, staff_again, .audit = "account.invite"},
    {GET, "/office/staff/:id/close", ROLE_SYSADMIN, NULL, staff_close_page, .page = "office/staff_close.cs",
     .crumb = "account.member_close"},
    {POST, "/office/staff/:id/close", ROLE_SYSADMIN, FORM_EMPTY, staff_close, .audit = "account.close"},

    {GET, "/office/staff/:id/two-factor", ROLE_SYSADMIN, NULL, staff_two_factor_page,
     .page = "office/staff_two_factor.cs", .crumb = "account.member_two_factor"},
    {POST, "/office/staff/:id/two-factor", ROLE_SYSADMIN, &again_form, staff_two_factor_end,
     .show = staff_two_factor_page, .show_page = "office/staff_two_factor.cs", .crumb = "account.member_two_factor"},

    {GET, "/office/outbox", POST_OFFICE, &outbox_form, outbox_list, .page = "office/outbox.cs",
     .audit = "office.outbox", .crumb = "office.outbox"},
    {GET, "/office/outbox/:id", POST_OFFICE, NULL, outbox_page, .page = "office/mail.cs", .audit = "office.mail",
     .crumb = "office.mail"},

    {GET, "/office/dnc", POST_OFFICE, &dnc_form, dnc_list, .page = "office/dnc.cs", .audit = "office.dnc",
     .crumb = "office.dnc"},
    {POST, "/office/dnc", POST_OFFICE, &dnc_add_form, dnc_add, .show = dnc_again, .show_page = "office/dnc.cs",
     .audit = "dnc.add", .crumb = "office.dnc"},
    {GET, "/office/dnc/:id", POST_OFFICE, NULL, dnc_page, .page = "office/dnc_one.cs", .audit = "office.dnc",
     .crumb = "office.dnc_one"},
    {POST, "/office/dnc/:id/remove", POST_OFFICE, &dnc_drop_form, dnc_drop, .show = dnc_page,
     .show_page = "office/dnc_one.cs", .audit = "dnc.drop", .crumb = "office.dnc_one"},

    {GET, "/office/audit", ROLE_SYSADMIN, &audit_form, audit_list, .page = "office/audit.cs", .audit = "office.audit",
     .crumb = "office.audit"},
    {GET, "/office/audit/csv", ROLE_SYSADMIN, &audit_form, audit_csv, .audit = "office.audit_csv"},
    {.path = NULL},
};

static const struct area area = {.name = "office", .routes = routes};

int main(int argc, char **argv)
{
    return program_main(argc, argv, &area);
}
