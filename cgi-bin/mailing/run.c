/* 一括処理: my runs, one run with its counts and rows, and what can be done with it (S3-27). */
#include "mailing.h"

#include "base/json.h"
#include "frame/audit.h"
#include "mail/outbox.h"
#include "model/mail/run.h"
#include "page/page.h"
#include "q_mailing.h"
#include "record/csv_export.h"
#include "record/pager.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

struct err *mailing_home(struct req *rq, const void *in)
{
    res_redirect(rq, "/mailing/runs");
    return NULL;
}

struct err *runs_list(struct req *rq, const void *in)
{
    struct list_page page;
    struct rows *rows;
    const struct q_run_list_args args = {0};
    pager_read(rq, &page);
    page.limit = 20;
    TRY(q_run_list(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_run_list);
    return NULL;
}

struct err *runs_seen(struct req *rq, const void *in)
{
    TRY(q_runs_seen(rq->db));
    TRY(q_runs_version_raise(rq->db, NULL));
    res_redirect(rq, "/mailing/runs");
    return NULL;
}

/* For the script of the icon: how many runs of mine work, how many are done and not yet looked at. */
struct err *runs_state(struct req *rq, const void *in)
{
    struct buf json = buf_on(rq->arena);
    json_open(&json, '{');
    json_name_number(&json, "busy", rq->session.runs_busy);
    json_name_number(&json, "done", rq->session.runs_done);
    json_close(&json, '}');
    res_text(rq, "application/json", json.text);
    return NULL;
}

struct err *started_show(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_run_one(rq->db, req_id(rq, 0), &rows));
    page_row(rq, "Bulk", rows, 0);
    if (strcmp(rows_text(rows, 0, "_state"), "draft") == 0)
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose", req_id(rq, 0));
    return NULL;
}

/* ---- one run ---- */

static const char *const row_states[] = {"ready", "claimed",    "sent",    "deferred", "failed",
                                         "doubt", "suppressed", "stopped", "bounced",  NULL};

struct rows_in {
    const char *state;
};

static const struct field rows_fields[] = {
    ENUM(struct rows_in, state, 0, row_states, "outbox.state"),
    FIELD_END,
};

const struct form rows_form = {.name = "rows", .fields = rows_fields, .size = sizeof(struct rows_in)};

/* Seconds the mails take that wait now, at the pace so far; 0: unknown. What is deferred has its own times. */
static int64_t seconds_left(const struct rows *run)
{
    enum { DAY = 24 * 60 * 60 };
    int64_t waiting = rows_i64(run, 0, "n_ready"), spent = rows_i64(run, 0, "_seconds");
    int64_t done = rows_i64(run, 0, "n_total") - waiting;
    if (strcmp(rows_text(run, 0, "_state"), "sending") != 0 || done <= 0 || waiting <= 0 || spent <= 0)
        return 0;
    int64_t left = spent * waiting / done + 1;
    return left < DAY ? left : 0;
}

static void show_progress(struct req *rq, const struct rows *run)
{
    static const char *const outcomes[] = {"n_sent",  "n_deferred", "n_failed", "n_suppressed",
                                           "n_doubt", "n_stopped",  "n_ready"};
    int64_t total = rows_i64(run, 0, "n_total"), at = 0;
    struct _hdf *list = page_node(rq, "Progress");
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        int64_t n = rows_i64(run, 0, outcomes[i]);
        int64_t width = total ? n * 1000 / total : 0;
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "name", outcomes[i] + 2);
        page_item_set(rq, item, "count", text_count(rq, n));
        page_item_set(rq, item, "x", arena_printf(rq->arena, "%lld", (long long)at));
        page_item_set(rq, item, "width", arena_printf(rq->arena, "%lld", (long long)width));
        at += width;
    }
    page_count(rq, "Total", total);
    page_num(rq, "Left.seconds", seconds_left(run));
    page_num(rq, "Left.minutes", (seconds_left(run) + 59) / 60);
}

/* Again: by its state, and with its files. */
static bool can_again(const struct rows *run)
{
    return run_next(rows_text(run, 0, "_state"), rows_text(run, 0, "_resume_state"), RUN_AGAIN) &&
           !rows_u64(run, 0, "_removed");
}

/* Only the buttons that work now. */
static void show_actions(struct req *rq, const struct rows *run)
{
    const char *state = rows_text(run, 0, "_state"), *before = rows_text(run, 0, "_resume_state");
    static const struct {
        enum run_event event;
        const char *name;
    } actions[] = {{RUN_PAUSE, "pause"},
                   {RUN_RESUME, "resume"},
                   {RUN_STOP, "stop"},
                   {RUN_CANCEL, "cancel"},
                   {RUN_REOPEN, "reopen"}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (run_next(state, before, actions[i].event) &&
            !(actions[i].event == RUN_REOPEN && *rows_text(run, 0, "single")))
            page_set(rq, arena_printf(rq->arena, "Can.%s", actions[i].name), "1");
    if (can_again(run))
        page_set(rq, "Can.again", "1");
}

/* What the mails are about beside who gets them: noun of the ids in outbox.about, NULL when that says nothing new. */
static const char *about_noun(const struct rows *run)
{
    const struct mailkind *kind = mailkind_find(rows_text(run, 0, "_kind"));
    const char *noun = kind && kind->from ? mailkind_rows(kind) : NULL;
    return noun && strcmp(noun, kind->list) != 0 ? noun : NULL;
}

static struct err *show_run(struct req *rq, const struct rows_in *filter)
{
    struct list_page page;
    struct rows *run, *rows;
    uint64_t id = req_id(rq, 0);
    TRY(q_run_one(rq->db, id, &run));
    if (strcmp(rows_text(run, 0, "_state"), "draft") == 0) {
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose", id);
        return NULL;
    }
    page_row(rq, "Bulk", run, 0);
    page_set(rq, "About", about_noun(run));
    TRY(files_result(rq, id));
    show_progress(rq, run);
    show_actions(rq, run);
    pager_read(rq, &page);
    bool bounced = filter && strcmp(filter->state, "bounced") == 0; /* whatever the state */
    const struct q_run_rows_args args = {
        .run_id = id, .state = filter && !bounced ? filter->state : "", .bounced = bounced ? "1" : ""};
    TRY(q_run_rows(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_run_rows);
    pager_chips(rq, &rows_form);
    return form_show(rq, &rows_form, filter);
}

struct err *run_show(struct req *rq, const void *in)
{
    return show_run(rq, in);
}

/* After a decision that is none. */
struct err *run_show_again(struct req *rq, const void *in)
{
    TRY(show_run(rq, NULL));
    return form_show(rq, &decide_form, in);
}

/* For the script that keeps the bar moving; the page shows the same when it is loaded again. */
struct err *run_progress(struct req *rq, const void *in)
{
    struct rows *run;
    TRY(q_run_one(rq->db, req_id(rq, 0), &run));
    struct buf json = buf_on(rq->arena);
    json_open(&json, '{');
    json_name_text(&json, "state", rows_text(run, 0, "state"));
    json_name_number(&json, "total", rows_u64(run, 0, "n_total"));
    json_name(&json, "left");
    json_signed(&json, (int64_t)seconds_left(run));
    static const char *const counts[] = {"ready", "deferred", "sent", "failed", "suppressed", "doubt", "stopped"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_name_number(&json, counts[i], rows_u64(run, 0, arena_printf(rq->arena, "n_%s", counts[i])));
    json_close(&json, '}');
    res_text(rq, "application/json", json.text);
    return NULL;
}

/* ---- what people do with it ---- */

/* The run must be the account's own. */
static struct err *act(struct req *rq, struct err *(*change)(struct db *, uint64_t), const char *notice)
{
    struct rows *run;
    uint64_t id = req_id(rq, 0);
    TRY(q_run_one(rq->db, id, &run));
    TRY(change(rq->db, id));
    audit_about(rq, "run", id, audit_json(rq, "before", rows_text(run, 0, "state"), NULL));
    res_done(rq, notice, "/mailing/run/%" PRIu64, id);
    return NULL;
}

static struct err *stop(struct db *db, uint64_t id)
{
    uint64_t moved;
    return run_stop(db, id, &moved);
}

static struct err *again(struct db *db, uint64_t id)
{
    uint64_t moved;
    return run_again(db, id, &moved);
}

struct err *run_pause_post(struct req *rq, const void *in)
{
    return act(rq, run_pause, "run_paused");
}

struct err *run_resume_post(struct req *rq, const void *in)
{
    return act(rq, run_resume, "run_resumed");
}

struct err *run_stop_post(struct req *rq, const void *in)
{
    return act(rq, stop, "run_stopped");
}

struct err *run_cancel_post(struct req *rq, const void *in)
{
    return act(rq, run_cancel, "run_cancelled");
}

/* Of a run that never began nothing is lost but the mail made at its confirmation. */
struct err *run_reopen_post(struct req *rq, const void *in)
{
    struct rows *run;
    uint64_t id = req_id(rq, 0);
    TRY(q_run_one(rq->db, id, &run));
    if (*rows_text(run, 0, "single"))
        return ERR(rq->arena, ERR_CONFLICT, "run_state", "run %" PRIu64 " is a single mail", id);
    TRY(run_change(rq->db, id, RUN_REOPEN));
    TRY(q_mail_drop(rq->db, rows_u64(run, 0, "_mail_id"), NULL));
    TRY(q_run_reopened(rq->db, id));
    audit_about(rq, "run", id, "");
    res_done(rq, "run_reopened", "/mailing/run/%" PRIu64 "/compose", id);
    return NULL;
}

struct err *run_again_post(struct req *rq, const void *in)
{
    TRY(act(rq, again, "run_again"));
    return files_renew(rq, req_id(rq, 0));
}

/* ---- mails in doubt: a person decides ---- */

static const char *const decisions[] = {"sent", "again", NULL};

struct decide_in {
    const char *decision;
    uint64_t row;   /* 0: all of the run */
    uint64_t count; /* so many are all, as the page showed it */
};

static const struct field decide_fields[] = {
    ENUM(struct decide_in, decision, 1, decisions, "decide.decision"),
    ID(struct decide_in, row, 0, "decide.row"),
    INT(struct decide_in, count, 0, UINT32_MAX, "decide.row"),
    FIELD_END,
};

const struct form decide_form = {.name = "decide", .fields = decide_fields, .size = sizeof(struct decide_in)};

struct err *run_decide_post(struct req *rq, const void *in)
{
    const struct decide_in *d = in;
    struct rows *run;
    uint64_t id = req_id(rq, 0), moved;
    bool again = strcmp(d->decision, "again") == 0;
    TRY(q_run_one(rq->db, id, &run));
    TRY(run_decide(rq->db, id, d->row, again, &moved));
    if (!d->row && moved != (d->count < OUTBOX_STEP ? d->count : OUTBOX_STEP)) {
        form_error(rq, "decision", "doubt_changed", text_count(rq, (int64_t)d->count),
                   text_count(rq, rows_i64(run, 0, "n_doubt")));
        return form_invalid(rq);
    }
    if (again)
        TRY(files_renew(rq, id));
    audit_about(rq, "run", id,
                audit_json(rq, "decision", d->decision, "row", arena_printf(rq->arena, "%" PRIu64, d->row), "mails",
                           arena_printf(rq->arena, "%" PRIu64, moved), NULL));
    res_done(rq, again ? "run_doubt_again" : "run_doubt_sent", "/mailing/run/%" PRIu64, id);
    return NULL;
}

/* ---- result (S3-28) ---- */

static struct err *result_next(struct req *rq, const void *run_id, struct list_page *page, struct rows **rows)
{
    const struct q_run_result_args args = {.run_id = *(const uint64_t *)run_id};
    return q_run_result(rq->db, &args, page, rows);
}

struct err *run_csv(struct req *rq, const void *in)
{
    struct rows *run;
    uint64_t id = req_id(rq, 0), count;
    TRY(q_run_one(rq->db, id, &run));
    const char *about = about_noun(run);
    const struct csv_column columns[] = {
        {"noun_id", "result.record", NULL},
        {"to_name", "result.name", NULL},
        {"to_addr", "result.address", NULL},
        {"state", "result.state", &rows_fields[0]},
        {"smtp_code", "result.smtp_code", NULL},
        {"smtp_text", "result.smtp_text", NULL},
        {"attempts", "result.attempts", NULL},
        {"at", "result.time", NULL},
        {"message_id", "result.message_id", NULL},
        {"bounce", "result.bounce", NULL},
        {"decided", "result.decided", &decide_fields[0]},
        {"downloads", "result.downloads", NULL},
        {about ? "about" : NULL, about ? arena_printf(rq->arena, "result.about_%s", about) : NULL, NULL},
        {NULL, NULL, NULL},
    };
    const char *number = arena_printf(rq->arena, "%" PRIu64, id);
    const struct csv_source source = {.file = page_textf(rq, "mailing.result_csv", number, NULL),
                                      .columns = columns,
                                      .order.limit = 1000,
                                      .next = result_next,
                                      .arg = &id};
    TRY(csv_export(rq, &source, &count));
    audit_about(rq, "run", id, "");
    return NULL;
}
