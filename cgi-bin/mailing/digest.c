/* 案内するJOB: the JOBs that a newsletter announces, and {{ JOB一覧 }}, the text made of them (S3-01). The text becomes
   part of the body when the mail is confirmed: so all get the same, whatever happens to a JOB later. */
#include "mailing.h"

#include "page/page.h"
#include "q_mailkind.h"
#include "record/selection.h"
#include "text/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What is said of a JOB beside its name, when it is known; the words are those of the tags. */
static const struct tag_def facts[] = {{"JOBID", "job_id"},
                                       {"企業名", "job_company"},
                                       {"職種", "job_occupation"},
                                       {"勤務地", "job_place"},
                                       {"雇用形態", "job_employment"},
                                       {"給与", "job_salary"},
                                       {"勤務時間", "job_hours"},
                                       {"必要スキル", "job_skills"},
                                       {"必要資格", "job_licences"},
                                       {NULL, NULL}};
static const struct tag_def name = {"JOB名", "job_name"};

/* Numbers in the order they were typed, each once: "12, 15、18". False: something else is among them. */
static bool read_ids(struct arena *arena, const char *typed, struct ids *out)
{
    const char *p = text_nfkc(arena, typed);
    uint64_t *ids = arena_array(arena, strlen(p) / 2 + 1, sizeof *ids);
    size_t n = 0;
    while (*p) {
        char *end = NULL;
        if (isspace((unsigned char)*p) || *p == ',') {
            p++;
        } else if (strncmp(p, "、", strlen("、")) == 0) {
            p += strlen("、");
        } else if (!isdigit((unsigned char)*p) || strspn(p, "0123456789") > 18) {
            return false;
        } else {
            uint64_t id = strtoull(p, &end, 10);
            p = end;
            if (!ids_among((struct ids){ids, n}, id))
                ids[n++] = id;
        }
    }
    *out = (struct ids){ids, n};
    return true;
}

/* The row of a JOB, rows->count: it is not among the open ones of the organisation. */
static size_t row_of(const struct rows *rows, uint64_t id)
{
    size_t i = 0;
    while (i < rows->count && rows_u64(rows, i, "job_id") != id)
        i++;
    return i;
}

static struct err *open_jobs(struct req *rq, struct ids ids, struct rows **rows)
{
    return q_mailkind_jobs(rq->db, db_ids(rq->arena, ids.v, ids.n), rows);
}

static const char *not_open(struct req *rq, struct ids ids, const struct rows *rows)
{
    struct buf gone = buf_on(rq->arena);
    for (size_t i = 0; i < ids.n; i++)
        if (row_of(rows, ids.v[i]) == rows->count)
            buf_addf(&gone, "%s%" PRIu64, gone.len ? ", " : "", ids.v[i]);
    return gone.text ? gone.text : "";
}

struct err *digest_check(struct req *rq, const char *field, const char *typed, const char **job_ids)
{
    struct rows *rows;
    struct ids ids;
    *job_ids = NULL;
    if (!read_ids(rq->arena, typed, &ids)) {
        form_error(rq, field, "digest_form", NULL, NULL);
        return NULL;
    }
    if (ids.n > DIGEST_MAX) {
        form_error(rq, field, "too_many", text_count(rq, DIGEST_MAX), text_count(rq, (int64_t)ids.n));
        return NULL;
    }
    TRY(open_jobs(rq, ids, &rows));
    const char *gone = not_open(rq, ids, rows);
    if (*gone)
        form_error(rq, field, "digest_gone", gone, NULL);
    else
        *job_ids = ids.n ? ids_text(rq->arena, ids) : "";
    return NULL;
}

struct err *digest_add_ticked(struct req *rq, const char *typed, uint64_t selection, uint64_t version, const char **out)
{
    struct selection ticked;
    TRY(selection_same(rq, "job", selection, version, "job_ids", &ticked));
    *out = ticked.checked.n
               ? arena_printf(rq->arena, "%s%s%s", typed, *typed ? "," : "", ids_text(rq->arena, ticked.checked))
               : typed;
    return NULL;
}

/* Bytes of a brace as it is or in full width; 0: none. */
static size_t brace_at(const char *text)
{
    static const char *const braces[] = {"{", "｛"};
    for (size_t i = 0; i < sizeof braces / sizeof *braces; i++)
        if (strncmp(text, braces[i], strlen(braces[i])) == 0)
            return strlen(braces[i]);
    return 0;
}

/* A JOB's text is no template: braces that would begin a tag are drawn apart. */
static void add_plain(struct buf *out, const char *text)
{
    for (size_t len; *text; text += len) {
        size_t brace = brace_at(text);
        len = brace ? brace : 1;
        buf_addn(out, text, len);
        if (brace && brace_at(text + len))
            buf_addc(out, ' ');
    }
}

static bool is_said(const struct draft *draft, const struct tag_def *fact)
{
    return strcmp(fact->key, "job_company") != 0 || rows_u64(draft->row, 0, "job_company");
}

static void add_job(struct req *rq, const struct draft *draft, const struct rows *rows, size_t row, struct buf *out)
{
    buf_add(out, out->len ? "\n\n■ " : "■ ");
    add_plain(out, mailkind_value(rq->arena, draft->labels, &name, rows, row, draft->common));
    for (const struct tag_def *fact = facts; fact->name; fact++) {
        const char *value = mailkind_value(rq->arena, draft->labels, fact, rows, row, draft->common);
        if (!*value || !is_said(draft, fact))
            continue;
        buf_addf(out, "\n%s: ", fact->name);
        add_plain(out, value);
    }
}

struct err *digest_text(struct req *rq, const struct draft *draft, const char *job_ids, const char **text)
{
    struct buf out = buf_on(rq->arena);
    struct rows *rows;
    struct ids ids;
    *text = "";
    if (!*job_ids || !mailkind_has_digest(draft->kind) || !read_ids(rq->arena, job_ids, &ids))
        return NULL;
    TRY(open_jobs(rq, ids, &rows));
    for (size_t i = 0; i < ids.n; i++) {
        size_t row = row_of(rows, ids.v[i]);
        if (row < rows->count)
            add_job(rq, draft, rows, row, &out);
    }
    *text = out.text ? out.text : "";
    return NULL;
}

struct err *digest_show(struct req *rq, const struct draft *draft)
{
    struct selection ticked;
    struct rows *rows;
    struct ids ids;
    if (!mailkind_has_digest(draft->kind))
        return NULL;
    page_set(rq, "Kind.digest", "1");
    TRY(selection_latest(rq->db, "job", &ticked));
    if (ticked.checked.n) {
        page_count(rq, "Digest_ticked", (int64_t)ticked.checked.n);
        page_num(rq, "Digest_selection.id", (int64_t)ticked.id);
        page_num(rq, "Digest_selection.version", (int64_t)ticked.version);
    }
    if (!*draft_text(draft, "job_ids") || !read_ids(rq->arena, draft_text(draft, "job_ids"), &ids))
        return NULL;
    TRY(open_jobs(rq, ids, &rows));
    struct _hdf *list = page_node(rq, "Digest");
    for (size_t i = 0; i < ids.n; i++) {
        size_t row = row_of(rows, ids.v[i]);
        if (row == rows->count)
            continue;
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "id", rows_text(rows, row, "job_id"));
        page_item_set(rq, item, "name", rows_text(rows, row, "job_name"));
        page_item_set(rq, item, "company", rows_text(rows, row, "job_company"));
    }
    page_count(rq, "Digest_count", (int64_t)ids.n);
    return NULL;
}
