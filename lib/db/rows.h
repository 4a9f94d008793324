/* Rows of a result, read whole into the request's arena. Columns are found by name; asking for a column that is not in
   the statement ends the process: that is our defect and every test finds it. NULL reads as "" and 0. */
#ifndef MUSUBI_ROWS_H
#define MUSUBI_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rows_col {
    const char *name;
    bool is_number; /* integer column: the value is in num, too */
};

struct rows_cell {
    const char *text; /* NUL-terminated, never NULL; integers are written out on demand by rows_text() */
    size_t len;
    int64_t num;
    bool null;
};

struct rows {
    struct arena *arena;
    unsigned ncol;
    size_t count;
    struct rows_col *cols;
    struct rows_cell *cells; /* count × ncol */
};

int rows_col(const struct rows *rows, const char *name); /* -1: no such column */
const char *rows_text(const struct rows *rows, size_t row, const char *col);
uint64_t rows_u64(const struct rows *rows, size_t row, const char *col);
int64_t rows_i64(const struct rows *rows, size_t row, const char *col);
bool rows_null(const struct rows *rows, size_t row, const char *col);
const unsigned char *rows_bytes(const struct rows *rows, size_t row, const char *col, size_t *len);
const char *rows_cell_text(const struct rows *rows, size_t row, unsigned col);

#endif
