/* The audit viewer: filters, newest first, and the same as CSV. Reading is itself recorded. */
#include "frame/audit.h"

#include "office.h"
#include "page/page.h"
#include "q_office.h"
#include "record/csv_export.h"
#include "record/pager.h"

#include <inttypes.h>

struct audit_in {
    const uint64_t *org_id, *account_id, *noun_id;
    const char *action, *noun, *since, *until;
};
static const struct field audit_fields[] = {
    OPTID(struct audit_in, org_id, 0, "office.org"),       OPTID(struct audit_in, account_id, 0, "office.account_id"),
    TEXT(struct audit_in, action, 0, 40, "office.action"), TEXT(struct audit_in, noun, 0, 20, "office.noun"),
    OPTID(struct audit_in, noun_id, 0, "office.noun_id"),  DATE(struct audit_in, since, 0, "office.since"),
    DATE(struct audit_in, until, 0, "office.until"),       FIELD_END,
};
const struct form audit_form = {.name = "audit", .fields = audit_fields, .size = sizeof(struct audit_in)};

static struct q_office_audit_args args_of(const struct audit_in *in)
{
    return (struct q_office_audit_args){.org_id = in->org_id,
                                        .account_id = in->account_id,
                                        .action = in->action,
                                        .noun = in->noun,
                                        .noun_id = in->noun_id,
                                        .since = in->since,
                                        .until = in->until};
}

struct err *audit_list(struct req *rq, const void *p)
{
    const struct audit_in *in = p;
    const struct q_office_audit_args args = args_of(in);
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    TRY(q_office_audit(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_office_audit);
    pager_chips(rq, &audit_form);
    TRY(form_show(rq, &audit_form, in));
    audit_about(rq, "audit", 0, audit_json(rq, "query", rq->query, NULL));
    return org_choices(rq, "org_id");
}

static const struct csv_column audit_columns[] = {
    {"id", "office.audit_csv.id", NULL},
    {"at", "office.audit_csv.at", NULL},
    {"org_id", "office.audit_csv.org_id", NULL},
    {"org", "office.audit_csv.org", NULL},
    {"account_id", "office.audit_csv.account_id", NULL},
    {"who", "office.audit_csv.who", NULL},
    {"action", "office.audit_csv.action", NULL},
    {"noun", "office.audit_csv.noun", NULL},
    {"noun_id", "office.audit_csv.noun_id", NULL},
    {"ip", "office.audit_csv.ip", NULL},
    {"detail", "office.audit_csv.detail", NULL},
    {NULL, NULL, NULL},
};

static struct err *audit_next(struct req *rq, const void *args, struct list_page *page, struct rows **rows)
{
    return q_office_audit(rq->db, args, page, rows);
}

struct err *audit_csv(struct req *rq, const void *in)
{
    const struct q_office_audit_args args = args_of(in);
    const struct csv_source source = {
        .file = page_text(rq, "office.audit_csv.file"), .columns = audit_columns, .next = audit_next, .arg = &args};
    uint64_t count;
    TRY(csv_export(rq, &source, &count));
    audit_about(rq, "audit", 0,
                audit_json(rq, "query", rq->query, "rows", arena_printf(rq->arena, "%" PRIu64, count), NULL));
    return NULL;
}
