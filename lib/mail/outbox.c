#include "mail/outbox.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "q_outbox.h"
#include "q_run.h"
#include "text/tag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NOTICE_MAX = 64 * 1024, VARS_MAX = 32 };

/* The template's text: a shipped file of ours, small. */
static struct err *read_template(struct req *rq, const char *name, const char *lang, char **text)
{
    const char *dir = conf_text(rq->app->conf, "paths.templates");
    const char *path = arena_printf(rq->arena, "%s/mail/%s.%s.txt", dir, name, strcmp(lang, "en") ? "ja" : "en");
    FILE *file = fopen(path, "re");
    if (!file)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "%s: %s", path, strerror(errno));
    *text = arena_alloc(rq->arena, NOTICE_MAX + 1);
    size_t len = fread(*text, 1, NOTICE_MAX, file);
    bool whole = !ferror(file) && len < NOTICE_MAX;
    fclose(file);
    if (!whole)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "%s: cannot be read, or longer than %d", path, NOTICE_MAX);
    return NULL;
}

struct vars {
    struct tag_def defs[VARS_MAX + 1];
    const char *values[VARS_MAX];
    unsigned count;
};

static const char *var_value(void *arg, unsigned def)
{
    const struct vars *vars = arg;
    return vars->values[def] ? vars->values[def] : "";
}

static struct err *fill(struct req *rq, const char *name, const char *text, struct vars *vars, const char **out)
{
    struct tag_error error = {0};
    struct buf buf = buf_on(rq->arena);
    struct tag_text *parsed = tag_parse(rq->arena, text, vars->defs, &error);
    if (!parsed)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "mail template %s, line %zu: tag %s", name, error.line,
                   error.name ? error.name : "");
    tag_fill(parsed, var_value, vars, &buf);
    *out = buf.text;
    return NULL;
}

/* A subject is one line whatever a value holds. */
static const char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127)
            *p = ' ';
    return line;
}

static struct err *notice_text(struct req *rq, const char *name, const char *lang, struct vars *vars,
                               struct outbox_single *mail)
{
    char *text = NULL;
    TRY(read_template(rq, name, lang, &text));
    char *body = strstr(text, "\n\n");
    if (!body)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "mail template %s has no empty line after the subject", name);
    *body = '\0';
    TRY(fill(rq, name, text, vars, &mail->subject));
    TRY(fill(rq, name, body + 2, vars, &mail->body));
    mail->subject = one_line(rq->arena, mail->subject);
    return NULL;
}

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

struct err *outbox_notice(struct req *rq, const char *name, const char *lang, uint64_t account_id, const char *to_addr,
                          const char *to_name, ...)
{
    struct vars vars = {.count = 0};
    struct rows *owner;
    uint64_t id;
    va_list args;
    va_start(args, to_name);
    for (const char *key; vars.count < VARS_MAX && (key = va_arg(args, const char *)); vars.count++) {
        vars.defs[vars.count] = (struct tag_def){key, key};
        vars.values[vars.count] = va_arg(args, const char *);
    }
    va_end(args);
    struct outbox_single mail = {.kind = "notice",
                                 .from_name = conf_text(rq->app->conf, "mail.from_name"),
                                 .from_addr = conf_text(rq->app->conf, "mail.from_address"),
                                 .reply_to = "",
                                 .to_addr = to_addr,
                                 .to_name = to_name ? to_name : "",
                                 .noun = "account",
                                 .noun_id = account_id};
    TRY(notice_text(rq, name, lang, &vars, &mail));
    TRY(q_outbox_owner(rq->db, account_id, &owner));
    return insert(rq->db, rows_u64(owner, 0, "org_id"), &mail, lang, &id);
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
