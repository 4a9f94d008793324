/* What ClearSilver parses of a template. The files are written for people: macros for every page in shared files, each
   word by its key. Parsed as they stand, every page would carry all macros and look up the same words row after row. So
   before parsing, for one language:

     include!"x"               stands in its place, however deep
     comments, indentation     are dropped (page_file.h says which white space goes)
     macros that nothing calls are dropped (inside the page and all it includes)
     var:Text.a.b              is the escaped message itself
     call:say(Text.a.b, x)     is the message with var:x in the place of %1 (layout/macro.cs says what say does)

   A key without message, and everything else, stays as it is. The result renders to the same bytes.

   A loop that page_loop.h can write stands beside what it writes: if:Loop.N uvar:Loop.N else ... /if, N being its place
   among the page's loops. A call of a part is uvar:Part.N (page_part.h). */
#ifndef MUSUBI_PAGE_SOURCE_H
#define MUSUBI_PAGE_SOURCE_H

#include "base/err.h"
#include "page/fast/page_file.h"
#include "page/fast/page_loop.h"
#include "page/fast/page_part.h"

struct arena;
struct _hdf;

/* The loops and parts of a page, in order, on an arena that lives as long as they are used. */
struct page_made {
    struct arena *arena;
    struct page_loop *loops;
    unsigned nloop;
    struct page_part *parts;
    unsigned npart;
};

/* The template `name` on the arena; base has the messages as Text.*. A file that cannot be read is INTERNAL. made NULL:
   there are none. */
MUST struct err *page_source(struct arena *arena, struct _hdf *base, struct page_files *files, const char *name,
                             struct page_made *made, const char **text);

#endif
