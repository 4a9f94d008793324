/* S3-30, S3-31: a bounce is shown with its mail and in the record's 履歴; one hard one or several soft ones end the
   mails to an address. */
#include "mailin.h"

#include "mail/outbox.h"
#include "model/mail/ledger.h"
#include "text/text.h"

enum { SHOWN = 120 };

static const char *shown(struct mailin *m, struct arena *arena, const struct target *t, const struct report *r)
{
    const char *key = arena_printf(arena, "kind.%s", bounce_kind_name(r->bounce.kind));
    const char *kind = words_text(m->words, arena, t->lang, key, NULL, NULL), *said = r->diagnostic;
    const char *what = *r->bounce.status ? arena_printf(arena, "%s %s", r->bounce.status, kind) : kind;
    return *said ? words_text(m->words, arena, t->lang, "bounce", what, said) : what;
}

struct err *bounce_store(struct mailin *m, const struct message *msg, const struct target *t, const struct report *r,
                         const char **outcome)
{
    struct arena *arena = db_arena(m->db);
    const struct refusal refusal = {.outbox_id = t->outbox_id,
                                    .digest = msg->digest,
                                    .addr = t->to_addr,
                                    .kind = bounce_kind_name(r->bounce.kind),
                                    .status = r->bounce.status,
                                    .hard = r->bounce.hard,
                                    .said = r->diagnostic,
                                    .noun = t->noun,
                                    .noun_id = t->noun_id,
                                    .text = shown(m, arena, t, r),
                                    .hard_text = words_text(m->words, arena, t->lang, "ledger.hard", NULL, NULL),
                                    .soft_text = words_text(m->words, arena, t->lang, "ledger.soft", NULL, NULL),
                                    .soft_bounces = m->soft_bounces,
                                    .soft_days = m->soft_days};
    bool fresh;
    TRY(ledger_note(m->db, &refusal, &fresh));
    *outcome = fresh ? refusal.kind : "again";
    if (!fresh || r->kind == REPORT_DELAYED)
        return NULL;
    TRY(outbox_bounced(m->db, t->outbox_id, text_cut(arena, refusal.text, SHOWN), r->bounce.hard));
    return ledger_judge(m->db, &refusal);
}
