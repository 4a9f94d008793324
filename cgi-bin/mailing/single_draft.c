/* A single mail with files (S3-20): a run of one mail that 一括処理 does not list, so that its files, their password,
   the links and the counts of downloads are what they are of bulk mails. Its row of the outbox is written when it is
   confirmed, in its run: the mailer makes the ZIP or begins the days of the link first, then opens the run's lane. */
#include "mailing.h"

#include "mail/outbox.h"
#include "model/mail/run.h"
#include "q_mailing.h"

#include <inttypes.h>
#include <string.h>

static const char *ids_of(struct req *rq, uint64_t record_id)
{
    return arena_printf(rq->arena, "%" PRIu64, record_id);
}

struct err *single_draft_open(struct req *rq, struct draft *draft, uint64_t record_id, uint64_t id, bool hold,
                              bool *gone)
{
    struct rows *held;
    if (hold)
        TRY(q_run_draft_lock(rq->db, id, &held));
    TRY(q_single_draft(rq->db, id, draft->kind->list, ids_of(rq, record_id), &draft->row));
    bool open = draft->row->count && strcmp(rows_text(draft->row, 0, "_state"), "draft") == 0;
    *gone = draft->row->count && !open;
    draft->id = open ? id : 0;
    return NULL;
}

struct err *single_draft_begin(struct req *rq, struct draft *draft, uint64_t record_id)
{
    return q_single_draft_new(rq->db, draft->kind->list, ids_of(rq, record_id), &draft->id);
}

struct err *single_draft_send(struct req *rq, const struct draft *draft, const struct outbox_single *mail,
                              uint64_t *outbox_id)
{
    struct outbox_single row = *mail;
    size_t count;
    TRY(files_count(rq, draft->id, &count));
    if (!count) {
        TRY(files_discard(rq, draft->id));
        TRY(q_run_draft_delete(rq->db, draft->id));
        return outbox_single(rq, mail, outbox_id);
    }
    row.run_id = draft->id;
    TRY(run_change(rq->db, draft->id, RUN_CONFIRM));
    return outbox_put(rq->db, &row, "ja", outbox_id); /* what the mailer adds for the link speaks as the mail does */
}
