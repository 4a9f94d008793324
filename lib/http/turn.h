/* What takes a program's time for long is done by one process of it at a time, so that the others serve everybody
   else. */
#ifndef MUSUBI_TURN_H
#define MUSUBI_TURN_H

#include "base/err.h"

#include <stdbool.h>

struct req;

struct turn {
    bool mine;
    int fd; /* closed with the request, and with the process that has it: nobody waits for the dead */
};

/* Waits at most so many milliseconds for the area's turn at `what` (a file's name); not *turn.mine: somebody else still
   has it. */
MUST struct err *turn_take(struct req *rq, const char *what, unsigned wait_ms, struct turn *turn);
/* Before the request is over. */
void turn_end(struct turn *turn);

#endif
