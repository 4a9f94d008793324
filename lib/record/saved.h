/* Saved searches of an account on the list of a noun. */
#ifndef MUSUBI_SAVED_H
#define MUSUBI_SAVED_H

#include "base/err.h"

struct noun;
struct req;

/* Saved.N.{id,name,url} of the list's page. */
MUST struct err *saved_show(struct req *rq, const struct noun *noun);

#endif
