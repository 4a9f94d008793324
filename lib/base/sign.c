#include "base/sign.h"

#include "base/arena.h"
#include "base/crypto.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER = 8, MAC_LINK = 16, MAC_ADDRESS = 8, NUMBERS = (SIGN_IDS + 1) * NUMBER };

static const struct {
    const char *name; /* what is signed begins with it: no other use of the key gives the same bytes */
    unsigned ids;
    bool until, address;
} purposes[] = {
    [SIGN_UNSUBSCRIBE] = {"unsubscribe:", 1, false, false},
    [SIGN_MAIL_FILES] = {"mail-files:", 1, true, false},
    [SIGN_RETURN_PATH] = {"return-path:", 1, false, true},
    [SIGN_REPLY_PATH] = {"reply-path:", 1, false, true},
};

static void mac_of(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const void *bytes,
                   size_t len, unsigned char mac[32])
{
    struct buf text = buf_on(arena);
    buf_add(&text, purposes[purpose].name);
    buf_addn(&text, bytes, len);
    crypto_hmac(key, text.text, text.len, mac);
}

/* ---- links: numbers of eight bytes, big endian, and 16 bytes of HMAC-SHA256 over them ---- */

static size_t link_size(enum sign_purpose purpose)
{
    return (purposes[purpose].ids + purposes[purpose].until) * NUMBER;
}

static void put64(unsigned char *out, uint64_t value)
{
    for (unsigned i = 0; i < NUMBER; i++)
        out[i] = (unsigned char)(value >> 8 * (NUMBER - 1 - i));
}

static uint64_t get64(const unsigned char *in)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < NUMBER; i++)
        value = value << 8 | in[i];
    return value;
}

static char *put_link(struct arena *arena, const unsigned char *key, enum sign_purpose purpose,
                      const struct signed_ids *ids)
{
    unsigned char bytes[NUMBERS + MAC_LINK], mac[32];
    unsigned n = purposes[purpose].ids;
    size_t size = link_size(purpose);
    for (unsigned i = 0; i < n; i++)
        put64(bytes + i * NUMBER, ids->ids[i]);
    if (purposes[purpose].until)
        put64(bytes + n * NUMBER, (uint64_t)ids->until);
    mac_of(arena, key, purpose, bytes, size, mac);
    memcpy(bytes + size, mac, MAC_LINK);
    return crypto_base64url(arena, bytes, size + MAC_LINK);
}

static bool get_link(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const char *token,
                     struct signed_ids *ids)
{
    unsigned char mac[32];
    size_t len, size = link_size(purpose);
    unsigned n = purposes[purpose].ids;
    const unsigned char *bytes = crypto_unbase64url(arena, token, size + MAC_LINK, &len);
    if (!bytes)
        return false;
    mac_of(arena, key, purpose, bytes, size, mac);
    if (!crypto_equal(bytes + size, mac, MAC_LINK))
        return false;
    for (unsigned i = 0; i < n; i++)
        ids->ids[i] = get64(bytes + i * NUMBER);
    if (purposes[purpose].until)
        ids->until = (time_t)get64(bytes + n * NUMBER);
    return true;
}

/* ---- addresses: decimal numbers and 8 bytes of HMAC-SHA256 over them as they are written, in hexadecimal ---- */

static char *put_address(struct arena *arena, const unsigned char *key, enum sign_purpose purpose,
                         const struct signed_ids *ids)
{
    unsigned char mac[32];
    struct buf text = buf_on(arena);
    for (unsigned i = 0; i < purposes[purpose].ids; i++)
        buf_addf(&text, "%s%" PRIu64, i ? "." : "", ids->ids[i]);
    mac_of(arena, key, purpose, text.text, text.len, mac);
    buf_addf(&text, "-%s", crypto_hex(arena, mac, MAC_ADDRESS));
    return text.text;
}

/* What was read is written again and compared: so there is one spelling only, but for letter case. */
static bool get_address(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const char *token,
                        struct signed_ids *ids)
{
    size_t len = strcspn(token, "@");
    const char *p = token;
    for (unsigned i = 0; i < purposes[purpose].ids; i++) {
        int n = 0;
        if (!isdigit((unsigned char)*p) || sscanf(p, "%19" SCNu64 "%n", &ids->ids[i], &n) != 1)
            return false;
        p += n + (p[n] == '.');
    }
    const char *want = put_address(arena, key, purpose, ids);
    char *lower = arena_strndup(arena, token, len);
    for (char *c = lower; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return strlen(want) == len && crypto_equal(lower, want, len);
}

char *sign_put(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const struct signed_ids *ids)
{
    return purposes[purpose].address ? put_address(arena, key, purpose, ids) : put_link(arena, key, purpose, ids);
}

bool sign_get(struct arena *arena, const unsigned char *key, enum sign_purpose purpose, const char *token,
              struct signed_ids *ids)
{
    struct signed_ids found = {0};
    bool ours = purposes[purpose].address ? get_address(arena, key, purpose, token, &found)
                                          : get_link(arena, key, purpose, token, &found);
    if (ours)
        *ids = found;
    return ours;
}
