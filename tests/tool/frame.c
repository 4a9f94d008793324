/* A program of the test's own: an area whose handlers do what the frame has to answer for, served by FastCGI as the
   others are. tests/http/test_frame.py asks it. */
#include "db/db.h"
#include "frame/program.h"
#include "frame/route.h"
#include "http/app.h"

#include <inttypes.h>
#include <mysqld_error.h>

struct asked {
    uint64_t number;
};
static const struct field asked_fields[] = {
    INT(struct asked, number, 1, 9, "version"),
    FIELD_END,
};
static const struct form asked_form = {.name = "asked", .fields = asked_fields, .size = sizeof(struct asked)};

static struct err *tell_number(struct req *rq, const void *p)
{
    const struct asked *in = p;
    res_text(rq, "text/plain", arena_printf(rq->arena, "number %" PRIu64 "\n", in->number));
    return NULL;
}

/* Works for organisation 7, and the first time loses against another transaction. */
static struct err *elsewhere(struct req *rq, const void *p)
{
    static unsigned tries;
    uint64_t org = db_org(rq->db);
    db_context(rq->db, 7, 8, rq->now_sql);
    rq->session.org_id = 7;
    if (++tries % 2) {
        struct err *err = ERR(rq->arena, ERR_BUSY, "busy", "as if another was first");
        err->code = ER_LOCK_DEADLOCK;
        return err;
    }
    res_text(rq, "text/plain", arena_printf(rq->arena, "try %u for %" PRIu64 "\n", tries, org));
    return NULL;
}

static const struct route routes[] = {
    {GET, "/frame/without", ROLE_PUBLIC, &asked_form, .run = tell_number},
    {GET, "/frame/with", ROLE_PUBLIC, &asked_form, .run = tell_number, .page = "error/error.cs"},
    {POST, "/frame/elsewhere", ROLE_PUBLIC, FORM_EMPTY, .run = elsewhere, .no_token = "nothing comes from a page"},
    {.path = NULL},
};

int main(int argc, char **argv)
{
    return program_main(argc, argv, &(struct area){.name = "frame", .routes = routes});
}
