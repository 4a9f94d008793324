/* One-time codes as every authenticator app makes them: RFC 4226 and RFC 6238 with HMAC-SHA-1, steps of 30 seconds and
   six digits. */
#ifndef MUSUBI_TOTP_H
#define MUSUBI_TOTP_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum { TOTP_SECRET = 20, TOTP_STEP = 30, TOTP_DIGITS = 6, TOTP_WINDOW = 1 };

/* HOTP(secret, counter) modulo 10^digits, digits at most 9. */
uint32_t totp_hotp(const void *secret, size_t len, uint64_t counter, unsigned digits);

/* The step whose code this is, of those that differ at most TOTP_WINDOW from now's and come after the step `last`; 0:
   none. code is TOTP_DIGITS digits. */
uint64_t totp_find(const unsigned char secret[TOTP_SECRET], const char *code, time_t now, uint64_t last);

#endif
