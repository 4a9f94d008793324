/* Wrong guesses, counted per account and per address. After a few each further one costs a wait that doubles; at
   session.signin_failures the account is locked for session.lock_minutes. The count is kept for what was typed, too,
   where no such account exists, so a lock tells nothing. Nobody sleeps: a process that waits serves nobody. */
#include "model/identity/throttle.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "http/app.h"
#include "http/req.h"
#include "q_throttle.h"

#include <string.h>

enum {
    FREE_GUESSES = 3,   /* without a wait */
    PEOPLE_BEHIND = 10, /* an office shares an address: it has so many times the guesses of an account */
};

static const char *row_name(struct req *rq, const char *kind, const char *who)
{
    unsigned char hash[32];
    crypto_sha256(who, strlen(who), hash);
    return arena_printf(rq->arena, "%s:%s", kind, crypto_hex(rq->arena, hash, sizeof hash));
}

struct err *throttle_open(struct req *rq, const char *kind, const char *who, struct throttle *t)
{
    struct rows *rows;
    /* the column takes 80 characters: 64 of the hash and a kind of at most 7 with its suffix */
    t->account = row_name(rq, kind, who);
    t->address = row_name(rq, arena_printf(rq->arena, "%s-address", kind), rq->client ? rq->client : "");
    t->wait = 0;
    TRY(q_throttle_find(rq->db, t->account, t->address, &rows));
    for (size_t i = 0; i < rows->count; i++) {
        unsigned wait = (unsigned)rows_u64(rows, i, "_wait");
        if (rows_u64(rows, i, "_locked") && wait > t->wait)
            t->wait = wait;
    }
    return NULL;
}

static struct err *count_one(struct req *rq, const char *name, unsigned times, uint64_t *failures)
{
    char since[20];
    struct rows *rows;
    uint64_t minutes = (uint64_t)conf_int(rq->app->conf, "session.lock_minutes");
    uint64_t limit = (uint64_t)conf_int(rq->app->conf, "session.signin_failures") * times;
    clock_sql(rq->now - (time_t)minutes * 60, since);
    TRY(q_throttle_fail(
        rq->db,
        &(struct q_throttle_fail_args){
            .name = name, .since = since, .slow_from = FREE_GUESSES * times, .lock_from = limit, .minutes = minutes},
        NULL));
    TRY(q_throttle_count(rq->db, name, &rows));
    *failures = rows->count ? rows_u64(rows, 0, "_failures") : 0;
    return NULL;
}

struct err *throttle_wrong(struct req *rq, const struct throttle *t, bool *locked)
{
    uint64_t account, address;
    TRY(count_one(rq, t->account, 1, &account));
    TRY(count_one(rq, t->address, PEOPLE_BEHIND, &address));
    *locked = account == (uint64_t)conf_int(rq->app->conf, "session.signin_failures");
    return NULL;
}

struct err *throttle_right(struct req *rq, const struct throttle *t)
{
    return q_throttle_clear(rq->db, t->account, NULL);
}

const char *throttle_minutes(struct req *rq, unsigned seconds)
{
    return arena_printf(rq->arena, "%u", (seconds + 59) / 60);
}
