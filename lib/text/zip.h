/* From a postal code to prefecture and town. Japan Post's file (utf_ken_all.csv, or KEN_ALL.CSV in CP932) is read once,
   by the program zip-table, and written as a sorted table that all programs map and share. One code may stand for
   several towns, even of two prefectures; codes of large companies are in no table, so an unknown one is no error. */
#ifndef MUSUBI_ZIP_H
#define MUSUBI_ZIP_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct zip_table;

enum { ZIP_MOST = 100 }; /* places that are offered for one code; Japan Post's file has at most 66 */

struct zip_place {
    unsigned pref;    /* JIS X 0401, 1 to 47 */
    const char *text; /* 市区町村 and 町域; lives as long as the table */
};

/* Map a table, until the process ends. INTERNAL with the reason in detail when there is none or it is not one of
   ours. */
MUST struct err *zip_table_open(struct arena *arena, const char *path, const struct zip_table **table);
/* Up to max places of a code ("123-4567" or "1234567"), in the file's order; how many. */
size_t zip_table_find(const struct zip_table *table, const char *code, struct zip_place *places, size_t max);

/* ---- making a table ---- */

struct zip_row {
    uint32_t code;
    unsigned pref;
    const char *text;
    size_t line; /* of the file */
};

/* Rows of the file, sorted by code, the same place of a code once; what is no name of a town (以下に掲載がない場合,
   …の次に番地がくる場合, （…）, 一円) is left out. INPUT with the line in detail when it is not of that kind. */
MUST struct err *zip_table_read(struct arena *arena, const char *bytes, size_t len, struct zip_row **rows,
                                size_t *count);
/* The bytes of the table of sorted rows. */
void zip_table_pack(struct arena *arena, const struct zip_row *rows, size_t count, const char **bytes, size_t *len);

#endif
