/* A piece of a request's work whose memory is given back when it is done: the steps of a loop over many rows. */
#ifndef MUSUBI_SCRATCH_H
#define MUSUBI_SCRATCH_H

#include "base/err.h"

struct req;

/* work(rq, arg) with an arena of its own as rq->arena and for the results of statements. What it leaves behind must be
   in arg or on the page. Its error is copied. */
MUST struct err *scratch_run(struct req *rq, struct err *(*work)(struct req *rq, void *arg), void *arg);

#endif
