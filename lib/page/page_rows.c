/* Rows for templates. hdf_set_value() takes an allocation or three and a search among the siblings for each cell, which
   was a fifth of the time of a list page. So the nodes of rows and cells lie in one array each on the request's arena,
   linked as ClearSilver links its own (struct _hdf is public), with the cells' texts where they are. ClearSilver must
   never free them: before the request's HDF goes, they are taken out of it, and what was added to them since is
   freed. */
#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct own {
    HDF *list; /* a node of ClearSilver's */
    HDF *rows, *cells;
    size_t nrow, ncell;
};

/* A chain of ClearSilver's own nodes. */
static void chain_free(HDF *first)
{
    if (!first)
        return;
    first->top = first; /* only a top is destroyed, with its children and those behind it */
    hdf_destroy(&first);
}

/* The children of a node whose last own child is `last`; NULL: it has none of ours. */
static void children_free(HDF *node, HDF *last)
{
    if (node->hash)
        ne_hash_destroy(&node->hash);
    chain_free(last ? last->next : node->child);
    if (last)
        last->next = NULL;
    else
        node->child = NULL;
}

static void node_free(HDF *node, HDF *last)
{
    children_free(node, last);
    if (node->alloc_value) /* another value was set */
        free(node->value);
}

/* The children are in order: the last one inside the array. */
static HDF *last_own(const HDF *node, const HDF *array, size_t n)
{
    HDF *last = NULL;
    for (HDF *child = node->child; child >= array && child < array + n; child = child->next)
        last = child;
    return last;
}

static void own_free(void *arg)
{
    struct own *own = arg;
    for (size_t i = 0; i < own->ncell; i++)
        node_free(&own->cells[i], NULL);
    for (size_t i = 0; i < own->nrow; i++)
        node_free(&own->rows[i], last_own(&own->rows[i], own->cells, own->ncell));
    children_free(own->list, last_own(own->list, own->rows, own->nrow));
    own->list->child = NULL;
    own->list->last_child = NULL;
}

static HDF *node_init(HDF *node, HDF *top, const char *name, const char *value)
{
    node->name =
        (char *)(uintptr_t)name; /* neither is written or freed: alloc_value is 0, and own_free() comes before */
    node->name_len = (int)strlen(name);
    node->value = (char *)(uintptr_t)value;
    node->top = top;
    return node;
}

/* Cells of a row; empty ones and columns that begin with _ make no node. */
static void link_cells(struct own *own, HDF *row, const struct rows *rows, size_t at)
{
    HDF **end = &row->child;
    for (unsigned col = 0; col < rows->ncol; col++) {
        const char *value = rows->cols[col].name[0] == '_' ? NULL : rows_cell_text(rows, at, col);
        if (!value || !*value)
            continue;
        *end = node_init(&own->cells[own->ncell++], own->list->top, rows->cols[col].name, value);
        end = &(*end)->next;
    }
}

static void link_rows(struct own *own, struct req *rq, const struct rows *rows)
{
    HDF **end = &own->list->child;
    own->rows = arena_array(rq->arena, rows->count, sizeof *own->rows);
    own->cells = arena_array(rq->arena, rows->count * rows->ncol, sizeof *own->cells);
    for (; own->nrow < rows->count; own->nrow++) {
        char index[24];
        snprintf(index, sizeof index, "%zu", own->nrow);
        *end = node_init(&own->rows[own->nrow], own->list->top, arena_strdup(rq->arena, index), NULL);
        link_cells(own, *end, rows, own->nrow);
        end = &(*end)->next;
    }
}

void page_rows(struct req *rq, const char *name, const struct rows *rows)
{
    if (rows->count == 0)
        return;
    struct own *own = arena_alloc(rq->arena, sizeof *own);
    own->list = page_node(rq, name);
    if (own->list->child) { /* something is there already: among ClearSilver's nodes go its own */
        for (size_t row = 0; row < rows->count; row++)
            page_row_set(rq, page_child(own->list, row), rows, row);
        return;
    }
    link_rows(own, rq, rows);
    arena_defer(rq->arena, own_free, own);
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
