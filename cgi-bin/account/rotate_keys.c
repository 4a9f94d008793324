/* account.fcgi --rotate-keys: seals the secrets in the database under the key that seal.key_file holds now. Those that
   were sealed under seal.key_file_before open until then, so nobody is kept from signing in meanwhile. It may be done
   again at any time. */
#include "account.h"

#include "conf/keyring.h"
#include "frame/audit.h"
#include "http/app.h"

#include <inttypes.h>
#include <stdio.h>

enum { STEP = 200 };

struct turn {
    struct req *rq;
    struct keyring ring;
    uint64_t after, last, sealed, lost; /* of this step */
    uint64_t all_sealed, all_lost;
};

static struct err *step(struct db *db, void *arg)
{
    struct turn *t = arg;
    t->last = t->after;
    t->sealed = t->lost = 0;
    return two_factor_reseal(db, t->rq->arena, &t->ring, STEP, &t->last, &t->sealed, &t->lost);
}

static struct err *record(struct db *db, void *arg)
{
    struct turn *t = arg;
    const char *sealed = arena_printf(t->rq->arena, "%" PRIu64, t->all_sealed);
    const char *lost = arena_printf(t->rq->arena, "%" PRIu64, t->all_lost);
    return audit_add(t->rq, "account.rotate_keys", "", 0,
                     audit_json(t->rq, "key", t->ring.keys[0].id, "sealed", sealed, "lost", lost, NULL));
}

static struct err *rotate(struct turn *t)
{
    TRY(keyring_read(t->rq->arena, t->rq->app->conf, &t->ring));
    do {
        TRY(db_transaction(t->rq->db, step, t));
        t->after = t->last;
        t->all_sealed += t->sealed;
        t->all_lost += t->lost;
    } while (t->last);
    return db_transaction(t->rq->db, record, t);
}

int rotate_keys(struct req *rq)
{
    struct turn t = {.rq = rq};
    struct err *err = rotate(&t);
    if (err) {
        fprintf(stderr, "--rotate-keys: %s\n", err->detail);
        return 1;
    }
    printf("key %s sealed %" PRIu64 " lost %" PRIu64 "\n", t.ring.keys[0].id, t.all_sealed, t.all_lost);
    return t.all_lost ? 1 : 0;
}
