#include "grams.h"

#include "base/arena.h"
#include "model/search/words.h"
#include "q_demo.h"

#include <stdlib.h>

enum { SLOTS = 1 << 18, AGENCIES = DEMO_LAST_AGENCY - DEMO_FIRST_AGENCY + 1, ROWS = 5000 };

/* The numbers of the block at hand that have a gram, of each agency. */
struct slot {
    uint32_t gram, sampled;
    struct numbers {
        uint16_t *v;
        size_t n, max;
    } of[AGENCIES];
};

struct grams {
    struct slot *slots;
    uint32_t *used; /* places of slots, in the order of grams when sorted */
    size_t nused;
    uint64_t block;
};

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

struct grams *grams_new(void)
{
    struct grams *g = must(calloc(1, sizeof *g));
    g->slots = must(calloc(SLOTS, sizeof *g->slots));
    g->used = must(calloc(SLOTS, sizeof *g->used));
    return g;
}

void grams_free(struct grams *g)
{
    for (size_t i = 0; i < g->nused; i++)
        for (unsigned k = 0; k < AGENCIES; k++)
            free(g->slots[g->used[i]].of[k].v);
    free(g->slots);
    free(g->used);
    free(g);
}

static struct slot *slot_of(struct grams *g, uint32_t gram)
{
    uint32_t i = gram * 2654435761u >> 14;
    while (g->slots[i].gram && g->slots[i].gram != gram)
        i = (i + 1) % SLOTS;
    if (!g->slots[i].gram) {
        if (g->nused == SLOTS - 1)
            abort(); /* more bigrams than any demo text has */
        g->slots[i].gram = gram;
        g->used[g->nused++] = i;
    }
    return &g->slots[i];
}

static void append(struct numbers *list, uint16_t number)
{
    if (list->n == list->max) {
        list->max = list->max ? list->max * 2 : 16;
        list->v = must(realloc(list->v, list->max * sizeof *list->v));
    }
    list->v[list->n++] = number;
}

/* ---- writing ---- */

struct lot {
    struct q_demo_grams_row *rows;
    size_t n;
};

static struct err *write_lot(struct demo *demo, struct lot *lot)
{
    TRY(db_begin(demo->db));
    TRY(q_demo_grams(demo->db, lot->rows, lot->n, NULL));
    TRY(db_commit(demo->db));
    arena_reset(demo->arena);
    *lot = (struct lot){NULL, 0};
    return NULL;
}

static struct err *write_slot(struct demo *demo, struct lot *lot, struct slot *slot, unsigned agency, uint64_t block)
{
    struct numbers *list = &slot->of[agency];
    if (!list->n)
        return NULL;
    if (!lot->rows)
        lot->rows = arena_array(demo->arena, ROWS, sizeof *lot->rows);
    lot->rows[lot->n++] = (struct q_demo_grams_row){DEMO_FIRST_AGENCY + agency, slot->gram, block,
                                                    words_bits(demo->arena, list->v, list->n)};
    list->n = 0;
    return lot->n == ROWS ? write_lot(demo, lot) : NULL;
}

static int by_gram(const void *a, const void *b, void *slots)
{
    const struct slot *all = slots;
    uint32_t x = all[*(const uint32_t *)a].gram, y = all[*(const uint32_t *)b].gram;
    return (x > y) - (x < y);
}

/* In the order of the table's key: a tree takes that several times as fast. */
static struct err *write_block(struct grams *g, struct demo *demo)
{
    struct lot lot = {NULL, 0};
    qsort_r(g->used, g->nused, sizeof *g->used, by_gram, g->slots);
    for (unsigned k = 0; k < AGENCIES; k++)
        for (size_t i = 0; i < g->nused; i++)
            TRY(write_slot(demo, &lot, &g->slots[g->used[i]], k, g->block));
    return lot.n ? write_lot(demo, &lot) : NULL;
}

void grams_add(struct grams *g, struct arena *arena, uint64_t org, uint64_t id, const char *search)
{
    size_t n;
    const uint32_t *grams = words_grams(arena, search, &n);
    for (size_t i = 0; i < n; i++) {
        struct slot *slot = slot_of(g, grams[i]);
        append(&slot->of[org - DEMO_FIRST_AGENCY], (uint16_t)(id % WORDS_BLOCK));
        slot->sampled += id % WORDS_SAMPLE == 0;
    }
    g->block = id / WORDS_BLOCK;
}

struct err *grams_next(struct grams *g, struct demo *demo, uint64_t id)
{
    return id / WORDS_BLOCK == g->block ? NULL : write_block(g, demo);
}

struct err *grams_finish(struct grams *g, struct demo *demo)
{
    size_t n = 0;
    TRY(write_block(g, demo));
    struct q_demo_gram_row *rows = arena_array(demo->arena, g->nused + 1, sizeof *rows);
    for (size_t i = 0; i < g->nused; i++)
        if (g->slots[g->used[i]].sampled)
            rows[n++] = (struct q_demo_gram_row){g->slots[g->used[i]].gram, g->slots[g->used[i]].sampled};
    TRY(db_begin(demo->db));
    TRY(q_demo_gram(demo->db, rows, n, NULL));
    return db_commit(demo->db);
}
