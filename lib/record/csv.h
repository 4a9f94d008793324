/* lib/record: what lists and records of any kind share. A noun is a table of an area with handlers and routes for list,
   search, page, edit, note (noun, owner); lists over any list statement (list*, pager), ticks and saved searches
   (ticks, selection, saved), history, files (files, attach), CSV out in constant memory (csv_export, csv_out) and in
   (csv_import, csv_in, noun_import). Begin with noun.h. */

/* CSV out and in (RFC 4180 with the habits of Japanese offices). */
#ifndef MUSUBI_CSV_H
#define MUSUBI_CSV_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct req;

/* ---- out: rows are written to an unlinked file and sent after the handler is done ---- */
struct csv_out;
/* charset "utf8" (with BOM) or "cp932". */
MUST struct err *csv_open(struct req *rq, const char *charset, struct csv_out **out);
/* A cell that begins with = + - @ (of any width), TAB, CR or LF gets a ' in front (spreadsheets would run it);
   everything else quoted as needed. Numbers that we wrote ourselves may pass with is_number. */
void csv_cell(struct csv_out *out, const char *text, bool is_number);
void csv_row_end(struct csv_out *out); /* CRLF */
/* Flush and make it the answer; name without extension, may be Japanese. INTERNAL when the disk is full. */
MUST struct err *csv_send(struct req *rq, struct csv_out *out, const char *name);

/* ---- in ---- */
struct csv_line {
    size_t line; /* of the file, 1-based, where the record begins */
    size_t ncell;
    char **cells;        /* UTF-8, valid */
    const char *problem; /* message key when the record cannot be read: csv_quote, csv_cells (more than 200, or one over
                            64 KiB), csv_bytes; else NULL. Its cells mean nothing then */
};
struct csv_in {
    const char *charset; /* "utf8" or "cp932", detected */
    size_t count;        /* of lines */
    size_t total;        /* records of the file; more than count: those beyond max_lines were counted only */
    struct csv_line *lines;
};
/* Whole file from memory; empty lines are left out; the separator is a comma (or a tab where the first line has tabs
   and no comma). Records beyond max_lines are counted and left out. Neither UTF-8 nor CP932: INPUT "csv_charset". */
MUST struct err *csv_read(struct arena *arena, const char *bytes, size_t len, size_t max_lines, struct csv_in **in);

#endif
