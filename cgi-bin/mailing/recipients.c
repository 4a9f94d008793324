/* Who gets the mail of a draft: of a list counted by the database, of a matching list by matched.c. */
#include "mailing.h"

#include "page/page.h"
#include "q_mailing.h"
#include "text/text.h"

#include <string.h>

static struct err *ids_to_count(struct req *rq, const struct draft *draft, struct ids *out, bool *complete)
{
    return draft_ids(rq, draft, (size_t)conf_int(rq->app->conf, "mail.count_cap"), out, complete);
}

static struct err *count(struct req *rq, const struct draft *draft, struct ids ids, struct recipients *out)
{
    struct rows *fields, *mails;
    const char *json = db_ids(rq->arena, ids.v, ids.n);
    bool contact = strcmp(draft->kind->list, "contact") == 0;
    uint64_t a = draft_uses(draft, mail_fields[0]), b = draft_uses(draft, mail_fields[1]),
             c = draft_uses(draft, mail_fields[2]);
    TRY(contact ? q_contact_fields(rq->db, json, a, b, c, &fields) : q_resume_fields(rq->db, json, a, b, c, &fields));
    TRY(contact ? q_contact_mails(rq->db, json, a, b, c, &mails) : q_resume_mails(rq->db, json, a, b, c, &mails));
    out->records = rows_u64(fields, 0, "_n");
    out->without = rows_u64(fields, 0, "_without");
    for (size_t i = 0; mail_fields[i]; i++)
        out->fields[i] = rows_u64(fields, 0, arena_printf(rq->arena, "_%s", mail_fields[i]));
    out->stopped = rows_u64(mails, 0, "_stopped");
    out->sum = rows_u64(mails, 0, "_sum");
    out->mails = rows_u64(mails, 0, "_once") - out->stopped;
    out->duplicate = rows_u64(mails, 0, "_all") - rows_u64(mails, 0, "_once");
    return NULL;
}

struct err *draft_recipients(struct req *rq, const struct draft *draft, struct recipients *out)
{
    struct ids ids;
    *out = (struct recipients){0};
    if (draft->kind->from)
        return matched_recipients(rq, draft, out);
    TRY(ids_to_count(rq, draft, &ids, &out->complete));
    return count(rq, draft, ids, out);
}

struct err *draft_recipients_known(struct req *rq, const struct draft *draft, struct recipients *out)
{
    struct ids ids;
    *out = (struct recipients){0};
    if (draft->kind->from)
        return matched_recipients(rq, draft, out);
    TRY(ids_to_count(rq, draft, &ids, &out->complete));
    return out->complete ? count(rq, draft, ids, out) : NULL;
}

/* What is left out is shown only when something is. */
static void show_left_out(struct req *rq, const char *name, uint64_t n)
{
    if (n)
        page_count(rq, name, (int64_t)n);
}

void recipients_show(struct req *rq, const struct draft *draft, const struct recipients *r)
{
    struct _hdf *list = page_node(rq, "Recipients");
    for (size_t i = 0; mail_fields[i]; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "field", mail_fields[i]);
        page_item_set(rq, item, "count", text_count(rq, (int64_t)r->fields[i]));
        if (draft_uses(draft, mail_fields[i]))
            page_item_set(rq, item, "on", "1");
    }
    page_count(rq, "Records", (int64_t)r->records);
    page_count(rq, "Mails", (int64_t)r->mails);
    show_left_out(rq, "LeftOut.without", r->without);
    show_left_out(rq, "LeftOut.duplicate", r->duplicate);
    show_left_out(rq, "LeftOut.stopped", r->stopped);
    page_set(rq, "Capped", r->complete ? "" : "1");
}
