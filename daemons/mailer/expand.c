/* Runs into rows, a bounded number of records per transaction. The run's cursor (last_id) and counters move in the same
   transaction as the rows, and an address has one row a run (unique key): killed anywhere and begun again nothing is
   there twice and nothing is left out. Sending begins when all rows are there: then everybody who shall get the mail is
   written down before the first mail leaves. */
#include "mailer.h"

#include "base/ids.h"
#include "base/log.h"
#include "enclose.h"
#include "letter.h"
#include "model/crm/merge.h"
#include "model/mail/mailkind.h"
#include "model/mail/run.h"
#include "model/mail/run_ids.h"
#include "q_mailer.h"

#include <string.h>

enum { FIELDS = 3 };
/* Which records match is asked for many at once: to find the next few again in each transaction would take most of the
   time. What is known ahead is not used for longer than it takes anybody to notice. */
enum { AHEAD = 20000, AHEAD_US = 10000000 };
static const char *const field_names[FIELDS] = {"mail", "mail_mobile", "mail_sub"};

struct expansion {
    struct mailer *m;
    uint64_t run_id;
    const struct letter *letter;
    const struct mailkind_labels *labels;
    bool worked, complete;
};

struct page {
    const struct expansion *e;
    const struct rows *run, *records, *common;
    const struct mailkind *kind;
    struct q_mailer_expand_row_row *rows;
    size_t nrow;
    uint64_t empty;
};

/* Is name one of the comma separated words? */
static bool has_word(const char *words, const char *name)
{
    size_t len = strlen(name);
    for (const char *p = words; *p; p += strcspn(p, ",") + (p[strcspn(p, ",")] == ','))
        if (strcspn(p, ",") == len && memcmp(p, name, len) == 0)
            return true;
    return false;
}

static void add_record(struct page *p, struct arena *arena, size_t i)
{
    unsigned long long empty;
    const char *fields = rows_text(p->run, 0, "fields"), *vars = NULL;
    for (int f = 0; f < FIELDS; f++) {
        const char *addr = has_word(fields, field_names[f]) ? rows_text(p->records, i, field_names[f]) : "";
        if (!*addr)
            continue;
        if (!vars)
            vars = mailkind_vars(arena, p->e->labels, p->kind, letter_tags_used(p->e->letter), p->records, i, p->common,
                                 &empty);
        p->rows[p->nrow++] =
            (struct q_mailer_expand_row_row){.org_id = rows_u64(p->run, 0, "org_id"),
                                             .run_id = p->e->run_id,
                                             .mail_id = rows_u64(p->run, 0, "mail_id"),
                                             .noun = p->kind->list,
                                             .noun_id = rows_u64(p->records, i, "to_id"),
                                             .about = p->kind->from ? rows_text(p->records, i, "about") : "",
                                             .once = mailkind_once(arena, p->kind, rows_u64(p->records, i, "id"), addr),
                                             .addr = addr,
                                             .name = rows_text(p->records, i, "to_name"),
                                             .vars = vars};
    }
    if (!vars)
        p->empty++;
}

/* In the place of a record that was merged away after the run was confirmed stands the one that it was merged into;
   when that one has its own place in the run the unique key takes care of it. What had been merged before was not on
   the confirmation page. */
static struct err *put_survivors(struct db *db, const struct page *p, const uint64_t *ids, size_t n,
                                 struct rows **records)
{
    struct ids there = {ids, n}, now = ids_sorted(db_arena(db), there);
    uint64_t kept;
    if ((*records)->count >= n || strcmp(p->kind->record, "job") == 0)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t row = 0;
        while (row < (*records)->count && rows_u64(*records, row, "id") != ids[i])
            row++;
        kept = 0;
        if (row == (*records)->count)
            TRY(merge_survivor_since(db, p->kind->record, ids[i], rows_text(p->run, 0, "confirmed"), &kept));
        if (kept)
            now = ids_with(db_arena(db), now, (struct ids){&kept, 1});
    }
    return now.n > n ? mailkind_records(db, p->kind, p->run, db_ids(db_arena(db), now.v, now.n), records) : NULL;
}

static struct err *write_page(struct db *db, struct page *p, const uint64_t *ids, size_t n)
{
    struct arena *arena = db_arena(db);
    struct rows *records, *common;
    uint64_t inserted = 0;
    TRY(mailkind_records(db, p->kind, p->run, db_ids(arena, ids, n), &records));
    TRY(put_survivors(db, p, ids, n, &records));
    TRY(mailkind_common(db, rows_u64(p->run, 0, "account_id"), rows_u64(p->run, 0, "job_id"), &common));
    p->records = records;
    p->common = common;
    p->rows = arena_array(arena, p->records->count * FIELDS, sizeof *p->rows);
    for (size_t i = 0; i < p->records->count; i++)
        add_record(p, arena, i);
    TRY(q_mailer_expand_row(db, p->rows, p->nrow, &inserted));
    return q_mailer_expanded(db, &(struct q_mailer_expanded_args){.run_id = p->e->run_id,
                                                                  .last_id = ids[n - 1],
                                                                  .records = p->records->count,
                                                                  .empty = p->empty,
                                                                  .duplicate = p->nrow - inserted,
                                                                  .total = inserted});
}

static struct err *finish(struct db *db, struct expansion *e)
{
    uint64_t done;
    e->complete = true;
    TRY(run_change(db, e->run_id, RUN_EXPANDED));
    return q_mailer_run_finish(db, e->run_id, &done); /* nobody to write to */
}

static size_t first_above(const struct ahead *a, uint64_t id)
{
    size_t i = 0;
    while (i < a->n && a->ids[i] <= id)
        i++;
    return i;
}

/* The next records of the run, which is held: its cursor is true whoever moved it. */
static struct err *next_records(struct db *db, struct mailer *m, const struct rows *run, const uint64_t **ids,
                                size_t *n)
{
    struct ahead *a = &m->ahead;
    const uint64_t id = rows_u64(run, 0, "id"), last = rows_u64(run, 0, "last_id");
    bool known = a->run_id == id && a->after <= last && m->now_us < a->until_us && first_above(a, last) < a->n;
    if (!known) {
        a->run_id = 0;
        if (!a->ids)
            a->ids = arena_array(m->app->arena, AHEAD, sizeof *a->ids);
        TRY(run_ids(db, db_arena(db), run, last, rows_u64(run, 0, "max_id"), AHEAD, a->ids, &a->n));
        *a = (struct ahead){id, last, m->now_us + AHEAD_US, a->ids, a->n};
    }
    size_t at = first_above(a, last), left = a->n - at;
    *ids = a->ids + at;
    *n = left < m->set.expand_batch ? left : m->set.expand_batch;
    return NULL;
}

static struct err *expand_work(struct db *db, void *arg)
{
    struct expansion *e = arg;
    struct arena *arena = db_arena(db);
    struct page page = {.e = e};
    struct rows *run;
    const uint64_t *ids;
    size_t n;
    e->worked = e->complete = false;
    TRY(q_mailer_expand_hold(db, e->run_id, &run));
    if (!run->count)
        return NULL; /* another mailer has it, or it was stopped */
    e->worked = true;
    db_context(db, rows_u64(run, 0, "org_id"), 0, e->m->now);
    if (strcmp(rows_text(run, 0, "state"), "queued") == 0)
        TRY(run_change(db, e->run_id, RUN_START));
    page.run = run;
    page.kind = mailkind_find(rows_text(run, 0, "kind"));
    if (!page.kind)
        return ERR(arena, ERR_INTERNAL, "internal", "run of an unknown kind %s", rows_text(run, 0, "kind"));
    TRY(next_records(db, e->m, run, &ids, &n));
    return n ? write_page(db, &page, ids, n) : finish(db, e);
}

struct err *mailer_labels(struct mailer *m, const char *lang, const struct mailkind_labels **labels)
{
    int i = strcmp(lang, "en") == 0;
    if (!m->labels[i])
        TRY(mailkind_labels(m->app->arena, m->set.template_dir, lang, &m->labels[i]));
    *labels = m->labels[i];
    return NULL;
}

static struct err *expand(struct mailer *m, struct expansion *e, uint64_t mail_id, bool *busy)
{
    struct letter *letter;
    TRY(archive_run(m, e->run_id)); /* before its letter is read, which has the files in it */
    TRY(letter_get(m, mail_id, e->run_id, &letter));
    e->letter = letter;
    struct err *err = mailer_labels(m, letter_lang(letter), &e->labels);
    if (!err)
        err = db_transaction(m->db, expand_work, e);
    db_context(m->db, 0, 0, m->now);
    letter_put(m, letter);
    TRY(err);
    m->expanding = e->worked;
    *busy = *busy || e->worked;
    if (e->complete)
        m->lanes_us = 0; /* its lane opens at once */
    return NULL;
}

struct err *expand_step(struct mailer *m, bool *busy)
{
    struct rows *run;
    m->expanding = false;
    TRY(q_mailer_expandable(m->db, &run));
    if (!run->count)
        return NULL;
    struct expansion e = {.m = m, .run_id = rows_u64(run, 0, "id")};
    return expand(m, &e, rows_u64(run, 0, "mail_id"), busy);
}
