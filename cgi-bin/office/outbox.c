/* The outbox as staff see it: which mail is where, what the servers answered, and the text as it was sent. Links that
   set passwords or addresses are hidden: whoever reads mail here must not be able to use them. */
#include "office.h"

#include "frame/audit.h"
#include "model/mail/mailkind.h"
#include "page/page.h"
#include "q_office.h"
#include "record/pager.h"
#include "text/tag.h"

#include <string.h>

static const char *const state_names[] = {"ready", "claimed",    "sent",    "failed", "deferred",
                                          "doubt", "suppressed", "stopped", NULL};

struct outbox_in {
    const char *state, *mail;
    const uint64_t *org_id, *run_id;
};
static const struct field outbox_fields[] = {
    ENUM(struct outbox_in, state, 0, state_names, "outbox.state"),
    MAIL(struct outbox_in, mail, 0, "office.to"),
    OPTID(struct outbox_in, org_id, 1, "office.org"),
    OPTID(struct outbox_in, run_id, 0, "office.run"),
    FIELD_END,
};
const struct form outbox_form = {.name = "outbox", .fields = outbox_fields, .size = sizeof(struct outbox_in)};

struct err *outbox_list(struct req *rq, const void *p)
{
    const struct outbox_in *in = p;
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    /* the index of a state is by the time it is due; without a state the newest rows come first */
    if (!*page.sort && *in->state)
        page.sort = "due";
    const struct q_office_outbox_args args = {
        .state = in->state, .mail = in->mail, .org_id = in->org_id, .run_id = in->run_id};
    TRY(q_office_outbox(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_office_outbox);
    pager_chips(rq, &outbox_form);
    TRY(form_show(rq, &outbox_form, in));
    audit_about(rq, "outbox", 0, audit_json(rq, "query", rq->query, NULL));
    return org_choices(rq, "org_id");
}

struct filled {
    const struct tag_def *defs;
    const char *values[64];
};

static const char *value_of(void *arg, unsigned def)
{
    const struct filled *f = arg;
    return f->values[def] ? f->values[def] : "";
}

/* The token of a link ends at the first character that no token has. */
static const char *hide_links(struct req *rq, const char *text)
{
    static const char *const paths[] = {"/account/invite/", "/account/reset/", "/account/mail/", "/account/mail2/"};
    static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct buf out = buf_on(rq->arena);
    while (*text) {
        size_t skip = 0;
        for (size_t i = 0; i < sizeof paths / sizeof *paths && !skip; i++)
            if (!strncmp(text, paths[i], strlen(paths[i])))
                skip = strlen(paths[i]);
        if (skip) {
            buf_addn(&out, text, skip);
            buf_add(&out, "…");
            text += skip + strspn(text + skip, token);
        } else
            buf_addc(&out, *text++);
    }
    return out.text;
}

/* A text that does not parse any more (a tag was taken out since) is shown as it was written. */
static const char *as_sent(struct req *rq, const char *text, struct filled *f)
{
    struct tag_error error;
    struct buf out = buf_on(rq->arena);
    struct tag_text *parsed = f->defs ? tag_parse(rq->arena, text, f->defs, &error) : NULL;
    if (!parsed)
        return hide_links(rq, text);
    tag_fill(parsed, value_of, f, &out);
    return hide_links(rq, out.text);
}

static void show_mail(struct req *rq, const struct rows *rows)
{
    struct filled f = {.defs = mailkind_tags(rows_text(rows, 0, "_kind"))};
    if (f.defs)
        mailkind_read_vars(rq->arena, f.defs, rows_text(rows, 0, "_vars"), f.values,
                           sizeof f.values / sizeof *f.values);
    page_set(rq, "Mail.subject", as_sent(rq, rows_text(rows, 0, "_subject"), &f));
    page_set(rq, "Mail.body", as_sent(rq, rows_text(rows, 0, "_body"), &f));
    page_set(rq, "Mail.from_name", rows_text(rows, 0, "_from_name"));
    page_set(rq, "Mail.from_addr", rows_text(rows, 0, "_from_addr"));
    page_set(rq, "Mail.reply_to", rows_text(rows, 0, "_reply_to"));
    page_set(rq, "Mail.kind", rows_text(rows, 0, "_kind"));
}

struct err *outbox_page(struct req *rq, const void *in)
{
    struct rows *rows, *tries;
    uint64_t id = req_id(rq, 0);
    TRY(q_office_mail(rq->db, id, &rows));
    TRY(q_office_tries(rq->db, id, &tries));
    page_row(rq, "Outbox", rows, 0);
    page_rows(rq, "Tries", tries);
    show_mail(rq, rows);
    audit_who(rq, rows_u64(rows, 0, "org_id"), rq->session.account_id);
    audit_about(rq, "outbox", id, NULL);
    return NULL;
}
