#include "http/once.h"

#include "base/crypto.h"
#include "http/app.h"
#include "http/req.h"
#include "q_session.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { STEP = 64 << 10, LOCATION = 8000, RECENT = 60 };

/* Texts have no NUL inside, so name NUL value NUL is read in one way only. */
static void add_text(struct crypto_sum *sum, const char *text)
{
    crypto_sum_add(sum, text, strlen(text) + 1);
}

/* pread: whoever reads the file afterwards begins at its beginning. */
static struct err *add_bytes(struct req *rq, struct crypto_sum *sum, const struct upload *upload)
{
    char *step = arena_alloc(rq->arena, STEP);
    for (uint64_t at = 0; at < upload->size;) {
        ssize_t n = pread(upload->fd, step, STEP, (off_t)at);
        if (n <= 0)
            return ERR(rq->arena, ERR_INTERNAL, "internal", "upload %s: %s", upload->field,
                       n ? strerror(errno) : "ends early");
        crypto_sum_add(sum, step, (size_t)n);
        at += (uint64_t)n;
    }
    return NULL;
}

static struct err *add_uploads(struct req *rq, struct crypto_sum *sum)
{
    for (size_t i = 0; i < rq->upload_count; i++) {
        const struct upload *upload = &rq->uploads[i];
        add_text(sum, upload->field);
        add_text(sum, upload->name);
        crypto_sum_add(sum, &upload->size, sizeof upload->size);
        TRY(add_bytes(rq, sum, upload));
    }
    return NULL;
}

/* Passwords are part of it: without the session's key nobody can try words against the hash. */
static struct err *content_of(struct req *rq, unsigned char content[32])
{
    unsigned char plain[32];
    struct crypto_sum *sum = crypto_sum_begin(rq->arena);
    add_text(sum, rq->query);
    for (size_t i = 0; i < rq->body.n; i++) {
        if (strcmp(rq->body.v[i].name, CSRF_FIELD) == 0)
            continue;
        add_text(sum, rq->body.v[i].name);
        add_text(sum, rq->body.v[i].value);
    }
    add_text(sum, ""); /* no field's name is empty: here they end */
    TRY(add_uploads(rq, sum));
    crypto_sum_end(sum, plain);
    crypto_hmac(rq->session.key, plain, sizeof plain, content);
    return NULL;
}

struct err *once_read(struct req *rq, struct once *once)
{
    unsigned char hash[32];
    const unsigned char *nonce = csrf_nonce(rq);
    struct crypto_sum *sum = crypto_sum_begin(rq->arena);
    if (!nonce)
        return ERR(rq->arena, ERR_DENIED, "csrf", "no form token");
    memcpy(once->nonce, nonce, sizeof once->nonce);
    crypto_sum_add(sum, nonce, CSRF_NONCE);
    add_text(sum, rq->path);
    crypto_sum_end(sum, hash);
    memcpy(once->key, hash, sizeof once->key);
    return content_of(rq, once->content);
}

/* The address without the word that something was done: whoever sends the same again much later may find that it has
   been undone. */
static const char *without_done(struct req *rq, const char *location)
{
    const char *done = strstr(location, "?done=");
    done = done ? done : strstr(location, "&done=");
    return done ? arena_printf(rq->arena, "%.*s%s", (int)(done - location), location, done + strcspn(done, "#"))
                : location;
}

struct err *once_spend(struct req *rq, struct once *once)
{
    uint64_t fresh;
    struct rows *rows;
    once->found = ONCE_FIRST;
    once->taken = 0;
    TRY(q_form_once_spend(rq->db, once->key, once->nonce, once->content, &fresh));
    if (fresh)
        return NULL;
    TRY(q_form_once_find(rq->db, once->key, once->nonce, once->content, &rows));
    /* the other one was taken back while this one waited for it, after its insert was refused */
    if (!rows->count)
        return ERR(rq->arena, ERR_BUSY, "database_busy", "form_once: the row is gone");
    once->found = rows_u64(rows, 0, "_same") ? ONCE_SAME : ONCE_OTHER;
    once->taken = rows_u64(rows, 0, "_taken");
    once->location = rows_text(rows, 0, "_location");
    if (rows_i64(rows, 0, "_age") > RECENT)
        once->location = without_done(rq, once->location);
    return NULL;
}

struct err *once_answer(struct req *rq, const struct once *once, const char *location)
{
    if (!location) /* what another content led to stays known */
        return once->found == ONCE_FIRST ? q_form_once_forget(rq->db, once->key, NULL) : NULL;
    return q_form_once_answer(rq->db, once->key, once->content, strlen(location) > LOCATION ? rq->path : location,
                              NULL);
}
