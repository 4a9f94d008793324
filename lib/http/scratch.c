#include "http/scratch.h"

#include "db/db.h"
#include "http/req.h"

static struct err *copied(struct arena *arena, const struct err *err)
{
    struct err *copy = arena_alloc(arena, sizeof *copy);
    *copy = *err;
    copy->detail = arena_strdup(arena, err->detail);
    return copy;
}

struct err *scratch_run(struct req *rq, struct err *(*work)(struct req *rq, void *arg), void *arg)
{
    struct arena *arena = rq->arena;
    rq->arena = arena_new();
    struct arena *results = db_onto(rq->db, rq->arena);
    struct err *err = work(rq, arg);
    if (err)
        err = copied(arena, err);
    arena_free(rq->arena);
    rq->arena = arena;
    db_onto(rq->db, results);
    return err;
}
