/* The link in every bulk mail: what this address gets, and from whom, and a button that ends it. GET changes nothing,
   POST stops (RFC 8058: without session, without token, at once). Who holds the link sees what this organisation sent
   to this address in bulk, no texts, no other address, no other organisation. The way back is open only to who stopped
   by such a link: an address that bounced, or that somebody entered by hand, is the organisation's to release. */
#include "mailing.h"

#include "frame/audit.h"
#include "model/mail/ledger.h"
#include "model/mail/unsubscribe.h"
#include "page/page.h"
#include "q_mailing.h"
#include "text/tag.h"

#include <string.h>

enum { SHOWN = 20, MOST_TAGS = 64 };

/* The mail that the token names; from here on statements are its organisation's. MISSING when the token is not ours or
   the mail is gone. */
static struct err *target(struct req *rq, struct rows **rows)
{
    uint64_t outbox_id;
    if (!unsubscribe_check(rq->arena, rq->app->secret, req_str(rq, 0), &outbox_id))
        return ERR(rq->arena, ERR_MISSING, "missing", "unsubscribe token");
    TRY(q_unsubscribe_target(rq->db, outbox_id, rows));
    if (!(*rows)->count)
        return ERR(rq->arena, ERR_MISSING, "missing", "unsubscribe: no mail");
    db_context(rq->db, rows_u64(*rows, 0, "_org_id"), 0, rq->now_sql);
    page_row(rq, "Target", *rows, 0);
    page_set(rq, "Target.token", req_str(rq, 0));
    return NULL;
}

/* ---- what was sent ---- */

static const char *value_of(void *arg, unsigned def)
{
    const char *const *values = arg;
    return def < MOST_TAGS && values[def] ? values[def] : "";
}

/* The subject as it was in the mail: its tags filled. */
static const char *subject_of(struct req *rq, const struct rows *mails, size_t i)
{
    const char *subject = rows_text(mails, i, "_subject"), *values[MOST_TAGS] = {NULL};
    const struct tag_def *tags = mailkind_tags(rows_text(mails, i, "kind"));
    struct tag_error error;
    struct tag_text *text = tags ? tag_parse(rq->arena, subject, tags, &error) : NULL;
    if (!text)
        return subject;
    struct buf out = buf_on(rq->arena);
    mailkind_read_vars(rq->arena, tags, rows_text(mails, i, "_vars"), values, MOST_TAGS);
    tag_fill(text, value_of, values, &out);
    return out.len ? out.text : "";
}

static bool seen(const struct rows *mails, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(rows_text(mails, k, "kind"), rows_text(mails, i, "kind")) == 0)
            return true;
    return false;
}

static struct err *show_mails(struct req *rq, const char *addr)
{
    struct rows *mails;
    TRY(q_unsubscribe_mails(rq->db, addr, SHOWN, &mails));
    struct _hdf *list = page_node(rq, "Mails"), *kinds = page_node(rq, "Kinds");
    for (size_t i = 0; i < mails->count; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "at", rows_text(mails, i, "at"));
        page_item_set(rq, item, "from", rows_text(mails, i, "from_name"));
        page_item_set(rq, item, "addr", rows_text(mails, i, "from_addr"));
        page_item_set(rq, item, "subject", subject_of(rq, mails, i));
        if (!seen(mails, i))
            page_item_set(rq, page_item(rq, kinds), "kind", rows_text(mails, i, "kind"));
    }
    return NULL;
}

static const char *first_of(const char *a, const char *b)
{
    return *a ? a : b;
}

/* As in the footer of its mails (特定電子メール法): what the organisation has not said stands in the configuration. */
static void show_org(struct req *rq, const struct rows *rows)
{
    page_set(rq, "Org.address",
             first_of(rows_text(rows, 0, "_address"), conf_text(rq->app->conf, "mail.footer_address")));
    page_set(rq, "Org.contact",
             first_of(rows_text(rows, 0, "_phone"), conf_text(rq->app->conf, "mail.footer_contact")));
}

struct err *unsubscribe_ask(struct req *rq, const void *in)
{
    struct rows *rows, *stop;
    TRY(target(rq, &rows));
    const char *addr = rows_text(rows, 0, "addr");
    show_org(rq, rows);
    TRY(q_unsubscribe_state(rq->db, addr, &stop));
    if (stop->count)
        page_row(rq, "Stop", stop, 0);
    return show_mails(rq, addr);
}

/* ---- stop, and back ---- */

struct err *unsubscribe_do(struct req *rq, const void *in)
{
    struct rows *rows, *stop;
    bool added;
    TRY(target(rq, &rows));
    const char *addr = rows_text(rows, 0, "addr");
    TRY(ledger_add(rq->db, addr, "request", "", rows_u64(rows, 0, "_id"), &added));
    TRY(stop_flag(rq, addr));
    TRY(q_unsubscribe_state(rq->db, addr, &stop));
    page_row(rq, "Stop", stop, 0);
    audit_who(rq, rows_u64(rows, 0, "_org_id"), 0);
    audit_about(rq, "dnc", rows_u64(rows, 0, "_id"), "");
    return NULL;
}

struct err *unsubscribe_back(struct req *rq, const void *in)
{
    struct rows *rows, *stop;
    uint64_t dropped;
    TRY(target(rq, &rows));
    const char *addr = rows_text(rows, 0, "addr");
    TRY(q_unsubscribe_back(rq->db, addr, &dropped));
    TRY(q_unsubscribe_state(rq->db, addr, &stop));
    if (stop->count)
        return ERR(rq->arena, ERR_CONFLICT, "unsubscribe_other", "stopped by %s", rows_text(stop, 0, "reason"));
    TRY(stop_flag(rq, addr));
    audit_who(rq, rows_u64(rows, 0, "_org_id"), 0);
    audit_about(rq, "dnc", rows_u64(rows, 0, "_id"),
                audit_json(rq, "addr", addr, "changed", dropped ? "1" : "0", NULL));
    res_done(rq, "subscribed_again", "/mailing/u/%s", req_str(rq, 0));
    return NULL;
}
