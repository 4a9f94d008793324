/* One request from its head to its answer. */
#ifndef MUSUBI_SERVE_H
#define MUSUBI_SERVE_H

struct app;
struct fcgi;

/* Never fails: errors become pages. */
void serve(struct app *app, struct fcgi *io);

#endif
