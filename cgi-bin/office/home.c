/* The office's first page: what waits for somebody, as figures that lead to the list behind them. */
#include "office.h"

#include "page/page.h"
#include "q_office.h"

struct err *office_home(struct req *rq, const void *in)
{
    static const char *const names[] = {"doubt",  "failed", "deferred", "ready",  "running",
                                        "paused", "orgs",   "invited",  "locked", NULL};
    struct rows *rows;
    TRY(q_office_figures(rq->db, &rows));
    struct _hdf *node = page_node(rq, "Figures");
    for (const char *const *name = names; *name; name++)
        page_item_set(rq, node, *name, text_count(rq, rows_i64(rows, 0, *name)));
    return NULL;
}
