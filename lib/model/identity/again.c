#include "model/identity/again.h"

#include "base/passwd.h"
#include "frame/route.h"
#include "http/app.h"
#include "http/req.h"
#include "model/identity/throttle.h"
#include "q_account.h"

#include <inttypes.h>

static const struct field again_fields[] = {
    SECRET(struct again_in, old, 1, 128, "account.password_own"),
    FIELD_END,
};
const struct form again_form = {.name = "again", .fields = again_fields, .size = sizeof(struct again_in)};

struct err *show_again(struct req *rq, const void *in)
{
    rq->reply.status = 422;
    res_page(rq, rq->route->show_page);
    return rq->route->show(rq, in);
}

struct err *password_again(struct req *rq, const void *in, const char *password, const char *hash, bool *right)
{
    struct throttle t;
    bool weak, locked;
    unsigned cost = (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n");
    const char *who = arena_printf(rq->arena, "%" PRIu64, rq->session.account_id);
    *right = false;
    TRY(throttle_open(rq, "account", who, &t));
    if (t.wait) {
        form_error(rq, "old", "wait_minutes", throttle_minutes(rq, t.wait), NULL);
        return show_again(rq, in);
    }
    if (!passwd_check(password, hash, cost, &weak)) {
        TRY(throttle_wrong(rq, &t, &locked));
        form_error(rq, "old", "password_wrong", NULL, NULL);
        return show_again(rq, in);
    }
    *right = true;
    return throttle_right(rq, &t);
}

struct err *password_own(struct req *rq, const void *in, const char *password, bool *right)
{
    struct rows *own;
    TRY(q_account_own(rq->db, &own));
    return password_again(rq, in, password, rows_text(own, 0, "_passwd"), right);
}
