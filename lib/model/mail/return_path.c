#include "model/mail/return_path.h"

#include "base/arena.h"
#include "base/sign.h"

#include <string.h>
#include <strings.h>

static const char bounces[] = "bounces+", replies[] = "reply+";

static char *make(struct arena *arena, const unsigned char *secret, enum sign_purpose purpose, const char *domain,
                  uint64_t outbox_id)
{
    const char *token = sign_put(arena, secret, purpose, &(struct signed_ids){.ids = {outbox_id}});
    return arena_printf(arena, "%s%s@%s", purpose == SIGN_RETURN_PATH ? bounces : replies, token, domain);
}

static bool check(struct arena *arena, const unsigned char *secret, enum sign_purpose purpose, const char *addr,
                  uint64_t *outbox_id)
{
    struct signed_ids found;
    const char *local = purpose == SIGN_RETURN_PATH ? bounces : replies;
    if (strncasecmp(addr, local, strlen(local)) != 0 || !strchr(addr, '@') ||
        !sign_get(arena, secret, purpose, addr + strlen(local), &found))
        return false;
    *outbox_id = found.ids[0];
    return true;
}

char *return_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id)
{
    return make(arena, secret, SIGN_RETURN_PATH, domain, outbox_id);
}

bool return_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id)
{
    return check(arena, secret, SIGN_RETURN_PATH, addr, outbox_id);
}

char *reply_path(struct arena *arena, const unsigned char *secret, const char *domain, uint64_t outbox_id)
{
    return make(arena, secret, SIGN_REPLY_PATH, domain, outbox_id);
}

bool reply_path_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id)
{
    return check(arena, secret, SIGN_REPLY_PATH, addr, outbox_id);
}
