/* Which of several processes is at work. The row in table lease names the holder until a time of the database's clock;
   every change of hands raises its epoch. */
#ifndef MUSUBI_LEASE_H
#define MUSUBI_LEASE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;

struct lease {
    const char *name;
    const char *holder; /* us */
    unsigned seconds;
    bool held;
    uint64_t epoch;
    /* What was last seen of somebody else's lease, and since when it has not changed (monotonic). */
    char seen[40];
    uint64_t seen_us;
};

/* holder is made on the arena: host, process and a random number. */
void lease_init(struct lease *lease, struct arena *arena, const char *name, unsigned seconds);

/* Renew it, or take it when it is free: given back, past its end, or unchanged for its whole length by our own clock
   (the database's may have been set back). lease->held tells. In transactions of its own. */
MUST struct err *lease_try(struct lease *lease, struct db *db, uint64_t now_us);

/* Last statement of a transaction: renews, or BUSY "lease" when another process has it. */
MUST struct err *lease_hold(struct lease *lease, struct db *db);

/* Give it back, so that another need not wait. */
MUST struct err *lease_give(struct lease *lease, struct db *db);

#endif
