/* Handlers of the account area: sign-in, passwords, links from mails, sessions, settings, アカウント管理. */
#ifndef MUSUBI_ACCOUNT_H
#define MUSUBI_ACCOUNT_H

#include "db/rows.h"
#include "form/form.h"
#include "frame/route.h"
#include "model/identity/again.h"
#include "model/identity/throttle.h"
#include "model/identity/two_factor.h"

#include <stdbool.h>

/* signin.c */
extern const struct form signin_form;
handler account_front, signin_page, signin, signout;

/* enter.c: what both halves of a sign-in end with */
/* Where somebody begins after sign-in. */
const char *home_path(unsigned roles, unsigned features);
/* The page that was asked for before sign-in, "" when none was; and on to it, or to home. */
const char *signin_next(struct req *rq);
void signin_go_on(struct req *rq, const char *home);
/* An audit row of the account that rows has, or of nobody's; value NULL: without detail. */
MUST struct err *signin_record(struct req *rq, const struct rows *rows, const char *action, const char *name,
                               const char *value);
/* All that was asked for is given (row of an account as signin_code_find has it): a session, and on to where one wanted
   to go. */
MUST struct err *signin_done(struct req *rq, const struct rows *rows, const char *how);

/* signin_code.c: the second half of a sign-in */
struct code_in {
    const char *code;
};
extern const struct form code_form, recovery_form;
handler signin_code_page, signin_recovery_page, signin_code;
/* The password was right: remember it for some minutes and ask for the code. */
MUST struct err *signin_code_ask(struct req *rq, uint64_t account_id);

/* code.c */
struct person {
    uint64_t id;
    const char *lang, *mail, *name, *login_id;
};
/* A code of that account, counted when it is wrong. *found CODE_WRONG: the answer is made (show_again), with an error
   on the field "code"; the refusal is recorded as `action`. */
MUST struct err *code_again(struct req *rq, const void *in, const struct person *who, const char *typed,
                            const char *action, enum two_factor_code *found);

/* two_factor.c: one's own two-factor sign-in */
extern const struct form two_factor_form;
handler two_factor_page, two_factor_start, two_factor_set_page, two_factor_set, two_factor_codes_page,
    two_factor_new_codes, two_factor_off_page, two_factor_end;

/* qr.c */
MUST struct err *qr_show(struct req *rq, const char *text);

/* password.c */
extern const struct form forgot_form, password_set_form, password_change_form;
handler forgot_page, forgot, forgot_sent, password_change_page, password_change;
/* link.c */
handler invite_page, invite_set, reset_page, reset_set, mail_link_page, mail_link_set, mail2_link_page, mail2_link_set;
/* INPUT when the password may not be used: form_error() on the field password. */
void password_rules(struct req *rq, const char *password, const char *again);

/* mail.c */
extern const struct form mail_form;
handler mail_page, mail_ask;

/* settings.c */
extern const struct form settings_form, lang_form, lang_link_form;
handler account_settings_page, account_settings, lang_get, lang_post;

/* device.c: one's own sessions */
handler sessions_page, session_stop, sessions_stop_others;

/* team.c: アカウント管理 */
extern const struct form member_form, member_role_form;
handler team_page, member_page, member_new_page, member_new, member_again, member_role, member_close_page,
    member_closed, member_two_factor_page, member_two_factor_end;

/* command.c: account.fcgi --create-admin and --rotate-keys; status of the process */
struct app;
int account_command(struct app *app, int argc, char **argv);
int create_admin(struct req *rq, char **argv); /* 2: not usable */
int rotate_keys(struct req *rq);

#endif
