#include "record/pager.h"

#include "http/app.h"
#include "http/req.h"
#include "page/page.h"
#include "text/text.h"

#include <string.h>

enum { SIZES = 4 };

/* What may be chosen, in order: 20, 50, 100 and list.size of the configuration; how many. */
static size_t sizes_of(const struct req *rq, unsigned sizes[SIZES])
{
    static const unsigned always[] = {20, 50, 100};
    unsigned own = (unsigned)conf_int(rq->app->conf, "list.size");
    size_t n = 0;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        if (own < always[i] && (!n || sizes[n - 1] < own))
            sizes[n++] = own;
        sizes[n++] = always[i];
    }
    if (own > sizes[n - 1])
        sizes[n++] = own;
    return n;
}

void pager_read(struct req *rq, struct list_page *page)
{
    unsigned sizes[SIZES];
    uint64_t size = 0;
    const char *dir = req_arg(rq, "dir");
    *page = (struct list_page){.sort = req_arg(rq, "sort"),
                               .after = req_arg(rq, "after"),
                               .limit = (unsigned)conf_int(rq->app->conf, "list.size")};
    page->reverse = strcmp(dir, "turn") == 0;
    if (text_int(req_arg(rq, "size"), &size))
        for (size_t i = 0, n = sizes_of(rq, sizes); i < n; i++)
            if (size == sizes[i])
                page->limit = sizes[i];
}

/* Address of this list with one argument changed and the cursor dropped. */
static const char *url_with(struct req *rq, const char *name, const char *value)
{
    struct kvs args = {arena_array(rq->arena, rq->args.n + 1, sizeof *args.v), 0};
    for (size_t i = 0; i < rq->args.n; i++)
        if (strcmp(rq->args.v[i].name, "after") != 0 && strcmp(rq->args.v[i].name, "done") != 0 && *rq->args.v[i].value)
            args.v[args.n++] = rq->args.v[i];
    const char *query = query_with(rq->arena, &args, name, value);
    return *query ? arena_printf(rq->arena, "%s?%s", rq->path, query) : rq->path;
}

const char *pager_query(struct req *rq)
{
    const char *url = url_with(rq, "after", NULL);
    const char *mark = strchr(url, '?');
    return mark ? mark + 1 : "";
}

static void show_sorts(struct req *rq, const struct list_page *page, const struct db_stmt *stmt)
{
    struct _hdf *list = page_node(rq, "List.sorts");
    bool known = false;
    for (const struct db_sort *s = stmt->sorts; s->name; s++)
        known |= strcmp(s->name, page->sort) == 0;
    for (const struct db_sort *s = stmt->sorts; s->name; s++) {
        if (strncmp(s->name, "by_", 3) == 0)
            continue; /* for programs, not for people */
        bool current = known ? strcmp(s->name, page->sort) == 0 : s == stmt->sorts;
        bool down = s->desc[0] != (current && page->reverse);
        page_item_set(rq, list, s->name, url_with(rq, "sort", s->name));
        if (!current)
            continue;
        page_set(rq, "List.sort", s->name);
        page_set(rq, "List.dir", down ? "descending" : "ascending");
        page_item_set(rq, list, s->name, url_with(rq, "dir", page->reverse ? NULL : "turn"));
    }
}

static void show_sizes(struct req *rq, const struct list_page *page)
{
    struct _hdf *list = page_node(rq, "List.sizes");
    unsigned sizes[SIZES];
    for (size_t i = 0, n = sizes_of(rq, sizes); i < n; i++) {
        const char *size = arena_printf(rq->arena, "%u", sizes[i]);
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "size", size);
        page_item_set(rq, item, sizes[i] == page->limit ? "current" : "url",
                      sizes[i] == page->limit ? "1" : url_with(rq, "size", size));
    }
}

void pager_show(struct req *rq, const struct list_page *page, size_t shown, const struct pager_total *total,
                const struct db_stmt *stmt)
{
    const char *query = pager_query(rq);
    page_set(rq, "List.path", rq->path);
    page_set(rq, "List.query", query);
    page_count(rq, "List.shown", (int64_t)shown);
    page_num(rq, "List.size", page->limit);
    page_set(rq, "List.csv_url", arena_printf(rq->arena, "%s/csv%s%s", rq->path, *query ? "?" : "", query));
    if (total->known) {
        page_count(rq, "List.total", (int64_t)total->total);
        if (total->capped)
            page_set(rq, "List.capped", "1");
    }
    if (page->after && *page->after) {
        page_set(rq, "List.later", "1");
        page_set(rq, "List.first_url", url_with(rq, "after", NULL));
    }
    if (page->next) {
        const char *next = query_with(rq->arena, &(struct kvs){0}, "after", page->next);
        page_set(rq, "List.next", page->next);
        page_set(rq, "List.more_url", arena_printf(rq->arena, "%s?%s%s%s", rq->path, query, *query ? "&" : "", next));
    }
    show_sorts(rq, page, stmt);
    show_sizes(rq, page);
}

void pager_chips(struct req *rq, const struct form *form)
{
    struct _hdf *list = NULL;
    int64_t n = 0;
    for (const struct field *f = form->fields; f->name; f++) {
        const char *value = req_arg(rq, f->name);
        if (!*value)
            continue;
        if (!list)
            list = page_node(rq, "List.chips");
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "label", form_label(rq, f));
        page_item_set(rq, item, "value", f->kind == FIELD_ENUM ? form_choice_label(rq, f, value) : value);
        page_item_set(rq, item, "remove_url", url_with(rq, f->name, NULL));
        n++;
    }
    page_num(rq, "List.conditions", n);
}
