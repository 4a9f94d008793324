/* 企業担当者 */
#include "crm.h"

#include "form/form_run.h"
#include "merging.h"
#include "model/crm/duplicate.h"
#include "q_crm.h"

struct contact_in {
    const char *company, *name, *kana, *department, *title, *mail, *mail_mobile, *mail_sub, *phone, *note;
    uint64_t owner_id, version;
    uint64_t company_id; /* found by check() */
};

static const struct field fields[] = {
    TEXT(struct contact_in, company, 1, 120, "contact.company"),
    TEXT(struct contact_in, name, 1, 80, "name"),
    KANA(struct contact_in, kana, 1, 80, "kana"),
    TEXT(struct contact_in, department, 0, 80, "department"),
    TEXT(struct contact_in, title, 0, 80, "job_title"),
    MAIL(struct contact_in, mail, 0, "mail"),
    MAIL(struct contact_in, mail_mobile, 0, "mail_mobile"),
    MAIL(struct contact_in, mail_sub, 0, "mail_sub"),
    PHONE(struct contact_in, phone, 0, "phone"),
    AREA(struct contact_in, note, 0, 4000, "note"),
    ID(struct contact_in, owner_id, 0, "owner"),
    VERSION(struct contact_in, version),
    FIELD_END,
};

static struct err *check(struct req *rq, void *in)
{
    struct contact_in *c = in;
    return company_find(rq, "company", c->company, &c->company_id);
}

const struct form contact_form = {
    .name = "contact", .fields = fields, .size = sizeof(struct contact_in), .check = check};

FORM_STMT(insert_stmt, stmt_contact_insert, contact_form, "company_id", "search");
FORM_STMT(update_stmt, stmt_contact_update, contact_form, "id", "company_id", "search");

static struct duplicate_person person_of(const struct contact_in *c)
{
    return (struct duplicate_person){.name = c->name,
                                     .kana = c->kana,
                                     .phone = c->phone,
                                     .mail = c->mail,
                                     .mail_mobile = c->mail_mobile,
                                     .mail_sub = c->mail_sub,
                                     .company_id = c->company_id};
}

struct err *contact_put_keys(struct req *rq, uint64_t id, const void *in)
{
    const struct duplicate_person person = person_of(in);
    TRY(q_contact_flag(rq->db, id, NULL));
    return duplicate_put(rq->db, &duplicate_contact, id, &person);
}

struct err *contact_complete(struct req *rq, void *in, const struct rows *row)
{
    struct contact_in *c = in;
    struct rows *company;
    c->company_id = rows_u64(row, 0, "company_id");
    TRY(q_company_options(rq->db, c->company_id, &company));
    if (company->count)
        c->company = rows_text(company, 0, "label");
    return NULL;
}

static struct err *insert_row(struct req *rq, const void *in, uint64_t *id)
{
    const struct contact_in *c = in;
    return form_run(
        rq->db, &insert_stmt, in,
        EXTRAS({"company_id", .number = c->company_id}, {"search", .text = noun_search_text(rq, &contact_form, in)}),
        id);
}

static struct err *insert(struct req *rq, const void *in, uint64_t *id)
{
    TRY(insert_row(rq, in, id));
    return contact_put_keys(rq, *id, in);
}

static struct err *insert_many(struct req *rq, void *load, const void *const *in, size_t n, uint64_t *ids)
{
    struct duplicate_person *people = arena_array(rq->arena, n, sizeof *people);
    for (size_t i = 0; i < n; i++) {
        people[i] = person_of(in[i]);
        TRY(insert_row(rq, in[i], &ids[i]));
    }
    TRY(q_contact_flags(rq->db, db_ids(rq->arena, ids, n), NULL));
    return duplicate_put_many(rq->db, &duplicate_contact, ids, people, n);
}

static struct err *update(struct req *rq, uint64_t id, const void *in, const struct rows *before, uint64_t *changed)
{
    const struct contact_in *c = in;
    TRY(form_run(rq->db, &update_stmt, in,
                 EXTRAS({"id", .number = id}, {"company_id", .number = c->company_id},
                        {"search", .text = noun_search_text(rq, &contact_form, in)}),
                 changed));
    return *changed ? contact_put_keys(rq, id, in) : NULL;
}

static struct err *beside(struct req *rq, uint64_t id, const struct rows *record)
{
    TRY(duplicate_beside(rq, id));
    return merges_beside(rq, id);
}

static struct err *blank(struct req *rq, void *in)
{
    struct contact_in *c = in;
    c->company = req_arg(rq, "company");
    return NULL;
}

static const struct noun_op ops[] = {{"mail", "/mailing/new?list=contact&selection="}, {NULL, NULL}};

const struct noun noun_contact = {
    .area = "crm",
    .name = "contact",
    .form = &contact_form,
    .list = &contact_list,
    .export = q_contact_export,
    .one = q_contact_one,
    .owners = q_owners,
    .insert = insert,
    .insert_many = insert_many,
    .update = update,
    .beside = beside,
    .created = duplicate_notice,
    .blank = blank,
    .mails = true,
    .ops = ops,
    .missing = duplicate_missing,
};
