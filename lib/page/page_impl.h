/* Inside of the page module: shared by page*.c and form_show.c only. */
#ifndef MUSUBI_PAGE_IMPL_H
#define MUSUBI_PAGE_IMPL_H

#include "page/fast/page_source.h"
#include "page/page.h"

#include <ClearSilver/ClearSilver.h>

enum { PAGE_MARK = 32 };
enum page_lang { PAGE_JA, PAGE_EN, PAGE_LANGS };

struct page_template {
    const char *name;                  /* below templates/ */
    CSPARSE *cs[PAGE_LANGS];           /* NULL until first shown, in that language */
    struct page_made made[PAGE_LANGS]; /* as well */
};

/* What a loop or a part has written. In the HDF stands a mark for it: ClearSilver copies a value two times before it is
   in the page. */
struct page_piece {
    const char *text;
    size_t len;
};

struct pages {
    struct arena *arena;
    struct page_files *files;        /* of the templates */
    HDF *base[PAGE_LANGS];           /* constant after pages_load(): the global HDF of every render */
    HDF *text[PAGE_LANGS];           /* node Text of each */
    struct page_template *templates; /* sorted by name */
    size_t count;
    struct page_tree *trees[PAGE_LANGS]; /* of their parts */
    STRING out;                          /* reused by every render */
    struct page_bytes loops, key;        /* as well */
    struct page_kept *kept;              /* parts, used last first */
    struct page_piece *pieces;           /* of the page that is rendered */
    size_t npiece;
    const char *mark; /* of PAGE_MARK characters: begins what stands for a piece */
};

/* page_hdf.c */
/* What ClearSilver says of HDF calls that only fail without memory or by our defect: ends the process. */
void page_must(NEOERR *neo);
HDF *page_child(HDF *parent, uint64_t index); /* made when missing */
void page_pieces_mark(struct pages *pages);   /* once a process */
/* The value of this node is shown as that text; any number of pieces less than page_pieces_begin() was told. */
void page_pieces_begin(struct req *rq, size_t most);
void page_piece(struct req *rq, HDF *node, const char *text, size_t len);
const struct page_piece *page_piece_of(const struct pages *pages, const char *text); /* NULL: the text is its own */
/* page_rows.c: what page_table() was given, as the loops of a page write it, or as rows in the HDF. */
void page_tables_show(struct req *rq, const struct page_made *made);
/* page_set.c */
void page_row_set(struct req *rq, HDF *node, const struct rows *rows, size_t row);
/* page_text.c */
enum page_lang page_lang(const struct req *rq);
/* strange: groups to leave out, NULL-terminated, or NULL */
MUST struct err *page_text_load(struct arena *arena, struct pages *pages, const char *template_dir,
                                const char *const *strange);
/* page_func.c: the functions listed in page.h. */
MUST struct err *page_func_register(struct arena *arena, CSPARSE *cs);

#endif
