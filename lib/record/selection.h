/* What somebody has on screen and ticked on one of his lists (S3-06, S3-15 to S3-17). Kept on the server, so that it
   survives paging and works without script. A selection belongs to a list and its query: other conditions, also in
   another tab, have one of their own. Who makes a page of a selection names it by id and version in its form: when it
   is not the same any more, the page is shown again. */
#ifndef MUSUBI_SELECTION_H
#define MUSUBI_SELECTION_H

#include "base/err.h"
#include "base/ids.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct arena;

struct selection {
    uint64_t id, version; /* 0: there is none */
    const char *query;
    struct ids shown, checked; /* ascending, each once */
};

/* An empty one when there is none. */
MUST struct err *selection_of(struct db *db, const char *list, const char *query, struct selection *out);
MUST struct err *selection_latest(struct db *db, const char *list, struct selection *out); /* whatever its query */
MUST struct err *selection_named(struct db *db, const char *list, uint64_t id, struct selection *out);

/* In a POST: take over the rows on screen and which of them are ticked. Ticks of rows that are not on screen stay.
 *out: as it is then. INPUT "selection_full" beyond max ticks. */
MUST struct err *selection_merge(struct db *db, const char *list, const char *query, struct ids shown,
                                 struct ids ticked, size_t max, struct selection *out);
MUST struct err *selection_put(struct db *db, const char *list,
                               struct selection *selection); /* by its query; sets id */

#endif
