/* schedulerd -c CONF --var DIR           timed rules until SIGTERM; of several only one is at work
   schedulerd rules                       name and interval of every rule
   schedulerd once [RULE]                 every rule (or one) now, to its end
   schedulerd audit head                  number and hash of the last line of the audit log
   schedulerd audit verify [FILE...] [--head HASH]      is the log what was written? See audit_command.c */
#include "scheduler.h"

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "frame/program.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const struct rule rules[] = {
    {"audit", "scheduler.audit_seconds", audit_export_step},
    {"late", "scheduler.late_seconds", late_step},
    {"expiry", "scheduler.expiry_seconds", expiry_step},
    {"links", "scheduler.forget_seconds", forget_links},
    {"forms", "scheduler.forget_seconds", forget_forms},
    {"throttle", "scheduler.forget_seconds", forget_throttle},
    {"sessions", "scheduler.forget_seconds", forget_sessions},
    {"signin_codes", "scheduler.forget_seconds", forget_signin_codes},
    {"selections", "scheduler.forget_seconds", forget_selections},
    {"imports", "scheduler.forget_seconds", forget_imports},
    {"drafts", "scheduler.forget_seconds", drafts_step},
    {"mail_files", "scheduler.forget_seconds", mail_files_step},
    {"duplicates", "scheduler.forget_seconds", duplicates_step},
    {"merges", "scheduler.forget_seconds", merges_step},
    {"audit_keep", "scheduler.forget_seconds", audit_keep_step},
    {"blobs", "scheduler.blobs_seconds", blobs_step},
    {NULL, NULL, NULL},
};

enum { RULES = sizeof rules / sizeof *rules - 1, STEPS = 20 };

/* When a rule is due again, in microseconds. What failed is tried again soon; a defect is not told more than once a
   minute. */
static uint64_t wait_of(const struct scheduler *s, const struct rule *rule, const struct err *err)
{
    uint64_t every = scheduler_conf(s, rule->every), soon = err && err->kind == ERR_BUSY ? 5 : 60;
    if (err && every > soon)
        every = soon;
    return every * 1000000;
}

/* Every rule that is due, each for a while, so that a long one does not keep the others, nor one that fails. *away: the
   database. False: stop. */
static bool round_of_rules(struct scheduler *s, uint64_t next_us[RULES], bool *away)
{
    for (unsigned i = 0; i < RULES && s->lease.held; i++) {
        uint64_t rows;
        bool more;
        if (clock_us() < next_us[i])
            continue;
        struct err *err = rule_run(s, &rules[i], STEPS, &rows, &more);
        if (err)
            log_err(rules[i].name, NULL, err);
        if (err && strcmp(err->key, "database_away") == 0) {
            *away = true;
            return true;
        }
        if (s->lease.held && (err || !more))
            next_us[i] = clock_us() + wait_of(s, &rules[i], err);
        if (daemon_told_to_stop(0))
            return false;
    }
    return true;
}

static bool any_due(const uint64_t next_us[RULES])
{
    for (unsigned i = 0; i < RULES; i++)
        if (next_us[i] <= clock_us())
            return true;
    return false;
}

static struct err *lease_now(struct scheduler *s)
{
    TRY(scheduler_begin(s));
    return lease_try(&s->lease, s->db, clock_us());
}

static void give_back(struct scheduler *s)
{
    struct err *err = scheduler_begin(s);
    if (!err)
        err = lease_give(&s->lease, s->db);
    if (err) /* it ends by itself */
        log_err("stop", NULL, err);
}

static void run(struct scheduler *s)
{
    uint64_t next_us[RULES] = {0};
    unsigned poll = (unsigned)scheduler_conf(s, "scheduler.poll_seconds"), wait = 0;
    bool away = false;
    while (!daemon_told_to_stop(wait * 1000)) {
        struct err *err = lease_now(s);
        if (err && !away)
            log_err("database", NULL, err);
        away = err != NULL;
        if (!err && s->lease.held && !round_of_rules(s, next_us, &away))
            break;
        wait = !away && s->lease.held && any_due(next_us) ? 0 : poll;
    }
    log_line(LOG_INFO, "stopping", NULL);
    give_back(s);
}

/* ---- commands ---- */

static int print_rules(const struct app *app)
{
    for (unsigned i = 0; i < RULES; i++)
        printf("%-10s every %" PRId64 " s (%s)\n", rules[i].name, conf_int(app->conf, rules[i].every), rules[i].every);
    return 0;
}

static int run_once(struct scheduler *s, const char *name)
{
    struct err *err = lease_now(s);
    bool known = false;
    if (!err && !s->lease.held) {
        fprintf(stderr, "schedulerd: another scheduler is at work; stop it first\n");
        return 1;
    }
    for (unsigned i = 0; i < RULES && !err; i++) {
        uint64_t rows;
        bool more;
        if (name && strcmp(name, rules[i].name) != 0)
            continue;
        known = true;
        err = rule_run(s, &rules[i], 1000000, &rows, &more);
        if (!err)
            printf("%s %" PRIu64 "\n", rules[i].name, rows);
    }
    if (err)
        log_err("once", NULL, err);
    else if (!known)
        fprintf(stderr, "schedulerd: there is no rule %s\n", name);
    bool failed = err || !known;
    give_back(s);
    return failed;
}

static int work(struct scheduler *s, int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "rules") == 0)
        return print_rules(s->app);
    daemon_signals();
    umask(0027);
    lease_init(&s->lease, s->app->arena, "scheduler", (unsigned)scheduler_conf(s, "scheduler.lease_seconds"));
    audit_export_open(s);
    int status = 0;
    if (argc > 1) {
        status = run_once(s, argc > 2 ? argv[2] : NULL);
    } else {
        log_line(LOG_INFO, "started", "holder", s->lease.holder, NULL);
        run(s);
    }
    audit_export_close(s);
    return status;
}

static bool usage_ok(int argc, char **argv)
{
    if (argc == 1 || (argc == 2 && strcmp(argv[1], "rules") == 0) || (argc <= 3 && strcmp(argv[1], "once") == 0))
        return true;
    fprintf(stderr, "usage: schedulerd [-c CONF] [--var DIR] [rules | once [RULE] | audit head | audit verify ...]\n");
    return false;
}

/* Of the arguments, without options and their values. */
static const char *first_word(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-c") != 0 && strcmp(argv[i], "--var") != 0)
            return argv[i];
        i++;
    }
    return "";
}

int main(int argc, char **argv)
{
    struct scheduler scheduler = {0};
    struct scheduler *s = &scheduler;
    if (strcmp(first_word(argc, argv), "audit") == 0)
        return audit_command(argc, argv);
    s->app = program_open("schedulerd", &argc, argv);
    if (!s->app)
        return 1;
    s->db = s->app->db;
    s->arena = s->app->request;
    s->step = scheduler_conf(s, "scheduler.step");
    int status = usage_ok(argc, argv) ? work(s, argc, argv) : 2;
    struct app *app = s->app;
    db_free(app->db);
    conf_free(app->conf);
    arena_free(app->request);
    arena_free(app->arena);
    return status;
}
