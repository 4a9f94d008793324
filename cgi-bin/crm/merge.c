/* 統合 of two résumés, and 「統合を元に戻す」. Left is the résumé whose page it began at; which of the two stays and whose value each
   field takes is chosen here, what hangs on them is moved by lib/model/merge.c. */
#include "crm.h"

#include "audit.h"
#include "merge.h"
#include "q_duplicate.h"
#include "q_process.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The fields have the names of the résumé's; a value is the side that is taken, "" the one that suits. */
struct merge_in {
    uint64_t with, left_version, right_version;
    const char *keep;
    const char *name, *kana, *birth_on, *zip, *pref, *address, *phone, *mail, *mail_mobile, *mail_sub;
    const char *occupation, *experience, *salary_from, *salary_to, *skills, *licences, *available_on;
    const char *career, *wish, *note, *owner_id;
};

static const char *const sides[] = {"left", "right", NULL};
#define PICK(f) ENUM(struct merge_in, f, 0, sides, "merge.pick")

static const struct field fields[] = {
    INT(struct merge_in, with, 1, UINT32_MAX, "merge.with"),
    INT(struct merge_in, left_version, 0, UINT32_MAX, "version"),
    INT(struct merge_in, right_version, 0, UINT32_MAX, "version"),
    ENUM(struct merge_in, keep, 1, sides, "merge.keep"),
    PICK(name),
    PICK(kana),
    PICK(birth_on),
    PICK(zip),
    PICK(pref),
    PICK(address),
    PICK(phone),
    PICK(mail),
    PICK(mail_mobile),
    PICK(mail_sub),
    PICK(occupation),
    PICK(experience),
    PICK(salary_from),
    PICK(salary_to),
    PICK(skills),
    PICK(licences),
    PICK(available_on),
    PICK(career),
    PICK(wish),
    PICK(note),
    PICK(owner_id),
    FIELD_END,
};

const struct form merge_form = {.name = "merge", .fields = fields, .size = sizeof(struct merge_in)};

struct ask_in {
    uint64_t with;
};

static const struct field ask_fields[] = {INT(struct ask_in, with, 0, UINT32_MAX, "merge.with"), FIELD_END};
const struct form merge_ask_form = {.name = "merge_ask", .fields = ask_fields, .size = sizeof(struct ask_in)};

static bool in_merge(const struct field *f)
{
    return strcmp(f->name, "version") != 0;
}

static const char *picked(const struct merge_in *in, const char *name)
{
    for (const struct field *f = fields; in && f->name; f++)
        if (strcmp(f->name, name) == 0)
            return *(const char *const *)((const char *)in + f->offset);
    return "";
}

/* The filled one; when both are, that of the résumé changed last. */
static const char *suits(const struct rows *left, const struct rows *right, const char *name)
{
    if (!*rows_text(left, 0, name))
        return "right";
    if (!*rows_text(right, 0, name))
        return "left";
    return strcmp(rows_text(right, 0, "updated"), rows_text(left, 0, "updated")) > 0 ? "right" : "left";
}

static const char *side_of(const struct merge_in *in, const struct rows *left, const struct rows *right, const char *name)
{
    const char *pick = picked(in, name);
    return *pick ? pick : suits(left, right, name);
}

/* ---- page -------------------------------------------------------------------------------------------------------- */

static const char *shown(struct req *rq, const struct field *f, const struct rows *rows)
{
    const char *text = rows_text(rows, 0, strcmp(f->name, "owner_id") == 0 ? "owner" : f->name);
    return f->kind == FIELD_ENUM && *text ? form_choice_label(rq, f, text) : text;
}

static void show_fields(struct req *rq, const struct merge_in *in, const struct rows *left, const struct rows *right)
{
    struct _hdf *list = page_node(rq, "Fields");
    for (const struct field *f = resume_form.fields; f->name; f++) {
        const char *a = rows_text(left, 0, f->name), *b = rows_text(right, 0, f->name);
        if (!in_merge(f) || (!*a && !*b))
            continue;
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "name", f->name);
        page_item_set(rq, item, "label", form_label(rq, f));
        page_item_set(rq, item, "left", shown(rq, f, left));
        page_item_set(rq, item, "right", shown(rq, f, right));
        page_item_set(rq, item, strcmp(a, b) == 0 ? "same" : "pick", side_of(in, left, right, f->name));
    }
}

static struct err *show_counts(struct req *rq, const char *name, uint64_t id)
{
    struct rows *rows;
    TRY(q_merge_counts(rq->db, id, &rows));
    page_row(rq, name, rows, 0);
    return NULL;
}

static struct err *show_both(struct req *rq, const struct merge_in *in, uint64_t id, uint64_t with, const struct rows *left)
{
    struct rows *right, *jobs;
    TRY(noun_resume.one(rq->db, with, &right));
    page_row(rq, "Other", right, 0);
    show_fields(rq, in, left, right);
    TRY(show_counts(rq, "Left", id));
    TRY(show_counts(rq, "Right", with));
    TRY(q_merge_both_jobs(rq->db, id, with, &jobs));
    page_rows(rq, "Jobs", jobs);
    page_set(rq, "Keep", in && *in->keep ? in->keep : id < with ? "left" : "right");
    page_num(rq, "Days", conf_int(rq->app->conf, "crm.merge_undo_days"));
    return NULL;
}

/* Says what is wrong with the other one; *good: nothing is. */
static struct err *check_other(struct req *rq, uint64_t id, uint64_t with, bool *good)
{
    uint64_t kept = 0;
    struct rows *rows;
    TRY(q_merge_pair(rq->db, with, with, &rows));
    *good = id != with && rows->count == 1;
    if (*good)
        return NULL;
    if (id != with)
        TRY(merge_survivor(rq->db, with, &kept));
    form_error(rq, "with", id == with ? "merge_self" : kept ? "merge_gone" : "resume_unknown", NULL, NULL);
    return NULL;
}

/* tell: say what is wrong with the other one; after bad input that is said already. */
static struct err *show(struct req *rq, const struct merge_in *in, uint64_t with, bool tell)
{
    struct rows *left, *right;
    uint64_t kept = 0, id = req_id(rq, 0);
    struct err *err = noun_resume.one(rq->db, id, &left);
    if (err)
        return crm_led_on(rq, &noun_resume, id, err);
    page_row(rq, "Record", left, 0);
    page_set(rq, "Noun", "resume");
    err = with && with != id ? noun_resume.one(rq->db, with, &right) : NULL;
    if (err && err->kind != ERR_MISSING)
        return err;
    if (err)
        TRY(merge_survivor(rq->db, with, &kept));
    if (tell && with && (err || with == id))
        form_error(rq, "with", !err ? "merge_self" : kept ? "merge_gone" : "resume_unknown", NULL, NULL);
    if (with && with != id && !err)
        TRY(show_both(rq, in, id, with, left));
    else
        TRY(duplicate_beside(rq, id));
    return form_show(rq, &merge_ask_form, &(struct ask_in){with});
}

struct err *crm_merge_page(struct req *rq, const void *in)
{
    audit_about(rq, "resume", req_id(rq, 0), "");
    return show(rq, NULL, ((const struct ask_in *)in)->with, true);
}

struct err *crm_merge_again(struct req *rq, const void *in)
{
    return show(rq, in, ((const struct merge_in *)in)->with, false);
}

/* ---- merge ------------------------------------------------------------------------------------------------------- */

/* The kept résumé's values with those that were taken from the other. */
static struct err *join(struct req *rq, const struct merge_in *in, const struct rows *left, const struct rows *right,
                        void **joined)
{
    bool keep_left = strcmp(in->keep, "left") == 0;
    void *other;
    TRY(form_from_row(rq, &resume_form, keep_left ? left : right, 0, joined));
    TRY(form_from_row(rq, &resume_form, keep_left ? right : left, 0, &other));
    for (const struct field *f = resume_form.fields; f->name; f++)
        if (in_merge(f) && strcmp(side_of(in, left, right, f->name), in->keep) != 0)
            memcpy((char *)*joined + f->offset, (const char *)other + f->offset,
                   f->kind == FIELD_INT ? sizeof(uint64_t) : sizeof(const char *));
    TRY(resume_form.check(rq, *joined));
    const char *label, *text;
    return form_fault_at(rq, 0, &label, &text) ? form_invalid(rq) : NULL;
}

static struct err *keep_fields(struct req *rq, uint64_t merge_id, const struct rows *before, const struct rows *after)
{
    struct q_merge_field_add_row rows[sizeof fields / sizeof *fields];
    size_t n = 0;
    for (const struct field *f = resume_form.fields; f->name; f++) {
        const char *a = rows_text(before, 0, f->name), *b = rows_text(after, 0, f->name);
        if (in_merge(f) && strcmp(a, b) != 0)
            rows[n++] = (struct q_merge_field_add_row){merge_id, f->name, a, b};
    }
    return n ? q_merge_field_add(rq->db, rows, n, NULL) : NULL;
}

/* Both are there, are two, and nobody has changed them since the page was shown. */
static struct err *lock_both(struct req *rq, const struct merge_in *in, uint64_t id, struct rows **locked)
{
    uint64_t kept;
    bool good;
    TRY(q_merge_pair(rq->db, id, in->with, locked));
    bool here = (*locked)->count && (rows_u64(*locked, 0, "id") == id || rows_u64(*locked, (*locked)->count - 1, "id") == id);
    if (!here) {
        TRY(merge_survivor(rq->db, id, &kept));
        return ERR(rq->arena, kept ? ERR_CONFLICT : ERR_MISSING, kept ? "merged_away" : "missing", "resume %" PRIu64, id);
    }
    TRY(check_other(rq, id, in->with, &good));
    if (!good)
        return form_invalid(rq);
    for (size_t i = 0; i < 2; i++)
        if (rows_u64(*locked, i, "version") != (rows_u64(*locked, i, "id") == id ? in->left_version : in->right_version))
            return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "resume %s", rows_text(*locked, i, "id"));
    return NULL;
}

static struct err *set_phase(struct req *rq, uint64_t merge_id, uint64_t kept, const char *before)
{
    const char *phase;
    TRY(merge_phase(rq->db, kept, &phase));
    if (*phase && strcmp(phase, before) != 0)
        TRY(q_process_resume_phase(rq->db, kept, phase, NULL));
    return q_merge_finish(rq->db, merge_id, *phase ? phase : before);
}

struct err *crm_merge(struct req *rq, const void *in)
{
    const struct merge_in *m = in;
    uint64_t id = req_id(rq, 0), merge_id, changed;
    struct rows *locked, *left, *right, *after;
    void *joined;
    TRY(lock_both(rq, m, id, &locked));
    bool keep_left = strcmp(m->keep, "left") == 0;
    uint64_t kept = keep_left ? id : m->with, gone = keep_left ? m->with : id;
    size_t k = rows_u64(locked, 0, "id") == kept ? 0 : 1;
    TRY(noun_resume.one(rq->db, id, &left));
    TRY(noun_resume.one(rq->db, m->with, &right));
    TRY(join(rq, m, left, right, &joined));
    const struct rows *before = keep_left ? left : right;
    TRY(q_merge_add(rq->db, kept, gone, rows_text(locked, 1 - k, "name"), rows_text(locked, k, "changed_at"),
                    rows_text(locked, k, "phase"), &merge_id));
    TRY(noun_resume.update(rq, kept, joined, before, &changed));
    TRY(noun_resume.one(rq->db, kept, &after));
    TRY(keep_fields(rq, merge_id, before, after));
    TRY(merge_move(rq->db, merge_id, kept, gone));
    TRY(merge_aside(rq->db, gone));
    TRY(set_phase(rq, merge_id, kept, rows_text(locked, k, "phase")));
    audit_about(rq, "resume", kept,
                audit_json(rq, "merged", arena_printf(rq->arena, "%" PRIu64, gone), "changes", audit_diff(rq, before, after), NULL));
    res_done(rq, "merged", "/crm/resume/%" PRIu64, kept);
    return NULL;
}

/* ---- 「統合を元に戻す」 --------------------------------------------------------------------------------------------- */

struct err *merges_beside(struct req *rq, uint64_t resume_id)
{
    struct rows *rows;
    bool newest = true; /* of those that stand: only the newest can be undone, it may have moved what the others had */
    TRY(q_merges_of(rq->db, resume_id, (uint64_t)conf_int(rq->app->conf, "crm.merge_undo_days"), &rows));
    page_rows(rq, "Merges", rows);
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_node(rq, arena_printf(rq->arena, "Merges.%zu", i));
        bool undone = *rows_text(rows, i, "undone");
        if (newest && rows_u64(rows, i, "_open"))
            page_item_set(rq, item, "open", "1");
        if (!undone)
            newest = false;
        if (*rows_text(rows, i, "_stayed"))
            page_item_set(rq, item, "stayed", noun_labels(rq, &noun_resume, rows_text(rows, i, "_stayed")));
    }
    return NULL;
}

static struct err *may_undo(struct req *rq, uint64_t id, const struct rows *merge)
{
    struct rows *last, *kept;
    const char *why = NULL;
    if (rows_u64(merge, 0, "_undone"))
        why = "merge_undone";
    else if (rows_u64(merge, 0, "_late"))
        why = "merge_late";
    if (!why) {
        uint64_t kept_id = rows_u64(merge, 0, "_kept_id");
        TRY(q_merge_pair(rq->db, kept_id, kept_id, &kept));
        TRY(q_merge_last(rq->db, kept_id, &last));
        if (!kept->count)
            why = "merge_kept_gone";
        else if (!last->count || rows_u64(last, 0, "_id") != id)
            why = "merge_newer";
    }
    return why ? ERR(rq->arena, ERR_CONFLICT, why, "merge %" PRIu64, id) : NULL;
}

/* A copy of the only row with another text in a column. */
static void put_cell(struct rows *rows, const char *name, const char *text)
{
    int col = rows_col(rows, name);
    struct rows_cell *cell = &rows->cells[col];
    *cell = (struct rows_cell){.text = text, .len = strlen(text), .null = !*text};
    if (rows->cols[col].is_number)
        cell->num = (int64_t)strtoull(text, NULL, 10);
}

/* Every field that still says what the merge made it say gets its value from before; the others' names go to stayed. */
static struct err *fields_back(struct req *rq, uint64_t merge_id, uint64_t kept, const char **stayed)
{
    struct rows *now, *items;
    struct buf names = buf_on(rq->arena);
    uint64_t changed;
    void *in;
    TRY(noun_resume.one(rq->db, kept, &now));
    TRY(q_merge_fields(rq->db, merge_id, &items));
    struct rows back = *now;
    back.cells = arena_array(rq->arena, now->ncol, sizeof *back.cells);
    memcpy(back.cells, now->cells, now->ncol * sizeof *back.cells);
    for (size_t i = 0; i < items->count; i++) {
        const char *name = rows_text(items, i, "name");
        if (rows_col(now, name) < 0)
            continue;
        if (strcmp(rows_text(now, 0, name), rows_text(items, i, "after_")) == 0)
            put_cell(&back, name, rows_text(items, i, "before_"));
        else
            buf_addf(&names, "%s%s", names.len ? "," : "", name);
    }
    *stayed = names.len ? names.text : "";
    TRY(form_from_row(rq, &resume_form, &back, 0, &in));
    return noun_resume.update(rq, kept, in, now, &changed);
}

/* What the other one is found by is made anew. */
static struct err *found_again(struct req *rq, uint64_t gone)
{
    struct rows *rows;
    void *in;
    TRY(noun_resume.one(rq->db, gone, &rows));
    TRY(form_from_row(rq, &resume_form, rows, 0, &in));
    return resume_put_texts(rq, gone, in);
}

static struct err *phase_back(struct req *rq, uint64_t kept, const struct rows *merge)
{
    struct rows *now;
    TRY(noun_resume.one(rq->db, kept, &now));
    if (strcmp(rows_text(now, 0, "phase"), rows_text(merge, 0, "_phase_after")) == 0)
        TRY(q_process_resume_phase(rq->db, kept, rows_text(merge, 0, "_phase_before"), NULL));
    return q_merge_settle(rq->db, kept, rows_text(merge, 0, "_changed_at"), rows_u64(merge, 0, "_version") + 1, NULL);
}

struct err *crm_unmerge(struct req *rq, const void *in)
{
    struct rows *merge;
    const char *stayed;
    uint64_t id = req_id(rq, 0);
    TRY(q_merge_one(rq->db, id, (uint64_t)conf_int(rq->app->conf, "crm.merge_undo_days"), &merge));
    TRY(may_undo(rq, id, merge));
    uint64_t kept = rows_u64(merge, 0, "_kept_id"), gone = rows_u64(merge, 0, "_gone_id");
    TRY(merge_undo(rq->db, id, kept, gone));
    TRY(fields_back(rq, id, kept, &stayed));
    TRY(found_again(rq, gone));
    TRY(phase_back(rq, kept, merge));
    TRY(q_merge_undone(rq->db, id, stayed));
    audit_about(rq, "resume", kept,
                audit_json(rq, "unmerged", arena_printf(rq->arena, "%" PRIu64, gone), "stayed", stayed, NULL));
    res_done(rq, *stayed ? "unmerged_partly" : "unmerged", "/crm/resume/%" PRIu64 "#merges", kept);
    return NULL;
}
