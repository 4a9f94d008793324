/* What a draft says: its texts with their tags, signature and list of JOBs, and one mail as it will be. */
#include "mailing.h"

#include "model/mail/run_ids.h"
#include "page/page.h"
#include "q_mailing.h"

#include <string.h>

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
    *out = (struct draft_texts){.subject_source = subject, .digest = ""};
    TRY(signature_of(rq, signature_id, &signature));
    if (draft->job_ids)
        TRY(digest_text(rq, draft, draft->job_ids, &out->digest));
    out->subject = parse_subject(rq, tags, "subject", subject);
    struct tag_text *typed = parse(rq, tags, "body", body);
    if (!typed)
        return NULL;
    out->announces = has_tag(typed, MAILKIND_DIGEST);
    out->body_source = with_blocks(rq, typed, signature, out->digest);
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
