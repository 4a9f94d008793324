/* The bottom of the pages: nodes of a request's HDF, and pieces, the texts that a page shows as they are. */
#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "http/app.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void page_must(NEOERR *neo)
{
    if (neo == STATUS_OK)
        return;
    STRING text;
    string_init(&text);
    nerr_error_string(neo, &text);
    log_line(LOG_ERROR, "hdf", "detail", text.buf, NULL);
    abort();
}

struct _hdf *page_node(struct req *rq, const char *name)
{
    HDF *node = NULL;
    page_must(hdf_get_node(rq->hdf, name, &node));
    return node;
}

HDF *page_child(HDF *parent, uint64_t index)
{
    char name[24];
    HDF *node = NULL;
    snprintf(name, sizeof name, "%" PRIu64, index);
    page_must(hdf_get_node(parent, name, &node));
    return node;
}

/* ---- pieces ---- */

/* Whoever could write the mark into a field would have a piece of the page shown there: so nobody knows it. */
void page_pieces_mark(struct pages *pages)
{
    unsigned char random[PAGE_MARK / 2];
    crypto_random(random, sizeof random);
    pages->mark = crypto_hex(pages->arena, random, sizeof random);
}

void page_pieces_begin(struct req *rq, size_t most)
{
    rq->app->pages->pieces = arena_array(rq->arena, most + 1, sizeof *rq->app->pages->pieces);
    rq->app->pages->npiece = 0;
}

void page_piece(struct req *rq, HDF *node, const char *text, size_t len)
{
    struct pages *pages = rq->app->pages;
    page_must(hdf_set_value(node, NULL, arena_printf(rq->arena, "%s%zu", pages->mark, pages->npiece)));
    pages->pieces[pages->npiece++] = (struct page_piece){text, len};
}

const struct page_piece *page_piece_of(const struct pages *pages, const char *text)
{
    char *end;
    if (strncmp(text, pages->mark, PAGE_MARK) != 0)
        return NULL;
    unsigned long n = strtoul(text + PAGE_MARK, &end, 10);
    return n < pages->npiece && !*end ? &pages->pieces[n] : NULL;
}
