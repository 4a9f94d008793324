/* mailerd -c CONF --var DIR: the outbox goes out until SIGTERM. */
#include "mailer.h"

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "dkim.h"
#include "frame/program.h"
#include "letter.h"

#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EVERY_LANES = 500000, EVERY_DUE = 1000000, EVERY_LAPSED = 10000000, EVERY_LOG = 60000000 };

static unsigned conf_u(const struct conf *conf, const char *key)
{
    return (unsigned)conf_int(conf, key);
}

static void settings_read(struct settings *s, const struct app *app)
{
    const struct conf *c = app->conf;
    s->smtp = strcmp(conf_text(c, "mail.transport"), "smtp") == 0;
    s->connections = conf_u(c, "mail.connections");
    s->claim_batch = conf_u(c, "mail.claim_batch");
    s->lease = conf_u(c, "mail.lease_seconds");
    s->poll_ms = conf_u(c, "mail.poll_ms");
    s->expand_batch = conf_u(c, "mail.expand_batch");
    s->per_second = conf_u(c, "mail.per_second");
    s->per_connection = conf_u(c, "mail.per_connection");
    s->per_domain = conf_u(c, "mail.per_domain");
    s->per_org = conf_u(c, "mail.per_org");
    s->retry_days = conf_u(c, "mail.retry_days");
    s->retry_first = conf_u(c, "mail.retry_first_minutes") * 60;
    s->retry_max = conf_u(c, "mail.retry_max_hours") * 3600;
    s->timeout = conf_u(c, "mail.timeout_seconds");
    s->relay_host = conf_text(c, "mail.relay_host");
    s->relay_port = conf_u(c, "mail.relay_port");
    s->relay_tls = conf_text(c, "mail.relay_tls");
    s->relay_ca = conf_text(c, "mail.relay_ca_file");
    s->relay_user = conf_text(c, "mail.relay_user");
    s->relay_password = *s->relay_user ? conf_secret(c, "mail.relay_password_file") : "";
    s->hello = conf_text(c, "mail.hello_name");
    s->mail_dir = conf_text(c, "paths.mail");
    s->template_dir = conf_text(c, "paths.templates");
    s->from_addr = conf_text(c, "mail.from_address");
    s->return_domain = conf_text(c, "mail.return_domain");
    s->link_base = conf_text(c, *conf_text(c, "mail.unsubscribe_base") ? "mail.unsubscribe_base" : "http.base_url");
    s->base_url = conf_text(c, "http.base_url");
    s->footer_name = conf_text(c, "mail.footer_name");
    s->footer_address = conf_text(c, "mail.footer_address");
    s->footer_contact = conf_text(c, "mail.footer_contact");
    s->id_domain = *s->return_domain ? s->return_domain : strrchr(s->from_addr, '@') + 1;
    s->journal_dir = conf_text(c, "paths.mailer");
}

static struct err *open_all(struct mailer *m)
{
    const struct conf *c = m->app->conf;
    if ((mkdir(m->set.journal_dir, 0700) && errno != EEXIST) || (mkdir(m->set.mail_dir, 0700) && errno != EEXIST))
        return ERR(m->app->arena, ERR_INTERNAL, "internal", "%s or %s: %s", m->set.journal_dir, m->set.mail_dir,
                   strerror(errno));
    if (*conf_text(c, "mail.dkim_key_file"))
        TRY(dkim_load(m->app->arena, conf_text(c, "mail.dkim_key_file"), conf_text(c, "mail.dkim_domain"),
                      conf_text(c, "mail.dkim_selector"), &m->dkim));
    m->nslot = (size_t)m->set.claim_batch * 8 + m->set.connections * 2;
    m->slots = arena_array(m->app->arena, m->nslot + 1, sizeof *m->slots);
    m->lanes = calloc(1, sizeof *m->lanes);
    m->nlane = 1;
    queue_open(&m->todo);
    queue_open(&m->done);
    return m->lanes ? NULL : ERR(m->app->arena, ERR_INTERNAL, "internal", "out of memory");
}

static void clock_read(struct mailer *m)
{
    m->now_us = clock_us();
    m->now_s = clock_now();
    clock_sql(m->now_s, m->now);
}

static struct err *database(struct mailer *m)
{
    TRY(db_ready(m->db, m->arena));
    db_context(m->db, 0, 0, m->now);
    return NULL;
}

/* Nothing is claimed before what the last mailer left is settled. False when told to stop meanwhile. */
static bool settle_first(struct mailer *m, const struct journal_left *left)
{
    for (;;) {
        clock_read(m);
        struct err *err = database(m);
        if (!err)
            err = settle_left(m, left);
        if (!err)
            return true;
        log_err("start", NULL, err);
        arena_reset(m->arena);
        if (daemon_told_to_stop(1000))
            return false;
    }
}

static bool is_time(struct mailer *m, uint64_t *at_us, uint64_t every_us)
{
    if (m->now_us < *at_us)
        return false;
    *at_us = m->now_us + every_us;
    return true;
}

static void collect(struct mailer *m, unsigned wait_ms)
{
    struct job *next, *job = queue_take(&m->done, wait_ms);
    clock_read(m);
    for (; job; job = next) {
        next = job->next;
        if (job->result.kind == RESULT_OFFLINE) {
            dispatch_offline(m, job);
            continue;
        }
        if (result_is_try(job->result.kind))
            dispatch_online(m);
        outcome_keep(m, job);
    }
}

static struct err *with_database(struct mailer *m, bool *busy)
{
    TRY(database(m));
    if (m->away) {
        TRY(settle_strays(m));
        m->away = false;
    }
    /* Small batches cost a commit each: while mails flow, results gather for a moment. */
    if (m->nresult >= m->set.claim_batch || (m->nresult && m->now_us - m->result_us > 50000) || !m->in_memory)
        TRY(outcome_flush(m));
    if (is_time(m, &m->lanes_us, EVERY_LANES))
        TRY(claim_lanes(m));
    if (is_time(m, &m->due_us, EVERY_DUE)) {
        TRY(settle_due(m, busy));
        TRY(settle_stopped(m, busy));
    }
    if (is_time(m, &m->lapsed_us, EVERY_LAPSED)) {
        TRY(settle_others(m));
        TRY(settle_lapsed(m));
    }
    if (is_time(m, &m->lease_us, (uint64_t)m->set.lease * 200000))
        TRY(settle_leases(m));
    TRY(claim_rows(m, busy));
    TRY(stops_ask(m));
    return m->expanding || is_time(m, &m->expand_us, EVERY_LANES) ? expand_step(m, busy) : NULL;
}

static void log_stats(struct mailer *m)
{
    struct arena *a = m->arena;
    if (!is_time(m, &m->stats.logged_us, EVERY_LOG) ||
        !(m->stats.sent + m->stats.failed + m->stats.deferred + m->stats.doubt + m->stats.suppressed))
        return;
    log_line(LOG_INFO, "mails", "sent", arena_printf(a, "%" PRIu64, m->stats.sent), "failed",
             arena_printf(a, "%" PRIu64, m->stats.failed), "deferred", arena_printf(a, "%" PRIu64, m->stats.deferred),
             "doubt", arena_printf(a, "%" PRIu64, m->stats.doubt), "suppressed",
             arena_printf(a, "%" PRIu64, m->stats.suppressed), NULL);
    uint64_t logged = m->stats.logged_us;
    memset(&m->stats, 0, sizeof m->stats);
    m->stats.logged_us = logged;
}

/* How long may the next round wait for results, in milliseconds. */
static unsigned pause_of(const struct mailer *m, bool busy, uint64_t blocked_us)
{
    unsigned ms = m->set.poll_ms;
    if (busy)
        return 0;
    if ((m->nresult || m->in_memory) && ms > 50) /* results are to be recorded, the ledger of stops is to be asked */
        ms = 50;
    if (blocked_us && blocked_us / 1000 < ms)
        ms = (unsigned)(blocked_us / 1000) + 1;
    return ms;
}

static void run(struct mailer *m)
{
    unsigned wait_ms = 0;
    while (!daemon_told_to_stop(0)) {
        bool busy = false;
        collect(m, wait_ms);
        struct err *err = with_database(m, &busy);
        if (err) {
            if (!m->away)
                log_err("database", NULL, err);
            m->away = true;
            busy = false;
        }
        uint64_t blocked_us = dispatch(m);
        log_stats(m);
        arena_reset(m->arena);
        wait_ms = pause_of(m, busy, blocked_us);
        if (m->away)
            wait_ms = wait_ms < 100 ? 100 : wait_ms;
    }
}

/* No more claims; what a sender has in hand ends, the rest goes back. */
static void stop(struct mailer *m)
{
    m->stopping = true;
    log_line(LOG_INFO, "stopping", NULL);
    for (struct job *next, *job = queue_take(&m->todo, 0); job; job = next) {
        next = job->next;
        result_set(&job->result, RESULT_NONE, 0, "");
        queue_push(&m->done, job, false);
    }
    queue_close(&m->todo);
    for (unsigned i = 0; i < m->set.connections; i++)
        pthread_join(m->threads[i], NULL);
    collect(m, 0);
    for (size_t i = 0; i < m->nlane; i++)
        for (struct job *job; (job = m->lanes[i].first);) {
            m->lanes[i].first = job->next;
            result_set(&job->result, RESULT_NONE, 0, "");
            outcome_keep(m, job);
        }
    struct err *err = database(m);
    if (!err)
        err = outcome_flush(m);
    if (err) /* the journal knows; the next mailer settles it */
        log_err("stop", NULL, err);
    m->stats.logged_us = 0;
    log_stats(m);
}

static bool threads_start(struct mailer *m)
{
    m->threads = arena_array(m->app->arena, m->set.connections, sizeof *m->threads);
    for (unsigned i = 0; i < m->set.connections; i++)
        if (pthread_create(&m->threads[i], NULL, sender_main, m))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct mailer mailer = {0};
    struct mailer *m = &mailer;
    struct journal_left left;
    daemon_signals();
    m->app = program_open("mailerd", &argc, argv);
    if (!m->app)
        return 1;
    curl_global_init(CURL_GLOBAL_ALL);
    m->db = m->app->db;
    m->arena = m->app->request;
    settings_read(&m->set, m->app);
    clock_read(m);
    struct err *err = open_all(m);
    if (!err)
        err = journal_open(m->app->arena, m->set.journal_dir, (unsigned)m->nslot, &m->journal, &left);
    if (err) {
        log_err("start", NULL, err);
        return 1;
    }
    if (!settle_first(m, &left))
        return 0;
    err = journal_start(m->journal, m->app->arena);
    if (err || !threads_start(m)) {
        log_err("start", NULL, err);
        return 1;
    }
    log_line(LOG_INFO, "started", "claimer", journal_claimer(m->journal), NULL);
    run(m);
    stop(m);
    journal_close(m->journal);
    letter_forget_all(m);
    free(m->lanes);
    free(m->orgs);
    db_free(m->db);
    curl_global_cleanup();
    struct app *app = m->app;
    conf_free(app->conf);
    arena_free(app->request);
    arena_free(app->arena);
    return 0;
}
