/* Which mail a message answers, and what is done with it. */
#include "mailin.h"

#include "base/clock.h"
#include "model/mail/return_path.h"
#include "q_mailin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct err *mailin_ready(struct mailin *m, struct arena *arena)
{
    TRY(db_ready(m->db, arena));
    clock_sql(clock_now(), m->now);
    db_context(m->db, 0, 0, m->now);
    return NULL;
}

static struct err *load(struct mailin *m, uint64_t outbox_id, struct target *t)
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

/* Message-IDs of ours are <row>.<mac>@domain; the row knows the whole. outbox_id 0: none of them is ours. */
static struct err *by_references(struct mailin *m, const char *references, struct target *t)
{
    enum { MOST = 20 };
    uint64_t id;
    char rest[120];
    unsigned n = 0;
    for (const char *p = references; (p = strchr(p, '<')) && n++ < MOST; p++) {
        if (sscanf(p + 1, "%19" SCNu64 ".%119[0-9a-zA-Z.@-]>", &id, rest) != 2)
            continue;
        TRY(load(m, id, t));
        const char *mine = t->outbox_id ? rows_text(t->row, 0, "message_id") : "";
        if (*mine && strcmp(mine, arena_printf(db_arena(m->db), "%" PRIu64 ".%s", id, rest)) == 0)
            return NULL;
        t->outbox_id = 0;
    }
    return NULL;
}

/* A mail of our own that came round: its sender is the suite itself. */
static bool is_own(const struct mailin *m, const struct message *msg)
{
    return strcasecmp(msg->from_addr, m->from_addr) == 0;
}

static struct err *store_report(struct mailin *m, const struct message *msg, const struct target *t,
                                const char **outcome)
{
    struct report report;
    report_read(db_arena(m->db), msg, t->to_addr, &report);
    switch (report.kind) {
    case REPORT_FAILED:
    case REPORT_DELAYED:
        return bounce_store(m, msg, t, &report, outcome);
    case REPORT_OTHER:
        *outcome = "other-address";
        return NULL;
    case REPORT_GOOD:
        *outcome = "delivered";
        return NULL;
    case REPORT_NONE:
        break;
    }
    if (!msg->automatic && !is_own(m, msg))
        return reply_store(m, msg, t, outcome);
    *outcome = "automatic";
    return NULL;
}

struct err *mailin_store(struct mailin *m, const struct message *msg, uint64_t *outbox_id, const char **outcome)
{
    struct arena *arena = db_arena(m->db);
    struct target t = {0};
    bool returned = return_path_check(arena, m->app->secret, msg->recipient, outbox_id);
    *outcome = "not-ours";
    if (!returned && (msg->automatic || is_own(m, msg))) {
        /* Only the signed return address can bring a report. */
        *outcome = "automatic";
        return NULL;
    }
    if (returned || reply_path_check(arena, m->app->secret, msg->recipient, outbox_id))
        TRY(load(m, *outbox_id, &t));
    else
        TRY(by_references(m, msg->references, &t));
    *outbox_id = t.outbox_id;
    if (!t.outbox_id)
        return NULL;
    db_context(m->db, t.org_id, 0, m->now);
    return returned ? store_report(m, msg, &t, outcome) : reply_store(m, msg, &t, outcome);
}
