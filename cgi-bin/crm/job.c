/* JOB */
#include "crm.h"

#include "form/form_run.h"
#include "model/codes/codes.h"
#include "page/page.h"
#include "q_crm.h"
#include "record/files.h"

struct job_in {
    const char *company, *contact, *name, *state, *occupation, *pref, *address, *employment, *hours, *skills, *licences,
        *body, *note;
    uint64_t salary_from, salary_to, owner_id, version;
    uint64_t company_id, contact_id; /* found by check() */
};

static const struct field fields[] = {
    TEXT(struct job_in, name, 1, 120, "job.name"),
    TEXT(struct job_in, company, 1, 120, "job.company"),
    TEXT(struct job_in, contact, 0, 80, "job.contact"),
    ENUM(struct job_in, state, 1, search_job_states, "job.state"),
    ENUM(struct job_in, occupation, 0, codes_occupation, "occupation"),
    ENUM(struct job_in, pref, 0, codes_pref, "pref"),
    TEXT(struct job_in, address, 0, 200, "job.address"),
    ENUM(struct job_in, employment, 0, codes_employment, "employment"),
    INT(struct job_in, salary_from, 0, 100000, "salary_from"),
    INT(struct job_in, salary_to, 0, 100000, "salary_to"),
    TEXT(struct job_in, hours, 0, 120, "hours"),
    TEXT(struct job_in, skills, 0, 400, "skills"),
    TEXT(struct job_in, licences, 0, 400, "licences"),
    AREA(struct job_in, body, 0, 8000, "job.body"),
    AREA(struct job_in, note, 0, 4000, "note"),
    ID(struct job_in, owner_id, 0, "owner"),
    VERSION(struct job_in, version),
    FIELD_END,
};

static struct err *check(struct req *rq, void *in)
{
    struct job_in *j = in;
    struct rows *rows;
    if (j->salary_to && j->salary_from > j->salary_to)
        form_error(rq, "salary_to", "salary_order", NULL, NULL);
    TRY(company_find(rq, "company", j->company, &j->company_id));
    if (!*j->contact || !j->company_id)
        return NULL;
    TRY(q_job_contact_find(rq->db, j->company_id, j->contact, &rows));
    const char *fault = rows->count ? "contact_ambiguous" : "contact_unknown";
    if (rows->count != 1 &&
        rq->route->show == noun_edit) /* whoever it is now may stay, as after a merge of two companies' */
        TRY(q_job_contact_now(rq->db, req_id(rq, 0), j->company_id, j->contact, &rows));
    if (rows->count == 1)
        j->contact_id = rows_u64(rows, 0, "_id");
    else
        form_error(rq, "contact", fault, j->contact, NULL);
    return NULL;
}

const struct form job_form = {.name = "job", .fields = fields, .size = sizeof(struct job_in), .check = check};

FORM_STMT(insert_stmt, stmt_job_insert, job_form, "company_id", "contact_id", "search");
FORM_STMT(update_stmt, stmt_job_update, job_form, "id", "company_id", "contact_id", "search");

static struct err *insert(struct req *rq, const void *in, uint64_t *id)
{
    const struct job_in *j = in;
    return form_run(rq->db, &insert_stmt, in,
                    EXTRAS({"company_id", .number = j->company_id}, {"contact_id", .number = j->contact_id},
                           {"search", .text = noun_search_text(rq, &job_form, in)}),
                    id);
}

static struct err *update(struct req *rq, uint64_t id, const void *in, const struct rows *before, uint64_t *changed)
{
    const struct job_in *j = in;
    return form_run(rq->db, &update_stmt, in,
                    EXTRAS({"id", .number = id}, {"company_id", .number = j->company_id},
                           {"contact_id", .number = j->contact_id},
                           {"search", .text = noun_search_text(rq, &job_form, in)}),
                    changed);
}

static struct err *beside(struct req *rq, uint64_t id, const struct rows *record)
{
    struct rows *rows;
    TRY(q_job_processes(rq->db, id, &rows));
    page_rows(rq, "Processes", rows);
    return crm_funnel(rq, id);
}

static struct err *blank(struct req *rq, void *in)
{
    struct job_in *j = in;
    j->company = req_arg(rq, "company");
    j->state = "open";
    return NULL;
}

static const struct noun_op ops[] = {{"announce", "/mailing/new?list=resume&jobs="},
                                     {NULL, NULL}}; /* the JOBs ticked here, to 求職者 */

const struct noun noun_job = {
    .area = "crm",
    .name = "job",
    .form = &job_form,
    .list = &job_list,
    .export = q_job_export,
    .one = q_job_one,
    .owners = q_owners,
    .insert = insert,
    .update = update,
    .beside = beside,
    .blank = blank,
    .files = &file_form,
    .ops = ops,
};
