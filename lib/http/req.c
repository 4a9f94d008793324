/* What handlers ask of a request and say for the answer. Nothing is sent here: the reply is a record that the frame
   sends after the commit, so that no answer can run ahead of its outcome. */
#include "http/req.h"

#include "http/app.h"
#include "http/req_parse.h"
#include "text/text.h"

#include <string.h>
#include <unistd.h>

/* ---- asking ---- */

const char *kvs_get(const struct kvs *kvs, const char *name)
{
    for (size_t i = 0; i < kvs->n; i++)
        if (strcmp(kvs->v[i].name, name) == 0)
            return kvs->v[i].value;
    return NULL;
}

const char *req_str(const struct req *rq, unsigned index)
{
    return index < sizeof rq->params / sizeof *rq->params && rq->params[index] ? rq->params[index] : "";
}

/* 0, which no row has, for what is no number. */
uint64_t req_id(const struct req *rq, unsigned index)
{
    const char *text = req_str(rq, index);
    size_t digits = strspn(text, "0123456789");
    uint64_t id = 0;
    if (text[digits] || digits > 18)
        return 0;
    for (size_t i = 0; i < digits; i++)
        id = id * 10 + (uint64_t)(text[i] - '0');
    return id;
}

const char *req_arg(const struct req *rq, const char *name)
{
    const char *value = kvs_get(&rq->args, name);
    return value ? value : "";
}

void req_arg_u64(const struct req *rq, const char *name, uint64_t *value)
{
    uint64_t number;
    if (text_int(req_arg(rq, name), &number))
        *value = number;
}

/* ---- query strings ---- */

static void add_escaped(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-._~", c)))
            buf_addc(out, (char)c);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static void add_pair(struct buf *out, const char *name, const char *value, size_t len)
{
    if (out->len)
        buf_addc(out, '&');
    add_escaped(out, name, strlen(name));
    buf_addc(out, '=');
    add_escaped(out, value, len);
}

char *query_with(struct arena *arena, const struct kvs *args, const char *name, const char *value)
{
    struct buf out = buf_on(arena);
    for (size_t i = 0; i < args->n; i++) {
        bool same = strcmp(args->v[i].name, name) == 0;
        if (same && value)
            add_pair(&out, name, value, strlen(value));
        else if (!same)
            add_pair(&out, args->v[i].name, args->v[i].value, args->v[i].len);
        if (same)
            value = NULL; /* once, where the first one stood */
    }
    if (value)
        add_pair(&out, name, value, strlen(value));
    return out.text;
}

/* ---- descriptors ---- */

struct req_fd {
    struct req_fd *next;
    int fd;
};

void req_body_set(struct req *rq, const char *name, const char *value)
{
    struct kvs *body = &rq->body;
    struct kv field = {.name = name, .value = value, .len = strlen(value)};
    for (size_t i = 0; i < body->n; i++)
        if (strcmp(body->v[i].name, name) == 0) {
            body->v[i] = field;
            return;
        }
    struct kv *more = arena_array(rq->arena, body->n + 1, sizeof *more);
    for (size_t i = 0; i < body->n; i++)
        more[i] = body->v[i];
    more[body->n] = field;
    *body = (struct kvs){more, body->n + 1};
}

static void close_fd(void *arg)
{
    close(((struct req_fd *)arg)->fd);
}

void req_keep_fd(struct req *rq, int fd)
{
    for (struct req_fd *kept = rq->fds; kept; kept = kept->next)
        if (kept->fd == fd)
            return;
    struct req_fd *kept = arena_alloc(rq->arena, sizeof *kept);
    *kept = (struct req_fd){.next = rq->fds, .fd = fd};
    rq->fds = kept;
    arena_defer(rq->arena, close_fd, kept);
}
