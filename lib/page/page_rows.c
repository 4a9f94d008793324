/* Rows of statements for templates: as nodes, or as a table that a loop of the page writes without any (page_loop.h).
 */
#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <string.h>

void page_rows(struct req *rq, const char *name, const struct rows *rows)
{
    HDF *list = rows->count ? page_node(rq, name) : NULL;
    for (size_t row = 0; row < rows->count; row++)
        page_row_set(rq, page_child(list, row), rows, row);
}

/* ---- tables ---- */

struct page_table {
    struct page_table *next;
    const char *name;
    const struct rows *rows;
    bool written;
};

void page_table(struct req *rq, const char *name, const struct rows *rows)
{
    struct page_table *table = arena_alloc(rq->arena, sizeof *table);
    *table = (struct page_table){.next = rq->tables, .name = name, .rows = rows};
    rq->tables = table;
}

static struct page_table *table_of(struct req *rq, const struct page_loop *loop)
{
    struct page_table *table = rq->tables;
    while (table && strcmp(table->name, loop->table) != 0)
        table = table->next;
    return table;
}

/* The loops' texts lie behind each other in one buffer, which may move until all are written. */
void page_tables_show(struct req *rq, const struct page_made *made)
{
    struct page_bytes *out = &rq->app->pages->loops;
    size_t *ends = arena_array(rq->arena, made->nloop + 1, sizeof *ends), n = 0;
    out->len = 0;
    for (const struct page_loop *loop = made->loops; loop; loop = loop->next, n++) {
        struct page_table *table = table_of(rq, loop);
        if (table) {
            page_loop_write(loop, rq->hdf, rq->app->pages->base[page_lang(rq)], rq->arena, table->rows, out);
            table->written = true;
        }
        ends[n] = out->len;
    }
    n = 0;
    for (const struct page_loop *loop = made->loops; loop; loop = loop->next, n++) {
        size_t begin = n ? ends[n - 1] : 0;
        if (table_of(rq, loop))
            page_piece(rq, page_child(page_node(rq, "Loop"), n), out->text + begin, ends[n] - begin);
    }
    for (struct page_table *table = rq->tables; table; table = table->next)
        if (!table->written)
            page_rows(rq, table->name, table->rows);
    rq->tables = NULL;
}
