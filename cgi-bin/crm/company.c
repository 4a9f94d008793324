/* 企業 */
#include "crm.h"

#include "form/form_run.h"
#include "model/codes/codes.h"
#include "page/page.h"
#include "q_crm.h"
#include "q_model.h"
#include "text/text.h"

struct company_in {
    const char *name, *kana, *industry, *zip, *pref, *address, *phone, *url, *note;
    uint64_t owner_id, version;
};

static const struct field fields[] = {
    TEXT(struct company_in, name, 1, 120, "company.name"),
    KANA(struct company_in, kana, 0, 120, "company.kana"),
    ENUM(struct company_in, industry, 0, codes_industry, "industry"),
    ZIP(struct company_in, zip, 0, "zip"),
    ENUM(struct company_in, pref, 0, codes_pref, "pref"),
    TEXT(struct company_in, address, 0, 200, "address"),
    PHONE(struct company_in, phone, 0, "phone"),
    URL(struct company_in, url, 0, "url"),
    AREA(struct company_in, note, 0, 4000, "note"),
    ID(struct company_in, owner_id, 0, "owner"),
    VERSION(struct company_in, version),
    FIELD_END,
};

const struct form company_form = {.name = "company", .fields = fields, .size = sizeof(struct company_in)};

/* By name, or by number when several have the name. */
struct err *company_find(struct req *rq, const char *field, const char *text, uint64_t *id)
{
    struct rows *rows;
    uint64_t number;
    *id = 0;
    TRY(q_company_by_name(rq->db, text, &rows));
    if (rows->count == 0 && text_int(text, &number))
        TRY(q_company_options(rq->db, number, &rows));
    if (rows->count == 1)
        *id = rows_u64(rows, 0, rows_col(rows, "_id") >= 0 ? "_id" : "value");
    else
        form_error(rq, field, rows->count ? "company_ambiguous" : "company_unknown", text, NULL);
    return NULL;
}

FORM_STMT(insert_stmt, stmt_company_insert, company_form, "search");
FORM_STMT(update_stmt, stmt_company_update, company_form, "id", "search");

static struct err *insert(struct req *rq, const void *in, uint64_t *id)
{
    return form_run(rq->db, &insert_stmt, in, EXTRAS({"search", .text = noun_search_text(rq, &company_form, in)}), id);
}

static struct err *update(struct req *rq, uint64_t id, const void *in, const struct rows *before, uint64_t *changed)
{
    return form_run(rq->db, &update_stmt, in,
                    EXTRAS({"id", .number = id}, {"search", .text = noun_search_text(rq, &company_form, in)}), changed);
}

static struct err *beside(struct req *rq, uint64_t id, const struct rows *record)
{
    struct rows *rows;
    TRY(q_company_contacts(rq->db, id, &rows));
    page_rows(rq, "Contacts", rows);
    TRY(q_company_jobs(rq->db, id, &rows));
    page_rows(rq, "Jobs", rows);
    return NULL;
}

/* ---- list ---- */

struct company_filter {
    const char *q, *name, *pref, *industry, *updated_from, *updated_to;
    uint64_t owner_id;
};

static const struct field search_fields[] = {
    TEXT(struct company_filter, q, 0, 200, "search.q"),
    TEXT(struct company_filter, name, 0, 80, "search.company_name"),
    ENUM(struct company_filter, pref, 0, codes_pref, "pref"),
    ENUM(struct company_filter, industry, 0, codes_industry, "industry"),
    ID(struct company_filter, owner_id, 0, "owner"),
    DATE(struct company_filter, updated_from, 0, "search.updated_from"),
    DATE(struct company_filter, updated_to, 0, "search.updated_to"),
    FIELD_END,
};

const struct form company_search = {
    .name = "company_search", .fields = search_fields, .size = sizeof(struct company_filter)};

static const struct list_param params[] = {
    {"name", "name", list_like_unspaced}, {"prefs", "pref", search_region}, {NULL}};
static const struct list_plan company_list = {
    .stmt = &stmt_company_list, .search = &company_search, .counter = "company", .params = params};

const struct noun noun_company = {
    .area = "crm",
    .name = "company",
    .form = &company_form,
    .list = &company_list,
    .export = q_company_export,
    .one = q_company_one,
    .owners = q_owners,
    .insert = insert,
    .update = update,
    .beside = beside,
};
