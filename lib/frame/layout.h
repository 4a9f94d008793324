/* What every page shows around its own content: who, where, the run icon, the token of its forms. */
#ifndef MUSUBI_LAYOUT_H
#define MUSUBI_LAYOUT_H

#include "base/err.h"

struct req;

/* Sets in rq->hdf what page/page.h lists for the layout. */
MUST struct err *layout_set(struct req *rq);

#endif
