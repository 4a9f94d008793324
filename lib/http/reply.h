/* Sending what a request's reply says. */
#ifndef MUSUBI_REPLY_H
#define MUSUBI_REPLY_H

#include <stdbool.h>
#include <stddef.h>

struct req;
struct fcgi;

/* body is the rendered page or text (ignored for redirects and files). false: the client left. */
bool reply_send(struct req *rq, struct fcgi *io, const char *body, size_t len);

#endif
