/* Customer organisations: what they may use, where they are, and their end. */
#include "office.h"

#include "frame/audit.h"
#include "page/page.h"
#include "q_account.h"
#include "q_office.h"
#include "record/pager.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const feature_names[] = {"agency", "client", "outreach", "support", NULL};
static const char *const state_names[] = {"active", "closed", NULL};

/* A longer list of choices is no help, and heavy: then the number of the organisation is typed. */
enum { CHOICES_MAX = 50 };

struct orgs_in {
    const char *q, *state, *feature;
};
static const struct field orgs_fields[] = {
    TEXT(struct orgs_in, q, 0, 80, "office.org_q"),
    ENUM(struct orgs_in, state, 0, state_names, "office.org_state"),
    ENUM(struct orgs_in, feature, 0, feature_names, "office.feature"),
    FIELD_END,
};
const struct form orgs_form = {.name = "orgs", .fields = orgs_fields, .size = sizeof(struct orgs_in)};

struct org_in {
    const char *name, *kana, *features, *zip, *address, *phone;
    const uint64_t *mail_rate;
};
static const struct field org_fields[] = {
    TEXT(struct org_in, name, 1, 120, "office.org_name"),
    KANA(struct org_in, kana, 0, 120, "office.org_kana"),
    SET(struct org_in, features, 0, feature_names, "office.feature"),
    ZIP(struct org_in, zip, 0, "office.zip"),
    TEXT(struct org_in, address, 0, 200, "office.address"),
    PHONE(struct org_in, phone, 0, "office.phone"),
    OPTINT(struct org_in, mail_rate, 1, 100000, "office.mail_rate"),
    FIELD_END,
};
const struct form org_form = {.name = "org", .fields = org_fields, .size = sizeof(struct org_in)};

/* "agency,support" as Org.feature.agency = 1: templates do not take texts apart. */
static void show_features(struct req *rq, struct _hdf *node, const char *features)
{
    for (const char *const *f = feature_names; *f; f++) {
        const char *at = strstr(features, *f);
        if (at)
            page_item_set(rq, node, *f, "1");
    }
}

struct err *office_orgs(struct req *rq, const void *p)
{
    const struct orgs_in *in = p;
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    const struct q_office_orgs_args args = {.q = in->q, .state = in->state, .feature = in->feature};
    TRY(q_office_orgs(rq->db, &args, &page, &rows));
    page_rows(rq, "Rows", rows);
    for (size_t i = 0; i < rows->count; i++)
        show_features(rq, page_node(rq, arena_printf(rq->arena, "Rows.%zu.feature", i)),
                      rows_text(rows, i, "features"));
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_office_orgs);
    pager_chips(rq, &orgs_form);
    return form_show(rq, &orgs_form, in);
}

struct err *org_load(struct req *rq, unsigned param, struct rows **rows)
{
    TRY(q_office_org(rq->db, req_id(rq, param), rows));
    page_row(rq, "Org", *rows, 0);
    show_features(rq, page_node(rq, "Org.feature"), rows_text(*rows, 0, "features"));
    return NULL;
}

struct err *org_choices(struct req *rq, const char *field)
{
    struct rows *rows;
    TRY(q_office_org_choices(rq->db, &rows));
    return rows->count > CHOICES_MAX ? NULL : form_options(rq, field, rows);
}

struct err *org_page(struct req *rq, const void *in)
{
    struct rows *org, *members;
    TRY(org_load(rq, 0, &org));
    TRY(q_members(rq->db, req_id(rq, 0), &members));
    page_rows(rq, "Members", members);
    audit_who(rq, req_id(rq, 0), rq->session.account_id);
    audit_about(rq, "org", req_id(rq, 0), NULL);
    return NULL;
}

struct err *org_new_page(struct req *rq, const void *in)
{
    return form_show(rq, &org_form, in);
}

struct err *org_new(struct req *rq, const void *p)
{
    const struct org_in *in = p;
    uint64_t id;
    TRY(q_office_org_insert(rq->db,
                            &(struct q_office_org_insert_args){.name = in->name,
                                                               .kana = in->kana,
                                                               .features = in->features,
                                                               .zip = in->zip,
                                                               .address = in->address,
                                                               .phone = in->phone,
                                                               .mail_rate = in->mail_rate},
                            &id));
    audit_who(rq, id, rq->session.account_id);
    audit_about(rq, "org", id, audit_json(rq, "name", in->name, "features", in->features, NULL));
    res_done(rq, "org_made", "/office/org/%" PRIu64, id);
    return NULL;
}

struct err *org_edit_page(struct req *rq, const void *in)
{
    struct rows *rows;
    void *stored;
    TRY(org_load(rq, 0, &rows));
    if (in)
        return form_show(rq, &org_form, in);
    TRY(form_from_row(rq, &org_form, rows, 0, &stored));
    return form_show(rq, &org_form, stored);
}

struct err *org_edit(struct req *rq, const void *p)
{
    const struct org_in *in = p;
    uint64_t id = req_id(rq, 0);
    struct rows *before, *after;
    TRY(q_office_org(rq->db, id, &before));
    TRY(q_office_org_update(rq->db, &(struct q_office_org_update_args){.id = id,
                                                                       .name = in->name,
                                                                       .kana = in->kana,
                                                                       .features = in->features,
                                                                       .zip = in->zip,
                                                                       .address = in->address,
                                                                       .phone = in->phone,
                                                                       .mail_rate = in->mail_rate}));
    TRY(q_office_org(rq->db, id, &after));
    audit_who(rq, id, rq->session.account_id);
    audit_about(rq, "org", id, audit_diff(rq, before, after));
    res_done(rq, "saved", "/office/org/%" PRIu64, id);
    return NULL;
}

struct err *org_close_page(struct req *rq, const void *in)
{
    struct rows *rows;
    return org_load(rq, 0, &rows);
}

struct err *org_close(struct req *rq, const void *in)
{
    uint64_t id = req_id(rq, 0);
    struct rows *before, *after;
    TRY(q_office_org(rq->db, id, &before));
    TRY(q_office_org_close(rq->db, id));
    TRY(q_office_sessions_end(rq->db, id, NULL));
    TRY(q_office_org(rq->db, id, &after));
    audit_who(rq, id, rq->session.account_id);
    audit_about(rq, "org", id, audit_diff(rq, before, after));
    res_done(rq, "org_closed", "/office/org/%" PRIu64, id);
    return NULL;
}
