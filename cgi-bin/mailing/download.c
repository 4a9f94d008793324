/* The links of bulk mails (S3-20): whoever has one sees the files of his mail until it ends, without a session, and
   what he fetches is counted. A link may want a password; a right one leads to an address that is good for an hour. */
#include "mailing.h"

#include "base/passwd.h"
#include "blob/blob.h"
#include "frame/audit.h"
#include "http/app.h"
#include "model/identity/throttle.h"
#include "model/mail/mailfile.h"
#include "page/page.h"
#include "q_mailfile.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { UNLOCKED_SECONDS = 3600 };

struct unlock_in {
    const char *password;
};

static const struct field fields[] = {
    SECRET(struct unlock_in, password, 0, 64, "unlock.password"),
    FIELD_END,
};

const struct form unlock_form = {.name = "unlock", .fields = fields, .size = sizeof(struct unlock_in)};

/* What a link stands for. */
struct target {
    const struct rows *row;
    uint64_t outbox_id, run_id, files_of; /* run 0: a test mail */
    enum { NO_LINK, OVER, LOCKED, OPEN } state;
};

static void show_target(struct req *rq, const struct target *t)
{
    page_row(rq, "Target", t->row, 0);
    page_set(rq, "Target.token", mailfile_token(rq->arena, rq->app->secret, t->outbox_id, 0));
}

/* The organisation of the mail is the context from here on. */
static struct err *find(struct req *rq, struct target *t)
{
    struct mailfile_token token;
    struct rows *rows;
    *t = (struct target){.state = NO_LINK};
    if (!mailfile_check(rq->arena, rq->app->secret, req_str(rq, 0), &token))
        return NULL;
    TRY(q_mailfile_target(rq->db, token.outbox_id, (uint64_t)conf_int(rq->app->conf, "mail.link_days"), &rows));
    if (!rows->count || strcmp(rows_text(rows, 0, "_way"), "link") != 0)
        return NULL;
    *t = (struct target){rows, token.outbox_id, rows_u64(rows, 0, "_run_id"), rows_u64(rows, 0, "_files_of"), OPEN};
    if (rows_u64(rows, 0, "_over"))
        t->state = OVER;
    else if (*rows_text(rows, 0, "_guard") && token.until <= rq->now)
        t->state = LOCKED;
    db_context(rq->db, rows_u64(rows, 0, "_org_id"), 0, rq->now_sql);
    audit_who(rq, rows_u64(rows, 0, "_org_id"), 0);
    return NULL;
}

/* 404 for what we never made, 410 for what is over. */
static struct err *gone(struct req *rq, const struct target *t)
{
    rq->reply.status = t->state == OVER ? 410 : 404;
    if (t->state == OVER)
        show_target(rq, t);
    res_page(rq, "mailing/download_gone.cs");
    return NULL;
}

static void show_files(struct req *rq, const struct rows *files)
{
    struct _hdf *list = page_node(rq, "Files");
    for (size_t i = 0; i < files->count; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "id", rows_text(files, i, "id"));
        page_item_set(rq, item, "name", rows_text(files, i, "name"));
        page_item_set(rq, item, "size", mailfile_size(rq->arena, rows_u64(files, i, "_size")));
    }
    page_set(rq, "Target.here", req_str(rq, 0));
}

struct err *download_show(struct req *rq, const void *in)
{
    struct target t;
    struct rows *files;
    TRY(find(rq, &t));
    if (t.state == NO_LINK || t.state == OVER)
        return gone(rq, &t);
    show_target(rq, &t);
    if (t.state == LOCKED)
        return form_show(rq, &unlock_form, NULL);
    TRY(q_mailfile_list(rq->db, t.files_of, &files));
    show_files(rq, files);
    return NULL;
}

/* ---- one file ---- */

static struct err *has_file(struct req *rq, const struct target *t, uint64_t id, bool *has)
{
    struct rows *files;
    *has = false;
    TRY(q_mailfile_list(rq->db, t->files_of, &files));
    for (size_t i = 0; i < files->count; i++)
        *has = *has || rows_u64(files, i, "id") == id;
    return NULL;
}

struct err *download_file(struct req *rq, const void *in)
{
    struct target t;
    bool has;
    uint64_t id = req_id(rq, 1);
    TRY(find(rq, &t));
    if (t.state == LOCKED) {
        res_redirect(rq, "/mailing/d/%s", mailfile_token(rq->arena, rq->app->secret, t.outbox_id, 0));
        return NULL;
    }
    if (t.state == OPEN)
        TRY(has_file(rq, &t, id, &has));
    if (t.state != OPEN || !has)
        return gone(
            rq, &(struct target){.row = t.row, .outbox_id = t.outbox_id, .state = t.state == OVER ? OVER : NO_LINK});
    res_header(rq, "ETag", arena_printf(rq->arena, "\"%" PRIu64 "\"", id)); /* the bytes of a file never change */
    return blob_send(rq, id);
}

/* Is it where a download begins? The web server makes parts of the whole file that we give: "bytes=500-" goes on with
   what was counted when it began, "bytes=-500" looks at its end. Anything else gets the whole file. */
static bool begins(const struct req *rq)
{
    uint64_t n = 0;
    const char *at = rq->range, *dash = strchr(at, '-');
    if (strncasecmp(at, "bytes=", 6) != 0 || strchr(at, ',') || !dash)
        return true;
    at += 6 + strspn(at + 6, " ");
    if (at == dash)
        return !text_int(at + 1, &n) || n >= rq->reply.size;
    return !text_int(arena_strndup(rq->arena, at, (size_t)(dash - at)), &n) || n == 0;
}

struct err *download_count(struct req *rq)
{
    struct target t;
    if (rq->reply.fd < 0 || !begins(rq)) /* a page instead of the file, or a later part of it */
        return NULL;
    TRY(find(rq, &t));
    TRY(q_mailfile_count(rq->db, t.outbox_id, req_id(rq, 1), t.run_id, NULL));
    return audit_add(
        rq, "mailfile.download", "run", t.files_of,
        audit_json(rq, "outbox", arena_printf(rq->arena, "%" PRIu64, t.outbox_id), "file", req_str(rq, 1), NULL));
}

/* ---- the password ---- */

/* The page with what is wrong; the guess stays counted. */
static struct err *ask_again(struct req *rq, const struct target *t, const char *key, const char *arg)
{
    form_error(rq, "password", key, arg, NULL);
    rq->reply.status = 422;
    show_target(rq, t);
    return form_show(rq, &unlock_form, NULL);
}

static struct err *try_password(struct req *rq, const struct target *t, const char *password)
{
    struct throttle guess;
    bool weak, locked;
    unsigned cost = (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n");
    TRY(throttle_open(rq, "link", arena_printf(rq->arena, "%" PRIu64, t->outbox_id), &guess));
    if (guess.wait)
        return ask_again(rq, t, "wait_minutes", throttle_minutes(rq, guess.wait));
    if (!passwd_check(password, rows_text(t->row, 0, "_guard"), cost, &weak)) {
        TRY(throttle_wrong(rq, &guess, &locked));
        return ask_again(rq, t, "link_password", NULL);
    }
    TRY(throttle_right(rq, &guess));
    res_redirect(rq, "/mailing/d/%s",
                 mailfile_token(rq->arena, rq->app->secret, t->outbox_id, rq->now + UNLOCKED_SECONDS));
    return NULL;
}

struct err *download_unlock(struct req *rq, const void *in)
{
    const struct unlock_in *unlock = in;
    struct target t;
    TRY(find(rq, &t));
    if (t.state == NO_LINK || t.state == OVER)
        return gone(rq, &t);
    audit_about(rq, "run", t.files_of, "");
    if (t.state == LOCKED)
        return *unlock->password ? try_password(rq, &t, unlock->password) : ask_again(rq, &t, "required", NULL);
    res_redirect(rq, "/mailing/d/%s", req_str(rq, 0));
    return NULL;
}
