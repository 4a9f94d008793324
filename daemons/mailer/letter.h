/* A mail as people wrote it (a row of `mail`), made ready once for all its recipients: parsed texts, footer,
   attachments. Loaded and counted by the claimer's thread; senders only read. */
#ifndef MUSUBI_MAILER_LETTER_H
#define MUSUBI_MAILER_LETTER_H

#include "base/err.h"
#include "compose.h"

#include <stdbool.h>
#include <stdint.h>

struct mailer;
struct job;
struct letter;

/* The letter of a row; from the cache when it was used lately. Takes a reference. When it cannot be used (a tag that no
   longer exists, a file that is gone) it is a letter with a fault: its mails fail with that text. */
MUST struct err *letter_get(struct mailer *m, uint64_t mail_id, uint64_t run_id, struct letter **letter);
void letter_put(struct mailer *m, struct letter *letter);
void letter_forget_all(struct mailer *m);

bool letter_is_bulk(const struct letter *letter);
bool letter_is_automatic(const struct letter *letter);
const char *letter_lang(const struct letter *letter);
unsigned long long letter_tags_used(const struct letter *letter); /* bits as of tag_used() */
const char *letter_fault(const struct letter *letter);            /* NULL: none */

/* The mail of one row. Texts on the arena. */
void letter_fill(const struct letter *letter, const struct mailer *m, const struct job *job, struct arena *arena,
                 struct compose *out);

#endif
