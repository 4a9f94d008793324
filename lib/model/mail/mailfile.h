/* Files that travel with bulk mails (S3-20): by a link of each recipient's own (the way that we recommend), as one
   encrypted ZIP, or as they are. The files are rows of `file` with noun 'run'; table run_files says how they travel.

   A password is kept sealed, and only as long as it is needed: of a ZIP until the mailer has made it, of links until
   the run is confirmed (from then on its scrypt is enough). */
#ifndef MUSUBI_MAILFILE_H
#define MUSUBI_MAILFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct arena;

enum { MAILFILE_MOST = 20 }; /* files of a mail */

/* The password of a run's files, for table run_files; "" for "". Unsealed: "" too when it was not ours. */
const char *mailfile_seal(struct arena *arena, const unsigned char *secret, uint64_t run_id, const char *password);
const char *mailfile_unseal(struct arena *arena, const unsigned char *secret, uint64_t run_id, const char *sealed);
/* Twelve characters that nobody mistakes for one another when they are told by telephone. */
const char *mailfile_password(struct arena *arena);
/* 8 to 64 visible ASCII characters: every program that opens ZIPs takes those the same. */
bool mailfile_password_fits(const char *password);

/* The token of a link: it names the mail (its outbox row) and proves that we made it. until 0: the link in the mail,
   which answers as long as its run says; else what a right password leads to, good until then. */
struct mailfile_token {
    uint64_t outbox_id;
    time_t until;
};
char *mailfile_token(struct arena *arena, const unsigned char *secret, uint64_t outbox_id, time_t until);
/* <base>/mailing/d/<token>; base without a slash at its end. */
char *mailfile_url(struct arena *arena, const unsigned char *secret, const char *base, uint64_t outbox_id);
bool mailfile_check(struct arena *arena, const unsigned char *secret, const char *token, struct mailfile_token *out);

/* "850 B", "12 KB", "1.2 MB": never less than it is. */
const char *mailfile_size(struct arena *arena, uint64_t bytes);

#endif
