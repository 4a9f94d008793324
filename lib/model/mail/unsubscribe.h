/* The token of an unsubscribe link: it names the mail (its outbox row, and so the organisation and the address) and
   proves that we made it. It never expires: a link in an old mail must still work (RFC 8058, 特定電子メール法). */
#ifndef MUSUBI_UNSUBSCRIBE_H
#define MUSUBI_UNSUBSCRIBE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* 32 characters of base64url (SIGN_UNSUBSCRIBE). secret has 32 bytes. */
char *unsubscribe_token(struct arena *arena, const unsigned char *secret, uint64_t outbox_id);
/* <base>/mailing/u/<token>; base without a slash at its end. */
char *unsubscribe_url(struct arena *arena, const unsigned char *secret, const char *base, uint64_t outbox_id);
/* False when the token is not ours. */
bool unsubscribe_check(struct arena *arena, const unsigned char *secret, const char *token, uint64_t *outbox_id);

#endif
