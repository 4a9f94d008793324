/* CRM: 企業, 企業担当者, JOB, レジュメ, 選考プロセス. What every noun has is in lib/record; here are the tables
   (company.c …) and what is the CRM's own. */
#ifndef MUSUBI_CRM_H
#define MUSUBI_CRM_H

#include "frame/route.h"
#include "http/app.h"
#include "model/crm/search.h"
#include "record/noun.h"

extern const struct noun noun_company, noun_contact, noun_job, noun_resume, noun_process;

/* Funnel.N.{phase,n,now,part,width,x,y} and Ends.N.{phase,n} of a JOB that has 選考プロセス. */
MUST struct err *crm_funnel(struct req *rq, uint64_t job_id);

/* What a record is found by, and a résumé's long texts, from the struct of its form. */
MUST struct err *resume_put_texts(struct req *rq, uint64_t id, const void *in);
MUST struct err *contact_put_keys(struct req *rq, uint64_t id, const void *in);
/* The company of a contact's struct is that of the row. */
MUST struct err *contact_complete(struct req *rq, void *in, const struct rows *row);

/* Duplicates.N (at most 10) and Merges.N of the page of a record that may be merged. */
MUST struct err *duplicate_beside(struct req *rq, uint64_t id);
MUST struct err *merges_beside(struct req *rq, uint64_t id);
MUST struct err *duplicate_notice(struct req *rq, uint64_t id, const char **notice);
/* noun->missing of a record that may have been merged away: a page leads to the one that stayed, a change is a
   CONFLICT. err itself when that is not why. */
MUST struct err *duplicate_missing(struct req *rq, const struct noun *noun, uint64_t id, struct err *err);

/* The company that the user named by name or number; 0 and a form error otherwise. */
MUST struct err *company_find(struct req *rq, const char *field, const char *text, uint64_t *id);
extern const struct form company_form, contact_form, job_form, resume_form, process_form;
extern const struct form company_search, process_search;
extern const struct form duplicates_form, merge_resume_form, merge_contact_form, merge_ask_resume_form,
    merge_ask_contact_form;
extern const struct form process_phase_form;
handler crm_home, crm_match, crm_match_select, process_phase, crm_duplicates, crm_apart, crm_together, crm_merge_page,
    crm_merge, crm_merge_again, crm_unmerge;

#endif
