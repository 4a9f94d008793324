#include "lease.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "db/db.h"
#include "q_scheduler.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void lease_init(struct lease *lease, struct arena *arena, const char *name, unsigned seconds)
{
    unsigned char random[6];
    char host[64] = "";
    if (gethostname(host, sizeof host - 1))
        *host = '\0';
    crypto_random(random, sizeof random);
    *lease = (struct lease){.name = name, .seconds = seconds};
    lease->holder = arena_printf(arena, "%s:%d:%s", host, (int)getpid(), crypto_hex(arena, random, sizeof random));
}

struct err *lease_hold(struct lease *lease, struct db *db)
{
    uint64_t found = 0;
    TRY(q_lease_hold(db, lease->name, lease->seconds, lease->epoch, &found));
    if (found)
        return NULL;
    lease->held = false;
    *lease->seen = '\0';
    log_line(LOG_WARN, "lease lost", "holder", lease->holder, NULL);
    return ERR(db_arena(db), ERR_BUSY, "database_busy", "lease %s has another holder", lease->name);
}

static struct err *renew(struct db *db, void *arg)
{
    return lease_hold(arg, db);
}

struct take {
    struct lease *lease;
    uint64_t epoch, taken;
};

/* Nobody else has taken it meanwhile, or the epoch is not the one we saw. */
static struct err *take(struct db *db, void *arg)
{
    struct take *t = arg;
    return q_lease_take(db, t->lease->name, t->lease->holder, t->lease->seconds, t->epoch, &t->taken);
}

static bool is_dead(struct lease *lease, const struct rows *row, uint64_t now_us)
{
    char seen[40];
    snprintf(seen, sizeof seen, "%" PRIu64 " %s", rows_u64(row, 0, "epoch"), rows_text(row, 0, "until_at"));
    if (strcmp(seen, lease->seen) != 0) {
        memcpy(lease->seen, seen, sizeof seen);
        lease->seen_us = now_us;
    }
    return rows_u64(row, 0, "lapsed") || now_us - lease->seen_us > (uint64_t)lease->seconds * 1000000;
}

struct err *lease_try(struct lease *lease, struct db *db, uint64_t now_us)
{
    struct rows *row;
    TRY(q_lease_patience(db, lease->seconds, NULL));
    if (lease->held)
        return db_transaction(db, renew, lease);
    TRY(q_lease_look(db, lease->name, &row));
    if (!is_dead(lease, row, now_us))
        return NULL;
    struct take t = {.lease = lease, .epoch = rows_u64(row, 0, "epoch")};
    TRY(db_transaction(db, take, &t));
    if (!t.taken)
        return NULL;
    lease->held = true;
    lease->epoch = t.epoch + 1;
    log_line(LOG_INFO, "lease taken", "holder", lease->holder, "before", rows_text(row, 0, "holder"), NULL);
    return NULL;
}

static struct err *give(struct db *db, void *arg)
{
    struct lease *lease = arg;
    return q_lease_give(db, lease->name, lease->epoch, NULL);
}

struct err *lease_give(struct lease *lease, struct db *db)
{
    if (!lease->held)
        return NULL;
    lease->held = false;
    return db_transaction(db, give, lease);
}
