/* Results of statements: bound to buffers once, when the statement is prepared, then read row by row from the
   connection into the arena. */
#include "db/db_internal.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_MOST = 200 };

void *db_must(void *p)
{
    if (!p)
        abort();
    return p;
}

static bool is_number(enum enum_field_types type)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
        return true;
    default:
        return false;
    }
}

static void bind_column(struct prepared *p, unsigned i, const MYSQL_FIELD *field)
{
    struct result_cell *cell = &p->cells[i];
    MYSQL_BIND *bind = &p->results[i];
    p->cols[i].is_number = is_number(field->type);
    bind->length = &cell->len;
    bind->is_null = &cell->null;
    bind->error = &cell->cut;
    if (p->cols[i].is_number) {
        bind->buffer_type = MYSQL_TYPE_LONGLONG;
        bind->buffer = &cell->num;
        bind->is_unsigned = (field->flags & UNSIGNED_FLAG) != 0;
        return;
    }
    cell->is_time = (field->type == MYSQL_TYPE_DATETIME || field->type == MYSQL_TYPE_TIMESTAMP) && field->decimals == 0;
    if (cell->is_time) {
        bind->buffer_type = MYSQL_TYPE_DATETIME;
        bind->buffer = &cell->time;
        return;
    }
    cell->cap = field->length < DB_TEXT_BUFFER ? field->length + 1 : DB_TEXT_BUFFER;
    cell->text = db_must(malloc(cell->cap));
    bind->buffer_type = MYSQL_TYPE_STRING;
    bind->buffer = cell->text;
    bind->buffer_length = cell->cap;
}

void db_bind_columns(struct prepared *p)
{
    MYSQL_RES *meta = mysql_stmt_result_metadata(p->handle);
    if (!meta)
        return;
    p->ncol = mysql_num_fields(meta);
    if (p->ncol > DB_MAX_COLS)
        abort();
    const MYSQL_FIELD *fields = mysql_fetch_fields(meta);
    size_t len = 0;
    for (unsigned i = 0; i < p->ncol; i++)
        len += strlen(fields[i].name) + 1;
    p->names = db_must(malloc(len + 1));
    p->cells = db_must(calloc(p->ncol, sizeof *p->cells));
    p->results = db_must(calloc(p->ncol, sizeof *p->results));
    char *at = p->names;
    for (unsigned i = 0; i < p->ncol; i++) {
        size_t n = strlen(fields[i].name) + 1;
        memcpy(at, fields[i].name, n);
        p->cols[i].name = at;
        at += n;
        bind_column(p, i, &fields[i]);
    }
    mysql_free_result(meta);
    mysql_stmt_bind_result(p->handle, p->results);
}

static char *put_digits(char *at, unsigned number, unsigned digits)
{
    for (unsigned i = digits; i--; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + digits;
}

/* "YYYY-MM-DD HH:MM:SS"; the client library's printf takes as long as the rest of a row. */
static void fetch_time(struct db *db, const MYSQL_TIME *time, struct rows_cell *out)
{
    char *text = arena_raw(db->arena, sizeof "YYYY-MM-DD HH:MM:SS", 1), *at = text;
    const unsigned parts[] = {time->month, time->day, time->hour, time->minute, time->second};
    at = put_digits(at, time->year, 4);
    for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
        *at++ = "-- ::"[i];
        at = put_digits(at, parts[i], 2);
    }
    *at = '\0';
    out->text = text;
    out->len = (size_t)(at - text);
}

/* A text longer than its buffer is fetched again, whole. */
static void fetch_cell(struct db *db, struct prepared *p, unsigned i, struct rows_cell *out)
{
    struct result_cell *cell = &p->cells[i];
    *out = (struct rows_cell){.null = cell->null, .text = ""};
    if (cell->null)
        return;
    if (p->cols[i].is_number) {
        out->num = cell->num;
        out->text = NULL;
        return;
    }
    if (cell->is_time)
        return fetch_time(db, &cell->time, out);
    char *text = arena_raw(db->arena, cell->len + 1, 1);
    text[cell->len] = '\0';
    if (cell->len <= cell->cap)
        memcpy(text, cell->text, cell->len);
    else {
        MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = cell->len};
        unsigned long len;
        bind.length = &len;
        mysql_stmt_fetch_column(p->handle, &bind, i, 0);
    }
    out->text = text;
    out->len = cell->len;
}

struct err *db_fetch_rows(struct db *db, struct prepared *p, struct rows **out)
{
    struct rows *rows = arena_alloc(db->arena, sizeof *rows);
    size_t cap = 0;
    int status;
    rows->arena = db->arena;
    rows->ncol = p->ncol;
    rows->cols = arena_array(db->arena, p->ncol, sizeof *rows->cols);
    for (unsigned i = 0; i < p->ncol; i++)
        rows->cols[i] = (struct rows_col){arena_strdup(db->arena, p->cols[i].name), p->cols[i].is_number};
    while ((status = mysql_stmt_fetch(p->handle)) == 0 || status == MYSQL_DATA_TRUNCATED) {
        if (rows->count == cap) {
            size_t bigger = cap ? cap * 2 : p->usual ? p->usual : 1;
            struct rows_cell *cells = arena_raw(db->arena, bigger * p->ncol, sizeof *cells);
            if (cap)
                memcpy(cells, rows->cells, cap * p->ncol * sizeof *cells);
            rows->cells = cells;
            cap = bigger;
        }
        for (unsigned i = 0; i < p->ncol; i++)
            fetch_cell(db, p, i, &rows->cells[rows->count * p->ncol + i]);
        rows->count++;
    }
    struct err *err = NULL;
    if (status != MYSQL_NO_DATA)
        err = db_error(db, mysql_stmt_errno(p->handle), mysql_stmt_error(p->handle), p->stmt->name);
    mysql_stmt_free_result(p->handle);
    p->usual = rows->count < USUAL_MOST ? rows->count : USUAL_MOST;
    *out = rows;
    return err;
}
