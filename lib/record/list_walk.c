#include "record/list_walk.h"

#include "base/arena.h"
#include "base/json.h"
#include "conf/conf.h"
#include "q_record.h"
#include "text/text.h"

#include <string.h>

enum { LEAST_WINDOW = 300, GROWTH = 4 };

struct list_limits list_limits(const struct conf *conf)
{
    return (struct list_limits){.walk = (uint64_t)conf_int(conf, "search.walk_limit"),
                                .rare = (uint64_t)conf_int(conf, "search.rare_limit"),
                                .count = (uint64_t)conf_int(conf, "list.count_cap")};
}

const char *list_text(const char *text)
{
    return text ? text : "";
}

const char *list_unspaced(struct arena *arena, const char *text)
{
    struct buf out = buf_on(arena);
    for (const char *p = text_nfkc(arena, text); *p; p++)
        if (*p != ' ')
            buf_addc(&out, *p);
    return out.len ? out.text : "";
}

static void add_escaped(struct buf *out, const char *text, size_t len)
{
    buf_addc(out, '%');
    for (size_t i = 0; i < len; i++) {
        if (strchr("%_|", text[i]))
            buf_addc(out, '|');
        buf_addc(out, text[i]);
    }
    buf_addc(out, '%');
}

const char *list_like(struct arena *arena, const char *text)
{
    struct buf out = buf_on(arena);
    if (!*text)
        return NULL;
    add_escaped(&out, text, strlen(text));
    return out.text;
}

const char *list_like_unspaced(struct arena *arena, const char *text)
{
    return list_like(arena, list_unspaced(arena, text));
}

const char *list_patterns(struct arena *arena, const char *text)
{
    char *words[10];
    size_t n = text_words(arena, text, words);
    struct buf out = buf_on(arena);
    json_open(&out, '{');
    for (size_t i = 0; i < n; i++)
        json_name_text(&out, arena_printf(arena, "%zu", i), list_like(arena, words[i]));
    json_close(&out, '}');
    return n ? out.text : NULL;
}

const uint64_t *list_code(struct arena *arena, const char *code)
{
    uint64_t *n = arena_alloc(arena, sizeof *n);
    return *list_text(code) && text_int(code, n) ? n : NULL;
}

const uint64_t *list_given(const uint64_t *n)
{
    return *n ? n : NULL;
}

struct err *list_total(struct db *db, const struct list_limits *limits, const char *noun, uint64_t *n)
{
    struct rows *rows;
    if (limits->total) {
        *n = *limits->total;
        return NULL;
    }
    TRY(q_list_total(db, noun, &rows));
    *n = rows->count ? rows_u64(rows, 0, "_n") : 0;
    return NULL;
}

struct rows *list_joined(struct arena *arena, struct rows *a, struct rows *b)
{
    if (!a || !a->count || !b->count)
        return a && a->count ? a : b;
    struct rows_cell *cells = arena_array(arena, (a->count + b->count) * a->ncol, sizeof *cells);
    memcpy(cells, a->cells, a->count * a->ncol * sizeof *cells);
    memcpy(cells + a->count * a->ncol, b->cells, b->count * b->ncol * sizeof *cells);
    a->cells = cells;
    a->count += b->count;
    return a;
}

/* The cursor of the record so many further on; NULL when the list ends before. */
static struct err *window_end(struct db *db, list_run *run, const void *arg, const struct list_page *page,
                              uint64_t size, const char **end)
{
    struct list_page step = *page;
    struct rows *rows;
    step.limit = 1;
    step.until = NULL;
    step.skip = (unsigned)size - 1;
    TRY(run(db, arg, true, &step, &rows));
    *end = step.next;
    return NULL;
}

struct err *list_walk(struct db *db, const struct list_limits *limits, list_run *run, const void *arg, uint64_t total,
                      double first, struct list_page *page, struct rows **rows, bool *partial)
{
    struct list_page at = *page;
    struct rows *all = NULL;
    uint64_t left = limits->walk, size = first < LEAST_WINDOW   ? LEAST_WINDOW
                                         : first < (double)left ? (uint64_t)first
                                                                : left;
    *partial = false;
    if (total <= limits->walk)
        return run(db, arg, false, page, rows);
    for (;;) {
        size = size < left ? size : left;
        TRY(window_end(db, run, arg, &at, size, &at.until));
        TRY(run(db, arg, false, &at, rows));
        all = list_joined(db_arena(db), all, *rows);
        left -= size;
        if (at.next || !at.until || !left)
            break;
        at.limit = page->limit - (unsigned)all->count;
        if (!at.limit) /* full, but what follows is not known: the next page begins behind the window */
            break;
        at.after = at.until;
        size *= GROWTH;
    }
    *rows = all;
    page->next = at.next ? at.next : at.until;
    *partial = !at.next && at.until && all->count < page->limit;
    return NULL;
}
