/* The cheapest way of a list of résumés. */
#ifndef MUSUBI_RESUME_PLAN_H
#define MUSUBI_RESUME_PLAN_H

#include "model/search/resume_ask.h"

struct resume_plan {
    enum { RESUME_WALK, RESUME_FEW, RESUME_SET } way;
    const char *sort; /* of a walk: the statement's, may be one of by_… */
    double reach;     /* records that a walk will pass, about */
    const char *ids;  /* in the order of ids: the sort of q_resume_of_condition that reads few entries, or NULL */
};

/* To so many rows in the order of sort. */
MUST struct err *resume_plan(const struct resume_ask *ask, const char *sort, unsigned limit, struct resume_plan *plan);

#endif
