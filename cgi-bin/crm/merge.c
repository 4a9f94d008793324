/* 統合 of two records. Left is the one whose page it began at; which of the two stays and whose value each field takes
   is chosen here, what hangs on them is moved by lib/model/crm/merge.c, what differs between the nouns stands in
   merge_nouns.c. */
#include "crm.h"
#include "merging.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_duplicate.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

bool merge_has(const struct field *f)
{
    return strcmp(f->name, "version") != 0;
}

const char *merge_column(const struct noun *noun, const struct field *f)
{
    return strcmp(f->name, merging_of(noun)->id_field) == 0 ? merging_of(noun)->id_column : f->name;
}

/* The two, and what was chosen. */
struct two {
    const struct noun *noun;
    const struct merge_in *in; /* NULL: nothing yet */
    const struct rows *left, *right;
};

static const struct field *pick_of(const struct two *two, const char *name)
{
    const struct field *f = merging_of(two->noun)->form->fields;
    while (f->name && strcmp(f->name, name) != 0)
        f++;
    return f;
}

static bool may_be_both(const struct field *pick)
{
    return pick->name && pick->names[0] && pick->names[1] && pick->names[2];
}

/* The filled one; when both are, that of the record changed last. */
static const char *suits(const struct two *two, const char *name)
{
    if (!*rows_text(two->left, 0, name))
        return "right";
    if (!*rows_text(two->right, 0, name))
        return "left";
    return strcmp(rows_text(two->right, 0, "updated"), rows_text(two->left, 0, "updated")) > 0 ? "right" : "left";
}

static const char *side_of(const struct two *two, const char *name)
{
    const struct field *pick = pick_of(two, name);
    const char *picked = two->in && pick->name ? *(const char *const *)((const char *)two->in + pick->offset) : "";
    return *picked ? picked : suits(two, name);
}

/* ---- page ---- */

static const char *shown(struct req *rq, const struct field *f, const struct rows *rows)
{
    const char *text = rows_text(rows, 0, strcmp(f->name, "owner_id") == 0 ? "owner" : f->name);
    return f->kind == FIELD_ENUM && *text ? form_choice_label(rq, f, text) : text;
}

static void show_fields(struct req *rq, const struct two *two)
{
    struct _hdf *list = page_node(rq, "Fields");
    for (const struct field *f = two->noun->form->fields; f->name; f++) {
        const char *column = merge_column(two->noun, f);
        const char *a = rows_text(two->left, 0, column), *b = rows_text(two->right, 0, column);
        if (!merge_has(f) || (!*a && !*b))
            continue;
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "name", f->name);
        page_item_set(rq, item, "label", form_label(rq, f));
        page_item_set(rq, item, "left", shown(rq, f, two->left));
        page_item_set(rq, item, "right", shown(rq, f, two->right));
        page_item_set(rq, item, strcmp(a, b) == 0 ? "same" : "pick", side_of(two, f->name));
        if (*a && *b && strcmp(a, b) != 0 && may_be_both(pick_of(two, f->name)))
            page_item_set(rq, item, "both", "1");
    }
}

static struct err *show_counts(struct req *rq, const struct noun *noun, const char *name, uint64_t id)
{
    struct rows *rows;
    TRY(merging_of(noun)->counts(rq->db, noun->name, id, &rows));
    page_row(rq, name, rows, 0);
    return NULL;
}

static struct err *show_both(struct req *rq, const struct two *two)
{
    uint64_t id = rows_u64(two->left, 0, "id"), with = rows_u64(two->right, 0, "id");
    page_row(rq, "Other", two->right, 0);
    show_fields(rq, two);
    TRY(show_counts(rq, two->noun, "Left", id));
    TRY(show_counts(rq, two->noun, "Right", with));
    TRY(merging_of(two->noun)->common(rq, two->left, two->right));
    page_set(rq, "Keep", two->in && *two->in->keep ? two->in->keep : id < with ? "left" : "right");
    page_num(rq, "Days", conf_int(rq->app->conf, "crm.merge_undo_days"));
    return NULL;
}

/* Why the other one cannot be taken; NULL: it can. */
static struct err *fault_of(struct req *rq, const struct noun *noun, uint64_t id, uint64_t with, bool there,
                            const char **why)
{
    const struct merge_words *words = merging_of(noun)->words;
    uint64_t kept = 0;
    if (id != with && !there)
        TRY(merge_survivor(rq->db, noun->name, with, &kept));
    *why = id == with ? words->self : kept ? words->gone : there ? NULL : words->unknown;
    return NULL;
}

/* tell: say what is wrong with the other one; after bad input that is said already. */
static struct err *show(struct req *rq, const struct merge_in *in, uint64_t with, bool tell)
{
    const struct noun *noun = noun_of(rq);
    struct rows *left, *right;
    const char *why = NULL;
    uint64_t id = req_id(rq, 0);
    TRY(noun_find(rq, noun, id, &left));
    if (!left)
        return NULL;
    page_row(rq, "Record", left, 0);
    page_set(rq, "Noun", noun->name);
    struct err *err = with ? noun->one(rq->db, with, &right) : NULL;
    if (err && err->kind != ERR_MISSING)
        return err;
    if (with)
        TRY(fault_of(rq, noun, id, with, !err, &why));
    if (tell && why)
        form_error(rq, "with", why, NULL, NULL);
    if (with && !why)
        TRY(show_both(rq, &(struct two){noun, in, left, right}));
    else
        TRY(duplicate_beside(rq, id));
    return form_show(rq, merging_of(noun)->ask, &(struct merge_ask_in){with});
}

struct err *crm_merge_page(struct req *rq, const void *in)
{
    audit_about(rq, noun_of(rq)->name, req_id(rq, 0), "");
    return show(rq, NULL, ((const struct merge_ask_in *)in)->with, true);
}

struct err *crm_merge_again(struct req *rq, const void *in)
{
    return show(rq, in, ((const struct merge_in *)in)->with, false);
}

/* ---- merge ---- */

/* One text after another; a text that is in the other already is not written twice. */
static const char *both_texts(struct req *rq, const struct two *two, const struct field *f)
{
    const char *a = rows_text(two->left, 0, f->name), *b = rows_text(two->right, 0, f->name);
    const char *text = strstr(a, b) ? a : strstr(b, a) ? b : arena_printf(rq->arena, "%s\n\n%s", a, b);
    size_t chars = text_chars(text);
    if (chars > f->max)
        form_error(rq, f->name, "merge_both_long", form_label(rq, f),
                   arena_printf(rq->arena, "%" PRIu64 "/%zu", f->max, chars));
    return text;
}

/* The kept record's values with those that were taken from the other. */
static struct err *join(struct req *rq, const struct two *two, void **joined)
{
    const struct merging *merging = merging_of(two->noun);
    bool keep_left = strcmp(two->in->keep, "left") == 0;
    void *other;
    TRY(form_from_row(rq, two->noun->form, keep_left ? two->left : two->right, 0, joined));
    TRY(form_from_row(rq, two->noun->form, keep_left ? two->right : two->left, 0, &other));
    for (const struct field *f = two->noun->form->fields; f->name; f++) {
        const char *side = merge_has(f) ? side_of(two, f->name) : two->in->keep;
        if (strcmp(side, "both") == 0)
            *(const char **)((char *)*joined + f->offset) = both_texts(rq, two, f);
        else if (strcmp(side, two->in->keep) != 0)
            memcpy((char *)*joined + f->offset, (const char *)other + f->offset,
                   f->kind == FIELD_INT || f->kind == FIELD_ID ? sizeof(uint64_t) : sizeof(const char *));
    }
    if (merging->complete)
        TRY(merging->complete(rq, *joined,
                              strcmp(side_of(two, merging->id_field), "left") == 0 ? two->left : two->right));
    if (merging->check)
        TRY(merging->check(rq, *joined));
    return form_is_faulty(rq) ? form_invalid(rq) : NULL;
}

static struct err *keep_fields(struct req *rq, const struct noun *noun, uint64_t merge_id, const struct rows *before,
                               const struct rows *after)
{
    enum { MOST = 64 };
    struct q_merge_field_add_row rows[MOST];
    size_t n = 0;
    for (const struct field *f = noun->form->fields; f->name && n < MOST; f++) {
        const char *column = merge_column(noun, f), *a = rows_text(before, 0, column), *b = rows_text(after, 0, column);
        if (merge_has(f) && strcmp(a, b) != 0)
            rows[n++] = (struct q_merge_field_add_row){merge_id, f->name, a, b};
    }
    return n ? q_merge_field_add(rq->db, rows, n, NULL) : NULL;
}

/* Both are there, are two, and nobody has changed them since the page was shown. */
static struct err *lock_both(struct req *rq, const struct noun *noun, const struct merge_in *in, uint64_t id,
                             struct rows **locked)
{
    const char *why;
    uint64_t kept;
    TRY(merging_of(noun)->pair(rq->db, id, in->with, locked));
    size_t n = (*locked)->count;
    if (!n || (rows_u64(*locked, 0, "id") != id && rows_u64(*locked, n - 1, "id") != id)) {
        TRY(merge_survivor(rq->db, noun->name, id, &kept));
        return ERR(rq->arena, kept ? ERR_CONFLICT : ERR_MISSING, kept ? merging_of(noun)->words->away : "missing",
                   "%s %" PRIu64, noun->name, id);
    }
    TRY(fault_of(rq, noun, id, in->with, n == 2, &why));
    if (why) {
        form_error(rq, "with", why, NULL, NULL);
        return form_invalid(rq);
    }
    for (size_t i = 0; i < 2; i++)
        if (rows_u64(*locked, i, "version") !=
            (rows_u64(*locked, i, "id") == id ? in->left_version : in->right_version))
            return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "%s %s", noun->name, rows_text(*locked, i, "id"));
    return NULL;
}

/* The kept record's fields, then what hangs on the other; *after as it is read then. */
static struct err *take_over(struct req *rq, const struct two *two, uint64_t merge_id, uint64_t kept, uint64_t gone,
                             struct rows **after)
{
    const struct rows *before = rows_u64(two->left, 0, "id") == kept ? two->left : two->right;
    uint64_t changed;
    void *joined;
    TRY(join(rq, two, &joined));
    TRY(two->noun->update(rq, kept, joined, before, &changed));
    TRY(two->noun->one(rq->db, kept, after));
    TRY(keep_fields(rq, two->noun, merge_id, before, *after));
    TRY(merge_do(rq->db, merging_of(two->noun)->model, merge_id, kept, gone));
    audit_about(rq, two->noun->name, kept,
                audit_json(rq, "merged", arena_printf(rq->arena, "%" PRIu64, gone), "changes",
                           audit_diff(rq, before, *after), NULL));
    return NULL;
}

struct err *crm_merge(struct req *rq, const void *in)
{
    const struct merge_in *m = in;
    const struct noun *noun = noun_of(rq);
    uint64_t id = req_id(rq, 0), merge_id;
    struct rows *locked, *left, *right, *after;
    const char *phase;
    TRY(lock_both(rq, noun, m, id, &locked));
    bool keep_left = strcmp(m->keep, "left") == 0;
    uint64_t kept = keep_left ? id : m->with, gone = keep_left ? m->with : id;
    size_t k = rows_u64(locked, 0, "id") == kept ? 0 : 1;
    TRY(noun->one(rq->db, id, &left));
    TRY(noun->one(rq->db, m->with, &right));
    TRY(q_merge_add(rq->db,
                    &(struct q_merge_add_args){.noun = noun->name,
                                               .kept = kept,
                                               .gone = gone,
                                               .gone_name = rows_text(locked, 1 - k, "name"),
                                               .changed_at = rows_text(locked, k, "changed_at"),
                                               .phase = rows_text(locked, k, "phase")},
                    &merge_id));
    TRY(take_over(rq, &(struct two){noun, m, left, right}, merge_id, kept, gone, &after));
    TRY(merging_of(noun)->phase(rq, kept, rows_text(locked, k, "phase"), &phase));
    TRY(noun->one(rq->db, kept, &after));
    TRY(q_merge_finish(rq->db, merge_id, rows_u64(after, 0, "version"), phase));
    res_done(rq, merging_of(noun)->words->done, "/crm/%s/%" PRIu64, noun->name, kept);
    return NULL;
}
