/* Bulk mails that were begun and left go with their files after keep.drafts_days. The bytes follow by blobs.c. */
#include "scheduler.h"

#include "q_scheduler.h"

static struct err *remove_drafts(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    struct rows *old;
    TRY(q_drafts_old(s->db, scheduler_conf(s, "keep.drafts_days"), s->step, &old));
    struct q_draft_files_row *files = arena_array(s->arena, old->count, sizeof *files);
    struct q_draft_ways_row *ways = arena_array(s->arena, old->count, sizeof *ways);
    struct q_draft_delete_row *drafts = arena_array(s->arena, old->count, sizeof *drafts);
    for (size_t i = 0; i < old->count; i++) {
        uint64_t id = rows_u64(old, i, "id");
        files[i] = (struct q_draft_files_row){rows_u64(old, i, "org_id"), id};
        ways[i] = (struct q_draft_ways_row){id};
        drafts[i] = (struct q_draft_delete_row){id};
    }
    done->rows = old->count;
    done->more = old->count == s->step;
    TRY(q_draft_files(s->db, files, old->count, NULL));
    TRY(q_draft_ways(s->db, ways, old->count, NULL));
    return q_draft_delete(s->db, drafts, old->count, NULL);
}

struct err *drafts_step(struct scheduler *s, struct done *done)
{
    return scheduler_transaction(s, remove_drafts, done);
}
