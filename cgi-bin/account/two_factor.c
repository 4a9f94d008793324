/* One's own two-factor sign-in: begun with the password, switched on with a code of the app, recovery codes, switched
   off. */
#include "account.h"

#include "base/base32.h"
#include "frame/audit.h"
#include "mail/outbox.h"
#include "page/page.h"
#include "q_account.h"

#include <string.h>

struct both_in {
    const char *old, *code;
};
static const struct field both_fields[] = {
    SECRET(struct both_in, old, 1, 128, "account.password"),
    SECRET(struct both_in, code, 1, 40, "account.any_code"),
    FIELD_END,
};
const struct form two_factor_form = {.name = "two_factor", .fields = both_fields, .size = sizeof(struct both_in)};

static struct person me(struct req *rq)
{
    const struct session *s = &rq->session;
    return (struct person){
        .id = s->account_id, .lang = rq->lang, .mail = s->mail, .name = s->name, .login_id = s->login_id};
}

static struct err *record(struct req *rq, const char *how)
{
    return audit_add(rq, "account.two_factor", "account", rq->session.account_id, audit_json(rq, "how", how, NULL));
}

static struct err *notice(struct req *rq, const char *name)
{
    const struct session *s = &rq->session;
    return outbox_notice(rq, name, rq->lang, s->account_id, s->mail, s->name, "login_id", s->login_id, "ip", rq->client,
                         NULL);
}

/* *on is not what the page is for: the answer is made, to the page that says how things are. */
static struct err *must_be(struct req *rq, bool wanted, bool *on)
{
    struct rows *own;
    TRY(q_account_own(rq->db, &own));
    *on = *rows_text(own, 0, "two_factor_at") != '\0';
    if (*on != wanted)
        res_redirect(rq, "/account/two-factor");
    return NULL;
}

struct err *two_factor_page(struct req *rq, const void *in)
{
    struct rows *own;
    uint64_t left;
    TRY(q_account_own(rq->db, &own));
    page_row(rq, "Account", own, 0);
    if (rq->session.roles == ROLE_ENROL)
        page_set(rq, "TwoFactor.required", "1");
    if (!*rows_text(own, 0, "two_factor_at"))
        return form_show(rq, &again_form, in);
    TRY(two_factor_left(rq, rq->session.account_id, &left));
    page_num(rq, "TwoFactor.left", (int64_t)left);
    return NULL;
}

/* ---- setting up ---- */

struct err *two_factor_start(struct req *rq, const void *p)
{
    const struct again_in *in = p;
    bool on, right;
    TRY(must_be(rq, false, &on));
    if (on)
        return NULL;
    TRY(password_own(rq, in, in->old, &right));
    if (!right)
        return NULL;
    TRY(two_factor_begin(rq, rq->session.account_id));
    TRY(record(rq, "begun"));
    res_redirect(rq, "/account/two-factor/set");
    return NULL;
}

/* otpauth://totp/Musubi:hanako@example.jp?secret=...&issuer=Musubi: what apps read from the QR code. */
static struct err *show_secret(struct req *rq, const unsigned char *secret)
{
    const char *text = base32(rq->arena, BASE32_RFC, secret, TOTP_SECRET);
    const char *name = query_with(rq->arena, &(struct kvs){0}, "m", rq->session.mail) + strlen("m=");
    struct buf groups = buf_on(rq->arena);
    for (size_t i = 0; text[i]; i += 4)
        buf_addf(&groups, "%s%.4s", i ? " " : "", text + i);
    page_set(rq, "TwoFactor.secret", groups.text);
    return qr_show(rq, arena_printf(rq->arena, "otpauth://totp/Musubi:%s?secret=%s&issuer=Musubi", name, text));
}

struct err *two_factor_set_page(struct req *rq, const void *in)
{
    const unsigned char *secret;
    TRY(two_factor_secret(rq, rq->session.account_id, &secret));
    if (!secret) {
        res_redirect(rq, "/account/two-factor");
        return NULL;
    }
    TRY(show_secret(rq, secret));
    return form_show(rq, &code_form, in);
}

/* The codes stand on the answer to the POST: no address shows them a second time. */
static struct err *show_codes(struct req *rq)
{
    const char *codes[RECOVERY_CODES];
    TRY(two_factor_codes(rq, rq->session.account_id, codes));
    for (int i = 0; i < RECOVERY_CODES; i++)
        page_item_set(rq, page_item(rq, page_node(rq, "Codes")), "code", codes[i]);
    page_set(rq, "TwoFactor.login", rq->session.login_id);
    res_page(rq, "account/two_factor_shown.cs");
    return NULL;
}

struct err *two_factor_set(struct req *rq, const void *p)
{
    const struct code_in *in = p;
    const unsigned char *secret;
    enum two_factor_code found;
    struct person who = me(rq);
    TRY(two_factor_secret(rq, who.id, &secret));
    if (!secret) {
        res_redirect(rq, "/account/two-factor");
        return NULL;
    }
    TRY(code_again(rq, in, &who, in->code, "account.two_factor_failed", &found));
    if (found == CODE_WRONG)
        return NULL;
    TRY(two_factor_on(rq, who.id));
    TRY(q_sessions_end_all(rq->db, who.id, NULL));
    TRY(session_start(rq, who.id));
    TRY(record(rq, "on"));
    TRY(notice(rq, "two_factor_on"));
    page_set(rq, "TwoFactor.first", "1");
    return show_codes(rq);
}

/* ---- when it is on ---- */

static struct err *both_page(struct req *rq, const void *in)
{
    bool on;
    TRY(must_be(rq, true, &on));
    return on ? form_show(rq, &two_factor_form, in) : NULL;
}

/* Password and code are right; else the answer is made. */
static struct err *both(struct req *rq, const struct both_in *in, bool *right)
{
    bool on;
    enum two_factor_code found = CODE_WRONG;
    struct person who = me(rq);
    *right = false;
    TRY(must_be(rq, true, &on));
    if (on)
        TRY(password_own(rq, in, in->old, right));
    if (*right)
        TRY(code_again(rq, in, &who, in->code, "account.two_factor_failed", &found));
    *right = found != CODE_WRONG;
    return NULL;
}

struct err *two_factor_codes_page(struct req *rq, const void *in)
{
    return both_page(rq, in);
}

struct err *two_factor_new_codes(struct req *rq, const void *in)
{
    bool right;
    TRY(both(rq, in, &right));
    if (!right)
        return NULL;
    TRY(record(rq, "codes"));
    TRY(notice(rq, "two_factor_codes"));
    return show_codes(rq);
}

struct err *two_factor_off_page(struct req *rq, const void *in)
{
    return both_page(rq, in);
}

struct err *two_factor_end(struct req *rq, const void *in)
{
    bool right;
    TRY(both(rq, in, &right));
    if (!right)
        return NULL;
    TRY(two_factor_off(rq, rq->session.account_id));
    TRY(record(rq, "off"));
    TRY(notice(rq, "two_factor_off"));
    res_done(rq, "two_factor_off", "/account/two-factor");
    return NULL;
}
