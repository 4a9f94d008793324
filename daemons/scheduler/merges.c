/* 重複の確認: records from before it get what they are compared by, and of merges that cannot be undone any more what
   was set aside goes for good. */
#include "scheduler.h"

#include "model/crm/duplicate.h"
#include "model/crm/merge.h"
#include "q_duplicate.h"

/* For an organisation's statements within a rule, which is nobody's. */
static void on_behalf(struct scheduler *s, uint64_t org_id)
{
    db_context(s->db, org_id, 0, s->now);
}

/* What is compared, noun by noun. */
static const struct filled {
    const struct duplicate_noun *noun;
    struct err *(*rows)(struct db *db, uint64_t after, uint64_t last, uint64_t most, struct rows **rows);
} filled[] = {{&duplicate_resume, q_duplicate_fill_resumes}, {&duplicate_contact, q_duplicate_fill_contacts}};

static struct err *fill(struct scheduler *s, const struct duplicate_noun *noun, const struct rows *rows, size_t i)
{
    const struct duplicate_person person = {.name = rows_text(rows, i, "_name"),
                                            .kana = rows_text(rows, i, "_kana"),
                                            .birth_on = rows_text(rows, i, "_birth_on"),
                                            .address = rows_text(rows, i, "_address"),
                                            .phone = rows_text(rows, i, "_phone"),
                                            .mail = rows_text(rows, i, "_mail"),
                                            .mail_mobile = rows_text(rows, i, "_mail_mobile"),
                                            .mail_sub = rows_text(rows, i, "_mail_sub"),
                                            .pref = (unsigned)rows_u64(rows, i, "_pref"),
                                            .company_id = rows_u64(rows, i, "_company_id")};
    on_behalf(s, rows_u64(rows, i, "_org_id"));
    return duplicate_put(s->db, noun, rows_u64(rows, i, "_id"), &person);
}

static struct err *fill_noun(struct scheduler *s, const struct filled *f, struct done *done)
{
    struct rows *state, *rows;
    TRY(q_duplicate_fill_state(s->db, f->noun->name, &state));
    uint64_t next = state->count ? rows_u64(state, 0, "_next") : 0,
             last = state->count ? rows_u64(state, 0, "_last") : 0;
    if (next >= last)
        return NULL;
    TRY(f->rows(s->db, next, last, s->step, &rows));
    struct err *err = NULL;
    for (size_t i = 0; i < rows->count && !err; i++)
        if (rows_u64(rows, i, "_org_id"))
            err = fill(s, f->noun, rows, i);
    on_behalf(s, 0);
    TRY(err);
    bool more = rows->count == s->step;
    done->rows += rows->count;
    done->more = done->more || more;
    return q_duplicate_fill_done(s->db, f->noun->name, more ? rows_u64(rows, rows->count - 1, "_id") : last);
}

static struct err *fill_some(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    *done = (struct done){0};
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        TRY(fill_noun(s, &filled[i], done));
    return NULL;
}

struct err *duplicates_step(struct scheduler *s, struct done *done)
{
    return scheduler_transaction(s, fill_some, done);
}

static struct err *forget_some(struct scheduler *s, void *arg)
{
    struct done *done = arg;
    struct rows *old;
    *done = (struct done){0};
    TRY(q_merges_old(s->db, scheduler_conf(s, "crm.merge_undo_days"), s->step, &old));
    struct err *err = NULL;
    for (size_t i = 0; i < old->count && !err; i++) {
        on_behalf(s, rows_u64(old, i, "_org_id"));
        err = merge_forget(s->db, rows_u64(old, i, "_id"), rows_text(old, i, "_noun"), rows_u64(old, i, "_gone_id"),
                           rows_u64(old, i, "_undone"));
    }
    on_behalf(s, 0);
    TRY(err);
    done->rows = old->count;
    done->more = old->count == s->step;
    return NULL;
}

struct err *merges_step(struct scheduler *s, struct done *done)
{
    return scheduler_transaction(s, forget_some, done);
}
