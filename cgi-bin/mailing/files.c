/* Files of a mail (S3-20): files of the JOB or résumé that it is about, where its kind allows that (S3-10 to S3-13), of
   the résumé itself that a single mail goes to, and uploads. A ticked file of a record becomes a row of the run's own:
   what was confirmed is what travels, whatever happens to the record. */
#include "mailing.h"

#include "base/passwd.h"
#include "frame/audit.h"
#include "model/mail/mailfile.h"
#include "page/page.h"
#include "q_mailfile.h"
#include "q_mailing.h"
#include "record/files.h"

#include <inttypes.h>
#include <string.h>

#define WIPED "wiped" /* in the place of a password */

struct run_files {
    struct rows *list;
    uint64_t bytes;
};

static struct err *load(struct req *rq, uint64_t run_id, struct run_files *out)
{
    *out = (struct run_files){0};
    TRY(q_mailfile_list(rq->db, run_id, &out->list));
    for (size_t i = 0; i < out->list->count; i++)
        out->bytes += rows_u64(out->list, i, "_size");
    return NULL;
}

static uint64_t most_bytes(struct req *rq)
{
    return (uint64_t)conf_int(rq->app->conf, "mail.files_max");
}

/* ---- password and way ---- */

static struct err *way_of(struct req *rq, uint64_t run_id, const char **way, const char **password, const char **guard)
{
    struct rows *rows;
    TRY(q_mailfile_way(rq->db, run_id, &rows));
    *way = rows->count ? rows_text(rows, 0, "_way") : "link";
    *password = rows->count ? mailfile_unseal(rq->arena, rq->app->secret, run_id, rows_text(rows, 0, "_password")) : "";
    *guard = rows->count ? rows_text(rows, 0, "_guard") : "";
    return NULL;
}

/* Sending was cancelled, and nobody has set the password anew (lib/model/mail/run.c). */
static struct err *is_wiped(struct req *rq, uint64_t run_id, bool *wiped)
{
    struct rows *rows;
    TRY(q_mailfile_way(rq->db, run_id, &rows));
    *wiped = rows->count && strcmp(rows_text(rows, 0, "_password"), WIPED) == 0;
    return NULL;
}

struct err *files_password(struct req *rq, const struct draft *draft, const char **password)
{
    const char *way, *guard;
    return way_of(rq, draft->id, &way, password, &guard);
}

/* What is to be the password. The page does not show the one that is saved: left empty, it stays. */
static const char *password_wanted(struct req *rq, const struct files_in *in, const char *old)
{
    if (in->make_password)
        return mailfile_password(rq->arena);
    if (in->drop_password)
        return "";
    if (!*in->password || mailfile_password_fits(in->password))
        return *in->password ? in->password : old;
    form_error(rq, "password", "file_password", NULL, NULL);
    return old;
}

/* The links' password is hashed when it changes: that takes its time on purpose. */
static struct err *save_way(struct req *rq, const struct draft *draft, const struct files_in *in)
{
    const char *way, *old, *guard;
    bool wiped;
    TRY(way_of(rq, draft->id, &way, &old, &guard));
    TRY(is_wiped(rq, draft->id, &wiped));
    const char *password = password_wanted(rq, in, old);
    if (strcmp(in->way, "link") != 0 || !*password)
        guard = "";
    else if (strcmp(password, old) != 0 || !*guard)
        guard = passwd_hash(rq->arena, password, (unsigned)conf_int(rq->app->conf, "password.scrypt_log2n"));
    const char *sealed = mailfile_seal(rq->arena, rq->app->secret, draft->id, password);
    if (wiped && !*password && !in->drop_password && strcmp(in->way, "plain") != 0)
        sealed = WIPED; /* said until there is one, or the mail goes */
    return q_mailfile_set(rq->db,
                          &(struct q_mailfile_set_args){.run_id = draft->id,
                                                        .way = in->way,
                                                        .password = sealed,
                                                        .guard = guard,
                                                        .zip_name = page_text(rq, "mailing.files.zip_name")},
                          NULL);
}

/* ---- files of the record ---- */

/* What is not ticked any more goes; *kept: ids that are there already. */
static struct err *untick(struct req *rq, const struct draft *draft, const struct rows *have, const struct ids *ticked)
{
    for (size_t i = 0; i < have->count; i++) {
        uint64_t source = rows_u64(have, i, "source_id");
        if (source && !ids_among(*ticked, source))
            TRY(q_mailfile_drop(rq->db, draft->id, rows_u64(have, i, "id"), NULL));
    }
    return NULL;
}

static bool is_there(const struct rows *have, uint64_t source)
{
    for (size_t i = 0; i < have->count; i++)
        if (rows_u64(have, i, "source_id") == source)
            return true;
    return false;
}

/* MISSING: of another record, of another organisation, or removed meanwhile: which one is nobody's business. */
static struct err *tick(struct req *rq, const struct draft *draft, uint64_t id)
{
    struct err *err = q_mailfile_take(rq->db, draft->id, id, draft->files_of, draft->files_id);
    if (!err || err->kind != ERR_MISSING)
        return err;
    form_error(rq, "files", "file_foreign", NULL, NULL);
    return NULL;
}

static struct err *save_ticked(struct req *rq, const struct draft *draft, const struct ids *ticked)
{
    struct run_files have;
    if (!draft->files_of) {
        if (ticked->n)
            form_error(rq, "files", "file_kind", NULL, NULL);
        return NULL;
    }
    TRY(load(rq, draft->id, &have));
    TRY(untick(rq, draft, have.list, ticked));
    for (size_t i = 0; i < ticked->n; i++)
        if (!is_there(have.list, ticked->v[i]))
            TRY(tick(rq, draft, ticked->v[i]));
    return NULL;
}

/* ---- uploads ---- */

static struct err *drop_upload(struct req *rq, const struct draft *draft, uint64_t id)
{
    uint64_t dropped;
    TRY(q_mailfile_drop(rq->db, draft->id, id, &dropped));
    if (!dropped)
        form_error(rq, "file", "file_foreign", NULL, NULL);
    return NULL;
}

/* One upload; what is wrong with it is said by its name, and the others stay. */
static struct err *add_upload(struct req *rq, const struct draft *draft, const struct upload *upload)
{
    struct run_files have;
    uint64_t file_id;
    TRY(load(rq, draft->id, &have));
    if (have.list->count >= MAILFILE_MOST) {
        form_error(rq, "file", "file_many", arena_printf(rq->arena, "%d", MAILFILE_MOST), NULL);
        return NULL;
    }
    if (have.bytes + upload->size > most_bytes(rq)) {
        form_error(rq, "file", "file_sum", upload->name, mailfile_size(rq->arena, most_bytes(rq)));
        return NULL;
    }
    return form_attach(rq, "file", upload, "run", draft->id, &file_id);
}

static struct err *check_ticked(struct req *rq, const struct draft *draft)
{
    struct run_files have;
    TRY(load(rq, draft->id, &have));
    if (have.list->count > MAILFILE_MOST)
        form_error(rq, "files", "file_many", arena_printf(rq->arena, "%d", MAILFILE_MOST), NULL);
    else if (have.bytes > most_bytes(rq))
        form_error(rq, "files", "file_ticked_sum", mailfile_size(rq->arena, most_bytes(rq)), NULL);
    return NULL;
}

static bool needs_password(const char *way, const struct run_files *have, const char *password)
{
    return strcmp(way, "zip") == 0 && have->list->count && !*password;
}

struct err *files_save(struct req *rq, const struct draft *draft, const struct files_in *in)
{
    struct run_files have;
    const char *password;
    TRY(save_way(rq, draft, in));
    TRY(save_ticked(rq, draft, &in->files));
    if (in->drop)
        TRY(drop_upload(rq, draft, in->drop));
    TRY(check_ticked(rq, draft));
    for (size_t i = 0; i < rq->upload_count; i++)
        TRY(add_upload(rq, draft, &rq->uploads[i]));
    TRY(load(rq, draft->id, &have));
    TRY(files_password(rq, draft, &password));
    if (in->needed && needs_password(in->way, &have, password))
        form_error(rq, "password", "file_password_none", NULL, NULL);
    return NULL;
}

/* ---- showing ---- */

static struct _hdf *show_file(struct req *rq, struct _hdf *list, const struct rows *rows, size_t i)
{
    struct _hdf *item = page_item(rq, list);
    page_item_set(rq, item, "id", rows_text(rows, i, "id"));
    page_item_set(rq, item, "name", rows_text(rows, i, "name"));
    page_item_set(rq, item, "size", mailfile_size(rq->arena, rows_u64(rows, i, "_size")));
    return item;
}

static void show_limits(struct req *rq)
{
    page_set(rq, "Files.each", mailfile_size(rq->arena, (uint64_t)conf_int(rq->app->conf, "files.max_bytes")));
    page_set(rq, "Files.sum", mailfile_size(rq->arena, most_bytes(rq)));
    page_num(rq, "Files.days", conf_int(rq->app->conf, "mail.link_days"));
}

/* Files of the record, with ticks: as typed, or as saved. One that was removed from it meanwhile is shown no more. */
static struct err *show_choices(struct req *rq, const struct draft *draft, const struct rows *have,
                                const struct files_in *in)
{
    struct rows *rows;
    if (!draft->files_id)
        return NULL;
    TRY(q_mailfile_choices(rq->db, draft->files_of, draft->files_id, &rows));
    struct _hdf *list = page_node(rq, "Choices");
    page_set(rq, "Files.of", draft->files_of);
    for (size_t i = 0; i < rows->count; i++) {
        uint64_t id = rows_u64(rows, i, "id");
        struct _hdf *item = show_file(rq, list, rows, i);
        if (in ? ids_among(in->files, id) : is_there(have, id))
            page_item_set(rq, item, "on", "1");
    }
    return NULL;
}

/* One a line. */
static void show_names(struct req *rq, const char *node, const char *names)
{
    struct _hdf *list = page_node(rq, node);
    for (size_t n; *names; names += n + (names[n] == '\n')) {
        n = strcspn(names, "\n");
        page_item_set(rq, page_item(rq, list), "name", arena_strndup(rq->arena, names, n));
    }
}

struct err *files_show(struct req *rq, const struct draft *draft, const struct files_in *in)
{
    struct run_files have;
    struct rows *way;
    const char *password;
    bool wiped;
    TRY(load(rq, draft->id, &have));
    struct _hdf *list = page_node(rq, "Uploads");
    for (size_t i = 0; i < have.list->count; i++)
        if (!rows_u64(have.list, i, "source_id"))
            show_file(rq, list, have.list, i);
    show_limits(rq);
    TRY(q_mailfile_way(rq->db, draft->id, &way));
    TRY(is_wiped(rq, draft->id, &wiped));
    page_set(rq, "Files.wiped", wiped ? "1" : "");
    if (way->count)
        show_names(rq, "Removed", rows_text(way, 0, "_removed"));
    TRY(files_password(rq, draft, &password));
    page_set(rq, "Files.locked", *password ? "1" : "");
    return show_choices(rq, draft, have.list, in);
}

struct err *files_tell(struct req *rq, uint64_t run_id)
{
    struct run_files have;
    const char *way, *password, *guard;
    bool wiped;
    TRY(load(rq, run_id, &have));
    TRY(way_of(rq, run_id, &way, &password, &guard));
    TRY(is_wiped(rq, run_id, &wiped));
    if (!have.list->count)
        return NULL;
    page_set(rq, "Files.wiped", wiped ? "1" : "");
    struct _hdf *list = page_node(rq, "RunFiles");
    for (size_t i = 0; i < have.list->count; i++)
        show_file(rq, list, have.list, i);
    page_set(rq, "Files.way", way);
    page_set(rq, "Files.password", strcmp(way, "plain") == 0 ? "" : password);
    page_set(rq, "Files.guarded", *guard ? "1" : "");
    page_set(rq, "Files.total", mailfile_size(rq->arena, have.bytes));
    show_limits(rq);
    return NULL;
}

/* Files that are gone for their age: what they were called, and how they travelled. */
static void show_removed(struct req *rq, const struct rows *way)
{
    if (!*rows_text(way, 0, "_removed"))
        return;
    show_names(rq, "Removed", rows_text(way, 0, "_removed"));
    page_set(rq, "Files.removed", rows_text(way, 0, "_removed_at"));
    page_set(rq, "Files.way", rows_text(way, 0, "_way"));
    page_set(rq, "Files.guarded", *rows_text(way, 0, "_guard") ? "1" : "");
}

struct err *files_result(struct req *rq, uint64_t run_id)
{
    struct rows *way, *downloads;
    TRY(files_tell(rq, run_id));
    TRY(q_mailfile_way(rq->db, run_id, &way));
    TRY(q_mailfile_downloads(rq->db, run_id, &downloads));
    if (way->count) {
        show_names(rq, "Packed", rows_text(way, 0, "_names"));
        show_removed(rq, way);
        page_set(rq, "Files.until", rows_text(way, 0, "_until"));
        page_set(rq, "Files.open", rows_u64(way, 0, "_open") ? "1" : "");
    }
    page_count(rq, "Files.downloads", rows_i64(downloads, 0, "_n"));
    page_count(rq, "Files.people", rows_i64(downloads, 0, "_people"));
    return NULL;
}

/* ---- the last word ---- */

struct err *files_check(struct req *rq, const struct draft *draft, const char *field, bool *good)
{
    struct run_files have;
    const char *way, *password, *guard;
    *good = true;
    TRY(load(rq, draft->id, &have));
    TRY(way_of(rq, draft->id, &way, &password, &guard));
    for (size_t i = 0; i < have.list->count && *good; i++)
        if (rows_u64(have.list, i, "gone")) {
            form_error(rq, field, strcmp(field, "answer") == 0 ? "file_gone" : "file_gone_here",
                       rows_text(have.list, i, "name"), NULL);
            *good = false;
        }
    if (*good && needs_password(way, &have, password)) {
        form_error(rq, field, "file_password_none", NULL, NULL);
        *good = false;
    }
    return NULL;
}

/* Of a ZIP the mailer needs the password once more. */
struct err *files_confirm(struct req *rq, const struct draft *draft, const char *field, bool *good)
{
    const char *way, *password, *guard;
    size_t count;
    TRY(files_check(rq, draft, field, good));
    if (!*good)
        return NULL;
    TRY(q_mailfile_anew(rq->db, draft->id, NULL));
    TRY(files_count(rq, draft->id, &count));
    TRY(way_of(rq, draft->id, &way, &password, &guard));
    return strcmp(way, "zip") != 0 || !count ? q_mailfile_wipe(rq->db, draft->id, NULL) : NULL;
}

struct err *files_renew(struct req *rq, uint64_t run_id)
{
    return q_mailfile_renew(rq->db, run_id, (uint64_t)conf_int(rq->app->conf, "mail.link_days"), NULL);
}

struct err *files_count(struct req *rq, uint64_t run_id, size_t *count)
{
    struct run_files have;
    TRY(load(rq, run_id, &have));
    *count = have.list->count;
    return NULL;
}

struct err *files_discard(struct req *rq, uint64_t run_id)
{
    TRY(q_mailfile_drop_all(rq->db, run_id, NULL));
    return q_mailfile_forget(rq->db, run_id, NULL);
}

/* The links of a run answer no more: the wrong file went out. */
struct err *files_end(struct req *rq, const void *in)
{
    struct rows *run;
    uint64_t id = req_id(rq, 0);
    TRY(q_run_one(rq->db, id, &run)); /* its own, or MISSING */
    TRY(q_mailfile_end(rq->db, id));
    audit_about(rq, "run", id, "");
    res_done(rq, "links_ended", "/mailing/run/%" PRIu64, id);
    return NULL;
}
