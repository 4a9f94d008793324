/* 署名 of an account. */
#include "mailing.h"

#include "audit.h"
#include "q_mailing.h"

struct signature_in {
    const char *name, *body;
    bool is_default;
};

static const struct field fields[] = {
    TEXT(struct signature_in, name, 1, 80, "signature.name"),
    AREA(struct signature_in, body, 1, 2000, "signature.body"),
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

const struct form signature_form = {.name = "signature", .fields = fields, .size = sizeof(struct signature_in), .check = check};

struct err *signature_list(struct req *rq, const void *in)
{
    struct rows *rows;
    TRY(q_signatures(rq->db, &rows));
    page_rows(rq, "Rows", rows);
    return NULL;
}

struct err *signature_new(struct req *rq, const void *in)
{
    static const struct signature_in blank = {"", "", false};
    return form_show(rq, &signature_form, in ? in : &blank);
}

static struct err *saved(struct req *rq, uint64_t id, bool is_default)
{
    if (is_default)
        TRY(q_signature_no_default(rq->db, id, NULL));
    audit_about(rq, "signature", id, "");
    res_done(rq, "saved", "/mailing/signatures");
    return NULL;
}

struct err *signature_create(struct req *rq, const void *in)
{
    const struct signature_in *s = in;
    uint64_t id;
    TRY(q_signature_insert(rq->db, s->name, s->body, s->is_default, &id));
    return saved(rq, id, s->is_default);
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
    TRY(q_signature_update(rq->db, req_id(rq, 0), s->name, s->body, s->is_default));
    return saved(rq, req_id(rq, 0), s->is_default);
}

struct err *signature_delete(struct req *rq, const void *in)
{
    TRY(q_signature_delete(rq->db, req_id(rq, 0)));
    audit_about(rq, "signature", req_id(rq, 0), "");
    res_done(rq, "deleted", "/mailing/signatures");
    return NULL;
}
