/* Handlers of the office: what the operator's staff see and do across organisations. Route rows say who may. */
#ifndef MUSUBI_OFFICE_H
#define MUSUBI_OFFICE_H

#include "db/rows.h"
#include "form/form.h"
#include "frame/route.h"
#include "model/identity/again.h"

/* home.c: work queues as links and figures */
handler office_home;

/* org.c: customer organisations */
extern const struct form orgs_form, org_form;
handler office_orgs, org_page, org_new_page, org_new, org_edit_page, org_edit, org_close_page, org_close;

/* member.c: accounts of a customer organisation */
extern const struct form customer_form, customer_role_form;
handler customer_page, customer_new_page, customer_new, customer_again, customer_role, customer_close_page,
    customer_close, customer_two_factor_page, customer_two_factor_end;

/* staff.c: accounts of the operator itself */
extern const struct form staff_form, staff_role_form;
handler staff_list, staff_page, staff_new_page, staff_new, staff_again, staff_role, staff_close_page, staff_close,
    staff_two_factor_page, staff_two_factor_end;

/* outbox.c: every mail of the suite, its answers, its text */
extern const struct form outbox_form;
handler outbox_list, outbox_page;

/* dnc.c: do-not-contact ledger of all organisations */
extern const struct form dnc_form, dnc_add_form, dnc_drop_form;
handler dnc_list, dnc_again, dnc_add, dnc_page, dnc_drop;

/* audit.c: what was done by whom */
extern const struct form audit_form;
handler audit_list, audit_csv;

/* Choices of organisations for a field, none when there are many. */
MUST struct err *org_choices(struct req *rq, const char *field);
/* The customer organisation of a path parameter; MISSING for the operator's own id. Writes Org to the page. */
MUST struct err *org_load(struct req *rq, unsigned param, struct rows **rows);

#endif
