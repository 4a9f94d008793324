/* A draft: its row, what its pages show of it, its records. Who gets it is in recipients.c, what it says in texts.c. */
#include "mailing.h"

#include "http/scratch.h"
#include "model/mail/run_ids.h"
#include "page/page.h"
#include "q_mailing.h"

#include <inttypes.h>
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
        return ERR(rq->arena, ERR_MISSING, "missing", "run %" PRIu64 " is a single mail", draft->id);
    if (strcmp(draft_text(draft, "_state"), "draft") != 0)
        return ERR(rq->arena, ERR_CONFLICT, "run_started", "run %" PRIu64 " is no draft", draft->id);
    draft->kind = mailkind_find(draft_text(draft, "_kind"));
    if (!draft->kind)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "mail kind %s", draft_text(draft, "_kind"));
    TRY(mailkind_labels(rq->arena, conf_text(rq->app->conf, "paths.templates"), "ja", &labels));
    draft->labels = labels;
    TRY(mailkind_common(rq->db, rq->session.account_id, rows_u64(draft->row, 0, "_job_id"), &draft->common));
    draft->job_ids = draft_text(draft, "job_ids");
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

const char *draft_address(const struct draft *draft, const struct rows *records, size_t row)
{
    for (size_t i = 0; mail_fields[i]; i++)
        if (draft_uses(draft, mail_fields[i]) && *rows_text(records, row, mail_fields[i]))
            return rows_text(records, row, mail_fields[i]);
    return NULL;
}

/* ---- ids ---- */

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
