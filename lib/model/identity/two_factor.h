/* Two-factor sign-in of an account: begun (a sealed secret, in force for nothing), on (account.two_factor_at), off.
   Codes of the app are those of lib/base/totp.h; each is good once, and none that is older than one that was taken.
   Recovery codes are good once, too, and stored as hashes. All in a POST, but two_factor_secret() and
   two_factor_left(). */
#ifndef MUSUBI_TWO_FACTOR_H
#define MUSUBI_TWO_FACTOR_H

#include "base/err.h"
#include "base/totp.h"

#include <stdint.h>

struct req;

enum { RECOVERY_CODES = 10 };
enum two_factor_code { CODE_WRONG, CODE_APP, CODE_RECOVERY };

/* A new secret takes the place of one that was begun before. Not for an account that is on. */
MUST struct err *two_factor_begin(struct req *rq, uint64_t account_id);
/* The secret while it is being set up; NULL when nothing was begun within half an hour, or the account is on
   already. */
MUST struct err *two_factor_secret(struct req *rq, uint64_t account_id, const unsigned char **secret);
/* What somebody typed: six digits, or a recovery code, with spaces and hyphens anywhere. A code that is found is spent.
   Wrong, spent, too old and nonsense are all CODE_WRONG. */
MUST struct err *two_factor_check(struct req *rq, uint64_t account_id, const char *typed, enum two_factor_code *found);
MUST struct err *two_factor_on(struct req *rq, uint64_t account_id);
/* New recovery codes; earlier ones end. They are known now and never again. */
MUST struct err *two_factor_codes(struct req *rq, uint64_t account_id, const char *codes[RECOVERY_CODES]);
MUST struct err *two_factor_left(struct req *rq, uint64_t account_id,
                                 uint64_t *left); /* recovery codes that are good */
/* Off: secret, recovery codes and sign-ins that wait for a code go. */
MUST struct err *two_factor_off(struct req *rq, uint64_t account_id);

/* Secrets of the accounts after *account_id, at most `most`, sealed again under the first key, in a transaction.
   *account_id becomes the last one, 0 when there is none; *sealed counts those that were sealed again, *lost those that
   no key opens. */
struct db;
struct arena;
struct keyring;
MUST struct err *two_factor_reseal(struct db *db, struct arena *arena, const struct keyring *ring, uint64_t most,
                                   uint64_t *account_id, uint64_t *sealed, uint64_t *lost);

#endif
