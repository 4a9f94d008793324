/* Lists on screen: reading sort, size and cursor from the query string and writing List.* for
   templates/layout/list.cs. */
#ifndef MUSUBI_PAGER_H
#define MUSUBI_PAGER_H

#include "db/db.h"
#include "form/form.h"

#include <stdbool.h>
#include <stdint.h>

struct req;

/* sort, dir=desc|asc, size and after of the query string. Sizes: 20, 50, 100 and list.size of the configuration, which
   is the default. */
void pager_read(struct req *rq, struct list_page *page);

/* What the list found, for people. total is ignored when known is false. */
struct pager_total {
    bool known, capped; /* capped: at least total, 「1,000件以上」 */
    uint64_t total;
};

/* List.query (without after), shown, total, capped, sort, dir, size, more_url, csv_url (path + "/csv"), sort links
   List.sorts.<name>.{url,dir}, sizes List.sizes.N.{size,url,current}. names: the sorts of the statement,
   NULL-terminated, and what a name stands for when nothing was asked. */
void pager_show(struct req *rq, const struct list_page *page, size_t shown, const struct pager_total *total,
                const struct db_stmt *stmt);

/* A chip for each condition of the search form that is set: List.chips.N.{label,value,remove_url}; List.conditions: how
   many. */
void pager_chips(struct req *rq, const struct form *form);

/* The query string without cursor and page: what a saved search, a selection and a run keep. */
const char *pager_query(struct req *rq);

#endif
