/* Parts of a page that are the same for many pages: the menu, the panel of a search, the heads of a table. A macro
   without parameters whose name begins with part_ is one:

     <?cs def:part_nav() ?> ... <?cs /def ?>   <?cs call:part_nav() ?>

   It is rendered when something that it shows is new, else it is there already: what it made is kept under all that it
   may read of the request's HDF, byte for byte. What that is stands in the macro and those it calls: each name with a
   capital (List.sort, Form.q and what is below), so nobody writes it down. A part must not show what is new each time,
   like a form's token, nor set what others read. The process keeps PAGE_KEPT of them, those used last. */
#ifndef MUSUBI_PAGE_PART_H
#define MUSUBI_PAGE_PART_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct req;
struct macro;
struct page_source;
struct _hdf;

enum { PAGE_KEPT = 96, PAGE_KEPT_BYTES = 64 * 1024 };

struct page_part {
    struct page_part *next;
    const char *name;   /* of the macro */
    const char *source; /* with all it calls; before page_part_share() on the arena that page_source() was given */
    const char **inputs;
    size_t ninput;
    struct page_tree *tree; /* NULL for a page that is not to be shown */
};

/* Names of the HDF in the macro and in those that are marked as used, on the arena. false: the page sets one of them,
   so the macro is called like any other. What the macro sets itself, before it reads it, is no input. */
bool page_part_read(struct arena *arena, const struct page_source *source, const struct macro *macro,
                    struct page_part *part);

/* What ClearSilver makes of a part: the same for all pages of a language that have it, parsed when first shown. */
struct page_tree {
    struct page_tree *next;
    char *source;
    struct _parse *cs;
};

/* Can the part be parsed? An error names it. base has the messages. */
MUST struct err *page_part_check(struct arena *arena, const struct page_part *part, struct _hdf *base);
/* The tree of its source, among those at *first or new there. */
void page_part_share(struct page_part *part, struct page_tree **first);
void page_trees_free(struct page_tree *first);

/* Part.N for each of them. */
MUST struct err *page_parts_show(struct req *rq, struct page_part *first);

struct page_kept;
void page_kept_free(struct page_kept *first);
unsigned page_kept_count(const struct page_kept *first);

#endif
