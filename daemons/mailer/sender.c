/* A sender: takes a job, makes its mail, hands it over, gives the job back with its result. Has a connection of its own
   to the relay and none to the database. */
#include "sender.h"

#include "base/clock.h"
#include "dkim.h"
#include "letter.h"
#include "mailer.h"
#include "mime.h"
#include "model/mail/return_path.h"

#include <string.h>

struct attempt {
    struct mailer *m;
    struct job *job;
    bool begun, stopped;
};

static bool begin(void *arg)
{
    struct attempt *a = arg;
    a->stopped = a->job->stopped;
    if (a->stopped)
        return false;
    a->begun = journal_begin(a->m->journal, a->job->slot, a->job->id, a->job->attempt);
    return a->begun;
}

static struct err *sign(struct mailer *m, struct arena *arena, const struct composed *mail, const char **signature)
{
    struct buf out = buf_on(arena);
    struct dkim_span body[] = {{mail->body.text, mail->body.len}, {mail->tail, mail->tail_len}};
    *signature = "";
    if (!m->dkim)
        return NULL;
    TRY(dkim_sign(arena, m->dkim, mail->head.text, body, 2, time(NULL), &out));
    *signature = out.text;
    return NULL;
}

static const char *envelope_from(const struct mailer *m, struct arena *arena, const struct job *job,
                                 const struct compose *mail)
{
    return *m->set.return_domain ? return_path(arena, m->app->secret, m->set.return_domain, job->id) : mail->from_addr;
}

static struct err *make(struct mailer *m, struct job *job, struct arena *arena, struct composed *mail,
                        struct handover *hand)
{
    struct compose in;
    letter_fill(job->letter, m, job, arena, &in);
    in.message_id = outcome_message_id(m, arena, job->id);
    in.at = clock_now();
    TRY(compose_mail(arena, &in, mail));
    TRY(sign(m, arena, mail, &hand->signature));
    hand->mail = mail;
    hand->from = envelope_from(m, arena, job, &in);
    hand->to = job->to_addr;
    hand->message_id = in.message_id;
    return NULL;
}

static void send(struct mailer *m, struct job *job, struct arena *arena, struct smtp *smtp)
{
    struct composed mail;
    struct attempt attempt = {m, job, false, false};
    struct handover hand = {.begin = begin, .arg = &attempt};
    if (clock_us() >= job->lease_us) {
        result_set(&job->result, RESULT_NONE, 0, "");
        return;
    }
    if (job->stopped) {
        result_set(&job->result, RESULT_STOPPED, 0, "");
        return;
    }
    struct err *err = NULL;
    if (letter_fault(job->letter))
        result_set(&job->result, RESULT_PERM, 0, letter_fault(job->letter));
    else if ((err = make(m, job, arena, &mail, &hand)))
        result_set(&job->result, RESULT_PERM, 0, err->detail);
    else if (smtp)
        smtp_send(smtp, &hand, &job->result);
    else
        file_send(m->set.mail_dir, &hand, &job->result);
    if (attempt.stopped)
        result_set(&job->result, RESULT_STOPPED, 0, "");
    /* What does not count as a try must not look like one after a crash. */
    if (result_is_try(job->result.kind))
        journal_end(m->journal, job->slot, job->id, job->attempt, &job->result);
}

void *sender_main(void *arg)
{
    struct mailer *m = arg;
    struct arena *arena = arena_new();
    struct smtp *smtp = m->set.smtp ? smtp_open(&m->set) : NULL;
    for (struct job *job; (job = queue_pop(&m->todo));) {
        send(m, job, arena, smtp);
        arena_reset(arena);
        queue_push(&m->done, job, false);
    }
    smtp_close(smtp);
    arena_free(arena);
    return NULL;
}
