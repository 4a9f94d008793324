#include "http/turn.h"

#include "http/app.h"
#include "http/req.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

enum { STEP_MS = 10 };

struct err *turn_take(struct req *rq, const char *what, unsigned wait_ms, struct turn *turn)
{
    const char *path = arena_printf(rq->arena, "%s/%s.%s", rq->app->tmp_dir, what, rq->app->program);
    turn->mine = false;
    turn->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
    if (turn->fd < 0)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "open %s: %s", path, strerror(errno));
    req_keep_fd(rq, turn->fd);
    while (!(turn->mine = flock(turn->fd, LOCK_EX | LOCK_NB) == 0) && wait_ms >= STEP_MS) {
        wait_ms -= STEP_MS;
        nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000L}, NULL);
    }
    return NULL;
}

void turn_end(struct turn *turn)
{
    if (turn->mine)
        flock(turn->fd, LOCK_UN);
    turn->mine = false;
}
