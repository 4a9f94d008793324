/* 署名: of an account alone, or shared with colleagues (S3-34). Which one its new mails begin with, each account says
   for itself. */
#include "mailing.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_mailing.h"
#include "record/pager.h"

#include <inttypes.h>

struct signature_in {
    const char *name, *body, *shared;
    uint64_t version;
    bool is_default;
};

static const struct field fields[] = {
    TEXT(struct signature_in, name, 1, 80, "signature.name"),
    AREA(struct signature_in, body, 1, 2000, "signature.body"),
    ENUM(struct signature_in, shared, 0, share_choices, "signature.shared"),
    VERSION(struct signature_in, version),
    FLAG(struct signature_in, is_default, "signature.is_default"),
    FIELD_END,
};

/* A signature is used with every mail kind, so it may only have the tags that all of them have. */
static struct err *check(struct req *rq, void *in)
{
    const struct signature_in *s = in;
    const struct mailkind common = {.tags = mailkind_common_tags};
    check_tags(rq, &common, "body", s->body);
    return NULL;
}

const struct form signature_form = {
    .name = "signature", .fields = fields, .size = sizeof(struct signature_in), .check = check};

const char *const share_choices[] = {"1", "0", NULL};

uint64_t share_wanted(const char *typed, uint64_t usual)
{
    return *typed ? *typed == '1' : usual;
}

uint64_t share_changed(const struct rows *before, const char *typed)
{
    uint64_t shared = rows_u64(before, 0, "shared");
    return rows_u64(before, 0, "mine") ? share_wanted(typed, shared) : shared;
}

const char *share_audit(struct req *rq, const struct rows *before, uint64_t shared)
{
    const char *after = shared ? "shared" : "private";
    if (!before)
        return audit_json(rq, "after", after, NULL);
    return audit_json(rq, "before", rows_u64(before, 0, "shared") ? "shared" : "private", "after", after, NULL);
}

struct err *signature_list(struct req *rq, const void *in)
{
    struct list_page page;
    struct rows *mine, *shared;
    TRY(q_signatures(rq->db, &mine));
    page_rows(rq, "Mine", mine);
    pager_read(rq, &page);
    TRY(q_signatures_shared(rq->db, &(struct q_signatures_shared_args){0}, &page, &shared));
    page_rows(rq, "Rows", shared);
    pager_show(rq, &page, shared->count, &(struct pager_total){0}, &stmt_signatures_shared);
    return NULL;
}

struct err *signature_new(struct req *rq, const void *in)
{
    static const struct signature_in blank = {"", "", "0", 0, false};
    return form_show(rq, &signature_form, in ? in : &blank);
}

static struct err *saved(struct req *rq, uint64_t id, bool is_default, const char *audit)
{
    TRY(is_default ? q_signature_prefer(rq->db, id) : q_signature_unprefer(rq->db, id, NULL));
    audit_about(rq, "signature", id, audit);
    res_done(rq, "saved", "/mailing/signatures");
    return NULL;
}

struct err *signature_create(struct req *rq, const void *in)
{
    const struct signature_in *s = in;
    uint64_t id, shared = share_wanted(s->shared, 0);
    TRY(q_signature_insert(rq->db, s->name, s->body, shared, &id));
    return saved(rq, id, s->is_default, share_audit(rq, NULL, shared));
}

struct err *signature_edit(struct req *rq, const void *in)
{
    struct rows *rows;
    void *values = (void *)in;
    TRY(q_signature_one(rq->db, req_id(rq, 0), &rows));
    page_row(rq, "Record", rows, 0);
    if (!in)
        TRY(form_from_row(rq, &signature_form, rows, 0, &values));
    return form_show(rq, &signature_form, values);
}

struct err *signature_update(struct req *rq, const void *in)
{
    const struct signature_in *s = in;
    struct rows *before;
    uint64_t changed, id = req_id(rq, 0);
    TRY(q_signature_one(rq->db, id, &before));
    uint64_t shared = share_changed(before, s->shared);
    TRY(q_signature_update(rq->db,
                           &(struct q_signature_update_args){
                               .id = id, .version = s->version, .name = s->name, .body = s->body, .shared = shared},
                           &changed));
    if (!changed)
        return ERR(rq->arena, ERR_CONFLICT, "changed_meanwhile", "signature %" PRIu64, id);
    return saved(rq, id, s->is_default, share_audit(rq, before, shared));
}

struct err *signature_delete(struct req *rq, const void *in)
{
    TRY(q_signature_delete(rq->db, req_id(rq, 0)));
    audit_about(rq, "signature", req_id(rq, 0), "");
    res_done(rq, "deleted", "/mailing/signatures");
    return NULL;
}
