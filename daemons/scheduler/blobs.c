/* Bytes that no record names. blob_sweep() has its own transactions and is right beside a second one of its kind, so
   the lease is only asked for before it. */
#include "scheduler.h"

#include "blob/blob.h"

static struct err *nothing(struct scheduler *s, void *arg)
{
    return NULL;
}

struct err *blobs_step(struct scheduler *s, struct done *done)
{
    TRY(scheduler_transaction(s, nothing, NULL));
    TRY(blob_sweep(s->db, conf_text(s->app->conf, "paths.blobs"), scheduler_conf(s, "keep.files_days"), &done->rows));
    done->more = done->rows > 0;
    return NULL;
}
