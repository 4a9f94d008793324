/* The audit viewer: filters, newest first, and the same as CSV. Reading is itself recorded. */
#include "frame/audit.h"

#include "http/app.h"
#include "office.h"
#include "page/page.h"
#include "q_office.h"
#include "record/csv.h"
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

static void heads(struct req *rq, struct csv_out *out, const struct rows *rows)
{
    for (unsigned i = 0; i < rows->ncol; i++)
        if (rows->cols[i].name[0] != '_')
            csv_cell(out, page_text(rq, arena_printf(rq->arena, "office.audit_csv.%s", rows->cols[i].name)), false);
    csv_row_end(out);
}

struct export
{
    struct arena *arena; /* of the request */
    struct q_office_audit_args args;
    const char *after;
    uint64_t written, most;
};

static struct err *audit_step(struct req *rq, struct csv_out *out, void *arg, bool *more)
{
    enum { STEP = 500 };
    struct export *e = arg;
    struct list_page page = {.limit = STEP, .after = e->after};
    struct rows *rows;
    TRY(q_office_audit(rq->db, &e->args, &page, &rows));
    if (!e->written)
        heads(rq, out, rows);
    csv_rows(out, rows);
    e->written += rows->count;
    e->after = arena_strdup(e->arena, page.next);
    *more = page.next && e->written < e->most;
    return NULL;
}

struct err *audit_csv(struct req *rq, const void *p)
{
    struct export e = {
        .arena = rq->arena, .args = args_of(p), .most = (uint64_t)conf_int(rq->app->conf, "csv.max_rows")};
    struct csv_out *out;
    TRY(csv_open(rq, rq->session.csv, &out));
    TRY(csv_steps(rq, out, audit_step, &e));
    audit_about(rq, "audit", 0,
                audit_json(rq, "query", rq->query, "rows", arena_printf(rq->arena, "%" PRIu64, e.written), NULL));
    return csv_send(rq, out, page_text(rq, "office.audit_csv.file"));
}
