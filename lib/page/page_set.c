/* Values for templates, through the parent's node where there are many; empty cells make no node: a missing one renders
   as nothing. */
#include "base/arena.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void page_set(struct req *rq, const char *name, const char *value)
{
    page_must(hdf_set_value(rq->hdf, name, value ? value : ""));
}

void page_num(struct req *rq, const char *name, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    page_set(rq, name, text);
}

void page_count(struct req *rq, const char *name, int64_t value)
{
    page_set(rq, name, text_count(rq, value));
}

/* Once a list has a hash it knows its last child; before that it has at most FORCE_HASH_AT + 1. */
static HDF *last_child(HDF *list)
{
    if (list->hash)
        return list->last_child;
    HDF *last = hdf_obj_child(list);
    while (last && hdf_obj_next(last))
        last = hdf_obj_next(last);
    return last;
}

struct _hdf *page_item(struct req *rq, struct _hdf *list)
{
    HDF *last = last_child(list);
    return page_child(list, last ? strtoull(hdf_obj_name(last), NULL, 10) + 1 : 0);
}

void page_item_set(struct req *rq, struct _hdf *item, const char *name, const char *value)
{
    if (value && *value)
        page_must(hdf_set_value(item, name, value));
}

void page_row_set(struct req *rq, HDF *node, const struct rows *rows, size_t row)
{
    for (unsigned col = 0; col < rows->ncol; col++)
        if (rows->cols[col].name[0] != '_')
            page_item_set(rq, node, rows->cols[col].name, rows_cell_text(rows, row, col));
}

void page_row(struct req *rq, const char *name, const struct rows *rows, size_t row)
{
    if (row < rows->count)
        page_row_set(rq, page_node(rq, name), rows, row);
}
