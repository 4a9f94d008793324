#include "mail/outbox.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "q_outbox.h"
#include "q_run.h"

#include <stdarg.h>
#include <string.h>

static struct err *insert(struct db *db, uint64_t org_id, const struct outbox_single *mail, const char *lang,
                          uint64_t *outbox_id)
{
    uint64_t mail_id;
    TRY(q_outbox_mail(db,
                      &(struct q_outbox_mail_args){.org_id = org_id,
                                                   .kind = mail->kind,
                                                   .bulk = mail->bulk,
                                                   .from_name = mail->from_name,
                                                   .from_addr = mail->from_addr,
                                                   .reply_to = mail->reply_to,
                                                   .subject = mail->subject,
                                                   .body = mail->body,
                                                   .lang = strcmp(lang, "en") ? "ja" : "en",
                                                   .shared = mail->shared,
                                                   .test_of = mail->test_of},
                      &mail_id));
    TRY(q_outbox_row(db,
                     &(struct q_outbox_row_args){.org_id = org_id,
                                                 .run_id = mail->run_id,
                                                 .mail_id = mail_id,
                                                 .noun = mail->noun,
                                                 .noun_id = mail->noun_id,
                                                 .to_addr = mail->to_addr,
                                                 .to_name = mail->to_name},
                     outbox_id));
    return mail->run_id ? q_outbox_count_single(db, mail->run_id, mail_id, mail->noun_id, mail->subject) : NULL;
}

struct err *outbox_tell(struct db *db, const struct conf *conf, const struct outbox_notice *notice)
{
    struct rows *owner;
    struct mailtext text;
    struct arena *arena = db_arena(db);
    TRY(mailtext_make(arena, conf_text(conf, "paths.templates"), notice->name, notice->lang, notice->vars, &text));
    struct outbox_single mail = {.kind = "notice",
                                 .from_name = conf_text(conf, "mail.from_name"),
                                 .from_addr = conf_text(conf, "mail.from_address"),
                                 .reply_to = "",
                                 .to_addr = notice->to_addr,
                                 .to_name = notice->to_name,
                                 .noun = "account",
                                 .noun_id = notice->account_id,
                                 .subject = text.subject,
                                 .body = text.body};
    TRY(q_outbox_owner(db, notice->account_id, &owner));
    return insert(db, rows_u64(owner, 0, "org_id"), &mail, notice->lang, &(uint64_t){0});
}

struct err *outbox_notice(struct req *rq, const char *name, const char *lang, uint64_t account_id, const char *to_addr,
                          const char *to_name, ...)
{
    struct outbox_notice notice = {.name = name,
                                   .lang = *lang ? lang : rq->lang,
                                   .account_id = account_id,
                                   .to_addr = to_addr,
                                   .to_name = to_name ? to_name : ""};
    va_list args;
    va_start(args, to_name);
    for (size_t n = 0; n < MAILTEXT_VARS && (notice.vars[n].key = va_arg(args, const char *)); n++)
        notice.vars[n].value = va_arg(args, const char *);
    va_end(args);
    return outbox_tell(rq->db, rq->app->conf, &notice);
}

struct err *outbox_single(struct req *rq, const struct outbox_single *mail, uint64_t *outbox_id)
{
    return insert(rq->db, db_org(rq->db), mail, rq->lang, outbox_id);
}

struct err *outbox_put(struct db *db, const struct outbox_single *mail, const char *lang, uint64_t *outbox_id)
{
    return insert(db, db_org(db), mail, lang, outbox_id);
}

struct err *outbox_bounced(struct db *db, uint64_t outbox_id, const char *text, bool hard)
{
    struct rows *row;
    uint64_t first;
    TRY(q_outbox_run_of(db, outbox_id, &row));
    uint64_t run_id = rows_u64(row, 0, "run_id");
    if (run_id)
        TRY(q_run_state_hold(db, run_id, &row)); /* the run is locked before its rows, as everywhere */
    TRY(q_outbox_bounced_first(db, outbox_id, text, &first));
    if (first)
        return run_id ? q_outbox_count_bounced(db, run_id) : NULL;
    return hard ? q_outbox_bounced_again(db, outbox_id, text, NULL) : NULL;
}

struct err *outbox_stop_run(struct db *db, uint64_t run_id, uint64_t *moved)
{
    uint64_t ready = 0, deferred = 0;
    TRY(q_outbox_stop(db, run_id, "ready", OUTBOX_STEP, &ready));
    if (ready < OUTBOX_STEP)
        TRY(q_outbox_stop(db, run_id, "deferred", OUTBOX_STEP - ready, &deferred));
    *moved = ready + deferred;
    return *moved ? q_outbox_count_stopped(db, run_id, ready, deferred) : NULL;
}

struct err *outbox_again(struct db *db, uint64_t run_id, uint64_t *moved)
{
    TRY(q_outbox_again(db, run_id, OUTBOX_STEP, moved));
    return *moved ? q_outbox_count_again(db, run_id, *moved) : NULL;
}

struct err *outbox_take(struct db *db, uint64_t merge_id, const char *noun, uint64_t noun_id, uint64_t most,
                        uint64_t *taken)
{
    return q_outbox_take(db, merge_id, noun, noun_id, most, taken);
}

struct err *outbox_move(struct db *db, uint64_t merge_id, const char *noun, uint64_t from_id, uint64_t to_id)
{
    return q_outbox_move(db, merge_id, noun, from_id, to_id, NULL);
}

static struct err *write_decided(struct db *db, const struct rows *rows, bool again)
{
    struct q_outbox_doubt_sent_row *sent = arena_array(db_arena(db), rows->count, sizeof *sent);
    struct q_outbox_doubt_again_row *ready = arena_array(db_arena(db), rows->count, sizeof *ready);
    for (size_t i = 0; i < rows->count; i++) {
        sent[i].id = rows_u64(rows, i, "id");
        ready[i].id = rows_u64(rows, i, "id");
    }
    return again ? q_outbox_doubt_again(db, ready, rows->count, NULL)
                 : q_outbox_doubt_sent(db, sent, rows->count, NULL);
}

struct err *outbox_decide(struct db *db, uint64_t run_id, uint64_t outbox_id, bool again, struct rows **rows)
{
    TRY(q_outbox_doubts(db, run_id, outbox_id ? &outbox_id : NULL, OUTBOX_STEP, rows));
    if (!(*rows)->count)
        return NULL;
    TRY(write_decided(db, *rows, again));
    return q_outbox_count_decided(db, run_id, again ? 0 : (*rows)->count, again ? (*rows)->count : 0);
}
