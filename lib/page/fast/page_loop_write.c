/* Writing the rows of a loop: see page_loop.h. */
#include "page/fast/page_loop_impl.h"

#include "base/arena.h"

#include <ClearSilver/ClearSilver.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER = 24 };

/* What a value is on this page: for a column its number, for a value of the page its text, for a child the node. */
struct found {
    int col;
    const char *text;
    HDF *node;
    char number[NUMBER];
};

struct writer {
    const struct page_loop *loop;
    const struct rows *rows;
    struct found *found;
    struct page_bytes *out;
    size_t row;
};

/* ---- bytes ---- */

static char *room(struct page_bytes *out, size_t len)
{
    if (out->cap - out->len < len) {
        size_t cap = 2 * out->cap > out->len + len ? 2 * out->cap : out->len + len + 65536;
        char *text = realloc(out->text, cap);
        if (!text)
            abort();
        out->text = text;
        out->cap = cap;
    }
    return out->text + out->len;
}

static void put(struct page_bytes *out, const char *text, size_t len)
{
    memcpy(room(out, len), text, len);
    out->len += len;
}

/* As neos_html_escape() does it: a carriage return is left out. */
static const struct {
    const char *text;
    size_t len;
} escapes[] = {{"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5}, {"", 0}};

static const unsigned char escape_of[256] = {['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5, ['\r'] = 6};

static void put_escaped(struct page_bytes *out, const char *text)
{
    for (;;) {
        const char *at = text;
        while (*at && !escape_of[(unsigned char)*at])
            at++;
        put(out, text, (size_t)(at - text));
        if (!*at)
            return;
        unsigned which = escape_of[(unsigned char)*at] - 1U;
        put(out, escapes[which].text, escapes[which].len);
        text = at + 1;
    }
}

/* ---- values ---- */

static const char *number_text(char out[NUMBER], int64_t number)
{
    char *at = out + NUMBER;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    *--at = '\0';
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    return at;
}

/* NULL where ClearSilver would find no node: empty cells make none. */
static const char *text_of(const struct writer *w, size_t at)
{
    const struct page_value *value = &w->loop->values[at];
    struct found *found = &w->found[at];
    if (value->from == FROM_COLUMN) {
        if (found->col < 0)
            return NULL;
        const struct rows_cell *cell = &w->rows->cells[w->row * w->rows->ncol + (unsigned)found->col];
        if (!cell->text)
            return number_text(found->number, cell->num);
        return *cell->text ? cell->text : NULL;
    }
    if (value->from != FROM_CHILD)
        return found->text;
    const char *key = found->node ? text_of(w, value->key) : NULL;
    return key ? hdf_get_value(found->node, (char *)(uintptr_t)key, NULL) : NULL; /* only read */
}

/* As ClearSilver's if: a number counts by its value, everything else is true. */
static bool is_true(const char *text)
{
    char *end;
    if (!text || !*text)
        return false;
    if (!strchr("0123456789+- \t\n\v\f\r", *text))
        return true;
    long number = strtol(text, &end, 0);
    return *end || number;
}

static bool holds(const struct writer *w, const struct page_cond *cond)
{
    const char *text;
    switch (cond->test) {
    case TEST_TRUE:
        return is_true(text_of(w, cond->value));
    case TEST_SAME:
    case TEST_OTHER:
        text = text_of(w, cond->value);
        return (text && strcmp(text, cond->text) == 0) == (cond->test == TEST_SAME);
    case TEST_AND:
        return holds(w, cond->a) && holds(w, cond->b);
    case TEST_OR:
        return holds(w, cond->a) || holds(w, cond->b);
    case TEST_NOT:
        return !holds(w, cond->a);
    }
    return false;
}

/* ---- rows ---- */

static void write_row(const struct writer *w)
{
    const struct page_loop *loop = w->loop;
    for (size_t i = 0; i < loop->nstep;) {
        const struct page_step *step = &loop->steps[i++];
        const char *text;
        if (step->kind == STEP_TEXT)
            put(w->out, step->text, step->len);
        else if (step->kind == STEP_VALUE && (text = text_of(w, step->value)))
            put_escaped(w->out, text);
        else if (step->kind == STEP_JUMP && (!step->cond || !holds(w, step->cond)))
            i = step->to;
    }
}

static HDF *node_of(HDF *hdf, HDF *base, const char *path)
{
    HDF *node = hdf_get_obj(hdf, path);
    return node ? node : hdf_get_obj(base, path);
}

static void look_up(struct found *found, const struct page_value *value, HDF *hdf, HDF *base, const struct rows *rows)
{
    if (value->from == FROM_COLUMN)
        found->col = *value->text == '_' ? -1 : rows_col(rows, value->text);
    else if (value->from == FROM_TEXT)
        found->text = value->text;
    else if (value->from == FROM_CHILD)
        found->node = value->node ? value->node : node_of(hdf, base, value->text);
    else if (value->from == FROM_PAGE) {
        HDF *node = node_of(hdf, base, value->text);
        found->text = node ? hdf_obj_value(node) : NULL;
    }
}

void page_loop_write(const struct page_loop *loop, struct _hdf *hdf, struct _hdf *base, struct arena *arena,
                     const struct rows *rows, struct page_bytes *out)
{
    struct writer w = {.loop = loop, .rows = rows, .out = out};
    w.found = arena_array(arena, loop->nvalue + 1, sizeof *w.found);
    for (size_t i = 0; i < loop->nvalue; i++)
        look_up(&w.found[i], &loop->values[i], hdf, base, rows);
    for (; w.row < rows->count; w.row++)
        write_row(&w);
    (void)room(out, 1); /* its text is never NULL */
}
