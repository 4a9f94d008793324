/* Which mail of ours a message answers. */
#include "mailin.h"

#include "base/clock.h"
#include "q_mailin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct err *mailin_ready(struct mailin *m, struct arena *arena)
{
    TRY(db_ready(m->db, arena));
    clock_sql(clock_now(), m->now);
    db_context(m->db, 0, 0, m->now);
    return NULL;
}

struct err *target_load(struct mailin *m, uint64_t outbox_id, struct target *t)
{
    struct rows *row;
    TRY(q_mailin_target(m->db, outbox_id, &row));
    *t = (struct target){.row = row};
    if (!row->count)
        return NULL;
    t->outbox_id = outbox_id;
    t->org_id = rows_u64(row, 0, "org_id");
    t->noun_id = rows_u64(row, 0, "noun_id");
    t->noun = rows_text(row, 0, "noun");
    t->to_addr = rows_text(row, 0, "to_addr");
    t->to_name = rows_text(row, 0, "to_name");
    t->lang = rows_text(row, 0, "lang");
    return NULL;
}

/* Message-IDs of ours are <row>.<mac>@domain; the row knows the whole. */
struct err *target_by_references(struct mailin *m, const char *references, struct target *t)
{
    enum { MOST = 20 };
    uint64_t id;
    char rest[120];
    unsigned n = 0;
    for (const char *p = references; (p = strchr(p, '<')) && n++ < MOST; p++) {
        if (sscanf(p + 1, "%19" SCNu64 ".%119[0-9a-zA-Z.@-]>", &id, rest) != 2)
            continue;
        TRY(target_load(m, id, t));
        const char *mine = t->outbox_id ? rows_text(t->row, 0, "message_id") : "";
        if (*mine && strcmp(mine, arena_printf(db_arena(m->db), "%" PRIu64 ".%s", id, rest)) == 0)
            return NULL;
        t->outbox_id = 0;
    }
    return NULL;
}
