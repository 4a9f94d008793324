/* Audit rows. They are written with the request's own connection inside its transaction, so a change without its row,
   or a row without its change, cannot exist. Details are JSON texts made here; no caller writes JSON by hand. */
#include "frame/audit.h"

#include "base/json.h"
#include "db/db.h"
#include "db/rows.h"
#include "frame/route.h"
#include "http/req.h"
#include "q_audit.h"

#include <stdarg.h>
#include <string.h>

const char *audit_json(struct req *rq, ...)
{
    struct buf out = buf_on(rq->arena);
    const char *name;
    va_list args;
    va_start(args, rq);
    json_open(&out, '{');
    while ((name = va_arg(args, const char *))) {
        const char *value = va_arg(args, const char *);
        json_name_text(&out, name, value ? value : "");
    }
    json_close(&out, '}');
    va_end(args);
    return out.text;
}

const char *audit_diff(struct req *rq, const struct rows *before, const struct rows *after)
{
    struct buf out = buf_on(rq->arena);
    json_open(&out, '{');
    for (unsigned i = 0; before->count && after->count && i < before->ncol; i++) {
        const char *name = before->cols[i].name;
        if (*name == '_' || rows_col(after, name) < 0)
            continue;
        const char *was = rows_text(before, 0, name), *is = rows_text(after, 0, name);
        if (strcmp(was, is) == 0)
            continue;
        json_name(&out, name);
        json_open(&out, '{');
        json_name_text(&out, "before", was);
        json_name_text(&out, "after", is);
        json_close(&out, '}');
    }
    json_close(&out, '}');
    return out.text;
}

void audit_about(struct req *rq, const char *noun, uint64_t noun_id, const char *detail)
{
    rq->audit.noun = noun;
    rq->audit.noun_id = noun_id;
    rq->audit.detail = detail;
}

void audit_who(struct req *rq, uint64_t org_id, uint64_t account_id)
{
    rq->audit.org_id = org_id;
    rq->audit.account_id = account_id;
}

struct err *audit_add(struct req *rq, const char *action, const char *noun, uint64_t noun_id, const char *detail)
{
    bool named = rq->audit.org_id || rq->audit.account_id;
    uint64_t org = named ? rq->audit.org_id : rq->session.org_id;
    uint64_t account = named ? rq->audit.account_id : rq->session.account_id;
    return q_audit_insert(rq->db,
                          &(struct q_audit_insert_args){.org_id = org,
                                                        .account = account,
                                                        .request = rq->id,
                                                        .ip = rq->client,
                                                        .action = action,
                                                        .noun = noun ? noun : "",
                                                        .noun_id = noun_id,
                                                        .detail = detail ? detail : ""},
                          NULL);
}

struct err *audit_route(struct req *rq)
{
    if (!rq->route || !rq->route->audit)
        return NULL;
    return audit_add(rq, rq->route->audit, rq->audit.noun, rq->audit.noun_id, rq->audit.detail);
}
