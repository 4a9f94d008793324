#include "db/rows.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int rows_col(const struct rows *rows, const char *name)
{
    for (unsigned i = 0; i < rows->ncol; i++)
        if (strcmp(rows->cols[i].name, name) == 0)
            return (int)i;
    return -1;
}

static struct rows_cell *cell_of(const struct rows *rows, size_t row, const char *name)
{
    int col = rows_col(rows, name);
    if (col < 0 || row >= rows->count) {
        fprintf(stderr, "musubi: no column %s or row %zu in a result\n", name, row);
        abort();
    }
    return &rows->cells[row * rows->ncol + (unsigned)col];
}

/* printf takes ten times as long, and lists have many numbers. */
static char *decimal(struct arena *arena, int64_t num)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t rest = num < 0 ? 0 - (uint64_t)num : (uint64_t)num;
    do
        text[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (num < 0)
        text[--at] = '-';
    return arena_strndup(arena, text + at, sizeof text - at);
}

const char *rows_cell_text(const struct rows *rows, size_t row, unsigned col)
{
    struct rows_cell *cell = &rows->cells[row * rows->ncol + col];
    if (!cell->text)
        cell->text = decimal(rows->arena, cell->num);
    return cell->text;
}

const char *rows_text(const struct rows *rows, size_t row, const char *col)
{
    struct rows_cell *cell = cell_of(rows, row, col);
    return rows_cell_text(rows, row, (unsigned)(cell - &rows->cells[row * rows->ncol]));
}

int64_t rows_i64(const struct rows *rows, size_t row, const char *col)
{
    struct rows_cell *cell = cell_of(rows, row, col);
    /* sums are DECIMAL and come as text */
    return rows->cols[cell - &rows->cells[row * rows->ncol]].is_number || !cell->text ? cell->num
                                                                                      : strtoll(cell->text, NULL, 10);
}

uint64_t rows_u64(const struct rows *rows, size_t row, const char *col)
{
    return (uint64_t)rows_i64(rows, row, col);
}

bool rows_null(const struct rows *rows, size_t row, const char *col)
{
    return cell_of(rows, row, col)->null;
}

const unsigned char *rows_bytes(const struct rows *rows, size_t row, const char *col, size_t *len)
{
    struct rows_cell *cell = cell_of(rows, row, col);
    *len = cell->len;
    return (const unsigned char *)cell->text;
}
