/* One's own name, language and CSV charset. */
#include "account.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_account.h"
#include "text/url.h"

#include <string.h>

struct settings_in {
    const char *name, *kana, *lang, *csv;
};
static const char *const lang_names[] = {"ja", "en", NULL};
static const char *const csv_names[] = {"utf8", "cp932", NULL};
static const struct field settings_fields[] = {
    TEXT(struct settings_in, name, 1, 80, "account.name"),
    KANA(struct settings_in, kana, 1, 80, "account.kana"),
    ENUM(struct settings_in, lang, 0, lang_names, "account.lang"),
    ENUM(struct settings_in, csv, 1, csv_names, "account.csv"),
    FIELD_END,
};
const struct form settings_form = {.name = "settings", .fields = settings_fields, .size = sizeof(struct settings_in)};

struct lang_in {
    const char *to, *back;
};
static const struct field lang_fields[] = {
    ENUM(struct lang_in, to, 1, lang_names, "account.lang"),
    RAW(struct lang_in, back, 0, 1000, "account.next"),
    FIELD_END,
};
const struct form lang_form = {.name = "lang", .fields = lang_fields, .size = sizeof(struct lang_in)};
/* A link: what is wrong with it leads to the front page, not to an error. */
static const struct field lang_link_fields[] = {
    RAW(struct lang_in, to, 0, 8000, "account.lang"),
    RAW(struct lang_in, back, 0, 8000, "account.next"),
    FIELD_END,
};
const struct form lang_link_form = {.name = "lang_link", .fields = lang_link_fields, .size = sizeof(struct lang_in)};

struct err *account_settings_page(struct req *rq, const void *in)
{
    struct rows *own;
    void *stored;
    TRY(q_account_own(rq->db, &own));
    page_row(rq, "Account", own, 0);
    if (in)
        return form_show(rq, &settings_form, in);
    TRY(form_from_row(rq, &settings_form, own, 0, &stored));
    return form_show(rq, &settings_form, stored);
}

struct err *account_settings(struct req *rq, const void *p)
{
    const struct settings_in *in = p;
    struct rows *before, *after;
    TRY(q_account_own(rq->db, &before));
    TRY(q_account_settings(rq->db, in->name, in->kana, in->lang, in->csv));
    TRY(q_account_own(rq->db, &after));
    audit_about(rq, "account", rq->session.account_id, audit_diff(rq, before, after));
    res_done(rq, "saved", "/account/settings");
    return NULL;
}

static void keep_lang(struct req *rq, const char *to, const char *back)
{
    enum { YEAR = 365 * 24 * 3600 };
    res_cookie(rq, "lang", to, YEAR);
    res_redirect(rq, "%s", *back && url_is_local(back) ? back : "/");
}

/* A link of a visitor: the choice is kept in a cookie only, a GET changes no record. */
struct err *lang_get(struct req *rq, const void *p)
{
    const struct lang_in *in = p;
    for (const char *const *name = lang_names; *name; name++)
        if (strcmp(*name, in->to) == 0)
            keep_lang(rq, *name, in->back);
    if (!rq->reply.location)
        res_redirect(rq, "/");
    return NULL;
}

struct err *lang_post(struct req *rq, const void *p)
{
    const struct lang_in *in = p;
    if (rq->session.signed_in)
        TRY(q_account_lang(rq->db, in->to));
    keep_lang(rq, in->to, in->back);
    return NULL;
}
