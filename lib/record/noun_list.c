/* The list of a noun: search form, rows, ticks, saved searches. */
#include "record/noun.h"

#include "http/app.h"
#include "page/page.h"
#include "record/pager.h"
#include "record/saved.h"
#include "record/ticks.h"

#include <inttypes.h>
#include <string.h>

/* With the total of the route's list, which came with the session. */
static struct list_limits limits_of(struct req *rq)
{
    struct list_limits limits = list_limits(rq->app->conf);
    if (rq->session.list)
        limits.total = &rq->session.list_total;
    return limits;
}

struct err *noun_page(struct req *rq, const struct noun *noun, const void *filter, struct list_page *page,
                      struct rows **rows, bool *partial)
{
    struct list_limits limits = limits_of(rq);
    return list_page(rq->db, &limits, noun->list, filter, page, rows, partial, NULL);
}

struct err *noun_list(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct list_page page;
    struct rows *rows;
    struct list_limits limits = limits_of(rq);
    struct list_count count;
    bool partial = false;
    page_set(rq, "Noun", noun->name);
    pager_read(rq, &page);
    TRY(list_page(rq->db, &limits, noun->list, in, &page, &rows, &partial, &count));
    page_table(rq, "Rows", rows);
    if (partial)
        page_set(rq, "List.partial", "1");
    pager_show(rq, &page, rows->count, &(struct pager_total){.known = true, .total = count.n, .capped = count.capped},
               noun->list->stmt);
    pager_chips(rq, noun->list->search);
    TRY(saved_show(rq, noun));
    TRY(ticks_show(rq, noun->name, rows));
    TRY(owner_search_choices(rq, noun));
    return form_show(rq, noun->list->search, in);
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

int noun_check(const struct route *route, FILE *errors)
{
    const struct noun *noun = route->noun;
    const char *name = route->path + 1 + strlen(noun->area) + 1;
    int defects = list_check(noun->list, errors);
    if (strlen(route->path) < strlen(noun->area) + 2 || strncmp(route->path + 1, noun->area, strlen(noun->area)) != 0 ||
        strcmp(name, noun->name) != 0) {
        fprintf(errors, "route %s: not the address of %s/%s\n", route->path, noun->area, noun->name);
        defects++;
    }
    return defects;
}
