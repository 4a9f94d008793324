/* The searches of the CRM that more than its own pages know: mails go to what they find, matching lists ask them, too.
   Those of 企業 and 選考プロセス are with their nouns. */
#ifndef MUSUBI_CRM_SEARCH_H
#define MUSUBI_CRM_SEARCH_H

#include "record/list.h"

struct contact_filter {
    const char *q, *name;
    const char *company;   /* words of the company's name */
    const char *mail_flag; /* "none": none of its addresses is in the ledger; "bounced", "stopped" */
    const char *updated_from, *updated_to;
    uint64_t company_id, owner_id;
};

struct job_filter {
    const char *q, *pref, *occupation, *employment, *state, *updated_from, *updated_to;
    uint64_t salary_from, salary_to, company_id, contact_id, owner_id;
};

extern const struct form contact_search, job_search, resume_search; /* of resume_filter */
extern const struct form match_search;                              /* of struct match_ask */
extern const struct list_plan contact_list, job_list, resume_list;

extern const char *const search_job_states[];

/* The list that a run's rows come from: "contact", or "resume". */
const struct list_plan *search_list(const char *name);

/* list_param.make: the prefectures of a region's code; NULL: it names none. */
const char *search_region(struct arena *arena, const char *code);

#endif
