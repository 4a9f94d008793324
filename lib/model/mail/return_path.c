#include "model/mail/return_path.h"

#include "base/arena.h"
#include "base/crypto.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MAC = 8 };

struct purpose {
    const char *local, *mac; /* beginning of the address, and of what is signed */
};
static const struct purpose bounces = {"bounces+", "return-path:"}, replies = {"reply+", "reply-path:"};

static const char *mac_of(struct arena *arena, const unsigned char *secret, const struct purpose *purpose,
                          uint64_t outbox_id)
{
    unsigned char mac[32];
    const char *text = arena_printf(arena, "%s%" PRIu64, purpose->mac, outbox_id);
    crypto_hmac(secret, text, strlen(text), mac);
    return crypto_hex(arena, mac, MAC);
}

static char *make(struct arena *arena, const unsigned char *secret, const struct purpose *purpose, const char *domain,
                  uint64_t outbox_id)
{
    return arena_printf(arena, "%s%" PRIu64 "-%s@%s", purpose->local, outbox_id,
                        mac_of(arena, secret, purpose, outbox_id), domain);
}

static bool check(struct arena *arena, const unsigned char *secret, const struct purpose *purpose, const char *addr,
                  uint64_t *outbox_id)
{
    uint64_t id;
    char mac[2 * MAC + 1];
    size_t n = strlen(purpose->local);
    if (strncasecmp(addr, purpose->local, n) || sscanf(addr + n, "%19" SCNu64 "-%16[0-9a-fA-F]@", &id, mac) != 2 ||
        strlen(mac) != 2 * MAC)
        return false;
    for (char *p = mac; *p; p++)
        *p = *p >= 'A' && *p <= 'F' ? (char)(*p + 32) : *p;
    if (!crypto_equal(mac, mac_of(arena, secret, purpose, id), 2 * MAC))
        return false;
    *outbox_id = id;
    return true;
}

char *return_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id)
{
    return make(arena, secret, &bounces, domain, outbox_id);
}

bool return_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id)
{
    return check(arena, secret, &bounces, addr, outbox_id);
}

char *reply_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id)
{
    return make(arena, secret, &replies, domain, outbox_id);
}

bool reply_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id)
{
    return check(arena, secret, &replies, addr, outbox_id);
}
