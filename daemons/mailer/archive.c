/* The encrypted ZIP of a run, made before the run is. The bytes are stored under their row of `blob` first; then one
   transaction names them as the run's file, takes the single files away and wipes the password. Killed before it, the
   run is as it was, and what was stored is named by nobody: the next sweep takes it. Two mailers may both build one;
   the first to record it wins. */
#include "enclose.h"

#include "base/log.h"
#include "blob/blob.h"
#include "mailer.h"
#include "model/mail/mailfile.h"
#include "q_mailfile.h"
#include "zip.h"

#include <inttypes.h>
#include <string.h>

struct archive {
    struct mailer *m;
    uint64_t run_id, blob_id; /* blob 0: there is none */
    const struct rows *start;
    const char *names;
};

static struct err *record(struct db *db, void *arg)
{
    const struct archive *a = arg;
    struct rows *held;
    uint64_t file_id;
    TRY(q_mailfile_start_hold(db, a->run_id, &held));
    if (!held->count)
        return NULL; /* another mailer has it, or it was cancelled */
    db_context(db, rows_u64(a->start, 0, "org_id"), 0, a->m->now);
    if (a->blob_id) {
        TRY(q_mailfile_drop_all(db, a->run_id, NULL));
        TRY(q_mailfile_pack(db, a->run_id, a->blob_id, rows_u64(a->start, 0, "account_id"),
                            rows_text(a->start, 0, "zip_name"), &file_id));
    }
    return q_mailfile_packed(db, a->run_id, a->names, NULL);
}

static const char *names_of(struct arena *arena, const struct rows *files)
{
    struct buf names = buf_on(arena);
    for (size_t i = 0; i < files->count; i++)
        buf_addf(&names, "%s%s", i ? "\n" : "", rows_text(files, i, "name"));
    return names.text ? names.text : "";
}

/* *bytes NULL: it cannot be made, now or later, and the log says why. Its mails fail then (enclose.c): better than
   files unencrypted. */
static struct err *build(struct archive *a, struct arena *arena, const struct rows *files, const char **bytes,
                         size_t *len)
{
    struct compose_file *in = arena_array(arena, files->count, sizeof *in);
    bool gone;
    const char *password = mailfile_unseal(arena, a->m->app->secret, a->run_id, rows_text(a->start, 0, "password"));
    *bytes = NULL;
    TRY(enclosure_files(a->m, arena, files, in, &gone));
    if (gone || !*password) {
        log_line(LOG_ERROR, "no ZIP", "run", arena_printf(arena, "%" PRIu64, a->run_id), NULL);
        return NULL;
    }
    struct err *err = zip_build(arena, in, files->count, password, bytes, len);
    if (err)
        log_err("ZIP", NULL, err);
    return NULL;
}

static struct err *make_zip(struct archive *a, struct arena *arena)
{
    struct rows *files;
    const char *bytes;
    size_t len;
    TRY(q_mailfile_bytes(a->m->db, a->run_id, &files));
    if (!files->count)
        return NULL;
    a->names = names_of(arena, files);
    TRY(build(a, arena, files, &bytes, &len));
    if (bytes)
        TRY(blob_keep(a->m->db, conf_text(a->m->app->conf, "paths.blobs"), bytes, len, "application/zip", &a->blob_id));
    return db_transaction(a->m->db, record, a);
}

static struct err *begin_links(struct db *db, void *arg)
{
    const struct archive *a = arg;
    db_context(db, rows_u64(a->start, 0, "org_id"), 0, a->m->now);
    return q_mailfile_until(db, a->run_id, (uint64_t)conf_int(a->m->app->conf, "mail.link_days"), NULL);
}

struct err *archive_run(struct mailer *m, uint64_t run_id)
{
    struct archive a = {.m = m, .run_id = run_id, .names = ""};
    struct rows *start;
    TRY(q_mailfile_start(m->db, run_id, &start));
    if (!start->count)
        return NULL;
    a.start = start;
    struct err *err = NULL;
    if (strcmp(rows_text(start, 0, "way"), "zip") == 0 && *rows_text(start, 0, "password")) {
        struct arena *arena = arena_new();
        err = make_zip(&a, arena);
        if (err)
            err = ERR(m->arena, err->kind, err->key, "%s", err->detail);
        arena_free(arena);
    } else if (strcmp(rows_text(start, 0, "way"), "link") == 0 && !rows_u64(start, 0, "begun")) {
        err = db_transaction(m->db, begin_links, &a);
    }
    db_context(m->db, 0, 0, m->now);
    return err;
}
