/* What account.fcgi does when it is called with a command instead of by the web server. */
#include "account.h"

#include "base/clock.h"
#include "http/app.h"

#include <stdio.h>
#include <string.h>

static int usage(const struct app *app)
{
    fprintf(stderr,
            "usage: %s.fcgi [-c CONF] [--var DIR] --create-admin MAIL NAME ORGANISATION\n"
            "       %s.fcgi [-c CONF] [--var DIR] --rotate-keys\n",
            app->program, app->program);
    return 2;
}

/* A request of nobody, for what handlers and commands share; NULL after printing why there is no database. */
static struct req *request(struct app *app, const char *name)
{
    struct req *rq = arena_alloc(app->request, sizeof *rq);
    *rq =
        (struct req){.app = app, .arena = app->request, .db = app->db, .lang = "ja", .client = "", .now = clock_now()};
    snprintf(rq->id, sizeof rq->id, "%s", name);
    clock_sql(rq->now, rq->now_sql);
    struct err *err = db_ready(app->db, app->request);
    if (err) {
        fprintf(stderr, "%s: %s\n", name, err->detail);
        return NULL;
    }
    db_context(app->db, 0, 0, rq->now_sql);
    return rq;
}

int account_command(struct app *app, int argc, char **argv)
{
    bool create = argc == 5 && strcmp(argv[1], "--create-admin") == 0;
    if (!create && (argc != 2 || strcmp(argv[1], "--rotate-keys")))
        return usage(app);
    struct req *rq = request(app, argv[1] + strlen("--"));
    if (!rq)
        return 1;
    int status = create ? create_admin(rq, argv + 2) : rotate_keys(rq);
    return status == 2 ? usage(app) : status;
}
