/* Where a message goes: by the address it was sent to, else by the mail of ours that it answers. */
#include "mailin.h"

#include "model/mail/return_path.h"

#include <string.h>
#include <strings.h>

/* A mail of our own that came round: its sender is the suite itself. */
static bool is_own(const struct mailin *m, const struct message *msg)
{
    return strcasecmp(msg->from_addr, m->from_addr) == 0;
}

static bool is_from_machine(const struct mailin *m, const struct message *msg)
{
    return msg->automatic || is_own(m, msg);
}

/* Back to the envelope's sender: a mail server's report, or what a person sent to the wrong one of two addresses. */
static struct err *returned(struct mailin *m, const struct message *msg, const struct target *t, const char **outcome)
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
    if (!is_from_machine(m, msg))
        return reply_store(m, msg, t, outcome);
    *outcome = "automatic";
    return NULL;
}

typedef bool address_check(struct arena *arena, const unsigned char *secret, const char *addr, uint64_t *outbox_id);
typedef struct err *route_store(struct mailin *m, const struct message *msg, const struct target *t,
                                const char **outcome);

/* The first that fits takes the message. */
static const struct route {
    const char *local;    /* how the recipient's address begins; letter case does not matter */
    address_check *check; /* is it an address that we signed, and of which mail; NULL: what it refers to tells */
    bool machines;        /* what no person wrote gets in */
    route_store *store;
} routes[] = {
    {"bounces+", return_path_check, true, returned},
    {"reply+", reply_path_check, false, reply_store},
    {"", NULL, false, reply_store},
};

static const struct route *route_of(struct mailin *m, const struct message *msg, uint64_t *outbox_id)
{
    const struct route *route = routes;
    while (strncasecmp(msg->recipient, route->local, strlen(route->local)) != 0 ||
           (route->check && !route->check(db_arena(m->db), m->app->secret, msg->recipient, outbox_id)))
        route++;
    return route;
}

struct err *mailin_store(struct mailin *m, const struct message *msg, uint64_t *outbox_id, const char **outcome)
{
    struct target t = {0};
    uint64_t named = 0;
    const struct route *route = route_of(m, msg, &named);
    *outbox_id = 0;
    if (!route->machines && is_from_machine(m, msg)) {
        *outcome = "automatic";
        return NULL;
    }
    if (route->check)
        TRY(target_load(m, named, &t));
    else
        TRY(target_by_references(m, msg->references, &t));
    *outbox_id = t.outbox_id;
    *outcome = "not-ours";
    if (!t.outbox_id)
        return NULL;
    db_context(m->db, t.org_id, 0, m->now);
    return route->store(m, msg, &t, outcome);
}
