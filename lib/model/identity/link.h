/* Links in mails: 256 random bits, their SHA-256 in the database, one purpose, one account, one use, an end. */
#ifndef MUSUBI_LINK_H
#define MUSUBI_LINK_H

#include "base/err.h"
#include "db/rows.h"

#include <stdint.h>

struct req;

/* Purposes: "invite" and "reset" set a password, "mail" and "mail2" set an address (value). A new link ends the earlier
   ones of the same purpose and account. *url on the request's arena: http.base_url, the path of the purpose, the token.
   In a POST. */
MUST struct err *link_make(struct req *rq, const char *purpose, uint64_t account_id, const char *value,
                           const char **url);

/* The link of a token as it stands in the path: rows of q_link_find, no row when it is unknown, spent or too old. */
MUST struct err *link_find(struct req *rq, const char *token, const char *purpose, struct rows **rows);

/* Spend it; CONFLICT "link_spent" when another request was faster. */
MUST struct err *link_spend(struct req *rq, const char *token, const char *purpose);

/* How long a link of a purpose lives, as a figure for mails and pages: hours. */
unsigned link_hours(const char *purpose);

#endif
