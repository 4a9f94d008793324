/* 配信停止先 of all organisations: people complain to the operator without knowing which organisation wrote. */
#include "office.h"

#include "frame/audit.h"
#include "model/mail/ledger.h"
#include "page/page.h"
#include "q_mailing.h"
#include "q_office.h"
#include "record/pager.h"

static const char *const reason_names[] = {"request", "hand", "hard", "soft", NULL};

struct dnc_in {
    const char *mail, *reason;
    const uint64_t *org_id;
};
static const struct field dnc_fields[] = {
    MAIL(struct dnc_in, mail, 0, "office.to"),
    OPTID(struct dnc_in, org_id, 1, "office.org"),
    ENUM(struct dnc_in, reason, 0, reason_names, "office.dnc_reason"),
    FIELD_END,
};
const struct form dnc_form = {.name = "dnc", .fields = dnc_fields, .size = sizeof(struct dnc_in)};

struct add_in {
    uint64_t org;
    const char *addr, *note;
};
static const struct field add_fields[] = {
    ID(struct add_in, org, 1, "office.org"),
    MAIL(struct add_in, addr, 1, "office.to"),
    TEXT(struct add_in, note, 1, 200, "office.dnc_note"),
    FIELD_END,
};
const struct form dnc_add_form = {.name = "dnc_add", .fields = add_fields, .size = sizeof(struct add_in)};

struct drop_in {
    const char *why;
};
static const struct field drop_fields[] = {
    TEXT(struct drop_in, why, 1, 200, "office.dnc_why"),
    FIELD_END,
};
const struct form dnc_drop_form = {.name = "dnc_drop", .fields = drop_fields, .size = sizeof(struct drop_in)};

static struct err *show(struct req *rq, const struct dnc_in *in)
{
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    const struct q_office_dnc_args args = {.mail = in->mail, .org_id = in->org_id, .reason = in->reason};
    TRY(q_office_dnc(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_office_dnc);
    TRY(form_show(rq, &dnc_form, in));
    return org_choices(rq, "org_id");
}

struct err *dnc_list(struct req *rq, const void *in)
{
    TRY(show(rq, in));
    pager_chips(rq, &dnc_form);
    TRY(form_show(rq, &dnc_add_form, NULL));
    audit_about(rq, "dnc", 0, audit_json(rq, "query", rq->query, NULL));
    return org_choices(rq, "org");
}

struct err *dnc_again(struct req *rq, const void *in)
{
    static const struct dnc_in all = {.mail = "", .reason = ""};
    TRY(form_show(rq, &dnc_add_form, in));
    TRY(show(rq, &all));
    return org_choices(rq, "org");
}

/* Records of the organisation that have the address show it; the statements take the organisation from the context. */
static struct err *flag(struct req *rq, uint64_t org_id, const char *addr)
{
    db_context(rq->db, org_id, rq->session.account_id, rq->now_sql);
    TRY(q_flag_resumes(rq->db, addr, NULL));
    TRY(q_flag_contacts(rq->db, addr, NULL));
    db_context(rq->db, rq->session.org_id, rq->session.account_id, rq->now_sql);
    return NULL;
}

struct err *dnc_add(struct req *rq, const void *p)
{
    const struct add_in *in = p;
    struct rows *org;
    bool added;
    TRY(q_office_org(rq->db, in->org, &org));
    db_context(rq->db, in->org, rq->session.account_id, rq->now_sql);
    TRY(ledger_add(rq->db, in->addr, "hand", in->note, 0, &added));
    db_context(rq->db, rq->session.org_id, rq->session.account_id, rq->now_sql);
    if (!added) {
        form_error(rq, "addr", "dnc_known", NULL, NULL);
        return form_invalid(rq);
    }
    TRY(flag(rq, in->org, in->addr));
    audit_who(rq, in->org, rq->session.account_id);
    audit_about(rq, "dnc", 0, audit_json(rq, "addr", in->addr, "note", in->note, NULL));
    res_done(rq, "dnc_added", "/office/dnc");
    return NULL;
}

struct err *dnc_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_office_dnc_one(rq->db, req_id(rq, 0), &rows));
    page_row(rq, "Dnc", rows, 0);
    audit_who(rq, rows_u64(rows, 0, "org_id"), rq->session.account_id);
    audit_about(rq, "dnc", req_id(rq, 0), NULL);
    return form_show(rq, &dnc_drop_form, in);
}

struct err *dnc_drop(struct req *rq, const void *p)
{
    const struct drop_in *in = p;
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(q_office_dnc_one(rq->db, id, &rows));
    TRY(q_office_dnc_drop(rq->db, id));
    TRY(flag(rq, rows_u64(rows, 0, "org_id"), rows_text(rows, 0, "addr")));
    audit_who(rq, rows_u64(rows, 0, "org_id"), rq->session.account_id);
    audit_about(rq, "dnc", id,
                audit_json(rq, "addr", rows_text(rows, 0, "addr"), "reason", rows_text(rows, 0, "reason"), "why",
                           in->why, NULL));
    res_done(rq, "dnc_dropped", "/office/dnc");
    return NULL;
}
