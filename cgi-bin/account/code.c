/* A code that somebody typed, at sign-in or before a change: guesses are counted apart from those at passwords, and a
   right password does not forgive them. */
#include "account.h"

#include "frame/audit.h"
#include "http/app.h"
#include "mail/outbox.h"
#include "page/page.h"

#include <inttypes.h>

static struct err *refused(struct req *rq, const struct person *who, const char *action, const char *reason)
{
    return audit_add(rq, action, "account", who->id, audit_json(rq, "reason", reason, NULL));
}

/* Whoever makes so many mistakes here knows the password. */
static struct err *locked_notice(struct req *rq, const struct person *who)
{
    const char *minutes = arena_printf(rq->arena, "%lld", (long long)conf_int(rq->app->conf, "session.lock_minutes"));
    const char *url = arena_printf(rq->arena, "%s/account/forgot", conf_text(rq->app->conf, "http.base_url"));
    return outbox_notice(rq, "two_factor_locked", who->lang, who->id, who->mail, who->name, "minutes", minutes, "ip",
                         rq->client, "url", url, NULL);
}

static struct err *wrong(struct req *rq, const void *in, const struct person *who, const char *action,
                         const struct throttle *t)
{
    bool locked;
    TRY(throttle_wrong(rq, t, &locked));
    TRY(refused(rq, who, action, "code"));
    if (locked)
        TRY(locked_notice(rq, who));
    form_error(rq, "code", "code_wrong", NULL, NULL);
    return show_again(rq, in);
}

static struct err *recovery_used(struct req *rq, const struct person *who)
{
    uint64_t left;
    TRY(two_factor_left(rq, who->id, &left));
    const char *count = arena_printf(rq->arena, "%" PRIu64, left);
    TRY(audit_add(rq, "account.recovery_used", "account", who->id, audit_json(rq, "left", count, NULL)));
    return outbox_notice(rq, "recovery_used", who->lang, who->id, who->mail, who->name, "login_id", who->login_id, "ip",
                         rq->client, "left", count, NULL);
}

struct err *code_again(struct req *rq, const void *in, const struct person *who, const char *typed, const char *action,
                       enum two_factor_code *found)
{
    struct throttle t;
    *found = CODE_WRONG;
    TRY(throttle_open(rq, "code", arena_printf(rq->arena, "%" PRIu64, who->id), &t));
    if (t.wait) {
        TRY(refused(rq, who, action, "locked"));
        form_error(rq, "code", "wait_minutes", throttle_minutes(rq, t.wait), NULL);
        return show_again(rq, in);
    }
    TRY(two_factor_check(rq, who->id, typed, found));
    if (*found == CODE_WRONG)
        return wrong(rq, in, who, action, &t);
    TRY(throttle_right(rq, &t));
    return *found == CODE_RECOVERY ? recovery_used(rq, who) : NULL;
}
