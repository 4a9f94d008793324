/* The server that we talk to may say at once what others report later: that there is no such user or host (S3-30). Then
   the address goes the way of a bounce (lib/model/mail/ledger.h), in the transaction that records the refusal. Only the
   exact codes count, and not when a word or another code speaks against it (lib/model/mail/bounce.h): a relay that does
   not like us, or is asked too often, would empty the whole address book. */
#include "mailer.h"

#include "base/crypto.h"
#include "model/mail/ledger.h"
#include "model/mail/mailkind.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* RFC 3463 and RFC 7505: bad mailbox, bad system, null MX. */
static bool is_about_address(const struct bounce *b, const char *said)
{
    static const char *const codes[] = {"5.1.1", "5.1.2", "5.1.10"};
    if (!b->hard || strcasestr(said, "sender"))
        return false;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(b->status, codes[i]) == 0)
            return true;
    return false;
}

static const char *word(const struct mailkind_labels *labels, struct arena *arena, const char *group, const char *name)
{
    return mailkind_text(labels, arena, arena_printf(arena, "mailin.%s.%s", group, name));
}

static struct err *take(struct mailer *m, const struct rows *held, size_t row, const struct outcome *o,
                        const struct bounce *b)
{
    struct arena *arena = db_arena(m->db);
    const struct mailkind_labels *labels;
    unsigned char digest[32];
    bool fresh;
    const char *kind = bounce_kind_name(b->kind);
    const char *once = arena_printf(arena, "refused:%" PRIu64 ":%u", o->id, o->attempt);
    TRY(mailer_labels(m, "ja", &labels));
    crypto_sha256(once, strlen(once), digest);
    const struct refusal refusal = {.outbox_id = o->id,
                                    .digest = digest,
                                    .addr = rows_text(held, row, "to_addr"),
                                    .kind = kind,
                                    .status = b->status,
                                    .hard = b->hard,
                                    .said = o->result.text,
                                    .noun = rows_text(held, row, "noun"),
                                    .noun_id = rows_u64(held, row, "noun_id"),
                                    .text =
                                        arena_printf(arena, "%s %s: %u %s", b->status,
                                                     word(labels, arena, "kind", kind), o->result.code, o->result.text),
                                    .hard_text = word(labels, arena, "ledger", "hard"),
                                    .soft_text = word(labels, arena, "ledger", "soft"),
                                    .soft_bounces = (uint64_t)conf_int(m->app->conf, "mailin.soft_bounces"),
                                    .soft_days = (uint64_t)conf_int(m->app->conf, "mailin.soft_days")};
    TRY(ledger_note(m->db, &refusal, &fresh));
    return fresh ? ledger_judge(m->db, &refusal) : NULL;
}

struct err *refused_note(struct mailer *m, const struct rows *held, size_t row, const struct outcome *o)
{
    struct bounce b;
    if (o->result.kind != RESULT_PERM || o->result.code < 500 || !rows_u64(held, row, "run_id"))
        return NULL;
    bounce_classify("", o->result.text, &b);
    if (!is_about_address(&b, o->result.text))
        return NULL;
    db_context(m->db, rows_u64(held, row, "org_id"), 0, m->now);
    struct err *err = take(m, held, row, o, &b);
    db_context(m->db, 0, 0, m->now);
    return err;
}
