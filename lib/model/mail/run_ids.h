/* The records of a run in the order of their ids: everything that matches its list's conditions, or the ids that were
   on screen or ticked (S3-14 to S3-16). The pages count and preview with it, the mailer expands with it. */
#ifndef MUSUBI_RUN_IDS_H
#define MUSUBI_RUN_IDS_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct arena;
struct rows;

/* Up to limit ids above after, at most max_id (0: no bound). run: a row with the columns _kind, _scope, _list, _query,
   _ids. Ids that are no records of the organisation may be among them; whoever reads the records drops them. */
MUST struct err *run_ids(struct db *db, struct arena *arena, const struct rows *run, uint64_t after, uint64_t max_id,
                         unsigned limit, uint64_t *ids, size_t *n);

#endif
