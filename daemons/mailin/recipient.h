/* The address of a mail as reports write it: <a@b>, "a"@b, rfc822;a@b, <@relay:a@b>, a@B., xtext, comments. All of them
   are the one that the mail went to. */
#ifndef MUSUBI_MAILIN_RECIPIENT_H
#define MUSUBI_MAILIN_RECIPIENT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* written: the value of a field, with or without its address type; addr: the mail's. */
bool recipient_same(struct arena *arena, const char *written, const char *addr);

/* Where the address stands in a text, as a whole; NULL when it does not. */
const char *recipient_find(const char *text, size_t len, const char *addr);

/* Is there an address that could be who did not get the mail? Those of the servers' own people are not. */
bool recipient_any(const char *text, size_t len);

#endif
