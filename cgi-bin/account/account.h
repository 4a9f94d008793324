/* Handlers of the account area: sign-in, passwords, links from mails, sessions, settings, アカウント管理. */
#ifndef MUSUBI_ACCOUNT_H
#define MUSUBI_ACCOUNT_H

#include "form.h"
#include "req.h"
#include "rows.h"
#include "throttle.h"

#include <stdbool.h>

#define HANDLER(name) struct err *name(struct req *rq, const void *in)

/* signin.c */
extern const struct form signin_form;
HANDLER(front);
HANDLER(signin_page);
HANDLER(signin);
HANDLER(signout);
/* Where somebody begins after sign-in. */
const char *home_path(unsigned roles, unsigned features);

/* password.c */
extern const struct form forgot_form, password_set_form, password_change_form;
HANDLER(forgot_page);
HANDLER(forgot);
HANDLER(forgot_sent);
HANDLER(password_change_page);
HANDLER(password_change);
/* link.c */
HANDLER(invite_page);
HANDLER(invite_set);
HANDLER(reset_page);
HANDLER(reset_set);
HANDLER(mail_link_page);
HANDLER(mail_link_set);
HANDLER(mail2_link_page);
HANDLER(mail2_link_set);
/* INPUT when the password may not be used: form_error() on the field password. */
void password_rules(struct req *rq, const char *password, const char *again);

/* mail.c */
extern const struct form mail_form;
HANDLER(mail_page);
HANDLER(mail_ask);

/* settings.c */
extern const struct form settings_form, lang_form;
HANDLER(settings_page);
HANDLER(settings);
HANDLER(lang_get);
HANDLER(lang_post);

/* device.c: one's own sessions */
HANDLER(sessions_page);
HANDLER(session_stop);
HANDLER(sessions_stop_others);

/* team.c: アカウント管理 */
extern const struct form member_form, member_role_form;
HANDLER(team_page);
HANDLER(member_page);
HANDLER(member_new_page);
HANDLER(member_new);
HANDLER(member_again);
HANDLER(member_role);
HANDLER(member_close_page);
HANDLER(member_closed);

/* again.c: the form again with status 422, keeping what the handler wrote (wrong passwords are counted and recorded).
 */
MUST struct err *show_again(struct req *rq, const void *in);
/* The account's password, asked for again before a sensitive change. *right false: the answer is made (show_again). */
MUST struct err *password_again(struct req *rq, const void *in, const char *password, const char *hash, bool *right);

/* create_admin.c: account.fcgi --create-admin. */
struct app;
int create_admin(struct app *app, int argc, char **argv);

#endif
