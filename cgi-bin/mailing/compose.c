/* Compose: recipients, sender, subject and body. Whatever the button, what was typed is saved in the draft first. */
#include "mailing.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "mail/outbox.h"
#include "model/codes/codes.h"
#include "model/mail/mailfile.h"
#include "page/page.h"
#include "q_mailing.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const ops[] = {"confirm", "preview",  "test",       "template", "scope",
                                  "files",   "password", "nopassword", "jobs",     NULL};
static const char *const starts[] = {"now", "later", NULL};

struct compose_in {
    const char *op, *fields, *from_name, *from_addr, *reply_to, *subject, *body, *shared, *phase, *start, *start_date,
        *start_time;
    const char *job_ids, *way, *password;
    uint64_t template_id, signature_id, drop;
    uint64_t ticked, ticked_version; /* the selection of JOBs that the page offered to add */
    struct ids files;
    bool job_company;
};

static const struct field fields[] = {
    ENUM(struct compose_in, op, 0, ops, "compose.op"), /* "" with drop */
    SET(struct compose_in, fields, 0, mail_fields, "compose.fields"),
    TEXT(struct compose_in, from_name, 0, 60, "compose.from_name"),
    MAIL(struct compose_in, from_addr, 0, "compose.from_addr"),
    MAIL(struct compose_in, reply_to, 0, "compose.reply_to"),
    ENUM(struct compose_in, shared, 0, share_choices, "compose.shared"),
    ID(struct compose_in, template_id, 0, "compose.template_id"),
    ID(struct compose_in, signature_id, 0, "compose.signature_id"),
    ENUM(struct compose_in, phase, 0, codes_phase, "compose.phase"),
    ENUM(struct compose_in, start, 0, starts, "compose.start"),
    DATE(struct compose_in, start_date, 0, "compose.start_date"),
    TEXT(struct compose_in, start_time, 0, 10, "compose.start_time"),
    TEXT(struct compose_in, job_ids, 0, 400, "compose.job_ids"),
    ID(struct compose_in, ticked, 0, "compose.job_ids"),
    INT(struct compose_in, ticked_version, 0, UINT32_MAX, "compose.job_ids"),
    FLAG(struct compose_in, job_company, "compose.job_company"),
    TEXT(struct compose_in, subject, 0, 120, "compose.subject"),
    AREA(struct compose_in, body, 0, 10000, "compose.body"),
    IDS(struct compose_in, files, 0, MAILFILE_MOST, "compose.files"),
    FILES(file, 0, "compose.file"),
    ID(struct compose_in, drop, 0, "compose.drop"),
    ENUM(struct compose_in, way, 0, letter_ways, "compose.way"),
    SECRET(struct compose_in, password, 0, 64, "compose.password"),
    FIELD_END,
};

static bool is_op(const struct compose_in *c, const char *op)
{
    return strcmp(c->op, op) == 0;
}

/* When it begins; after a form error as it was before. */
static const char *read_start(struct req *rq, const struct draft *draft, const struct compose_in *c)
{
    const struct schedule s = {c->start, c->start_date, c->start_time};
    const char *start_at, *before = draft_text(draft, "_start_at");
    if (schedule_read(rq, &s, letter_is_complete(c->op), &start_at))
        return start_at;
    return *before ? before : NULL;
}

static struct err *check(struct req *rq, void *in)
{
    const struct compose_in *c = in;
    if (!*c->op && !c->drop)
        form_error(rq, "op", "required_choice", NULL, NULL);
    if (is_op(c, "template") && !c->template_id)
        form_error(rq, "template_id", "required_choice", NULL, NULL);
    return letter_check(rq, c->from_addr, c->reply_to, c->signature_id);
}

const struct form compose_form = {.name = "compose",
                                  .fields = fields,
                                  .size = sizeof(struct compose_in),
                                  .check = check,
                                  .max_body = LETTER_UPLOAD,
                                  .max_files = MAILFILE_MOST,
                                  .max_file = LETTER_UPLOAD,
                                  .uploads = blob_examine};

/* ---- page ---- */

static struct err *show_choices(struct req *rq, const struct draft *draft, const struct compose_in *now)
{
    return letter_choices(rq, draft->kind, now->from_addr, now->reply_to, now->signature_id);
}

/* The tags of the mail kind with the values of the first record as examples. */
static struct err *show_tags(struct req *rq, const struct draft *draft)
{
    struct rows *records = NULL;
    TRY(draft_first(rq, draft, &records));
    struct _hdf *list = page_node(rq, "Tags");
    for (const struct tag_def *t = draft->kind->tags; t->name; t++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "name", t->name);
        if (strcmp(t->name, MAILKIND_SIGNATURE) == 0)
            page_item_set(rq, item, "signature", "1");
        else if (strcmp(t->name, MAILKIND_DIGEST) == 0)
            page_item_set(rq, item, "digest", "1");
        else if (records)
            page_item_set(rq, item, "example", mailkind_value(rq->arena, draft->labels, t, records, 0, draft->common));
    }
    return NULL;
}

static struct files_in files_of(const struct compose_in *c)
{
    return letter_files(c->op, c->files, c->drop, c->way, c->password);
}

struct err *compose_show(struct req *rq, const void *in)
{
    struct draft draft;
    struct recipients r;
    void *values = (void *)in;
    TRY(draft_open(rq, &draft));
    TRY(draft_recipients(rq, &draft, &r));
    recipients_show(rq, &draft, &r);
    TRY(matched_origin(rq, &draft));
    TRY(digest_show(rq, &draft));
    TRY(show_tags(rq, &draft));
    if (in) {
        const struct files_in files = files_of(in);
        TRY(show_choices(rq, &draft, in));
        TRY(files_show(rq, &draft, &files));
        return form_show(rq, &compose_form, in);
    }
    TRY(form_from_row(rq, &compose_form, draft.row, 0, &values));
    TRY(show_choices(rq, &draft, values));
    TRY(files_show(rq, &draft, NULL));
    return form_show(rq, &compose_form, values);
}

/* ---- save ---- */

/* One that is gone meanwhile is an error of its field: the text that was typed stays on the page. */
static struct err *take_template(struct req *rq, const struct draft *draft, struct compose_in *c)
{
    struct rows *rows;
    TRY(q_template_find(rq->db, c->template_id, draft->kind->name, &rows));
    if (!rows->count && strcmp(c->op, "template") != 0) {
        c->template_id = 0; /* where the texts once came from */
        return NULL;
    }
    if (!rows->count) {
        form_error(rq, "template_id", "choice", NULL, NULL);
        return form_invalid(rq);
    }
    if (strcmp(c->op, "template") == 0) {
        c->subject = rows_text(rows, 0, "_subject");
        c->body = rows_text(rows, 0, "_body");
        c->phase = draft->kind->from ? rows_text(rows, 0, "_phase") : "";
    }
    return NULL;
}

/* After a form error those of before. */
static struct err *take_jobs(struct req *rq, const struct draft *draft, struct compose_in *c)
{
    if (!mailkind_has_digest(draft->kind)) {
        c->job_ids = "";
        return NULL;
    }
    if (is_op(c, "jobs"))
        TRY(digest_add_ticked(rq, c->job_ids, c->ticked, c->ticked_version, &c->job_ids));
    TRY(digest_check(rq, "job_ids", c->job_ids, &c->job_ids));
    if (!c->job_ids)
        c->job_ids = draft_text(draft, "job_ids");
    return NULL;
}

/* A test mail looks like the real one: the first record's values, to the own address. */
static struct err *send_test(struct req *rq, const struct draft *draft, const struct compose_in *c,
                             const struct draft_texts *texts)
{
    const char *subject, *body;
    uint64_t outbox_id;
    TRY(draft_fill_first(rq, draft, texts, &subject, &body));
    const struct outbox_single mail = {
        .kind = draft->kind->name,
        .from_name = c->from_name,
        .from_addr = c->from_addr,
        .reply_to = c->reply_to,
        .subject = text_cut(rq->arena, page_textf(rq, "mailing.test_subject", subject, NULL), LETTER_SUBJECT),
        .body = body,
        .to_addr = rq->session.mail,
        .to_name = rq->session.name,
        .noun = "account",
        .noun_id = rq->session.account_id,
        .bulk = true,
        .test_of = draft->id};
    TRY(outbox_single(rq, &mail, &outbox_id));
    res_done(rq, "test_sent", "/mailing/run/%" PRIu64 "/compose", draft->id);
    return NULL;
}

/* Its list as the scope step names it. */
static const char *draft_list(struct req *rq, const struct draft *draft)
{
    uint64_t job_id = rows_u64(draft->row, 0, "_job_id"), resume_id = rows_u64(draft->row, 0, "_resume_id");
    if (!draft->kind->from)
        return draft->kind->list;
    return arena_printf(rq->arena, "%s:%" PRIu64 "&to=%s", draft->kind->from, (job_id ? job_id : resume_id),
                        strcmp(draft->kind->list, "contact") == 0 ? "firm" : "person");
}

static struct err *ask_again(struct req *rq, const struct compose_in *c)
{
    letter_again(rq);
    return compose_show(rq, c);
}

static struct err *go_on(struct req *rq, const struct draft *draft, const struct compose_in *c)
{
    struct draft_texts texts;
    uint64_t id = draft->id;
    if (strcmp(c->op, "scope") == 0)
        res_redirect(rq, "/mailing/new?list=%s&run=%" PRIu64, draft_list(rq, draft), id);
    else if (is_op(c, "jobs"))
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose#p-digest", id);
    else if (!letter_is_complete(c->op) && !is_op(c, "template"))
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose#files", id);
    else if (strcmp(c->op, "template") == 0)
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose#text", id);
    else {
        TRY(draft_texts(rq, draft, c->subject, c->body, c->signature_id, &texts));
        if (!texts.subject || !texts.body)
            return ask_again(rq, c);
        if (strcmp(c->op, "test") == 0)
            return send_test(rq, draft, c, &texts);
        res_redirect(rq, "/mailing/run/%" PRIu64 "/%s", id, strcmp(c->op, "preview") == 0 ? "preview" : "confirm");
    }
    return NULL;
}

struct err *compose_save(struct req *rq, const void *in)
{
    struct draft draft;
    struct rows *locked;
    struct compose_in c = *(const struct compose_in *)in;
    TRY(draft_open(rq, &draft));
    TRY(q_run_draft_lock(rq->db, draft.id, &locked));
    if (!locked->count)
        return ERR(rq->arena, ERR_CONFLICT, "run_started", "draft is gone");
    TRY(take_template(rq, &draft, &c));
    if (!check_phase(rq, draft.kind, c.phase))
        return form_invalid(rq);
    TRY(take_jobs(rq, &draft, &c));
    TRY(q_run_draft_save(rq->db, &(struct q_run_draft_save_args){.id = draft.id,
                                                                 .fields = c.fields,
                                                                 .from_name = c.from_name,
                                                                 .from_addr = c.from_addr,
                                                                 .reply_to = c.reply_to,
                                                                 .template_id = c.template_id,
                                                                 .signature_id = c.signature_id,
                                                                 .subject = c.subject,
                                                                 .body = c.body,
                                                                 .shared = *c.shared == '1',
                                                                 .phase = c.phase,
                                                                 .start_at = read_start(rq, &draft, &c),
                                                                 .job_ids = c.job_ids,
                                                                 .job_company = c.job_company}));
    TRY(q_run_one(rq->db, draft.id, &draft.row));
    draft.job_ids = c.job_ids;
    const struct files_in files = files_of(&c);
    TRY(files_save(rq, &draft, &files));
    if (letter_is_complete(c.op)) {
        form_need(rq, "fields", c.fields);
        letter_need(rq, c.from_name, c.from_addr, c.subject, c.body);
    }
    audit_about(rq, "run", draft.id, "");
    return form_is_faulty(rq) ? ask_again(rq, &c) : go_on(rq, &draft, &c);
}

struct err *draft_delete(struct req *rq, const void *in)
{
    TRY(q_run_draft_delete(rq->db, req_id(rq, 0)));
    TRY(files_discard(rq, req_id(rq, 0)));
    audit_about(rq, "run", req_id(rq, 0), "");
    res_done(rq, "draft_deleted", "/mailing/runs");
    return NULL;
}
