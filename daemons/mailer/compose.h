/* A mail as bytes: headers and body for exactly one recipient (S3-02). */
#ifndef MUSUBI_MAILER_COMPOSE_H
#define MUSUBI_MAILER_COMPOSE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Attachments, encoded once for all recipients of a mail. */
struct compose_files {
    const char *boundary;
    const char *bytes; /* all parts with their delimiters, up to the closing one */
    size_t len;
};

struct compose_file {
    const char *name, *type;
    const void *bytes;
    size_t len;
};

/* NULL in *files when count is 0. Lives on the arena. INTERNAL when a name or type cannot be written. */
MUST struct err *compose_files(struct arena *arena, const struct compose_file *file, size_t count,
                               struct compose_files **files);

struct compose {
    const char *from_name, *from_addr; /* name may be "" */
    const char *reply_to;              /* "" without */
    const char *to_name, *to_addr;
    const char *subject, *text; /* UTF-8, lines end with LF */
    const char *message_id;     /* without angle brackets */
    const char *unsubscribe;    /* URL of one-click unsubscription (RFC 8058), NULL: none */
    bool automatic;             /* a notice of the system: nobody's autoresponder shall answer */
    time_t at;
    const struct compose_files *files; /* NULL: none */
};

/* A finished mail: the three spans in order are what travels. head ends with CRLF and has no empty line yet, so that
   a signature can be put in front; body begins after the empty line. */
struct composed {
    struct buf head, body;
    const char *tail; /* the files' bytes, shared, "" without */
    size_t tail_len;
};

/* INPUT when a value cannot stand in a header; the mail can never be sent then. */
MUST struct err *compose_mail(struct arena *arena, const struct compose *in, struct composed *out);

#endif
