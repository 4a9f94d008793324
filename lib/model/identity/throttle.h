/* Wrong guesses at passwords, counted per account (or link) and per address: a few are free, then each further one
   costs a wait. In the transaction of a POST that commits also when the guess was wrong. */
#ifndef MUSUBI_THROTTLE_H
#define MUSUBI_THROTTLE_H

#include "base/err.h"

#include <stdbool.h>

struct req;

/* who is a word that names the account (or whatever the password opens), kind at most 7 characters. */
struct throttle {
    const char *account, *address; /* names of the rows */
    unsigned wait;                 /* seconds until the next guess; 0: go on */
};
MUST struct err *throttle_open(struct req *rq, const char *kind, const char *who, struct throttle *t);
/* One guess more; *locked: this was the one that locked the account. */
MUST struct err *throttle_wrong(struct req *rq, const struct throttle *t, bool *locked);
MUST struct err *throttle_right(struct req *rq, const struct throttle *t);
/* Seconds as minutes, rounded up, for messages. */
const char *throttle_minutes(struct req *rq, unsigned seconds);

#endif
