/* What a handler says for the answer. It is a record (struct reply) that the frame sends after the commit. */
#ifndef MUSUBI_RES_H
#define MUSUBI_RES_H

#include "http/req.h"

/* See Other to a local path. The format is ours; put only numbers and url-escaped text into it. */
void res_redirect(struct req *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void res_page(struct req *rq, const char *page); /* another template than the route's */
/* Send a file as attachment; fd is closed with the request. name may be Japanese (RFC 6266 filename*). */
void res_file(struct req *rq, int fd, uint64_t size, const char *type, const char *name);
void res_text(struct req *rq, const char *type, const char *text);
/* CR and LF in the value give an INTERNAL error at sending. name is constant. */
void res_header(struct req *rq, const char *name, const char *value);
void res_cookie(struct req *rq, const char *name, const char *value, long max_age); /* <0: session; 0: delete */
/* Message shown on the next page after the redirect (key of Text.notice.*), carried as ?done=key. */
void res_done(struct req *rq, const char *key, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
