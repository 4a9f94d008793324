/* Signed tokens: numbers that leave the house in links and addresses, and the proof that they are ours and were given
   out for one purpose. Nothing is kept of them. They stand in mails that people have: neither the forms nor a line of
   the table of purposes may ever change. */
#ifndef MUSUBI_SIGN_H
#define MUSUBI_SIGN_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct arena;

/* A token for one purpose is good for no other. */
enum sign_purpose {
    SIGN_UNSUBSCRIBE, /* an outbox row */
    SIGN_MAIL_FILES,  /* an outbox row, until */
    SIGN_RETURN_PATH, /* an outbox row; in an address */
    SIGN_REPLY_PATH,  /* an outbox row; in an address */
};

enum { SIGN_IDS = 2 }; /* the most that a purpose has */

struct signed_ids {
    uint64_t ids[SIGN_IDS]; /* as many as the purpose has, the rest 0 */
    time_t until;           /* 0: without end, or the purpose has none; whether it is over is the reader's to say */
};

/* On the arena. Links: base64url. In addresses, whose letter case gets lost: digits, "-" and hexadecimal digits. key
   has 32 bytes. */
char *sign_put(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const struct signed_ids *ids);
/* False when it was not made by sign_put() with this key for this purpose; compared in constant time. Of an address all
   from the "@" on is left aside. */
bool sign_get(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const char *token,
              struct signed_ids *ids);

#endif
