#include "http/keep.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    struct answer *next;
    struct keep_key key;
    struct rows rows;
};

struct keep {
    struct answer *answers; /* used last first */
    unsigned count;
};

struct keep *keep_new(void)
{
    struct keep *keep = calloc(1, sizeof *keep);
    if (!keep)
        abort();
    return keep;
}

void keep_free(struct keep *keep)
{
    while (keep && keep->answers) {
        struct answer *answer = keep->answers;
        keep->answers = answer->next;
        free(answer);
    }
    free(keep);
}

static bool same(const struct keep_key *a, const struct keep_key *b)
{
    return a->id == b->id && strcmp(a->what, b->what) == 0 && strcmp(a->part, b->part) == 0;
}

/* Out of the list. The request that goes on may still look at it. */
static void forget(struct keep *keep, struct answer **at, struct arena *arena)
{
    struct answer *answer = *at;
    *at = answer->next;
    keep->count--;
    arena_defer(arena, free, answer);
}

/* What is kept of a key moves to the front; NULL: nothing of this version is. */
static struct answer *find(struct keep *keep, const struct keep_key *key, struct arena *arena)
{
    for (struct answer **at = &keep->answers; *at; at = &(*at)->next) {
        struct answer *answer = *at;
        if (!same(&answer->key, key))
            continue;
        if (answer->key.version != key->version) {
            forget(keep, at, arena);
            return NULL;
        }
        *at = answer->next;
        answer->next = keep->answers;
        return keep->answers = answer;
    }
    return NULL;
}

static void *take(char **at, size_t size)
{
    void *taken = *at;
    *at += (size + 15) & ~(size_t)15;
    return taken;
}

static char *take_text(char **at, const char *text, size_t len)
{
    char *copy = memcpy(*at, text, len);
    copy[len] = '\0';
    *at += len + 1;
    return copy;
}

/* Bytes of a copy, with every number written out. */
static size_t size_of(const struct keep_key *key, const struct rows *rows)
{
    size_t size = sizeof(struct answer) + 64 + rows->ncol * sizeof *rows->cols +
                  rows->count * rows->ncol * sizeof *rows->cells + strlen(key->what) + strlen(key->part) + 2;
    for (unsigned col = 0; col < rows->ncol; col++)
        size += strlen(rows->cols[col].name) + 1;
    for (size_t i = 0; i < rows->count * rows->ncol; i++) {
        const char *text = rows_cell_text(rows, i / rows->ncol, (unsigned)(i % rows->ncol));
        size += (rows->cells[i].len ? rows->cells[i].len : strlen(text)) + 1;
    }
    return size;
}

static struct answer *copy_of(const struct keep_key *key, const struct rows *rows, size_t size)
{
    char *at = calloc(1, size);
    if (!at)
        abort();
    struct answer *answer = take(&at, sizeof *answer);
    size_t cells = rows->count * rows->ncol;
    answer->rows = (struct rows){.ncol = rows->ncol, .count = rows->count};
    answer->rows.cols = take(&at, rows->ncol * sizeof *rows->cols);
    answer->rows.cells = take(&at, cells * sizeof *rows->cells);
    answer->key = *key;
    answer->key.what = take_text(&at, key->what, strlen(key->what));
    answer->key.part = take_text(&at, key->part, strlen(key->part));
    for (unsigned col = 0; col < rows->ncol; col++) {
        answer->rows.cols[col] = rows->cols[col];
        answer->rows.cols[col].name = take_text(&at, rows->cols[col].name, strlen(rows->cols[col].name));
    }
    for (size_t i = 0; i < cells; i++) {
        struct rows_cell *cell = &answer->rows.cells[i];
        *cell = rows->cells[i];
        cell->text = take_text(&at, cell->text, cell->len ? cell->len : strlen(cell->text));
    }
    return answer;
}

static void put(struct keep *keep, struct answer *answer, struct arena *arena)
{
    answer->next = keep->answers;
    keep->answers = answer;
    if (++keep->count <= KEEP_ANSWERS)
        return;
    struct answer **last = &keep->answers;
    while ((*last)->next)
        last = &(*last)->next;
    forget(keep, last, arena);
}

struct err *keep_rows(struct req *rq, const struct keep_key *key, keep_read *read, const struct rows **rows)
{
    struct keep *keep = rq->app->keep;
    struct answer *answer = find(keep, key, rq->arena);
    struct rows *fresh;
    if (answer) {
        *rows = &answer->rows;
        return NULL;
    }
    TRY(read(rq->db, key->part, &fresh));
    *rows = fresh;
    size_t size = size_of(key, fresh);
    if (size <= KEEP_BYTES && rq->method == METHOD_GET) /* a transaction may see what it then gives up */
        put(keep, copy_of(key, fresh, size), rq->arena);
    return NULL;
}
