/* The envelope sender of a mail: bounces+<row>-<mac>@domain. A bounce comes back to it, so it tells which mail it is
   about without trusting anything in the bounce's text, and nobody can make up bounces for mails of others. */
#ifndef MUSUBI_RETURN_PATH_H
#define MUSUBI_RETURN_PATH_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* secret has 32 bytes. */
char *return_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id);
/* The row a recipient address of a bounce names; letter case does not matter (relays change it). False when it is not
   ours. */
bool return_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id);

/* The same for replies: reply+<row>-<mac>@domain. An address for one purpose is not good for the other. */
char *reply_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id);
bool reply_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id);

#endif
