/* Handlers of the office: what the operator's staff see and do across organisations. Route rows say who may. */
#ifndef MUSUBI_OFFICE_H
#define MUSUBI_OFFICE_H

#include "db/rows.h"
#include "form/form.h"
#include "http/req.h"
#include "model/identity/again.h"

#define HANDLER(name) struct err *name(struct req *rq, const void *in)

/* home.c: work queues as links and figures */
HANDLER(home);

/* org.c: customer organisations */
extern const struct form orgs_form, org_form;
HANDLER(orgs);
HANDLER(org_page);
HANDLER(org_new_page);
HANDLER(org_new);
HANDLER(org_edit_page);
HANDLER(org_edit);
HANDLER(org_close_page);
HANDLER(org_close);

/* member.c: accounts of a customer organisation */
extern const struct form customer_form, customer_role_form;
HANDLER(customer_page);
HANDLER(customer_new_page);
HANDLER(customer_new);
HANDLER(customer_again);
HANDLER(customer_role);
HANDLER(customer_close_page);
HANDLER(customer_close);
HANDLER(customer_two_factor_page);
HANDLER(customer_two_factor_end);

/* staff.c: accounts of the operator itself */
extern const struct form staff_form, staff_role_form;
HANDLER(staff_list);
HANDLER(staff_page);
HANDLER(staff_new_page);
HANDLER(staff_new);
HANDLER(staff_again);
HANDLER(staff_role);
HANDLER(staff_close_page);
HANDLER(staff_close);
HANDLER(staff_two_factor_page);
HANDLER(staff_two_factor_end);

/* outbox.c: every mail of the suite, its answers, its text */
extern const struct form outbox_form;
HANDLER(outbox_list);
HANDLER(outbox_page);

/* dnc.c: do-not-contact ledger of all organisations */
extern const struct form dnc_form, dnc_add_form, dnc_drop_form;
HANDLER(dnc_list);
HANDLER(dnc_again);
HANDLER(dnc_add);
HANDLER(dnc_page);
HANDLER(dnc_drop);

/* audit.c: what was done by whom */
extern const struct form audit_form;
HANDLER(audit_list);
HANDLER(audit_csv);

/* Choices of organisations for a field, none when there are many. */
MUST struct err *org_choices(struct req *rq, const char *field);
/* The customer organisation of a path parameter; MISSING for the operator's own id. Writes Org to the page. */
MUST struct err *org_load(struct req *rq, unsigned param, struct rows **rows);

#endif
