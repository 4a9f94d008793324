/* The end of a sign-in, whichever half it is reached from: its record, the session, and on to where one wanted to go.
 */
#include "account.h"

#include "frame/audit.h"
#include "q_account.h"
#include "text/url.h"

const char *home_path(unsigned roles, unsigned features)
{
    if (roles & ROLE_STAFF)
        return "/office/";
    if (features & FEATURE_AGENCY)
        return "/crm/";
    return "/account/settings";
}

/* No field of the form: a bad one is no reason to refuse. */
const char *signin_next(struct req *rq)
{
    const char *next = kvs_get(rq->method == METHOD_POST ? &rq->body : &rq->args, "next");
    return next ? next : "";
}

void signin_go_on(struct req *rq, const char *home)
{
    const char *next = signin_next(rq);
    res_redirect(rq, "%s", *next && url_is_local(next) ? next : home);
}

struct err *signin_record(struct req *rq, const struct rows *rows, const char *action, const char *name,
                          const char *value)
{
    uint64_t id = rows->count ? rows_u64(rows, 0, "_id") : 0;
    audit_who(rq, rows->count ? rows_u64(rows, 0, "_org_id") : 0, id);
    return audit_add(rq, action, "account", id, value ? audit_json(rq, name, value, NULL) : "");
}

struct err *signin_done(struct req *rq, const struct rows *rows, const char *how)
{
    uint64_t id = rows_u64(rows, 0, "_id");
    TRY(q_account_signed_in(rq->db, id));
    TRY(signin_record(rq, rows, "account.signin", "how", how));
    TRY(session_start(rq, id));
    signin_go_on(rq, home_path((unsigned)rows_u64(rows, 0, "_roles"), (unsigned)rows_u64(rows, 0, "_features")));
    return NULL;
}
