/* Files of mails (a single one with files is a run, too) that ended more than keep.mail_file_months ago; 0 keeps them.
   The run's page goes on to name them, nothing of the run is sent again without them (lib/model/mail/run.c), and the
   bytes follow by blobs.c. */
#include "scheduler.h"

#include "q_mailfile.h"
#include "q_scheduler.h"

static struct err *remove_files(struct scheduler *s, uint64_t run_id, uint64_t *removed)
{
    struct rows *files;
    struct buf names = buf_on(s->arena);
    TRY(q_mailfile_list(s->db, run_id, &files));
    for (size_t i = 0; i < files->count; i++)
        buf_addf(&names, "%s%s", i ? "\n" : "", rows_text(files, i, "name"));
    if (!files->count)
        return NULL;
    ++*removed;
    TRY(q_mailfile_drop_all(s->db, run_id, NULL));
    return q_mailfile_removed(s->db, run_id, names.text, NULL);
}

/* On behalf of its organisation, under the run's lock: nobody takes it up again in between. */
static struct err *remove_of(struct scheduler *s, uint64_t run_id, uint64_t months, uint64_t *removed)
{
    struct rows *run;
    TRY(q_mail_files_hold(s->db, run_id, months, &run));
    if (!run->count)
        return NULL;
    db_context(s->db, rows_u64(run, 0, "org_id"), 0, s->now);
    struct err *err = remove_files(s, run_id, removed);
    db_context(s->db, 0, 0, s->now);
    return err;
}

static struct err *remove_old(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    struct rows *old;
    uint64_t months = scheduler_conf(s, "keep.mail_file_months");
    *done = (struct done){0};
    TRY(q_mail_files_old(s->db, months, scheduler_conf(s, "mail.link_days"), s->step, &old));
    for (size_t i = 0; i < old->count; i++) /* of a run that comes twice nothing is left the second time */
        TRY(remove_of(s, rows_u64(old, i, "run_id"), months, &done->rows));
    done->more = old->count == s->step && done->rows;
    return NULL;
}

struct err *mail_files_step(struct scheduler *s, struct done *done)
{
    return scheduler_conf(s, "keep.mail_file_months") ? scheduler_transaction(s, remove_old, done) : NULL;
}
