/* mailind -c CONF --var DIR [--from SENDER] [--to RECIPIENT]   one message on standard input
   mailind -c CONF --var DIR --spool DIR [--once]               messages of a maildir, until SIGTERM

   Without --to and --from the environment (ORIGINAL_RECIPIENT, SENDER: Postfix's local(8)) or the fields that the mail
   server wrote on top of the message tell. Status 0: written down, or not for us and named in the log. 75
   (EX_TEMPFAIL): could not be written down, the mail server keeps it and tries again. There is no other status: no mail
   is sent back because of us. */
#include "mailin.h"

#include "base/log.h"
#include "frame/program.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const char *option(int *argc, char **argv, const char *name, bool value)
{
    for (int i = 1; i + value < *argc; i++)
        if (strcmp(argv[i], name) == 0) {
            const char *found = argv[i + value];
            memmove(&argv[i], &argv[i + 1 + value], (size_t)(*argc - i - value) * sizeof *argv);
            *argc -= 1 + value;
            return found;
        }
    return NULL;
}

/* At most max bytes are kept, all are read: a mail server takes a closed pipe for a failure. False when reading

   fails. */
static bool read_message(struct arena *arena, size_t max, char **bytes, size_t *len)
{
    char piece[64 * 1024];
    struct buf all = buf_on(arena);
    for (;;) {
        ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        size_t room = max - all.len;
        buf_addn(&all, piece, (size_t)n < room ? (size_t)n : room);
    }
    *bytes = all.text ? all.text : arena_strdup(arena, "");
    *len = all.len;
    return true;
}

struct one {
    struct mailin *m;
    const struct message *message;
    uint64_t outbox_id;
    const char *outcome;
};

static struct err *store(struct db *db, void *arg)
{
    struct one *one = arg;
    return mailin_store(one->m, one->message, &one->outbox_id, &one->outcome);
}

static int take_one(struct mailin *m, const char *recipient, const char *sender)
{
    struct arena *arena = m->app->request;
    struct message message;
    char *bytes;
    size_t len;
    if (!read_message(m->app->arena, m->max_bytes, &bytes, &len)) {
        log_line(LOG_ERROR, "read", "reason", strerror(errno), NULL);
        return EX_TEMPFAIL;
    }
    struct one one = {.m = m, .message = &message, .outcome = ""};
    message_parse(m->app->arena, bytes, len, recipient, sender, &message);
    struct err *err = mailin_ready(m, arena);
    if (!err)
        err = db_transaction(m->db, store, &one);
    if (err) {
        log_err("message", NULL, err);
        return EX_TEMPFAIL;
    }
    log_line(LOG_INFO, "message", "outcome", one.outcome, "outbox", arena_printf(arena, "%" PRIu64, one.outbox_id),
             NULL);
    return EX_OK;
}

static struct err *open_all(struct mailin *m)
{
    const struct conf *c = m->app->conf;
    m->db = m->app->db;
    m->max_bytes = (size_t)conf_int(c, "mailin.max_bytes");
    m->soft_bounces = (uint64_t)conf_int(c, "mailin.soft_bounces");
    m->soft_days = (uint64_t)conf_int(c, "mailin.soft_days");
    m->answers_per_mail = (uint64_t)conf_int(c, "mailin.answers_per_mail");
    m->from_addr = conf_text(c, "mail.from_address");
    m->from_name = conf_text(c, "mail.from_name");
    m->own_domain = conf_text(c, "mail.return_domain");
    m->template_dir = conf_text(c, "paths.templates");
    g_mime_init();
    return words_load(m->app->arena, m->template_dir, &m->words);
}

/* What the environment says; "" counts as not said for a recipient, not for a sender (a bounce has an empty one). */
static const char *recipient_of(const char *given)
{
    const char *env = getenv("ORIGINAL_RECIPIENT");
    return given ? given : env && *env ? env : NULL;
}

int main(int argc, char **argv)
{
    struct mailin m = {0};
    const char *from = option(&argc, argv, "--from", true), *to = option(&argc, argv, "--to", true);
    const char *dir = option(&argc, argv, "--spool", true);
    bool once = option(&argc, argv, "--once", false);
    m.app = program_open("mailind", &argc, argv);
    if (!m.app)
        return EX_TEMPFAIL;
    if (argc > 1) {
        log_line(LOG_ERROR, "start", "unknown", argv[1], NULL);
        return EX_TEMPFAIL;
    }
    struct err *err = open_all(&m);
    int status = EX_TEMPFAIL;
    if (err)
        log_err("start", NULL, err);
    else if (dir)
        status = spool_run(&m, dir, once);
    else
        status = take_one(&m, recipient_of(to), from ? from : getenv("SENDER"));
    db_free(m.db);
    g_mime_shutdown();
    struct app *app = m.app;
    conf_free(app->conf);
    arena_free(app->request);
    arena_free(app->arena);
    return status;
}
