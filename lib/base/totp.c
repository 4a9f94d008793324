#include "base/totp.h"

#include "base/crypto.h"

#include <stdio.h>

uint32_t totp_hotp(const void *secret, size_t len, uint64_t counter, unsigned digits)
{
    unsigned char text[8], mac[20];
    uint32_t modulus = 1;
    for (int i = 0; i < 8; i++)
        text[i] = (unsigned char)(counter >> 8 * (7 - i));
    crypto_hmac_sha1(secret, len, text, sizeof text, mac);
    const unsigned char *at = mac + (mac[19] & 15); /* dynamic truncation, RFC 4226, 5.3 */
    uint32_t value = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    for (unsigned i = 0; i < digits; i++)
        modulus *= 10;
    return value % modulus;
}

uint64_t totp_find(const unsigned char secret[TOTP_SECRET], const char *code, time_t now, uint64_t last)
{
    uint64_t here = (uint64_t)now / TOTP_STEP, found = 0;
    char right[12];
    /* all of them in any case: the time it takes tells nothing */
    for (uint64_t step = here - TOTP_WINDOW; step <= here + TOTP_WINDOW; step++) {
        snprintf(right, sizeof right, "%0*u", TOTP_DIGITS, totp_hotp(secret, TOTP_SECRET, step, TOTP_DIGITS));
        if (crypto_equal(right, code, TOTP_DIGITS) && step > last)
            found = step;
    }
    return found;
}
