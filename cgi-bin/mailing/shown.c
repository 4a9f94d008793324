/* What a page that asks 送信してよいか has shown, as a short text that its form brings back: when the same page would
   show something else by then, the answer is none, and the page is shown again. */
#include "mailing.h"

#include "base/crypto.h"
#include "model/mail/mailfile.h"
#include "q_mailfile.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* The files of a run and how they travel. */
static struct err *add_files(struct req *rq, uint64_t run_id, struct buf *all)
{
    struct rows *files, *way;
    TRY(q_mailfile_list(rq->db, run_id, &files));
    TRY(q_mailfile_way(rq->db, run_id, &way));
    for (size_t i = 0; i < files->count; i++)
        buf_addf(all, "%" PRIu64 " %s\n", rows_u64(files, i, "id"), rows_text(files, i, "name"));
    if (files->count && way->count)
        buf_addf(all, "%s %s\n", rows_text(way, 0, "_way"),
                 mailfile_unseal(rq->arena, rq->app->secret, run_id, rows_text(way, 0, "_password")));
    return NULL;
}

struct err *shown_name(struct req *rq, uint64_t run_id, const char **name, ...)
{
    struct buf all = buf_on(rq->arena);
    unsigned char hash[32];
    va_list parts;
    va_start(parts, name);
    for (const char *part; (part = va_arg(parts, const char *));)
        buf_addf(&all, "%s\n", part);
    va_end(parts);
    if (run_id)
        TRY(add_files(rq, run_id, &all));
    crypto_sha256(all.text, all.len, hash);
    *name = crypto_base64url(rq->arena, hash, 16);
    return NULL;
}
