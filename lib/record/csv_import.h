/* Records from a CSV: an upload, a preview with every bad line, then all of it or nothing. The record's form reads the
   lines: its labels are the head line, its checks are the import's.

   Parsing, checking and inserting are apart: the pages here run them in one request, and whoever has more time can run
   them a step at a time. */
#ifndef MUSUBI_CSV_IMPORT_H
#define MUSUBI_CSV_IMPORT_H

#include "record/csv.h"
#include "record/noun.h"

enum { CSV_IMPORT_STEP = 100 }; /* lines that are checked, and records that are inserted, on the same memory */

struct csv_import {
    const struct noun *noun;
    struct csv_in *csv;           /* its first line is the head */
    const struct field **columns; /* of each cell of the head line; NULL: not a field of ours */
    size_t known;                 /* columns that are fields */
    const struct rows *owners;    /* who may be in charge, of the last walk */
    size_t good, bad;             /* lines that were checked */
};

/* ---- parse ---- */

/* A file from memory, which is copied, of at most `most` lines beside the head; those beyond are counted only
   (csv_import_is_long). INPUT "csv_charset". */
MUST struct err *csv_import_parse(struct req *rq, const struct noun *noun, const char *bytes, size_t len, size_t most,
                                  struct csv_import *im);
bool csv_import_is_long(const struct csv_import *im);

/* ---- check ---- */

/* Valid structs of the noun's form, on the arena they were read on. */
struct csv_import_step {
    size_t n;
    const void *in[CSV_IMPORT_STEP];
};

/* A line that is not taken: what the form says of it stands in the request's faults (form_fault_at), unless
   line->problem does. im->bad counts it already. */
typedef void csv_import_bad(struct req *rq, const struct csv_import *im, const struct csv_line *line);

/* Checks the lines from `from` (1: the first behind the head) of one step. */
MUST struct err *csv_import_check(struct req *rq, struct csv_import *im, size_t from, csv_import_bad *bad,
                                  struct csv_import_step *step);

/* ---- insert ---- */

/* In a transaction: the records of a step with their history; load: of noun->load_begin, or NULL. What colleagues wait
   for comes with csv_import_end(), when everything else is there: noun->load_end, then the total of the list. */
MUST struct err *csv_import_insert(struct req *rq, const struct csv_import *im, void *load,
                                   const struct csv_import_step *step);
MUST struct err *csv_import_end(struct req *rq, const struct csv_import *im, void *load);

/* ---- all of it ---- */

/* Checks every line in steps, each on memory that the next one uses again. insert: and inserts, until a line is bad;
   then nothing more is: the caller gives it all back. */
MUST struct err *csv_import_walk(struct req *rq, struct csv_import *im, bool insert, csv_import_bad *bad);

/* ---- pages ---- */

extern const struct form import_form;
handler noun_import, noun_import_upload, noun_import_preview, noun_import_run;

/* clang-format off */
/* write: roles; what follows (features …) stands in every row. */
#define IMPORT_ROUTES(area, n, write, ...) \
    {GET, "/" #area "/" #n "/import", write, NULL, noun_import, #area "/import.cs", .crumb = #area ".import", \
     .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/import", write, &import_form, noun_import_upload, #area "/import.cs", \
     .show = noun_import, .audit = #n ".upload", .crumb = #area ".import", .noun = &noun_##n, __VA_ARGS__}, \
    {GET, "/" #area "/" #n "/import/:id", write, NULL, noun_import_preview, #area "/import_preview.cs", \
     .crumb = #area ".import_preview", .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/import/:id", write, FORM_EMPTY, noun_import_run, .audit = #n ".import", \
     .noun = &noun_##n, __VA_ARGS__}
/* clang-format on */

#endif
