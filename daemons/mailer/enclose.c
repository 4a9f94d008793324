#include "enclose.h"

#include "base/file.h"
#include "base/log.h"
#include "blob/blob.h"
#include "mailer.h"
#include "model/mail/mailfile.h"
#include "q_mailfile.h"
#include "zip.h"

#include <string.h>

enum { BLOCK_MAX = 16 * 1024 };
enum { B_LIST, B_UNTIL, B_URL };
static const struct tag_def block_defs[] = {{"list", "list"}, {"until", "until"}, {"url", "url"}, {NULL, NULL}};

struct err *enclosure_files(struct mailer *m, struct arena *arena, const struct rows *rows, struct compose_file *files,
                            bool *gone)
{
    const char *dir = conf_text(m->app->conf, "paths.blobs");
    *gone = false;
    for (size_t i = 0; i < rows->count; i++) {
        size_t len, most = (size_t)rows_u64(rows, i, "size");
        const unsigned char *hash = rows_bytes(rows, i, "hash", &len);
        const char *bytes;
        if (len != 32)
            return ERR(m->arena, ERR_INTERNAL, "internal", "hash of %zu bytes", len);
        const char *path = blob_path(arena, dir, hash);
        files[i] = (struct compose_file){.name = rows_text(rows, i, "name"), .type = rows_text(rows, i, "type")};
        struct err *err = file_read(arena, path, most, &bytes, &files[i].len);
        files[i].bytes = err ? NULL : bytes;
        if (err || files[i].len != most) {
            log_line(LOG_ERROR, "attachment is gone", "path", path, "reason", err ? err->detail : "too short", NULL);
            *gone = true;
        }
    }
    return NULL;
}

/* ---- attached ---- */

static const struct rows *packed_row(const struct rows *rows)
{
    return rows->count == 1 && rows_u64(rows, 0, "packed") ? rows : NULL;
}

/* Of a test mail: what the real ones will have, made for this one. */
static struct err *test_zip(struct mailer *m, struct arena *scratch, uint64_t run_id, const struct rows *way,
                            struct compose_file *files, size_t *count, const char **fault)
{
    struct compose_file zip = {.name = rows_text(way, 0, "zip_name"), .type = "application/zip"};
    const char *bytes;
    const char *password = mailfile_unseal(scratch, m->app->secret, run_id, rows_text(way, 0, "password"));
    if (!*password) {
        *fault = "the ZIP has no password";
        return NULL;
    }
    struct err *err = zip_build(scratch, files, *count, password, &bytes, &zip.len);
    if (err) {
        log_err("test ZIP", NULL, err);
        *fault = "the ZIP was not made";
        return NULL;
    }
    zip.bytes = bytes;
    files[0] = zip;
    *count = 1;
    return NULL;
}

/* Files that shall travel encrypted never travel otherwise, whatever went wrong. */
static struct err *attach(struct mailer *m, struct arena *arena, struct arena *scratch, uint64_t run_id, bool test,
                          const struct rows *way, const struct rows *rows, struct enclosure *out)
{
    struct compose_file *files = arena_array(scratch, rows->count, sizeof *files);
    size_t count = rows->count;
    bool gone, zip = strcmp(rows_text(way, 0, "way"), "zip") == 0;
    TRY(enclosure_files(m, scratch, rows, files, &gone));
    if (gone)
        out->fault = "attachment is gone";
    else if (zip && !packed_row(rows) && !test)
        out->fault = "the ZIP was not made";
    else if (zip && !packed_row(rows))
        TRY(test_zip(m, scratch, run_id, way, files, &count, &out->fault));
    return out->fault ? NULL : compose_files(arena, files, count, &out->files);
}

/* ---- linked ---- */

static struct err *link_files(struct mailer *m, struct arena *arena, const struct rows *way, const struct rows *rows,
                              const char *lang, struct enclosure *out)
{
    struct tag_error error;
    struct buf list = buf_on(arena);
    const char *text, *kind = rows_u64(way, 0, "guarded") ? "links_password" : "links";
    const char *path = arena_printf(arena, "%s/mail/%s.%s.txt", m->set.template_dir, kind, lang);
    struct err *err = file_read(arena, path, BLOCK_MAX, &text, NULL);
    if (err) /* its text goes with the letter */
        return ERR(m->arena, err->kind, err->key, "%s", err->detail);
    out->block = tag_parse(arena, text, block_defs, &error);
    if (!out->block)
        return ERR(m->arena, ERR_INTERNAL, "internal", "%s: unknown tag", path);
    for (size_t i = 0; i < rows->count; i++)
        buf_addf(&list, "%s  %s (%s)", i ? "\n" : "", rows_text(rows, i, "name"),
                 mailfile_size(arena, rows_u64(rows, i, "size")));
    out->values[B_LIST] = list.text;
    out->values[B_UNTIL] = arena_strdup(arena, rows_text(way, 0, "until"));
    return NULL;
}

static const char *block_value(void *arg, unsigned def)
{
    return ((const char **)arg)[def];
}

const char *enclosed_text(const struct enclosure *e, const struct mailer *m, struct arena *arena, const char *text,
                          uint64_t outbox_id)
{
    if (!e->block)
        return text;
    const char *values[] = {e->values[B_LIST], e->values[B_UNTIL],
                            mailfile_url(arena, m->app->secret, m->set.base_url, outbox_id)};
    struct buf out = buf_on(arena);
    buf_add(&out, text);
    tag_fill(e->block, block_value, values, &out);
    return out.text;
}

struct err *enclose(struct mailer *m, struct arena *arena, uint64_t run_id, bool test, const char *lang,
                    struct enclosure *out)
{
    struct rows *way, *rows;
    *out = (struct enclosure){0};
    TRY(q_mailfile_bytes(m->db, run_id, &rows));
    TRY(q_mailfile_travel(m->db, run_id, (uint64_t)conf_int(m->app->conf, "mail.link_days"), &way));
    if (way->count && rows_u64(way, 0, "removed"))
        out->fault = "attachment was removed for its age";
    if (!rows->count || !way->count)
        return NULL;
    if (strcmp(rows_text(way, 0, "way"), "link") == 0)
        return link_files(m, arena, way, rows, lang, out);
    struct arena *scratch = arena_new(); /* only the encoded form stays */
    struct err *err = attach(m, arena, scratch, run_id, test, way, rows, out);
    if (err) /* its text lives there */
        err = ERR(m->arena, err->kind, err->key, "%s", err->detail);
    arena_free(scratch);
    return err;
}
