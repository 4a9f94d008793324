/* Who a mail is from, who gets the answers, and the signature under it. */
#include "mailing.h"

#include "page/page.h"
#include "q_mailing.h"

#include <inttypes.h>
#include <string.h>

static bool has_value(const struct rows *rows, const char *value)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "value"), value) == 0)
            return true;
    return false;
}

/* Sender: one of the account's own addresses; answers go to an account of the organisation only (S3-34). */
struct err *check_sender(struct req *rq, const char *from_addr, const char *reply_to, bool *from_ok, bool *reply_ok)
{
    struct rows *rows;
    TRY(q_sender_addresses(rq->db, &rows));
    *from_ok = has_value(rows, from_addr);
    TRY(q_reply_addresses(rq->db, &rows));
    *reply_ok = !*reply_to || has_value(rows, reply_to);
    return NULL;
}

/* A select without what was chosen would show, and save, something else without a word: another sender, answers to
   oneself, no signature. It is refused when it is sent again, so that somebody chooses. */
static struct err *choices(struct req *rq, const char *field, const struct rows *rows, const char *now,
                           const char *name)
{
    TRY(form_options(rq, field, rows));
    if (*now && !has_value(rows, now))
        form_option(rq, field, now, page_textf(rq, "mailing.compose.gone", name, NULL));
    return NULL;
}

struct err *sender_choices(struct req *rq, const char *from_addr, const char *reply_to, uint64_t signature_id)
{
    struct rows *rows;
    const char *signature = signature_id ? arena_printf(rq->arena, "%" PRIu64, signature_id) : "";
    TRY(q_sender_addresses(rq->db, &rows));
    TRY(choices(rq, "from_addr", rows, from_addr, from_addr));
    TRY(q_reply_addresses(rq->db, &rows));
    TRY(choices(rq, "reply_to", rows, reply_to, reply_to));
    TRY(q_signature_options(rq->db, &rows));
    return choices(rq, "signature_id", rows, signature, page_text(rq, "mailing.compose.signature_gone"));
}
