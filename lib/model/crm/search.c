#include "model/crm/search.h"

#include "model/codes/codes.h"
#include "model/crm/match.h"
#include "model/search/resume_list.h"
#include "q_model.h"

#include <string.h>

const char *search_region(struct arena *arena, const char *code)
{
    return *code ? codes_region(code) : NULL;
}

const struct list_plan *search_list(const char *name)
{
    return strcmp(name, "contact") == 0 ? &contact_list : &resume_list;
}

/* ---- レジュメ ---- */

static const struct field resume_fields[] = {
    TEXT(struct resume_filter, q, 0, 200, "search.q"),
    TEXT(struct resume_filter, name, 0, 80, "search.name"),
    ENUM(struct resume_filter, pref, 0, codes_pref_search, "search.pref"),
    ENUM(struct resume_filter, occupation, 0, codes_occupation, "occupation"),
    INT(struct resume_filter, age_from, 0, 150, "search.age_from"),
    INT(struct resume_filter, age_to, 0, 150, "search.age_to"),
    INT(struct resume_filter, salary_from, 0, 100000, "search.salary_from"),
    INT(struct resume_filter, salary_to, 0, 100000, "search.salary_to"),
    TEXT(struct resume_filter, skills, 0, 80, "skills"),
    TEXT(struct resume_filter, licences, 0, 80, "licences"),
    ENUM(struct resume_filter, phase, 0, codes_phase, "phase"),
    ID(struct resume_filter, owner_id, 0, "owner"),
    DATE(struct resume_filter, updated_from, 0, "search.updated_from"),
    DATE(struct resume_filter, updated_to, 0, "search.updated_to"),
    FIELD_END,
};

const struct form resume_search = {
    .name = "resume_search", .fields = resume_fields, .size = sizeof(struct resume_filter)};

const struct list_plan resume_list = {
    .stmt = &stmt_resume_list,
    .search = &resume_search,
    .counter = "resume",
    .page = resume_list_page,
    .count = resume_list_count,
    .ids = resume_list_ids,
};

/* ---- 企業担当者 ---- */

static const char *const mail_flags[] = {"none", "bounced", "stopped", NULL};

static const struct field contact_fields[] = {
    TEXT(struct contact_filter, q, 0, 200, "search.q"),
    TEXT(struct contact_filter, name, 0, 80, "search.name"),
    TEXT(struct contact_filter, company, 0, 120, "search.company"),
    ENUM(struct contact_filter, mail_flag, 0, mail_flags, "search.mail_flag"),
    ID(struct contact_filter, owner_id, 0, "owner"),
    DATE(struct contact_filter, updated_from, 0, "search.updated_from"),
    DATE(struct contact_filter, updated_to, 0, "search.updated_to"),
    ID(struct contact_filter, company_id, 0, "search.company_id"),
    FIELD_END,
};

const struct form contact_search = {
    .name = "contact_search", .fields = contact_fields, .size = sizeof(struct contact_filter)};

static const struct list_param contact_params[] = {
    {"name", "name", list_like_unspaced}, {"company", "company", list_like}, {NULL}};

const struct list_plan contact_list = {
    .stmt = &stmt_contact_list, .search = &contact_search, .counter = "contact", .params = contact_params};

/* ---- JOB ---- */

const char *const search_job_states[] = {"open", "paused", "closed", NULL};

static const struct field job_fields[] = {
    TEXT(struct job_filter, q, 0, 200, "search.q"),
    ENUM(struct job_filter, state, 0, search_job_states, "job.state"),
    ENUM(struct job_filter, pref, 0, codes_pref, "pref"),
    ENUM(struct job_filter, occupation, 0, codes_occupation, "occupation"),
    ENUM(struct job_filter, employment, 0, codes_employment, "employment"),
    INT(struct job_filter, salary_from, 0, 100000, "search.salary_from"),
    INT(struct job_filter, salary_to, 0, 100000, "search.salary_to"),
    ID(struct job_filter, owner_id, 0, "owner"),
    DATE(struct job_filter, updated_from, 0, "search.updated_from"),
    DATE(struct job_filter, updated_to, 0, "search.updated_to"),
    ID(struct job_filter, company_id, 0, "search.company_id"),
    ID(struct job_filter, contact_id, 0, "search.contact_id"),
    FIELD_END,
};

const struct form job_search = {.name = "job_search", .fields = job_fields, .size = sizeof(struct job_filter)};

static const struct list_param job_params[] = {{"prefs", "pref", search_region}, {NULL}};

const struct list_plan job_list = {
    .stmt = &stmt_job_list, .search = &job_search, .counter = "job", .params = job_params};

/* ---- マッチングリスト ---- */

static const struct field match_fields[] = {
    TEXT(struct match_ask, q, 0, 200, "search.q"),
    ENUM(struct match_ask, pref, 0, codes_pref_search, "search.pref"),
    INT(struct match_ask, least, 0, 100, "match.least"),
    FIELD_END,
};

const struct form match_search = {.name = "match_search", .fields = match_fields, .size = sizeof(struct match_ask)};
