/* The account area: who may do what with which form. */
#include "account.h"
#include "frame/program.h"
#include "frame/route.h"
#include "http/app.h"

static const struct route routes[] = {
    {GET, "/account/", ROLE_PUBLIC, NULL, account_front, .crumb = "account.signin"},
    {GET, "/account/signin", ROLE_PUBLIC, NULL, signin_page, .page = "account/signin.cs", .crumb = "account.signin"},
    {POST, "/account/signin", ROLE_PUBLIC, &signin_form, signin, .show = signin_page, .show_page = "account/signin.cs",
     .repeats = true, .crumb = "account.signin"},
    {GET, "/account/signin/code", ROLE_PUBLIC, NULL, signin_code_page, .page = "account/signin_code.cs",
     .crumb = "account.signin_code"},
    {POST, "/account/signin/code", ROLE_PUBLIC, &code_form, signin_code, .show = signin_code_page,
     .show_page = "account/signin_code.cs", .crumb = "account.signin_code"},
    {GET, "/account/signin/recovery", ROLE_PUBLIC, NULL, signin_recovery_page, .page = "account/signin_recovery.cs",
     .crumb = "account.signin_recovery"},
    {POST, "/account/signin/recovery", ROLE_PUBLIC, &recovery_form, signin_code, .show = signin_recovery_page,
     .show_page = "account/signin_recovery.cs", .crumb = "account.signin_recovery"},
    {POST, "/account/signout", ROLE_ANY | ROLE_ENROL, FORM_EMPTY, signout, .audit = "account.signout"},

    {GET, "/account/forgot", ROLE_PUBLIC, NULL, forgot_page, .page = "account/forgot.cs", .crumb = "account.forgot"},
    {POST, "/account/forgot", ROLE_PUBLIC, &forgot_form, forgot, .show = forgot_page, .show_page = "account/forgot.cs",
     .audit = "account.reset_asked", .crumb = "account.forgot"},
    {GET, "/account/forgot/sent", ROLE_PUBLIC, NULL, forgot_sent, .page = "account/forgot_sent.cs",
     .crumb = "account.forgot"},

    {GET, "/account/invite/:token", ROLE_PUBLIC, NULL, invite_page, .page = "account/password_set.cs",
     .crumb = "account.password_set"},
    {POST, "/account/invite/:token", ROLE_PUBLIC, &password_set_form, invite_set, .show = invite_page,
     .show_page = "account/password_set.cs", .crumb = "account.password_set"},
    {GET, "/account/reset/:token", ROLE_PUBLIC, NULL, reset_page, .page = "account/password_set.cs",
     .crumb = "account.password_set"},
    {POST, "/account/reset/:token", ROLE_PUBLIC, &password_set_form, reset_set, .show = reset_page,
     .show_page = "account/password_set.cs", .crumb = "account.password_set"},
    {GET, "/account/mail/:token", ROLE_PUBLIC, NULL, mail_link_page, .page = "account/mail_link.cs",
     .crumb = "account.mail_link"},
    {POST, "/account/mail/:token", ROLE_PUBLIC, FORM_EMPTY, mail_link_set, .crumb = "account.mail_link"},
    {GET, "/account/mail2/:token", ROLE_PUBLIC, NULL, mail2_link_page, .page = "account/mail_link.cs",
     .crumb = "account.mail_link"},
    {POST, "/account/mail2/:token", ROLE_PUBLIC, FORM_EMPTY, mail2_link_set, .crumb = "account.mail_link"},

    {GET, "/account/settings", ROLE_ANY, NULL, account_settings_page, .page = "account/settings.cs",
     .crumb = "account.settings"},
    {POST, "/account/settings", ROLE_ANY, &settings_form, account_settings, .show = account_settings_page,
     .show_page = "account/settings.cs", .audit = "account.settings", .crumb = "account.settings"},
    {GET, "/account/password", ROLE_ANY, NULL, password_change_page, .page = "account/password.cs",
     .crumb = "account.password"},
    {POST, "/account/password", ROLE_ANY, &password_change_form, password_change, .show = password_change_page,
     .show_page = "account/password.cs", .crumb = "account.password"},
    {GET, "/account/mail", ROLE_ANY, NULL, mail_page, .page = "account/mail.cs", .crumb = "account.mail"},
    {POST, "/account/mail", ROLE_ANY, &mail_form, mail_ask, .show = mail_page, .show_page = "account/mail.cs",
     .crumb = "account.mail"},
    {GET, "/account/two-factor", ROLE_ANY | ROLE_ENROL, NULL, two_factor_page, .page = "account/two_factor.cs",
     .crumb = "account.two_factor"},
    {POST, "/account/two-factor", ROLE_ANY | ROLE_ENROL, &again_form, two_factor_start, .show = two_factor_page,
     .show_page = "account/two_factor.cs", .crumb = "account.two_factor"},
    {GET, "/account/two-factor/set", ROLE_ANY | ROLE_ENROL, NULL, two_factor_set_page,
     .page = "account/two_factor_set.cs", .crumb = "account.two_factor_set"},
    {POST, "/account/two-factor/set", ROLE_ANY | ROLE_ENROL, &code_form, two_factor_set, .show = two_factor_set_page,
     .show_page = "account/two_factor_set.cs", .crumb = "account.two_factor_set"},
    {GET, "/account/two-factor/codes", ROLE_ANY, NULL, two_factor_codes_page, .page = "account/two_factor_codes.cs",
     .crumb = "account.two_factor_codes"},
    {POST, "/account/two-factor/codes", ROLE_ANY, &two_factor_form, two_factor_new_codes, .show = two_factor_codes_page,
     .show_page = "account/two_factor_codes.cs", .crumb = "account.two_factor_codes"},
    {GET, "/account/two-factor/off", ROLE_ANY, NULL, two_factor_off_page, .page = "account/two_factor_off.cs",
     .crumb = "account.two_factor_off"},
    {POST, "/account/two-factor/off", ROLE_ANY, &two_factor_form, two_factor_end, .show = two_factor_off_page,
     .show_page = "account/two_factor_off.cs", .crumb = "account.two_factor_off"},
    {GET, "/account/lang", ROLE_PUBLIC, &lang_link_form, lang_get, .crumb = "account.settings"},
    {POST, "/account/lang", ROLE_PUBLIC, &lang_form, lang_post, .crumb = "account.settings"},

    {GET, "/account/sessions", ROLE_ANY, NULL, sessions_page, .page = "account/sessions.cs",
     .crumb = "account.sessions"},
    {POST, "/account/sessions/:id/end", ROLE_ANY, FORM_EMPTY, session_stop, .audit = "account.session_end"},
    {POST, "/account/sessions/others/end", ROLE_ANY, FORM_EMPTY, sessions_stop_others, .audit = "account.session_end"},

    {GET, "/account/members", ROLE_ADMIN, NULL, team_page, .page = "account/members.cs", .crumb = "account.members"},
    {GET, "/account/members/new", ROLE_ADMIN, NULL, member_new_page, .page = "account/member_new.cs",
     .crumb = "account.member_new"},
    {POST, "/account/members", ROLE_ADMIN, &member_form, member_new, .show = member_new_page,
     .show_page = "account/member_new.cs", .makes = true, .audit = "account.invite", .crumb = "account.member_new"},
    {GET, "/account/members/:id", ROLE_ADMIN, NULL, member_page, .page = "account/member.cs",
     .crumb = "account.member"},
    {POST, "/account/members/:id/role", ROLE_ADMIN, &member_role_form, member_role, .show = member_page,
     .show_page = "account/member.cs", .audit = "account.role", .crumb = "account.member"},
    {POST, "/account/members/:id/invite", ROLE_ADMIN, FORM_EMPTY, member_again, .audit = "account.invite"},
    {GET, "/account/members/:id/close", ROLE_ADMIN, NULL, member_close_page, .page = "account/member_close.cs",
     .crumb = "account.member_close"},
    {POST, "/account/members/:id/close", ROLE_ADMIN, FORM_EMPTY, member_closed, .audit = "account.close"},
    {GET, "/account/members/:id/two-factor", ROLE_ADMIN, NULL, member_two_factor_page,
     .page = "account/member_two_factor.cs", .crumb = "account.member_two_factor"},
    {POST, "/account/members/:id/two-factor", ROLE_ADMIN, &again_form, member_two_factor_end,
     .show = member_two_factor_page, .show_page = "account/member_two_factor.cs", .crumb = "account.member_two_factor"},
    {.path = NULL},
};

static const char *const pages[] = {"account/link_gone.cs", "account/two_factor_shown.cs", NULL};

static const struct area area = {.name = "account", .routes = routes, .pages = pages, .command = account_command};

int main(int argc, char **argv)
{
    return program_main(argc, argv, &area);
}
