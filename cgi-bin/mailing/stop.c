/* 配信停止先: the organisation's do-not-contact ledger. What the link in every bulk mail does with it is in
   unsubscribe.c. */
#include "mailing.h"

#include "frame/audit.h"
#include "model/mail/ledger.h"
#include "page/page.h"
#include "q_mailing.h"
#include "record/pager.h"

struct stop_in {
    const char *addr, *note;
};

static const struct field fields[] = {
    MAIL(struct stop_in, addr, 1, "stop.addr"),
    TEXT(struct stop_in, note, 0, 200, "stop.note"),
    FIELD_END,
};

const struct form stop_form = {.name = "stop", .fields = fields, .size = sizeof(struct stop_in)};

struct stops_in {
    const char *q;
};

static const struct field list_fields[] = {
    TEXT(struct stops_in, q, 0, 254, "stop.addr"),
    FIELD_END,
};

const struct form stops_form = {.name = "stops", .fields = list_fields, .size = sizeof(struct stops_in)};

/* The page has the list and, below, the form; in belongs to one or the other. */
static struct err *show_list(struct req *rq, const char *prefix)
{
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    TRY(q_dnc_list(rq->db, &(struct q_dnc_list_args){.addr = prefix}, &page, &rows));
    page_rows(rq, "Rows", rows);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, &stmt_dnc_list);
    return NULL;
}

struct err *stop_list(struct req *rq, const void *in)
{
    static const struct stop_in blank = {"", ""};
    TRY(show_list(rq, ((const struct stops_in *)in)->q));
    pager_chips(rq, &stops_form);
    TRY(form_show(rq, &stops_form, in));
    return form_show(rq, &stop_form, &blank);
}

/* The list again after bad input. */
struct err *stop_again(struct req *rq, const void *in)
{
    static const struct stops_in none = {""};
    TRY(show_list(rq, ""));
    TRY(form_show(rq, &stop_form, in));
    return form_show(rq, &stops_form, &none);
}

struct err *stop_flag(struct req *rq, const char *addr)
{
    TRY(q_flag_resumes(rq->db, addr, NULL));
    return q_flag_contacts(rq->db, addr, NULL);
}

struct err *stop_add(struct req *rq, const void *in)
{
    const struct stop_in *s = in;
    bool added;
    TRY(ledger_add(rq->db, s->addr, "hand", s->note, 0, &added));
    if (!added) {
        form_error(rq, "addr", "stop_known", NULL, NULL);
        return form_invalid(rq);
    }
    TRY(stop_flag(rq, s->addr));
    audit_about(rq, "dnc", 0, audit_json(rq, "addr", s->addr, NULL));
    res_done(rq, "stop_added", "/mailing/stops");
    return NULL;
}

struct err *stop_drop(struct req *rq, const void *in)
{
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(q_dnc_one(rq->db, id, &rows));
    TRY(q_dnc_drop(rq->db, id));
    TRY(stop_flag(rq, rows_text(rows, 0, "addr")));
    audit_about(rq, "dnc", id,
                audit_json(rq, "addr", rows_text(rows, 0, "addr"), "reason", rows_text(rows, 0, "reason"), NULL));
    res_done(rq, "stop_dropped", "/mailing/stops");
    return NULL;
}
