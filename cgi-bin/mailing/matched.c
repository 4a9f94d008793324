/* Drafts that began at a matching list: who gets how many mails, and what becomes of the 選考プロセス (S3-10 to S3-13,
   S3-23, S3-25). Such a list has a few hundred rows at most, so they are looked at one by one. */
#include "mailing.h"

#include "base/ids.h"
#include "model/codes/codes.h"
#include "model/mail/run_ids.h"
#include "page/page.h"
#include "q_mailing.h"
#include "q_match.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { FIELDS = 3 };

static struct err *all_records(struct req *rq, const struct draft *draft, struct rows **records)
{
    size_t n, most = (size_t)conf_int(rq->app->conf, "list.max_checked");
    uint64_t *ids = arena_array(rq->arena, most, sizeof *ids);
    TRY(run_ids(rq->db, rq->arena, draft->row, 0, 0, (unsigned)most, ids, &n));
    return mailkind_records(rq->db, draft->kind, draft->row, db_ids(rq->arena, ids, n), records);
}

/* ---- recipients ---- */

/* A mail that would be made: what makes it one, and its address. */
struct copy {
    const char *once, *addr;
};

static int by_once(const void *a, const void *b)
{
    return strcmp(((const struct copy *)a)->once, ((const struct copy *)b)->once);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Addresses of the recipients that are in the do-not-contact ledger, in order. */
static struct err *stopped_addresses(struct req *rq, const struct draft *draft, const struct rows *records,
                                     const char ***list, size_t *n)
{
    uint64_t *ids = arena_array(rq->arena, records->count, sizeof *ids);
    struct rows *rows;
    for (size_t i = 0; i < records->count; i++)
        ids[i] = rows_u64(records, i, "to_id");
    struct ids once = ids_sorted(rq->arena, (struct ids){ids, records->count});
    const char *json = db_ids(rq->arena, once.v, once.n);
    bool contact = strcmp(draft->kind->list, "contact") == 0;
    TRY(contact ? q_contact_stopped(rq->db, json, &rows) : q_resume_stopped(rq->db, json, &rows));
    *list = arena_array(rq->arena, rows->count, sizeof **list);
    *n = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*list)[i] = rows_text(rows, i, "_addr");
    qsort(*list, *n, sizeof **list, by_text);
    return NULL;
}

static size_t copies_of(struct req *rq, const struct draft *draft, const struct rows *records, size_t row,
                        struct copy *copies, struct recipients *out)
{
    size_t n = 0;
    for (size_t f = 0; f < FIELDS; f++) {
        const char *addr = rows_text(records, row, mail_fields[f]);
        if (!*addr)
            continue;
        out->fields[f]++;
        if (!draft_uses(draft, mail_fields[f]))
            continue;
        copies[n] = (struct copy){mailkind_once(rq->arena, draft->kind, rows_u64(records, row, "id"), addr), addr};
        out->sum += crc32(0, (const unsigned char *)copies[n].once, (unsigned)strlen(copies[n].once));
        n++;
    }
    return n;
}

struct err *matched_recipients(struct req *rq, const struct draft *draft, struct recipients *out)
{
    struct rows *records;
    const char **stopped;
    size_t n = 0, nstopped;
    *out = (struct recipients){.complete = true};
    TRY(all_records(rq, draft, &records));
    TRY(stopped_addresses(rq, draft, records, &stopped, &nstopped));
    struct copy *copies = arena_array(rq->arena, records->count * FIELDS, sizeof *copies);
    out->records = records->count;
    for (size_t i = 0; i < records->count; i++) {
        size_t more = copies_of(rq, draft, records, i, copies + n, out);
        out->without += !more;
        n += more;
    }
    qsort(copies, n, sizeof *copies, by_once);
    for (size_t i = 0; i < n; i++) {
        if (i && strcmp(copies[i].once, copies[i - 1].once) == 0)
            out->duplicate++;
        else if (bsearch(&copies[i].addr, stopped, nstopped, sizeof *stopped, by_text))
            out->stopped++;
        else
            out->mails++;
    }
    return NULL;
}

struct err *matched_origin(struct req *rq, const struct draft *draft)
{
    uint64_t job_id = rows_u64(draft->row, 0, "_job_id"), resume_id = rows_u64(draft->row, 0, "_resume_id");
    struct rows *rows;
    if (!draft->kind->from)
        return NULL;
    TRY(job_id ? q_match_job(rq->db, job_id, &rows) : q_match_resume(rq->db, resume_id, &rows));
    page_set(rq, "Origin.noun", draft->kind->from);
    page_set(rq, "Origin.id", rows_text(rows, 0, "id"));
    page_set(rq, "Origin.name", rows_text(rows, 0, "name"));
    return NULL;
}

/* ---- phases ---- */

bool check_phase(struct req *rq, const struct mailkind *kind, const char *phase)
{
    bool ok = !*phase || kind->from;
    if (!ok)
        form_error(rq, "phase", "phase_no_pair", NULL, NULL);
    return ok;
}

const char *phase_label(struct req *rq, const char *phase)
{
    static const struct field field = {.kind = FIELD_ENUM, .name = "phase", .names = codes_phase, .label = "phase"};
    return *phase ? form_choice_label(rq, &field, phase) : "";
}

/* Has the record an address among the chosen fields that may be written to? */
static bool reached(const struct draft *draft, const struct rows *records, size_t row, const char **stopped,
                    size_t nstopped)
{
    for (size_t f = 0; f < FIELDS; f++) {
        const char *addr = rows_text(records, row, mail_fields[f]);
        if (*addr && draft_uses(draft, mail_fields[f]) && !bsearch(&addr, stopped, nstopped, sizeof *stopped, by_text))
            return true;
    }
    return false;
}

/* The rows of the matching list that a mail will be about. */
static struct err *mailed_rows(struct req *rq, const struct draft *draft, struct ids *out)
{
    struct rows *records;
    const char **stopped;
    size_t nstopped = 0;
    *out = (struct ids){NULL, 0};
    TRY(all_records(rq, draft, &records));
    TRY(stopped_addresses(rq, draft, records, &stopped, &nstopped));
    for (size_t i = 0; i < records->count; i++)
        if (reached(draft, records, i, stopped, nstopped))
            *out = ids_with(rq->arena, *out, ids_read(rq->arena, rows_text(records, i, "about")));
    return NULL;
}

struct err *matched_phases(struct req *rq, const struct draft *draft)
{
    const char *phase = draft_text(draft, "phase");
    uint64_t job_id = rows_u64(draft->row, 0, "_job_id"), resume_id = rows_u64(draft->row, 0, "_resume_id");
    struct rows *rows;
    struct ids about;
    if (!*phase || !draft->kind->from)
        return NULL;
    TRY(mailed_rows(rq, draft, &about));
    const char *many = db_ids(rq->arena, about.v, about.n);
    const char *one = db_ids(rq->arena, job_id ? &job_id : &resume_id, 1);
    TRY(q_phase_counts(rq->db, job_id ? many : one, job_id ? one : many, phase, &rows));
    uint64_t there = rows_u64(rows, 0, "_there"), other = rows_u64(rows, 0, "_other");
    page_set(rq, "Phase.label", phase_label(rq, phase));
    page_count(rq, "Phase.created", (int64_t)(about.n - there - other));
    page_count(rq, "Phase.moved", (int64_t)other);
    page_count(rq, "Phase.kept", (int64_t)there);
    return NULL;
}
