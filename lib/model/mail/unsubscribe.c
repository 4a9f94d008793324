#include "model/mail/unsubscribe.h"

#include "base/arena.h"
#include "base/sign.h"

char *unsubscribe_token(struct arena *arena, const unsigned char *secret, uint64_t outbox_id)
{
    return sign_put(arena, secret, SIGN_UNSUBSCRIBE, &(struct signed_ids){.ids = {outbox_id}});
}

char *unsubscribe_url(struct arena *arena, const unsigned char *secret, const char *base, uint64_t outbox_id)
{
    return arena_printf(arena, "%s/mailing/u/%s", base, unsubscribe_token(arena, secret, outbox_id));
}

bool unsubscribe_check(struct arena *arena, const unsigned char *secret, const char *token, uint64_t *outbox_id)
{
    struct signed_ids found;
    bool ours = sign_get(arena, secret, SIGN_UNSUBSCRIBE, token, &found);
    if (ours)
        *outbox_id = found.ids[0];
    return ours;
}
