/* A draft: its records, its recipients, its texts and what a mail of it looks like. */
#include "mailing.h"

#include "http/scratch.h"
#include "model/mail/run_ids.h"
#include "page/page.h"
#include "q_mailing.h"
#include "text/text.h"

#include <string.h>

const char *const mail_fields[] = {"mail", "mail_mobile", "mail_sub", NULL};

const char *draft_text(const struct draft *draft, const char *column)
{
    return rows_text(draft->row, 0, column);
}

struct err *draft_open(struct req *rq, struct draft *draft)
{
    struct mailkind_labels *labels;
    *draft = (struct draft){.id = req_id(rq, 0)};
    TRY(q_run_one(rq->db, draft->id, &draft->row));
    if (*draft_text(draft, "single"))
        return ERR(rq->arena, ERR_MISSING, "missing", "run %llu is a single mail", (unsigned long long)draft->id);
    if (strcmp(draft_text(draft, "_state"), "draft") != 0)
        return ERR(rq->arena, ERR_CONFLICT, "run_started", "run %llu is no draft", (unsigned long long)draft->id);
    draft->kind = mailkind_find(draft_text(draft, "_kind"));
    if (!draft->kind)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "mail kind %s", draft_text(draft, "_kind"));
    TRY(mailkind_labels(rq->arena, conf_text(rq->app->conf, "paths.templates"), "ja", &labels));
    draft->labels = labels;
    TRY(mailkind_common(rq->db, rq->session.account_id, rows_u64(draft->row, 0, "_job_id"), &draft->common));
    TRY(digest_text(rq, draft, draft_text(draft, "job_ids"), &draft->digest));
    draft->files_of = draft->kind->files_of;
    if (draft->files_of)
        draft->files_id = rows_u64(draft->row, 0, strcmp(draft->files_of, "job") == 0 ? "_job_id" : "_resume_id");
    page_row(rq, "Bulk", draft->row, 0);
    page_set(rq, "Kind.record", draft->kind->record);
    page_set(rq, "Kind.pair", draft->kind->from ? "1" : "");
    page_set(rq, "Kind.each", draft->kind->each ? "1" : "");
    return NULL;
}

/* Is the mail field among the ticked ones? */
bool draft_uses(const struct draft *draft, const char *field)
{
    size_t len = strlen(field);
    for (const char *p = draft_text(draft, "fields"); *p; p += strcspn(p, ","), p += *p == ',')
        if (strcspn(p, ",") == len && memcmp(p, field, len) == 0)
            return true;
    return false;
}

/* ---- recipients ---- */

struct reading {
    const struct draft *draft;
    uint64_t *ids;
    size_t most, n;
};

/* As many as it takes at once: a condition's records come sorted anew each time they are asked for. */
static struct err *read_ids(struct req *rq, void *arg)
{
    struct reading *r = arg;
    size_t n;
    do {
        uint64_t after = r->n ? r->ids[r->n - 1] : 0;
        TRY(run_ids(rq->db, rq->arena, r->draft->row, after, 0, (unsigned)(r->most - r->n), r->ids + r->n, &n));
        r->n += n;
    } while (n && r->n < r->most);
    return NULL;
}

struct err *draft_ids(struct req *rq, const struct draft *draft, size_t most, struct ids *out, bool *complete)
{
    struct reading r = {draft, arena_array(rq->arena, most + 1, sizeof *r.ids), most + 1, 0};
    TRY(scratch_run(rq, read_ids, &r));
    *complete = r.n <= most;
    *out = (struct ids){r.ids, *complete ? r.n : most};
    return NULL;
}

static struct err *ids_to_count(struct req *rq, const struct draft *draft, struct ids *out, bool *complete)
{
    return draft_ids(rq, draft, (size_t)conf_int(rq->app->conf, "mail.count_cap"), out, complete);
}

static struct err *count(struct req *rq, const struct draft *draft, struct ids ids, struct recipients *out)
{
    struct rows *fields, *mails;
    const char *json = db_ids(rq->arena, ids.v, ids.n);
    bool contact = strcmp(draft->kind->list, "contact") == 0;
    uint64_t a = draft_uses(draft, mail_fields[0]), b = draft_uses(draft, mail_fields[1]),
             c = draft_uses(draft, mail_fields[2]);
    TRY(contact ? q_contact_fields(rq->db, json, a, b, c, &fields) : q_resume_fields(rq->db, json, a, b, c, &fields));
    TRY(contact ? q_contact_mails(rq->db, json, a, b, c, &mails) : q_resume_mails(rq->db, json, a, b, c, &mails));
    out->records = rows_u64(fields, 0, "_n");
    out->without = rows_u64(fields, 0, "_without");
    for (size_t i = 0; mail_fields[i]; i++)
        out->fields[i] = rows_u64(fields, 0, arena_printf(rq->arena, "_%s", mail_fields[i]));
    out->stopped = rows_u64(mails, 0, "_stopped");
    out->sum = rows_u64(mails, 0, "_sum");
    out->mails = rows_u64(mails, 0, "_once") - out->stopped;
    out->duplicate = rows_u64(mails, 0, "_all") - rows_u64(mails, 0, "_once");
    return NULL;
}

struct err *draft_recipients(struct req *rq, const struct draft *draft, struct recipients *out)
{
    struct ids ids;
    *out = (struct recipients){0};
    if (draft->kind->from)
        return matched_recipients(rq, draft, out);
    TRY(ids_to_count(rq, draft, &ids, &out->complete));
    return count(rq, draft, ids, out);
}

struct err *draft_recipients_known(struct req *rq, const struct draft *draft, struct recipients *out)
{
    struct ids ids;
    *out = (struct recipients){0};
    if (draft->kind->from)
        return matched_recipients(rq, draft, out);
    TRY(ids_to_count(rq, draft, &ids, &out->complete));
    return out->complete ? count(rq, draft, ids, out) : NULL;
}

/* What is left out is shown only when something is. */
static void show_left_out(struct req *rq, const char *name, uint64_t n)
{
    if (n)
        page_count(rq, name, (int64_t)n);
}

void recipients_show(struct req *rq, const struct draft *draft, const struct recipients *r)
{
    struct _hdf *list = page_node(rq, "Recipients");
    for (size_t i = 0; mail_fields[i]; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "field", mail_fields[i]);
        page_item_set(rq, item, "count", text_count(rq, (int64_t)r->fields[i]));
        if (draft_uses(draft, mail_fields[i]))
            page_item_set(rq, item, "on", "1");
    }
    page_count(rq, "Records", (int64_t)r->records);
    page_count(rq, "Mails", (int64_t)r->mails);
    show_left_out(rq, "LeftOut.without", r->without);
    show_left_out(rq, "LeftOut.duplicate", r->duplicate);
    show_left_out(rq, "LeftOut.stopped", r->stopped);
    page_set(rq, "Capped", r->complete ? "" : "1");
}

/* ---- texts ---- */

static void tag_fault(struct req *rq, const char *field, const struct tag_error *e)
{
    const char *line = arena_printf(rq->arena, "%zu", e->line);
    if (e->problem == TAG_UNKNOWN) {
        const char *what = e->suggestion ? page_textf(rq, "mailing.tag_near", e->name, e->suggestion)
                                         : page_textf(rq, "mailing.tag_none", e->name, NULL);
        form_error(rq, field, "tag_unknown", line, what);
    } else
        form_error(rq, field,
                   e->problem == TAG_OPEN    ? "tag_open"
                   : e->problem == TAG_EMPTY ? "tag_empty"
                                             : "tag_many",
                   line, NULL);
}

/* NULL after a form error with the place of what is wrong. */
static struct tag_text *parse(struct req *rq, const struct tag_def *tags, const char *field, const char *text)
{
    struct tag_error error;
    struct tag_text *parsed = tag_parse(rq->arena, text, tags, &error);
    if (!parsed)
        tag_fault(rq, field, &error);
    return parsed;
}

static bool is_block(const char *tag)
{
    return strcmp(tag, MAILKIND_SIGNATURE) == 0 || strcmp(tag, MAILKIND_DIGEST) == 0;
}

/* What has several lines has no place in a subject. */
static struct tag_text *parse_subject(struct req *rq, const struct tag_def *tags, const char *field, const char *text)
{
    struct tag_text *parsed = parse(rq, tags, field, text);
    bool is_tag;
    const char *piece;
    for (size_t i = 0; parsed && tag_piece(parsed, i, &is_tag, &piece); i++)
        if (is_tag && is_block(piece)) {
            form_error(rq, field, "tag_block", piece, NULL);
            return NULL;
        }
    return parsed;
}

/* {{ 署名 }} becomes the signature before anything else, or it goes to the end: the stored mail has it as text. So has
   it the list of JOBs; without JOBs its tag stays, and is an empty one. */
static const char *with_blocks(struct req *rq, const struct tag_text *text, const char *signature, const char *digest)
{
    struct buf buf = buf_on(rq->arena);
    bool is_tag, placed = false;
    const char *piece;
    for (size_t i = 0; tag_piece(text, i, &is_tag, &piece); i++) {
        bool here = is_tag && strcmp(piece, MAILKIND_SIGNATURE) == 0;
        placed |= here;
        if (here)
            buf_add(&buf, signature);
        else if (is_tag && *digest && strcmp(piece, MAILKIND_DIGEST) == 0)
            buf_add(&buf, digest);
        else
            buf_addf(&buf, is_tag ? "{{ %s }}" : "%s", piece);
    }
    if (!placed && *signature)
        buf_addf(&buf, "\n\n%s", signature);
    return buf.text ? buf.text : "";
}

static struct err *signature_of(struct req *rq, uint64_t id, const char **text)
{
    struct rows *rows;
    TRY(q_signature_find(rq->db, id, &rows));
    *text = rows->count ? rows_text(rows, 0, "_body") : "";
    return NULL;
}

void check_tags(struct req *rq, const struct mailkind *kind, const char *field, const char *text)
{
    parse(rq, kind->tags, field, text);
}

void check_subject(struct req *rq, const struct mailkind *kind, const char *field, const char *text)
{
    parse_subject(rq, kind->tags, field, text);
}

static bool has_tag(const struct tag_text *text, const char *tag)
{
    const char *piece;
    bool is_tag;
    for (size_t i = 0; tag_piece(text, i, &is_tag, &piece); i++)
        if (is_tag && strcmp(piece, tag) == 0)
            return true;
    return false;
}

struct err *draft_texts(struct req *rq, const struct draft *draft, const char *subject, const char *body,
                        uint64_t signature_id, struct draft_texts *out)
{
    const struct tag_def *tags = draft->kind->tags;
    const char *signature;
    *out = (struct draft_texts){.subject_source = subject};
    TRY(signature_of(rq, signature_id, &signature));
    out->subject = parse_subject(rq, tags, "subject", subject);
    struct tag_text *typed = parse(rq, tags, "body", body);
    if (!typed)
        return NULL;
    out->announces = has_tag(typed, MAILKIND_DIGEST);
    out->body_source = with_blocks(rq, typed, signature, draft->digest ? draft->digest : "");
    out->body = parse(rq, tags, "signature_id", out->body_source);
    if (out->subject && out->body)
        out->used = tag_used(out->subject) | tag_used(out->body);
    return NULL;
}

/* ---- one mail as it will be ---- */

struct fill {
    struct arena *arena;
    const struct draft *draft;
    const struct rows *records;
};

static const char *fill_value(void *arg, unsigned def)
{
    struct fill *f = arg;
    return mailkind_value(f->arena, f->draft->labels, &f->draft->kind->tags[def], f->records, 0, f->draft->common);
}

const char *draft_address(const struct draft *draft, const struct rows *records, size_t row)
{
    for (size_t i = 0; mail_fields[i]; i++)
        if (draft_uses(draft, mail_fields[i]) && *rows_text(records, row, mail_fields[i]))
            return rows_text(records, row, mail_fields[i]);
    return NULL;
}

/* The next record that has an address, at most a few hundred steps on. */
static struct err *next_record(struct req *rq, const struct draft *draft, uint64_t after, struct rows **records)
{
    uint64_t ids[100];
    size_t n;
    *records = NULL;
    for (int tries = 0; tries < 5; tries++) {
        TRY(run_ids(rq->db, rq->arena, draft->row, after, 0, 100, ids, &n));
        for (size_t i = 0; i < n; i++) {
            TRY(mailkind_records(rq->db, draft->kind, draft->row, db_ids(rq->arena, &ids[i], 1), records));
            if ((*records)->count && draft_address(draft, *records, 0))
                return NULL;
        }
        *records = NULL;
        if (!n)
            return NULL;
        after = ids[n - 1];
    }
    return NULL;
}

struct err *draft_first(struct req *rq, const struct draft *draft, struct rows **records)
{
    return next_record(rq, draft, 0, records);
}

static void fill_texts(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                       const struct rows *records, struct buf *subject, struct buf *body)
{
    struct fill fill = {rq->arena, draft, records};
    *subject = buf_on(rq->arena);
    *body = buf_on(rq->arena);
    tag_fill(texts->subject, fill_value, &fill, subject);
    tag_fill(texts->body, fill_value, &fill, body);
}

struct err *draft_fill_first(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                             const char **subject, const char **body)
{
    struct rows *records;
    struct buf s, b;
    TRY(draft_first(rq, draft, &records));
    if (!records)
        return ERR(rq->arena, ERR_CONFLICT, "run_nobody", "no record with an address");
    fill_texts(rq, draft, texts, records, &s, &b);
    *subject = s.text;
    *body = b.text;
    return NULL;
}

struct err *draft_preview(struct req *rq, const struct draft *draft, const struct draft_texts *texts, uint64_t after,
                          bool *found)
{
    struct rows *records;
    struct buf subject, body;
    TRY(next_record(rq, draft, after, &records));
    *found = records != NULL;
    if (!records)
        return NULL;
    fill_texts(rq, draft, texts, records, &subject, &body);
    page_set(rq, "Preview.subject", subject.text);
    page_set(rq, "Preview.body", body.text);
    page_set(rq, "Preview.name", rows_text(records, 0, "to_name"));
    page_set(rq, "Preview.addr", draft_address(draft, records, 0));
    page_set(rq, "Preview.id", rows_text(records, 0, "id"));
    return NULL;
}
