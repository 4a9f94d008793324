#include "model/mail/unsubscribe.h"

#include "base/arena.h"
#include "base/crypto.h"

#include <string.h>

enum { ID = 8, MAC = 16 };

static void fill(const unsigned char *secret, uint64_t outbox_id, unsigned char out[ID + MAC])
{
    static const char purpose[] = "unsubscribe:"; /* no other use of the secret gives the same bytes */
    unsigned char text[sizeof purpose - 1 + ID], mac[32];
    for (unsigned i = 0; i < ID; i++)
        out[i] = (unsigned char)(outbox_id >> (8 * (ID - 1 - i)));
    memcpy(text, purpose, sizeof purpose - 1);
    memcpy(text + sizeof purpose - 1, out, ID);
    crypto_hmac(secret, text, sizeof text, mac);
    memcpy(out + ID, mac, MAC);
}

char *unsubscribe_token(struct arena *arena, const unsigned char *secret, uint64_t outbox_id)
{
    unsigned char bytes[ID + MAC];
    fill(secret, outbox_id, bytes);
    return crypto_base64url(arena, bytes, sizeof bytes);
}

char *unsubscribe_url(struct arena *arena, const unsigned char *secret, const char *base, uint64_t outbox_id)
{
    return arena_printf(arena, "%s/mailing/u/%s", base, unsubscribe_token(arena, secret, outbox_id));
}

bool unsubscribe_check(struct arena *arena, const unsigned char *secret, const char *token, uint64_t *outbox_id)
{
    unsigned char want[ID + MAC];
    size_t len;
    const unsigned char *bytes = crypto_unbase64url(arena, token, sizeof want, &len);
    uint64_t id = 0;
    if (!bytes)
        return false;
    for (unsigned i = 0; i < ID; i++)
        id = id << 8 | bytes[i];
    fill(secret, id, want);
    if (!crypto_equal(bytes, want, sizeof want))
        return false;
    *outbox_id = id;
    return true;
}
