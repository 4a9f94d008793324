/* 選考プロセス */
#include "crm.h"

#include "form/form_run.h"
#include "frame/audit.h"
#include "model/codes/codes.h"
#include "model/crm/process.h"
#include "page/page.h"
#include "q_crm.h"
#include "q_model.h"
#include "q_process.h"

#include <inttypes.h>
#include <string.h>

struct process_in {
    uint64_t resume_id, job_id, owner_id, version;
    const char *phase, *note;
};

static const struct field fields[] = {
    ID(struct process_in, resume_id, 1, "process.resume_id"),
    ID(struct process_in, job_id, 1, "process.job_id"),
    ENUM(struct process_in, phase, 1, codes_phase, "phase"),
    AREA(struct process_in, note, 0, 4000, "note"),
    ID(struct process_in, owner_id, 0, "owner"),
    VERSION(struct process_in, version),
    FIELD_END,
};

/* Both ends must be records of this organisation: the answer is the same whether they are missing or somebody
   else's. */
static struct err *check(struct req *rq, void *in)
{
    const struct process_in *p = in;
    struct rows *rows;
    TRY(q_process_ends(rq->db, p->resume_id, p->job_id, &rows));
    if (!rows_u64(rows, 0, "_resumes"))
        form_error(rq, "resume_id", "resume_unknown", NULL, NULL);
    if (!rows_u64(rows, 0, "_jobs"))
        form_error(rq, "job_id", "job_unknown", NULL, NULL);
    return NULL;
}

const struct form process_form = {
    .name = "process", .fields = fields, .size = sizeof(struct process_in), .check = check};

FORM_STMT(update_stmt, stmt_process_update, process_form, "id");

static struct err *insert(struct req *rq, const void *in, uint64_t *id)
{
    const struct process_in *p = in;
    return process_create(rq->db, p->resume_id, p->job_id, p->phase, p->note, p->owner_id, 0, id);
}

/* The pair of an existing process stays as it is. */
static struct err *update(struct req *rq, uint64_t id, const void *in, const struct rows *before, uint64_t *changed)
{
    const struct process_in *p = in;
    bool moved;
    TRY(form_run(rq->db, &update_stmt, in, EXTRAS({"id", .number = id}), changed));
    return *changed ? process_move(rq->db, id, p->phase, 0, &moved) : NULL;
}

static struct err *beside(struct req *rq, uint64_t id, const struct rows *record)
{
    struct rows *rows;
    TRY(q_process_phases(rq->db, id, &rows));
    page_rows(rq, "Phases", rows);
    return form_show(rq, &process_phase_form, NULL);
}

static struct err *blank(struct req *rq, void *in)
{
    struct process_in *p = in;
    req_arg_u64(rq, "resume_id", &p->resume_id);
    req_arg_u64(rq, "job_id", &p->job_id);
    p->phase = "new";
    return NULL;
}

/* ---- the phase alone, from the record's page ---- */

struct phase_in {
    const char *phase, *shown; /* shown: the one that the page had */
};

static const struct field phase_fields[] = {
    ENUM(struct phase_in, phase, 1, codes_phase, "phase"),
    ENUM(struct phase_in, shown, 0, codes_phase, "phase"),
    FIELD_END,
};

const struct form process_phase_form = {
    .name = "process_phase", .fields = phase_fields, .size = sizeof(struct phase_in)};

struct err *process_phase(struct req *rq, const void *in)
{
    const struct phase_in *p = in;
    struct rows *before;
    bool moved;
    uint64_t id = req_id(rq, 0);
    TRY(q_process_lock(rq->db, id, &before));
    const char *from = rows_text(before, 0, "_phase");
    if (strcmp(from, p->shown) != 0 && strcmp(from, p->phase) != 0) { /* a colleague or a mail was first */
        form_error(rq, "phase", "phase_changed", form_choice_label(rq, &phase_fields[0], from), NULL);
        return form_invalid(rq);
    }
    TRY(process_move(rq->db, id, p->phase, 0, &moved));
    audit_about(rq, "process", id, audit_json(rq, "before", from, "after", p->phase, NULL));
    res_done(rq, "phase_moved", "/crm/process/%" PRIu64, id);
    return NULL;
}

/* ---- list ---- */

struct process_filter {
    const char *q; /* words of the résumé and the JOB */
    const char *phase, *updated_from, *updated_to;
    uint64_t resume_id, job_id, owner_id;
};

static const struct field search_fields[] = {
    TEXT(struct process_filter, q, 0, 200, "search.q"),
    ENUM(struct process_filter, phase, 0, codes_phase, "phase"),
    ID(struct process_filter, owner_id, 0, "owner"),
    DATE(struct process_filter, updated_from, 0, "search.updated_from"),
    DATE(struct process_filter, updated_to, 0, "search.updated_to"),
    ID(struct process_filter, resume_id, 0, "process.resume_id"),
    ID(struct process_filter, job_id, 0, "process.job_id"),
    FIELD_END,
};

const struct form process_search = {
    .name = "process_search", .fields = search_fields, .size = sizeof(struct process_filter)};

static const struct list_plan process_list = {
    .stmt = &stmt_process_list, .search = &process_search, .counter = "process"};

const struct noun noun_process = {
    .area = "crm",
    .name = "process",
    .form = &process_form,
    .list = &process_list,
    .export = q_process_export,
    .one = q_process_one,
    .owners = q_owners,
    .insert = insert,
    .counted = true,
    .update = update,
    .beside = beside,
    .blank = blank,
};
