/* A mail from outside as the parts mailin looks at. Whatever the bytes are, there is a result: what cannot be read is
   empty. Limits: bytes (the caller's), parts, depth, header fields, bytes of text; behind a limit nothing is looked at.
   All texts are valid UTF-8 on the arena, never NULL unless said so. */
#ifndef MUSUBI_MAILIN_MESSAGE_H
#define MUSUBI_MAILIN_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
    MESSAGE_PARTS = 100,             /* MIME parts, and lines that begin one */
    MESSAGE_DEPTH = 20,              /* of parts in parts */
    MESSAGE_DELIMITERS = 2000,       /* lines that could stand between parts */
    MESSAGE_GROUPS = 200,            /* ":" in a field with addresses */
    MESSAGE_FIELDS = 2000,           /* lines of the message's own header */
    MESSAGE_TEXT = 64 * 1024,        /* bytes of one text */
    MESSAGE_STATUS_TEXT = 256 * 1024 /* bytes of the delivery status part */
};

struct message {
    /* The envelope as our mail server told it: by arguments, or by the fields it wrote on top. sender NULL: not
       known. */
    const char *recipient, *sender;
    const char *from_addr, *from_name; /* first mailbox of From */
    const char *subject;               /* one line */
    const char *references;            /* In-Reply-To and References, as they are */
    const char *failed;                /* X-Failed-Recipients */
    const char *text;                  /* what a person reads: plain text parts, or HTML without its tags */
    const char *status;                /* message/delivery-status, "" without */
    const char *files;                 /* names of what is attached, separated by ", " */
    bool report;                       /* multipart/report */
    bool automatic;                    /* nobody typed it: answers to it make loops */
    bool from_daemon;                  /* From a mail server's own address */
    unsigned char digest[32]; /* the same for the same mail: SHA-256 of its Message-ID, without one of its bytes */
};

/* recipient, sender: NULL when not given. bytes must live until the end of the call only. g_mime_init() has been
   called. */
void message_parse(struct arena *arena, const char *bytes, size_t len, const char *recipient, const char *sender,
                   struct message *out);

/* Bytes in a charset named by their sender to UTF-8: wrong and missing names are borne, Japanese ones are tried, what
   remains becomes '?'. */
char *message_utf8(struct arena *arena, const char *bytes, size_t len, const char *charset);

/* How many of the bytes the parser may see: up to the limits of parts and header fields. */
size_t message_bound(const char *bytes, size_t len);

#endif
