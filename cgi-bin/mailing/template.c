/* テンプレート: shared, or its owner's alone (S3-34). A tag that does not exist is refused at once with its place
   (S3-21). */
#include "mailing.h"

#include "frame/audit.h"
#include "model/codes/codes.h"
#include "page/page.h"
#include "q_mailing.h"
#include "record/pager.h"

#include <inttypes.h>
#include <string.h>

static const char *const kinds[] = {"resume",       "contact",          "resume_job", "job_recommend",
                                    "resume_offer", "resume_introduce", NULL};

struct template_in {
    const char *kind, *name, *subject, *body, *phase, *shared;
    uint64_t version;
};

static const struct field fields[] = {
    ENUM(struct template_in, kind, 1, kinds, "template.kind"),
    TEXT(struct template_in, name, 1, 80, "template.name"),
    TEXT(struct template_in, subject, 1, 120, "compose.subject"),
    AREA(struct template_in, body, 1, 10000, "compose.body"),
    ENUM(struct template_in, phase, 0, codes_phase, "compose.phase"),
    ENUM(struct template_in, shared, 0, share_choices, "template.shared"),
    VERSION(struct template_in, version),
    FIELD_END,
};

static struct err *check(struct req *rq, void *in)
{
    const struct template_in *t = in;
    const struct mailkind *kind = mailkind_find(t->kind);
    if (kind) {
        check_subject(rq, kind, "subject", t->subject);
        check_tags(rq, kind, "body", t->body);
        (void)check_phase(rq, kind, t->phase);
    }
    return NULL;
}

const struct form template_form = {
    .name = "template", .fields = fields, .size = sizeof(struct template_in), .check = check};

struct templates_in {
    const char *kind;
};

static const struct field list_fields[] = {
    ENUM(struct templates_in, kind, 0, kinds, "template.kind"),
    FIELD_END,
};

const struct form templates_form = {.name = "templates", .fields = list_fields, .size = sizeof(struct templates_in)};

struct err *template_list(struct req *rq, const void *in)
{
    const struct templates_in *filter = in;
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    TRY(q_template_list(rq->db, &(struct q_template_list_args){.kind = filter->kind}, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_template_list);
    pager_chips(rq, &templates_form);
    return form_show(rq, &templates_form, filter);
}

/* Tags of every kind, so that the page shows the right ones whatever kind is chosen. */
static void show_tags(struct req *rq)
{
    struct _hdf *list = page_node(rq, "Kinds");
    for (size_t k = 0; kinds[k]; k++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "kind", kinds[k]);
        struct _hdf *names = page_node(rq, arena_printf(rq->arena, "Kinds.%zu.tags", k));
        for (const struct tag_def *t = mailkind_find(kinds[k])->tags; t->name; t++)
            page_item_set(rq, page_item(rq, names), "name", t->name);
    }
}

struct err *template_new(struct req *rq, const void *in)
{
    static const struct template_in blank = {"resume", "", "", "", "", "1", 0};
    show_tags(rq);
    return form_show(rq, &template_form, in ? in : &blank);
}

struct err *template_create(struct req *rq, const void *in)
{
    const struct template_in *t = in;
    uint64_t id, shared = share_wanted(t->shared, 1);
    TRY(q_template_insert(rq->db,
                          &(struct q_template_insert_args){.kind = t->kind,
                                                           .name = t->name,
                                                           .subject = t->subject,
                                                           .body = t->body,
                                                           .phase = t->phase,
                                                           .shared = shared},
                          &id));
    audit_about(rq, "template", id, share_audit(rq, NULL, shared));
    res_done(rq, "saved", "/mailing/templates");
    return NULL;
}

struct err *template_edit(struct req *rq, const void *in)
{
    struct rows *rows;
    void *values = (void *)in;
    TRY(q_template_one(rq->db, req_id(rq, 0), &rows));
    page_row(rq, "Record", rows, 0);
    show_tags(rq);
    if (!in)
        TRY(form_from_row(rq, &template_form, rows, 0, &values));
    return form_show(rq, &template_form, values);
}

struct err *template_update(struct req *rq, const void *in)
{
    const struct template_in *t = in;
    struct rows *before;
    uint64_t changed, id = req_id(rq, 0);
    TRY(q_template_one(rq->db, id, &before));
    uint64_t shared = share_changed(before, t->shared);
    TRY(q_template_update(rq->db,
                          &(struct q_template_update_args){.id = id,
                                                           .version = t->version,
                                                           .kind = t->kind,
                                                           .name = t->name,
                                                           .subject = t->subject,
                                                           .body = t->body,
                                                           .phase = t->phase,
                                                           .shared = shared},
                          &changed));
    if (!changed)
        return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "template %" PRIu64, id);
    audit_about(rq, "template", id, share_audit(rq, before, shared));
    res_done(rq, "saved", "/mailing/templates");
    return NULL;
}

struct err *template_delete(struct req *rq, const void *in)
{
    TRY(q_template_delete(rq->db, req_id(rq, 0)));
    audit_about(rq, "template", req_id(rq, 0), "");
    res_done(rq, "deleted", "/mailing/templates");
    return NULL;
}
