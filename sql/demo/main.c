/* demo [-c CONF] [--var DIR] [--accounts FILE] [--resumes N --org K]: fills an empty database. With --resumes the
   agency K (2 or 3) gets N résumés instead of the usual number. A database that has data already is left alone. */
#include "demo.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "frame/program.h"
#include "http/app.h"
#include "q_demo.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

enum { LOAD_TIMEOUT = 3600 };

static struct err *counters(struct demo *demo)
{
    struct q_demo_counter_row rows[5 * DEMO_LAST_AGENCY];
    size_t n = 0;
    for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++) {
        rows[n++] = (struct q_demo_counter_row){org, "company", DEMO_COMPANIES};
        rows[n++] = (struct q_demo_counter_row){org, "contact", DEMO_CONTACTS};
        rows[n++] = (struct q_demo_counter_row){org, "job", DEMO_JOBS};
        rows[n++] = (struct q_demo_counter_row){org, "resume", demo->resumes[org]};
        rows[n++] = (struct q_demo_counter_row){org, "process", demo->processes[org]};
    }
    return q_demo_counter(demo->db, rows, n, NULL);
}

static struct err *small_tables(struct demo *demo)
{
    TRY(db_begin(demo->db));
    TRY(demo_accounts(demo));
    for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++) {
        TRY(demo_firms(demo, org));
        TRY(demo_mails(demo, org));
    }
    return db_commit(demo->db);
}

static struct err *rest(struct demo *demo)
{
    TRY(db_begin(demo->db));
    TRY(counters(demo));
    for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++)
        TRY(demo_runs(demo, org));
    return db_commit(demo->db);
}

static struct err *fill(struct demo *demo)
{
    struct rows *found, *analyzed;
    uint64_t n;
    TRY(q_demo_orgs(demo->db, &found));
    if (rows_u64(found, 0, "n")) {
        puts("demo: there is data already, nothing was changed");
        return NULL;
    }
    TRY(q_demo_writable(demo->db, &n));
    TRY(small_tables(demo));
    TRY(demo_resumes(demo));
    TRY(demo_pairs(demo));
    TRY(rest(demo));
    return q_demo_analyze(demo->db, &analyzed);
}

/* The value of an option, taken out of argv; NULL without. */
static const char *option(int *argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < *argc; i++) {
        if (strcmp(argv[i], name) != 0)
            continue;
        const char *value = argv[i + 1];
        memmove(&argv[i], &argv[i + 2], (size_t)(*argc - i - 1) * sizeof *argv);
        *argc -= 2;
        return value;
    }
    return NULL;
}

static bool sizes(struct demo *demo, const char *resumes, const char *org)
{
    uint64_t n = DEMO_RESUMES, k = DEMO_LAST_AGENCY;
    if ((resumes && !text_int(resumes, &n)) || (org && !text_int(org, &k)) || k < DEMO_FIRST_AGENCY ||
        k > DEMO_LAST_AGENCY)
        return false;
    for (uint64_t i = DEMO_FIRST_AGENCY; i <= DEMO_LAST_AGENCY; i++)
        demo->resumes[i] = DEMO_RESUMES;
    demo->resumes[k] = n;
    return true;
}

int main(int argc, char **argv)
{
    struct demo demo = {.arena = arena_new()};
    const char *resumes = option(&argc, argv, "--resumes"), *org = option(&argc, argv, "--org");
    demo.accounts_file = option(&argc, argv, "--accounts");
    struct app *app = program_open("demo", &argc, argv);
    if (!app)
        return 1;
    if (argc > 1 || !sizes(&demo, resumes, org)) {
        fputs("usage: demo [-c CONF] [--var DIR] [--accounts FILE] [--resumes N] [--org 2|3]\n", stderr);
        return 1;
    }
    app->db_conf.read_timeout = LOAD_TIMEOUT;
    demo.db = app->db;
    demo.now = demo_now(clock_now());
    struct err *err = db_ready(demo.db, demo.arena);
    if (!err)
        err = fill(&demo);
    if (err) {
        log_err("demo", NULL, err);
        return 1;
    }
    db_free(demo.db);
    return 0;
}
