/* What goes along with a letter (S3-20): its files as they are, the encrypted ZIP in their place, or a block of text
   with the recipient's own link. Made once for all recipients. */
#ifndef MUSUBI_MAILER_ENCLOSE_H
#define MUSUBI_MAILER_ENCLOSE_H

#include "base/err.h"
#include "compose.h"
#include "text/tag.h"

#include <stdint.h>

struct mailer;
struct rows;

struct enclosure {
    struct compose_files *files; /* NULL: none in the mail itself */
    struct tag_text *block;      /* NULL: no links */
    const char *values[3];       /* of the block: list, until, url */
    const char *fault;           /* NULL: none; else nothing must be sent */
};

/* Of a run, or for a test mail of a draft (test). Lives on the arena. */
MUST struct err *enclose(struct mailer *m, struct arena *arena, uint64_t run_id, bool test, const char *lang,
                         struct enclosure *out);
/* The text with the block behind it, for one recipient. */
const char *enclosed_text(const struct enclosure *e, const struct mailer *m, struct arena *arena, const char *text,
                          uint64_t outbox_id);

/* The bytes of the files of mailfile_bytes() rows, names and types of the rows; *gone: one is not there. Everything on
   the arena. */
MUST struct err *enclosure_files(struct mailer *m, struct arena *arena, const struct rows *rows,
                                 struct compose_file *files, bool *gone);

/* archive.c: before a run is made into rows. The ZIP is recorded and its password wiped in one transaction; the days of
   the links begin. Does nothing when it is done already. */
MUST struct err *archive_run(struct mailer *m, uint64_t run_id);

#endif
