/* The loop over the rows of a list, made into steps. ClearSilver walks its tree and its HDF for every value of every
   row, which was two thirds of a list page's time. A loop of a template's own text over a table of page_table() needs
   little of it:

     <?cs each:r = Rows ?> ... <?cs /each ?>

   with text, var:, if: elif: else, calls of macros, and in them columns (r.name), other values (List.ticked, Text.a.b),
   choices by a value (Options.pref[r.pref]), texts in quotes, == != && || !. Such a loop is read once, when the
   template is; macros are put in the place of their calls and words in the place of their keys; rows are then written
   without HDF. A loop that has anything else stays ClearSilver's, and both write the same bytes. */
#ifndef MUSUBI_PAGE_LOOP_H
#define MUSUBI_PAGE_LOOP_H

#include "db/rows.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct _hdf;
struct page_source;

/* Bytes that are used again and again; begins as {0}, text is malloc's. */
struct page_bytes {
    char *text;
    size_t len, cap;
};

struct page_loop {
    struct page_loop *next;
    const char *table; /* "Rows" */
    struct page_step *steps;
    size_t nstep;
    struct page_value *values; /* what is looked up once a page: columns and values of the request */
    size_t nvalue;
};

/* The loop whose each: is the token at `first` and whose /each is at `last`; NULL: it has what only ClearSilver can. It
   lies on the arena and points into base, the message tree. */
struct page_loop *page_loop_read(struct arena *arena, struct _hdf *base, const struct page_source *source, size_t first,
                                 size_t last);

/* Append all rows, with the request's HDF. */
void page_loop_write(const struct page_loop *loop, struct _hdf *hdf, struct _hdf *base, struct arena *arena,
                     const struct rows *rows, struct page_bytes *out);

#endif
