/* Reports written for people only: recognised by who sent them and by the sentences that mail servers use. */
#ifndef MUSUBI_MAILIN_PLAIN_H
#define MUSUBI_MAILIN_PLAIN_H

#include "message.h"

enum plain_kind { PLAIN_NONE, PLAIN_OTHER /* names other addresses only */, PLAIN_DELAYED, PLAIN_FAILED };

/* Did a mail server send it, as far as that can be seen? */
bool plain_by_server(const struct message *message);

enum plain_kind plain_kind(const struct message *message, const char *addr);

/* The line that tells why, near to where the address stands; "" when there is none. */
const char *plain_diagnostic(struct arena *arena, const struct message *message, const char *addr);

/* All paragraphs in which the address stands, without lines about other addresses, as one line; when no address at all
   is named, the text. "" without. */
const char *plain_near(struct arena *arena, const struct message *message, const char *addr);

/* Is there a code or a word that says why? */
bool plain_tells(const char *line);

/* Subject and text above the copy of the mail. */
const char *plain_words(struct arena *arena, const struct message *message);

#endif
