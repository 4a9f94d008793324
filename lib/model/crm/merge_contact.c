/* What hangs on a 企業担当者 alone: the JOBs that name her. */
#include "model/crm/merge.h"

#include "q_duplicate.h"

static struct err *aside(struct db *db, uint64_t gone)
{
    return q_merge_aside_contact(db, gone);
}

static struct err *back(struct db *db, uint64_t merge_id, uint64_t gone)
{
    return q_merge_back_contact(db, merge_id);
}

static struct err *move(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    uint64_t n;
    TRY(q_merge_take_jobs(db, merge_id, gone, MERGE_MOST + 1, &n));
    TRY(merge_few(db, n));
    return q_merge_move_jobs(db, merge_id, gone, kept, NULL);
}

static struct err *move_back(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone)
{
    return q_merge_move_jobs(db, merge_id, kept, gone, NULL);
}

const struct merge_noun merge_contact = {
    .name = "contact",
    .others = "",
    .kinds = {"contact", "", ""},
    .aside = aside,
    .back = back,
    .move = move,
    .move_back = move_back,
};
