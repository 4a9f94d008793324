/* Nothing is sent here, so that no answer can run ahead of its outcome. */
#include "http/res.h"

#include "base/log.h"
#include "http/app.h"
#include "text/url.h"

#include <stdarg.h>
#include <string.h>

/* A target that is not local is a defect of ours, whatever led to it: nobody is sent away. */
static void redirect_to(struct req *rq, const char *target)
{
    if (!url_is_local(target)) {
        log_line(LOG_ERROR, "redirect refused", "id", rq->id, "target", target, NULL);
        target = "/";
    }
    rq->reply.location = target;
}

void res_redirect(struct req *rq, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    redirect_to(rq, arena_vprintf(rq->arena, fmt, args));
    va_end(args);
}

void res_done(struct req *rq, const char *key, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *target = arena_vprintf(rq->arena, fmt, args);
    va_end(args);
    size_t before = strcspn(target, "#"); /* the fragment stays behind the query */
    char mark = memchr(target, '?', before) ? '&' : '?';
    redirect_to(rq, arena_printf(rq->arena, "%.*s%cdone=%s%s", (int)before, target, mark, key, target + before));
}

void res_page(struct req *rq, const char *page)
{
    rq->reply.page = page;
}

void res_file(struct req *rq, int fd, uint64_t size, const char *type, const char *name)
{
    req_keep_fd(rq, fd);
    rq->reply.fd = fd;
    rq->reply.size = size;
    rq->reply.type = type;
    rq->reply.file_name = name;
}

void res_text(struct req *rq, const char *type, const char *text)
{
    rq->reply.type = type;
    rq->reply.text = text;
}

/* The list has room for 4, 8, 16 …: a list that the frame cut back for another try is written over. */
void res_header(struct req *rq, const char *name, const char *value)
{
    struct kvs *headers = &rq->reply.headers;
    size_t n = headers->n;
    if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
        struct kv *more = arena_array(rq->arena, n ? 2 * n : 4, sizeof *more);
        if (n)
            memcpy(more, headers->v, n * sizeof *more);
        headers->v = more;
    }
    headers->v[headers->n++] = (struct kv){.name = name, .value = arena_strdup(rq->arena, value), .len = strlen(value)};
}

/* Lax, so that a link in a mail finds its reader signed in; never readable by scripts. */
void res_cookie(struct req *rq, const char *name, const char *value, long max_age)
{
    struct buf text = buf_on(rq->arena);
    buf_addf(&text, "%s=%s; Path=/; HttpOnly; SameSite=Lax", name, value);
    if (max_age >= 0)
        buf_addf(&text, "; Max-Age=%ld", max_age);
    if (rq->app->secure_cookies)
        buf_add(&text, "; Secure");
    res_header(rq, "Set-Cookie", text.text);
}
