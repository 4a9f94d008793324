/* What a sender needs of a transport. */
#ifndef MUSUBI_MAILER_SENDER_H
#define MUSUBI_MAILER_SENDER_H

#include "compose.h"
#include "result.h"

#include <stdbool.h>

struct settings;

struct handover {
    const struct composed *mail;
    const char *signature; /* header field in front of all others, "" without */
    const char *from, *to; /* envelope, checked */
    const char *message_id;
    /* Called once, before the other side can take the mail: false means it must not get it. */
    bool (*begin)(void *arg);
    void *arg;
};

/* smtp.c: one connection, kept between mails. Not for several threads. */
struct smtp;
struct smtp *smtp_open(const struct settings *set);
void smtp_send(struct smtp *smtp, const struct handover *mail, struct result *result);
void smtp_close(struct smtp *smtp);

/* file.c: dir/<message id>.eml, there whole or not at all. */
void file_send(const char *dir, const struct handover *mail, struct result *result);

#endif
