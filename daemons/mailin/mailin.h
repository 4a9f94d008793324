/* Mail that comes in, one message at a time on standard input (main.c) or many from a spool directory (spool.c):

     message.c charset.c   bytes → header, text, delivery status
     report.c plain.c      is it a mail server's report, and what does it say
     recipient.c           the forms in which it writes the address
     route.c               who stores it
     target.c              which mail of ours it answers
     bounce.c              into bounce, outbox.bounce, 履歴 and the do-not-contact ledger
     reply.c               into 履歴, and on to the sender

   Nothing that a message says is believed but the signed address it was sent to, or the signed Message-ID it

   answers. */
#ifndef MUSUBI_MAILIN_H
#define MUSUBI_MAILIN_H

#include "base/arena.h"
#include "base/err.h"
#include "http/app.h"
#include "message.h"
#include "report.h"

#include <stdint.h>

struct rows;
struct words;

struct mailin {
    struct app *app;
    struct db *db;
    struct words *words;
    size_t max_bytes;
    uint64_t soft_bounces, soft_days, answers_per_mail;
    const char *from_addr, *from_name, *template_dir, *own_domain;
    char now[20];
};

/* The mail of ours that a message answers. */
struct target {
    uint64_t outbox_id, org_id, noun_id;
    const char *noun, *to_addr, *to_name, *lang;
    const struct rows *row; /* the rest, see mailin_target */
};

/* route.c: in a transaction; *outcome: a word for the log, constant. Messages that are not for us are dropped and
   named so. Nothing but the database is touched, so it may be done again. */
MUST struct err *mailin_store(struct mailin *m, const struct message *message, uint64_t *outbox_id,
                              const char **outcome);
/* target.c: Connects if needed; sets the time of the following statements. */
MUST struct err *mailin_ready(struct mailin *m, struct arena *arena);

/* The mail of a row, or the first of ours among Message-IDs. outbox_id 0: there is none. */
MUST struct err *target_load(struct mailin *m, uint64_t outbox_id, struct target *target);
MUST struct err *target_by_references(struct mailin *m, const char *references, struct target *target);

/* bounce.c */
MUST struct err *bounce_store(struct mailin *m, const struct message *message, const struct target *target,
                              const struct report *report, const char **outcome);
/* reply.c */
MUST struct err *reply_store(struct mailin *m, const struct message *message, const struct target *target,
                             const char **outcome);

/* words.c: Text.mailin.<key>, with %1 and %2 put in; a and b may be NULL. */
MUST struct err *words_load(struct arena *arena, const char *template_dir, struct words **words);
const char *words_text(const struct words *words, struct arena *arena, const char *lang, const char *key, const char *a,
                       const char *b);

/* spool.c: files of DIR/new, until SIGTERM or, when once, until there are no more. Exit status. */
int spool_run(struct mailin *m, const char *dir, bool once);

#endif
