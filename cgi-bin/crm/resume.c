/* レジュメ */
#include "crm.h"

#include "base/day.h"
#include "form/form_run.h"
#include "merging.h"
#include "model/codes/codes.h"
#include "model/crm/duplicate.h"
#include "model/search/words.h"
#include "page/page.h"
#include "q_crm.h"
#include "record/files.h"
#include "text/text.h"

#include <string.h>

struct resume_in {
    const char *name, *kana, *birth_on, *zip, *pref, *address, *phone, *mail, *mail_mobile, *mail_sub;
    const char *occupation, *experience, *skills, *licences, *available_on, *career, *wish, *note;
    uint64_t salary_from, salary_to, owner_id, version;
};

static const struct field fields[] = {
    TEXT(struct resume_in, name, 1, 80, "name"),
    KANA(struct resume_in, kana, 1, 80, "kana"),
    DATE(struct resume_in, birth_on, 0, "birth_on"),
    ZIP(struct resume_in, zip, 0, "zip"),
    ENUM(struct resume_in, pref, 0, codes_pref, "pref"),
    TEXT(struct resume_in, address, 0, 200, "address"),
    PHONE(struct resume_in, phone, 0, "phone"),
    MAIL(struct resume_in, mail, 0, "mail"),
    MAIL(struct resume_in, mail_mobile, 0, "mail_mobile"),
    MAIL(struct resume_in, mail_sub, 0, "mail_sub"),
    ENUM(struct resume_in, occupation, 0, codes_occupation, "resume.occupation"),
    TEXT(struct resume_in, experience, 0, 120, "experience"),
    INT(struct resume_in, salary_from, 0, 100000, "resume.salary_from"),
    INT(struct resume_in, salary_to, 0, 100000, "resume.salary_to"),
    TEXT(struct resume_in, skills, 0, 400, "skills"),
    TEXT(struct resume_in, licences, 0, 400, "licences"),
    DATE(struct resume_in, available_on, 0, "available_on"),
    AREA(struct resume_in, career, 0, 8000, "career"),
    AREA(struct resume_in, wish, 0, 8000, "wish"),
    AREA(struct resume_in, note, 0, 8000, "note"),
    ID(struct resume_in, owner_id, 0, "owner"),
    VERSION(struct resume_in, version),
    FIELD_END,
};

static struct err *check(struct req *rq, void *in)
{
    const struct resume_in *r = in;
    char today[11];
    day_sql(day_of(rq->now), today);
    if (r->salary_to && r->salary_from > r->salary_to)
        form_error(rq, "salary_to", "salary_order", NULL, NULL);
    if (*r->birth_on && strcmp(r->birth_on, today) > 0)
        form_error(rq, "birth_on", "date_future", NULL, NULL);
    return NULL;
}

const struct form resume_form = {.name = "resume", .fields = fields, .size = sizeof(struct resume_in), .check = check};

FORM_STMT(insert_stmt, stmt_resume_insert, resume_form, NULL);
FORM_STMT(update_stmt, stmt_resume_update, resume_form, "id");

static unsigned code_of(const char *code)
{
    uint64_t n = 0;
    return text_int(code, &n) ? (unsigned)n : 0;
}

static struct duplicate_person person_of(const struct resume_in *r)
{
    return (struct duplicate_person){.name = r->name,
                                     .kana = r->kana,
                                     .birth_on = r->birth_on,
                                     .address = r->address,
                                     .phone = r->phone,
                                     .mail = r->mail,
                                     .mail_mobile = r->mail_mobile,
                                     .mail_sub = r->mail_sub,
                                     .pref = code_of(r->pref)};
}

static struct words_resume words_of(const struct resume_in *r)
{
    return (struct words_resume){.name = r->name,
                                 .kana = r->kana,
                                 .zip = r->zip,
                                 .address = r->address,
                                 .phone = r->phone,
                                 .mail = r->mail,
                                 .mail_mobile = r->mail_mobile,
                                 .mail_sub = r->mail_sub,
                                 .experience = r->experience,
                                 .skills = r->skills,
                                 .licences = r->licences,
                                 .career = r->career,
                                 .wish = r->wish,
                                 .note = r->note,
                                 .pref = code_of(r->pref),
                                 .occupation = code_of(r->occupation)};
}

struct err *resume_put_texts(struct req *rq, uint64_t id, const void *in)
{
    const struct resume_in *r = in;
    const struct duplicate_person person = person_of(r);
    const struct words_resume words = words_of(r);
    TRY(q_resume_text_put(rq->db, id, r->career, r->wish, r->note, NULL));
    TRY(q_resume_flag(rq->db, id, NULL));
    TRY(duplicate_put(rq->db, &duplicate_resume, id, &person));
    return words_put(rq->db, id, &words);
}

static struct err *insert_row(struct req *rq, const void *in, uint64_t *id)
{
    return form_run(rq->db, &insert_stmt, in, NULL, id);
}

static struct err *insert(struct req *rq, const void *in, uint64_t *id)
{
    TRY(insert_row(rq, in, id));
    return resume_put_texts(rq, *id, in);
}

/* The sets of words are written when all résumés are there. */
static void *load_begin(struct arena *arena)
{
    return words_load_new(arena);
}

static struct err *load_end(struct db *db, void *load)
{
    return words_load_write(db, load);
}

/* All that resume_put_texts() does, a statement for many where it can be. */
static struct err *insert_many(struct req *rq, void *load, const void *const *in, size_t n, uint64_t *ids)
{
    struct arena *arena = rq->arena;
    struct q_resume_text_add_row *texts = arena_array(arena, n, sizeof *texts);
    struct duplicate_person *people = arena_array(arena, n, sizeof *people);
    struct words_resume *found = arena_array(arena, n, sizeof *found);
    for (size_t i = 0; i < n; i++) {
        const struct resume_in *r = in[i];
        TRY(insert_row(rq, r, &ids[i]));
        texts[i] = (struct q_resume_text_add_row){ids[i], r->career, r->wish, r->note};
        people[i] = person_of(r);
        found[i] = words_of(r);
    }
    TRY(q_resume_text_add(rq->db, texts, n, NULL));
    TRY(q_resume_flags(rq->db, db_ids(arena, ids, n), NULL));
    TRY(duplicate_put_many(rq->db, &duplicate_resume, ids, people, n));
    return words_load_put(rq->db, load, ids, found, n);
}

static struct err *update(struct req *rq, uint64_t id, const void *in, const struct rows *before, uint64_t *changed)
{
    TRY(form_run(rq->db, &update_stmt, in, EXTRAS({"id", .number = id}), changed));
    return *changed ? resume_put_texts(rq, id, in) : NULL;
}

static struct err *beside(struct req *rq, uint64_t id, const struct rows *record)
{
    struct rows *rows;
    TRY(q_resume_processes(rq->db, id, &rows));
    page_rows(rq, "Processes", rows);
    TRY(duplicate_beside(rq, id));
    return merges_beside(rq, id);
}

static const struct noun_op ops[] = {{"mail", "/mailing/new?list=resume&selection="}, {NULL, NULL}};

const struct noun noun_resume = {
    .area = "crm",
    .name = "resume",
    .form = &resume_form,
    .list = &resume_list,
    .export = q_resume_export,
    .one = q_resume_one,
    .owners = q_owners,
    .insert = insert,
    .insert_many = insert_many,
    .load_begin = load_begin,
    .load_end = load_end,
    .update = update,
    .beside = beside,
    .created = duplicate_notice,
    .files = &file_form,
    .mails = true,
    .ops = ops,
    .missing = duplicate_missing,
};
