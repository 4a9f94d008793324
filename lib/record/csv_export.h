/* A list as a CSV file, of any length: rows are taken step by step and forgotten when they are written, so that a
   million of them need no more memory than those of a step. */
#ifndef MUSUBI_CSV_EXPORT_H
#define MUSUBI_CSV_EXPORT_H

#include "db/db.h"
#include "form/form.h"

#include <stdint.h>

struct req;

struct csv_column {
    const char *name;          /* of the rows */
    const char *label;         /* Text key of the head line; NULL: the field's label */
    const struct field *field; /* values of an ENUM stand as the labels of its choices; NULL: as they are */
};

struct csv_source {
    const char *file;                 /* name of the file without extension, in the reader's language */
    const struct csv_column *columns; /* ends with name NULL */
    struct list_page order;           /* sort, reverse and limit: rows a step, 0: 500; the rest is the export's */
    /* The rows of a page, in its order, and page->next. They may be fewer than the page's and even none while there is
       a next one. Everything lies on rq->arena, which is gone with the rows. */
    MUST struct err *(*next)(struct req *rq, const void *arg, struct list_page *page, struct rows **rows);
    const void *arg;
};

/* The answer of a GET, in the account's character set. *count: rows that are in it. Each step reads what is committed
   by then: a record that does not change meanwhile is in the file once; one that moves in the order, because somebody
   saves it, is there as often as it is met. BUSY "csv_busy": another process of the program is at it, and did not end
   within csv.wait_ms. INTERNAL when the disk is full. */
MUST struct err *csv_export(struct req *rq, const struct csv_source *source, uint64_t *count);

#endif
