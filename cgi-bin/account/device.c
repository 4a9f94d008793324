/* Where one is signed in: one's own sessions, and how to end them. */
#include "account.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_account.h"

#include <inttypes.h>

struct err *sessions_page(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_sessions_of_actor(rq->db, &rows));
    page_rows(rq, "Sessions", rows);
    page_num(rq, "Session.own", (int64_t)rq->session.id);
    if (rows->count > 1)
        page_set(rq, "Session.others", "1");
    return NULL;
}

struct err *session_stop(struct req *rq, const void *in)
{
    TRY(q_session_end_own(rq->db, req_id(rq, 0)));
    audit_about(rq, "session", req_id(rq, 0), NULL);
    res_done(rq, "session_ended", "/account/sessions");
    return NULL;
}

struct err *sessions_stop_others(struct req *rq, const void *in)
{
    uint64_t ended;
    TRY(q_sessions_end_others(rq->db, rq->session.id, &ended));
    audit_about(rq, "account", rq->session.account_id,
                audit_json(rq, "ended", arena_printf(rq->arena, "%" PRIu64, ended), NULL));
    res_done(rq, "sessions_ended", "/account/sessions");
    return NULL;
}
