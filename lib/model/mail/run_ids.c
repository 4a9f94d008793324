#include "model/mail/run_ids.h"

#include "base/ids.h"
#include "db/db.h"
#include "model/mail/mailkind.h"
#include "model/mail/next_ids.h"

#include <string.h>

struct err *run_ids(struct db *db, struct arena *arena, const struct rows *run, uint64_t after, uint64_t max_id,
                    unsigned limit, uint64_t *ids, size_t *n)
{
    const struct mailkind *kind = mailkind_find(rows_text(run, 0, "_kind"));
    bool matched = kind && kind->from; /* its rows were frozen whatever the scope: a matching list changes by itself */
    if (matched && strcmp(kind->record, mailkind_rows(kind)) != 0)
        return mailkind_walk(db, run, after, limit, ids, n);
    if (!matched && strcmp(rows_text(run, 0, "_scope"), "all") == 0)
        return model_next_ids(db, arena, rows_text(run, 0, "_list"), rows_text(run, 0, "_query"), after,
                              max_id ? max_id : UINT64_MAX >> 1, limit, ids, n);
    struct ids chosen = ids_read(arena, rows_text(run, 0, "_ids"));
    *n = 0;
    for (size_t i = 0; i < chosen.n && *n < limit; i++)
        if (chosen.v[i] > after && (!max_id || chosen.v[i] <= max_id))
            ids[(*n)++] = chosen.v[i];
    return NULL;
}
