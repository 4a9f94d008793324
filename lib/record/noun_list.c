/* The list of a noun: search form, rows, ticks, saved searches. */
#include "record/noun.h"

#include "http/app.h"
#include "page/page.h"
#include "record/lists.h"
#include "record/pager.h"
#include "record/saved.h"
#include "record/ticks.h"

#include <inttypes.h>
#include <string.h>

/* With the total of the route's list, which came with the session. */
struct lists_limits noun_limits(struct req *rq)
{
    struct lists_limits limits = lists_limits(rq->app->conf);
    if (rq->session.list)
        limits.total = &rq->session.list_total;
    return limits;
}

struct err *noun_page(struct req *rq, const struct noun *noun, const void *filter, struct list_page *page,
                      struct rows **rows, bool *partial)
{
    return noun->list(rq, filter, page, rows, partial);
}

static struct err *page_and_count(struct req *rq, const struct noun *noun, const void *in, struct list_page *page,
                                  struct rows **rows, bool *partial, struct pager_total *total)
{
    struct lists_count count;
    if (!noun->list_counted) {
        TRY(noun->list(rq, in, page, rows, partial));
        return noun->count(rq, in, &total->total, &total->capped);
    }
    TRY(noun->list_counted(rq, in, page, rows, partial, &count));
    total->total = count.n;
    total->capped = count.capped;
    return NULL;
}

struct err *noun_list(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct list_page page;
    struct rows *rows;
    struct pager_total total = {.known = true};
    bool partial = false;
    page_set(rq, "Noun", noun->name);
    pager_read(rq, &page);
    TRY(page_and_count(rq, noun, in, &page, &rows, &partial, &total));
    page_table(rq, "Rows", rows);
    if (partial)
        page_set(rq, "List.partial", "1");
    pager_show(rq, &page, rows->count, &total, noun->stmt);
    pager_chips(rq, noun->search);
    TRY(saved_show(rq, noun));
    TRY(ticks_show(rq, noun->name, rows));
    TRY(owner_search_choices(rq, noun));
    return form_show(rq, noun->search, in);
}

struct err *noun_select(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    const struct ticks_in *ticks = in;
    uint64_t id;
    TRY(ticks_keep(rq, noun->name, ticks, &id));
    for (const struct noun_op *op = noun->ops; op && op->name; op++)
        if (strcmp(op->name, ticks->op) == 0) {
            res_redirect(rq, "%s%" PRIu64, op->where, id);
            return NULL;
        }
    return ticks_stay(rq, arena_printf(rq->arena, "/%s/%s", noun->area, noun->name), ticks);
}
