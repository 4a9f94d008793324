/* The FastCGI side: accept, parameters, body, answer. The only file that knows libfcgi. */
#ifndef MUSUBI_FCGI_H
#define MUSUBI_FCGI_H

#include <stdbool.h>
#include <stddef.h>

struct fcgi;
struct app;

/* Serve on descriptor 0 until SIGTERM, SIGUSR1 or `requests` are done; a request under way is finished first. Gives the
   exit status. */
int fcgi_loop(struct app *app, void (*serve)(struct app *app, struct fcgi *io), unsigned long requests);

const char *fcgi_param(void *io, const char *name); /* NULL: not sent */
long fcgi_read(void *io, char *buf, size_t n);      /* bytes, 0 at the end, -1 when the server went away */
/* Head and body, or a part of either; last: nothing follows. false: the client left. */
bool fcgi_write(struct fcgi *io, const char *head, size_t head_len, const char *bytes, size_t len, bool last);

#endif
