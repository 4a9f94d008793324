/* 重複の確認 and 統合, noun by noun: the fields to choose from, the statements, the words. */
#include "merging.h"

#include "page/page.h"
#include "q_crm.h"
#include "q_duplicate.h"
#include "q_process.h"

#include <string.h>

static const char *const sides[] = {"left", "right", NULL};
static const char *const text_sides[] = {"left", "right", "both", NULL};
#define PICK(f)      ENUM(struct merge_in, f, 0, sides, "merge.pick")
#define PICK_TEXT(f) ENUM(struct merge_in, f, 0, text_sides, "merge.pick")

#define HEAD(with_label, keep_label)                                                                                   \
    ID(struct merge_in, with, 1, with_label), INT(struct merge_in, left_version, 0, UINT32_MAX, "version"),            \
        INT(struct merge_in, right_version, 0, UINT32_MAX, "version"),                                                 \
        ENUM(struct merge_in, keep, 1, sides, keep_label)

/* ---- レジュメ ---- */

static const struct field resume_fields[] = {
    HEAD("merge.with", "merge.keep"),
    PICK(name),
    PICK(kana),
    PICK(birth_on),
    PICK(zip),
    PICK(pref),
    PICK(address),
    PICK(phone),
    PICK(mail),
    PICK(mail_mobile),
    PICK(mail_sub),
    PICK(occupation),
    PICK(experience),
    PICK(salary_from),
    PICK(salary_to),
    PICK(skills),
    PICK(licences),
    PICK(available_on),
    PICK_TEXT(career),
    PICK_TEXT(wish),
    PICK_TEXT(note),
    PICK(owner_id),
    FIELD_END,
};
const struct form merge_resume_form = {.name = "merge", .fields = resume_fields, .size = sizeof(struct merge_in)};
static const struct field resume_ask_fields[] = {
    ID(struct merge_ask_in, with, 0, "merge.with"),
    FIELD_END,
};
const struct form merge_ask_resume_form = {
    .name = "merge_ask", .fields = resume_ask_fields, .size = sizeof(struct merge_ask_in)};

static const struct merge_words resume_words = {
    .created = "created_duplicate",
    .here = "merged_here",
    .done = "merged",
    .self = "merge_self",
    .gone = "merge_gone",
    .unknown = "resume_unknown",
    .away = "merged_away",
};

static struct err *resume_pairs(struct db *db, const char *state, struct list_page *page, struct rows **rows)
{
    return q_duplicate_list_resume(db, &(struct q_duplicate_list_resume_args){.noun = "resume", .state = state}, page,
                                   rows);
}

/* JOBs that both have a 選考プロセス with. */
static struct err *resume_common(struct req *rq, const struct rows *left, const struct rows *right)
{
    struct rows *jobs;
    TRY(q_merge_both_jobs(rq->db, rows_u64(left, 0, "id"), rows_u64(right, 0, "id"), &jobs));
    page_rows(rq, "Jobs", jobs);
    return NULL;
}

static struct err *resume_check(struct req *rq, void *in)
{
    return resume_form.check(rq, in);
}

static struct err *resume_phase(struct req *rq, uint64_t kept, const char *before, const char **after)
{
    TRY(merge_phase(rq->db, kept, after));
    if (!**after)
        *after = before;
    return strcmp(*after, before) != 0 ? q_process_resume_phase(rq->db, kept, *after, NULL) : NULL;
}

static struct err *resume_phase_back(struct req *rq, uint64_t kept, const struct rows *now, const struct rows *merge)
{
    if (strcmp(rows_text(now, 0, "phase"), rows_text(merge, 0, "_phase_after")) != 0)
        return NULL;
    return q_process_resume_phase(rq->db, kept, rows_text(merge, 0, "_phase_before"), NULL);
}

const struct merging merging_resume = {
    .keys = &duplicate_resume,
    .model = &merge_resume,
    .form = &merge_resume_form,
    .ask = &merge_ask_resume_form,
    .words = &resume_words,
    .list = "/crm/duplicates",
    .id_field = "",
    .pairs_stmt = &stmt_duplicate_list_resume,
    .of = q_duplicate_of_resume,
    .pairs = resume_pairs,
    .pair = q_merge_pair_resume,
    .counts = q_merge_counts_resume,
    .common = resume_common,
    .check = resume_check,
    .found = resume_put_texts,
    .phase = resume_phase,
    .phase_back = resume_phase_back,
    .settle = q_merge_settle_resume,
};

/* ---- 企業担当者 ---- */

static const struct field contact_fields[] = {
    HEAD("merge.with_contact", "merge.keep_contact"),
    PICK(company),
    PICK(name),
    PICK(kana),
    PICK(department),
    PICK(title),
    PICK(mail),
    PICK(mail_mobile),
    PICK(mail_sub),
    PICK(phone),
    PICK_TEXT(note),
    PICK(owner_id),
    FIELD_END,
};
const struct form merge_contact_form = {
    .name = "merge_contact", .fields = contact_fields, .size = sizeof(struct merge_in)};
static const struct field contact_ask_fields[] = {
    ID(struct merge_ask_in, with, 0, "merge.with_contact"),
    FIELD_END,
};
const struct form merge_ask_contact_form = {
    .name = "merge_ask_contact", .fields = contact_ask_fields, .size = sizeof(struct merge_ask_in)};

static const struct merge_words contact_words = {
    .created = "created_duplicate_contact",
    .here = "merged_here_contact",
    .done = "merged_contact",
    .self = "merge_self_contact",
    .gone = "merge_gone_contact",
    .unknown = "merge_unknown_contact",
    .away = "merged_away_contact",
};

static struct err *contact_pairs(struct db *db, const char *state, struct list_page *page, struct rows **rows)
{
    return q_duplicate_list_contact(db, &(struct q_duplicate_list_contact_args){.noun = "contact", .state = state},
                                    page, rows);
}

/* She who works at another company now: its JOBs come along, so it is said before. */
static struct err *contact_common(struct req *rq, const struct rows *left, const struct rows *right)
{
    if (rows_u64(left, 0, "company_id") != rows_u64(right, 0, "company_id"))
        page_set(rq, "OtherCompany", "1");
    return NULL;
}

static struct err *contact_phase(struct req *rq, uint64_t kept, const char *before, const char **after)
{
    *after = "";
    return NULL;
}

static struct err *contact_phase_back(struct req *rq, uint64_t kept, const struct rows *now, const struct rows *merge)
{
    return NULL;
}

const struct merging merging_contact = {
    .keys = &duplicate_contact,
    .model = &merge_contact,
    .form = &merge_contact_form,
    .ask = &merge_ask_contact_form,
    .words = &contact_words,
    .list = "/crm/contact/duplicates",
    .id_field = "company",
    .id_column = "company_id",
    .pairs_stmt = &stmt_duplicate_list_contact,
    .of = q_duplicate_of_contact,
    .pairs = contact_pairs,
    .pair = q_merge_pair_contact,
    .counts = q_merge_counts_contact,
    .common = contact_common,
    .complete = contact_complete,
    .found = contact_put_keys,
    .phase = contact_phase,
    .phase_back = contact_phase_back,
    .settle = q_merge_settle_contact,
};

const struct merging *merging_of(const struct noun *noun)
{
    return noun == &noun_contact ? &merging_contact : &merging_resume;
}
