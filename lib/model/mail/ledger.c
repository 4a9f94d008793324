#include "model/mail/ledger.h"

#include "base/arena.h"
#include "db/db.h"
#include "q_ledger.h"
#include "record/history.h"
#include "text/text.h"

#include <string.h>

enum { NOTE = 200 }; /* dnc.note */

struct err *ledger_add(struct db *db, const char *addr, const char *reason, const char *note, uint64_t outbox_id,
                       bool *added)
{
    uint64_t n;
    TRY(q_ledger_add(db, addr, reason, note, outbox_id, &n));
    *added = n > 0;
    return NULL;
}

struct err *ledger_note(struct db *db, const struct refusal *r, bool *fresh)
{
    uint64_t n;
    TRY(q_ledger_bounce(db,
                        &(struct q_ledger_bounce_args){.outbox_id = r->outbox_id,
                                                       .digest = r->digest,
                                                       .addr = r->addr,
                                                       .kind = r->kind,
                                                       .hard = r->hard,
                                                       .status = r->status,
                                                       .diagnostic = r->said},
                        &n));
    *fresh = n > 0;
    return NULL;
}

static struct err *is_final(struct db *db, const struct refusal *r, const char **reason)
{
    struct rows *row;
    *reason = r->hard ? "hard" : NULL;
    if (*reason)
        return NULL;
    TRY(q_ledger_soft(db, r->addr, r->soft_days, &row));
    *reason = rows_u64(row, 0, "n") >= r->soft_bounces ? "soft" : NULL;
    return NULL;
}

static struct err *stop(struct db *db, const struct refusal *r, const char *reason, bool *added)
{
    TRY(ledger_add(db, r->addr, reason, text_cut(db_arena(db), r->text, NOTE), r->outbox_id, added));
    TRY(q_ledger_spend(db, r->addr, NULL));
    TRY(q_ledger_flag_resumes(db, r->addr, NULL));
    return q_ledger_flag_contacts(db, r->addr, NULL);
}

static struct err *tell(struct db *db, const struct refusal *r, const char *more)
{
    const char *body = arena_printf(db_arena(db), "%s\n%s%s%s", r->addr, r->text, *more ? "\n" : "", more);
    if (strcmp(r->noun, "resume") != 0 && strcmp(r->noun, "contact") != 0)
        return NULL;
    return history_add(db, r->noun, r->noun_id, "bounce", body);
}

struct err *ledger_judge(struct db *db, const struct refusal *r)
{
    const char *reason;
    bool listed = false;
    TRY(is_final(db, r, &reason));
    if (reason)
        TRY(stop(db, r, reason, &listed));
    return tell(db, r, !listed ? "" : strcmp(reason, "hard") == 0 ? r->hard_text : r->soft_text);
}
