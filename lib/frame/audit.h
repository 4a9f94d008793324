/* lib/frame: what the programs of all areas have in common. The route table (route), one request from its head to its
   answer (serve), what was typed and could not be done (typed), what every page has around it (layout), the audit row
   (audit), main() of programs and daemons (program). */

/* Audit rows, written in the transaction of the change they tell of. */
#ifndef MUSUBI_AUDIT_H
#define MUSUBI_AUDIT_H

#include "base/err.h"

#include <stdint.h>

struct req;

/* The route's action, with the noun and id the handler named. Called by the router. */
MUST struct err *audit_route(struct req *rq);
/* Which record the request is about, and what changed (JSON text or ""). Handlers call it; the row gives the action. */
void audit_about(struct req *rq, const char *noun, uint64_t noun_id, const char *detail);
/* Whose row it is while nobody is signed in (sign-ins, links from mails); else it is the session's account. */
void audit_who(struct req *rq, uint64_t org_id, uint64_t account_id);
/* A further event of the same request. */
MUST struct err *audit_add(struct req *rq, const char *action, const char *noun, uint64_t noun_id, const char *detail);
/* {"name":"value",...} of pairs "name","value",…,NULL on the request's arena. */
const char *audit_json(struct req *rq, ...) __attribute__((sentinel));
/* {"field":{"before":…,"after":…}} of the columns of two rows of the same statement that differ; "{}" without. */
struct rows;
const char *audit_diff(struct req *rq, const struct rows *before, const struct rows *after);

#endif
