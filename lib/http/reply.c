/* Sending the answer: head with the security headers every answer has, then the body. Values with CR or LF are refused
   here. */
#include "http/reply.h"

#include "http/app.h"
#include "http/fcgi.h"
#include "http/req.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const char csp[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static bool clean(const char *value)
{
    return !strpbrk(value, "\r\n");
}

/* RFC 6266: an ASCII name for old readers, the real one percent-encoded. */
static void add_disposition(struct buf *head, const char *name)
{
    buf_add(head, "Content-Disposition: attachment; filename=\"");
    for (const char *p = name; *p; p++)
        buf_addc(head, *p < 0x20 || *p > 0x7e || *p == '"' || *p == '\\' || *p == '%' ? '_' : *p);
    buf_add(head, "\"; filename*=UTF-8''");
    for (const unsigned char *p = (const unsigned char *)name; *p; p++) {
        if ((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || strchr("-._~", *p))
            buf_addc(head, (char)*p);
        else
            buf_addf(head, "%%%02X", *p);
    }
    buf_add(head, "\r\n");
}

static void add_common(struct req *rq, struct buf *head)
{
    buf_addf(head, "X-Request-Id: %s\r\nContent-Security-Policy: %s\r\n", rq->id, csp);
    buf_add(head, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\nX-Frame-Options: DENY\r\n");
    buf_add(head, "Cache-Control: no-store\r\n");
    if (rq->tls)
        buf_add(head, "Strict-Transport-Security: max-age=31536000\r\n");
    for (size_t i = 0; i < rq->reply.headers.n; i++)
        if (clean(rq->reply.headers.v[i].value))
            buf_addf(head, "%s: %s\r\n", rq->reply.headers.v[i].name, rq->reply.headers.v[i].value);
}

static bool send_file(struct fcgi *io, int fd, uint64_t size)
{
    char part[65536];
    off_t at = 0;
    while (size) {
        ssize_t n = pread(fd, part, size < sizeof part ? (size_t)size : sizeof part, at);
        if (n <= 0 || !fcgi_write(io, "", 0, part, (size_t)n, size == (uint64_t)n))
            return false;
        at += n;
        size -= (uint64_t)n;
    }
    return true;
}

bool reply_send(struct req *rq, struct fcgi *io, const char *body, size_t len)
{
    struct reply *reply = &rq->reply;
    struct buf head = buf_on(rq->arena);
    if (reply->location) {
        reply->status = 303;
        body = "";
        len = 0;
    }
    buf_addf(&head, "Status: %d\r\n", reply->status);
    add_common(rq, &head);
    if (reply->location && clean(reply->location))
        buf_addf(&head, "Location: %s\r\n", reply->location);
    if (reply->file_name)
        add_disposition(&head, reply->file_name);
    buf_addf(&head, "Content-Type: %s\r\n",
             reply->type && clean(reply->type) ? reply->type : "text/html; charset=utf-8");
    buf_addf(&head, "Content-Length: %" PRIu64 "\r\n\r\n", (reply->fd >= 0 ? reply->size : len));
    if (reply->fd < 0)
        return fcgi_write(io, head.text, head.len, body, len, true);
    return fcgi_write(io, head.text, head.len, "", 0, !reply->size) && send_file(io, reply->fd, reply->size);
}
