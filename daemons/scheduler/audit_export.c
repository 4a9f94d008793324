/* Audit rows into the log, in two movements, so that a crash between any two writes leaves no row out and none twice:

     chain   rows that have no place yet get the next numbers and hashes, in one transaction. Rows are found by being in
   no place, not by being newer than the last one: ids are handed out before commits, and on a cluster in any order.
     write   lines that the files do not have yet are made again from the rows, compared with the hash of their place,
   added to the file of their month and synced; then the head file; then the database hears up to where.

   The files know by themselves where they end. If they end before what was once on disk, somebody shortened them: that
   is said in the log and the lines are written again. If their last line is not the one of its place, nothing is
   written any more. */
#include "scheduler.h"

#include "audit_file.h"
#include "audit_line.h"
#include "base/clock.h"
#include "base/log.h"
#include "q_scheduler.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WRITE_ROWS = 200, WRITE_BYTES = 4 * 1024 * 1024 };

struct audit_export {
    struct audit_file file;
    /* The newest row of the chain at some time: when no transaction can be as old as that time, it is the floor. */
    uint64_t seen_id, seen_us;
};

void audit_export_open(struct scheduler *s)
{
    s->audit = arena_alloc(s->app->arena, sizeof *s->audit);
    audit_file_init(&s->audit->file, conf_text(s->app->conf, "paths.audit"),
                    conf_text(s->app->conf, "paths.audit_head"));
}

void audit_export_close(struct scheduler *s)
{
    audit_file_close(&s->audit->file);
}

static const unsigned char *hash_of(const struct rows *rows, size_t row)
{
    static const unsigned char none[32];
    size_t len;
    const unsigned char *hash = rows_bytes(rows, row, "_hash", &len);
    return len == 32 ? hash : none;
}

/* ---- chain ---- */

/* The file of a row: of its month, but never before the file of the row before it nor after this month, whatever clocks
   do. */
static unsigned month_for(const struct scheduler *s, const struct rows *rows, size_t row, unsigned before)
{
    unsigned now = (unsigned)strtoul(s->now, NULL, 10) * 100 + (unsigned)strtoul(s->now + 5, NULL, 10);
    unsigned month = (unsigned)rows_u64(rows, row, "month");
    if (month > now)
        month = now;
    return month > before ? month : before;
}

static struct err *chain_rows(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    struct rows *head, *rows;
    struct buf line = buf_on(s->arena);
    TRY(q_audit_head_lock(s->db, &head));
    TRY(q_audit_unchained(s->db, rows_u64(head, 0, "floor_id"), s->step, &rows));
    done->rows = rows->count;
    if (!rows->count)
        return NULL;
    struct audit_link link = audit_link_of(rows_u64(head, 0, "seq"), hash_of(head, 0));
    unsigned month = (unsigned)rows_u64(head, 0, "month");
    struct q_audit_chain_add_row *places = arena_array(s->arena, rows->count, sizeof *places);
    unsigned char *hashes = arena_array(s->arena, rows->count, 32);
    for (size_t i = 0; i < rows->count; i++) {
        line.len = 0;
        audit_line_add(&line, rows, i, &link);
        audit_link_bytes(&link, hashes + 32 * i);
        month = month_for(s, rows, i, month);
        places[i] = (struct q_audit_chain_add_row){link.seq, rows_u64(rows, i, "id"), hashes + 32 * i, month};
    }
    TRY(q_audit_chain_add(s->db, places, rows->count, NULL));
    return q_audit_head_set(s->db, link.seq, hashes + 32 * (rows->count - 1), month);
}

struct number {
    uint64_t value;
};

static struct err *set_floor(struct scheduler *s, void *arg)
{
    return q_audit_floor_set(s->db, ((struct number *)arg)->value, NULL);
}

/* Everything that can be seen is in the chain. What could be seen an hour ago has no open transaction beside it any
   more. */
static struct err *raise_floor(struct scheduler *s)
{
    struct audit_export *x = s->audit;
    struct rows *newest;
    uint64_t now_us = clock_us();
    if (x->seen_us && now_us - x->seen_us < scheduler_conf(s, "scheduler.audit_settle_minutes") * 60 * 1000000)
        return NULL;
    struct number floor = {x->seen_id};
    if (floor.value)
        TRY(scheduler_transaction(s, set_floor, &floor));
    TRY(q_audit_chain_newest(s->db, &newest));
    x->seen_id = rows_u64(newest, 0, "id");
    x->seen_us = now_us;
    return NULL;
}

/* ---- write ---- */

/* Lines from row `from` on that go into one file; *next: the first that does not. */
static struct err *write_month(struct scheduler *s, const struct rows *rows, size_t from, size_t *next)
{
    struct audit_file *f = &s->audit->file;
    struct audit_link link = f->last;
    struct buf out = buf_on(s->arena);
    size_t i = from;
    uint64_t month = rows_u64(rows, from, "month");
    for (; i < rows->count && rows_u64(rows, i, "month") == month && out.len < WRITE_BYTES; i++) {
        if (rows_u64(rows, i, "seq") != link.seq + 1)
            return ERR(s->arena, ERR_INTERNAL, "internal", "the row of line %" PRIu64 " is no longer in the database",
                       link.seq + 1);
        audit_line_add(&out, rows, i, &link);
        if (strcmp(link.hash, audit_link_of(link.seq, hash_of(rows, i)).hash) != 0)
            return ERR(s->arena, ERR_INTERNAL, "internal", "audit row %" PRIu64 " was changed after it got its place",
                       rows_u64(rows, i, "id"));
    }
    *next = i;
    return audit_file_append(f, s->arena, (unsigned)month, out.text, out.len, &link);
}

static struct err *set_written(struct scheduler *s, void *arg)
{
    return q_audit_written_set(s->db, ((struct number *)arg)->value, NULL);
}

/* The files end with a line that has this place in the database, too. */
static struct err *check_end(struct scheduler *s, uint64_t written)
{
    const struct audit_file *f = &s->audit->file;
    struct rows *place;
    if (f->last.seq) {
        TRY(q_audit_chain_find(s->db, f->last.seq, &place));
        if (!place->count || strcmp(audit_link_of(0, hash_of(place, 0)).hash, f->last.hash) != 0)
            return ERR(s->arena, ERR_INTERNAL, "internal", "line %" PRIu64 " at the end of %s is not what was written",
                       f->last.seq, f->dir);
    }
    if (f->last.seq < written)
        log_line(LOG_ERROR, "audit log shortened", "dir", f->dir, "last",
                 arena_printf(s->arena, "%" PRIu64, f->last.seq), "written",
                 arena_printf(s->arena, "%" PRIu64, written), NULL);
    return NULL;
}

static struct err *write_lines(struct scheduler *s, uint64_t head, struct done *done)
{
    struct audit_file *f = &s->audit->file;
    struct rows *rows;
    size_t next = 0;
    TRY(q_audit_chained(s->db, f->last.seq, WRITE_ROWS, &rows));
    while (next < rows->count)
        TRY(write_month(s, rows, next, &next));
    if (f->last.seq < head && !rows->count)
        return ERR(s->arena, ERR_INTERNAL, "internal", "the rows after line %" PRIu64 " are no longer in the database",
                   f->last.seq);
    TRY(audit_file_head(f, s->arena));
    struct number written = {f->last.seq};
    if (rows->count)
        TRY(scheduler_transaction(s, set_written, &written));
    done->rows = rows->count;
    done->more = f->last.seq < head;
    return NULL;
}

/* The lease is asked for behind the lock: whoever waited here for long finds out that it is not his any more. */
static struct err *write_step(struct scheduler *s, struct done *done)
{
    struct rows *head;
    TRY(q_audit_head_find(s->db, &head));
    uint64_t written = rows_u64(head, 0, "written");
    struct err *err = audit_file_begin(&s->audit->file, s->arena, written);
    struct number ours = {0};
    if (!err)
        err = scheduler_transaction(s, set_written, &ours);
    if (!err)
        err = check_end(s, written);
    if (!err)
        err = write_lines(s, rows_u64(head, 0, "seq"), done);
    audit_file_end(&s->audit->file);
    return err;
}

struct err *audit_export_step(struct scheduler *s, struct done *done)
{
    struct done chained = {0};
    TRY(scheduler_transaction(s, chain_rows, &chained));
    if (chained.rows < s->step)
        TRY(raise_floor(s));
    TRY(write_step(s, done));
    done->more = done->more || chained.rows == s->step;
    return NULL;
}
