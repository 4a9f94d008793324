/* What many new résumés are found by. Their grams are collected in memory, eight bytes each, and sorted: in the order
   of the sets that they belong to, which is the order in which every writer locks them. */
#include "model/search/words.h"

#include "base/arena.h"
#include "db/db.h"
#include "model/search/words_set.h"
#include "q_model.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BITS = 12, GRAM_BITS = 32, SETS = 1000 }; /* SETS written by a statement */
_Static_assert(1 << NUMBER_BITS == WORDS_BLOCK, "a number is a place in a block");

struct words_load {
    uint64_t first; /* the first block */
    uint64_t *v;    /* blocks behind the first, gram, number */
    size_t n, max;
};

static uint64_t block_of(const struct words_load *load, uint64_t entry)
{
    return load->first + (entry >> (GRAM_BITS + NUMBER_BITS));
}

static uint32_t gram_of(uint64_t entry)
{
    return (uint32_t)(entry >> NUMBER_BITS);
}

static unsigned number_of(uint64_t entry)
{
    return (unsigned)(entry % WORDS_BLOCK);
}

static void load_free(void *arg)
{
    struct words_load *load = arg;
    free(load->v);
}

struct words_load *words_load_new(struct arena *arena)
{
    struct words_load *load = arena_alloc(arena, sizeof *load);
    arena_defer(arena, load_free, load);
    return load;
}

/* ---- collecting ---- */

static void make_room(struct words_load *load, size_t more)
{
    if (load->n + more <= load->max)
        return;
    load->max = 2 * (load->n + more);
    load->v = reallocarray(load->v, load->max, sizeof *load->v);
    if (!load->v)
        abort();
}

static void collect(struct words_load *load, struct arena *arena, uint64_t id, const char *search)
{
    size_t n;
    const uint32_t *grams = words_grams(arena, search, &n);
    make_room(load, n);
    for (size_t i = 0; i < n; i++)
        load->v[load->n++] = (id / WORDS_BLOCK - load->first) << (GRAM_BITS + NUMBER_BITS) |
                             (uint64_t)grams[i] << NUMBER_BITS | id % WORDS_BLOCK;
}

struct err *words_load_put(struct db *db, struct words_load *load, const uint64_t *ids, const struct words_resume *in,
                           size_t n)
{
    struct arena *arena = db_arena(db);
    struct q_words_add_row *rows = arena_array(arena, n + 1, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        const char *search = words_of_resume(arena, &in[i]);
        if (!load->n)
            load->first = ids[i] / WORDS_BLOCK;
        if (ids[i] / WORDS_BLOCK < load->first)
            return ERR(arena, ERR_INTERNAL, "internal", "resume %" PRIu64 " is before the first", ids[i]);
        rows[i] = (struct q_words_add_row){ids[i], search};
        collect(load, arena, ids[i], search);
    }
    return q_words_add(db, rows, n, NULL);
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* ---- frequencies ---- */

static struct err *write_counts(struct db *db, const struct words_load *load)
{
    size_t n = 0, rows = 0;
    for (size_t i = 0; i < load->n; i++)
        n += number_of(load->v[i]) % WORDS_SAMPLE == 0;
    uint64_t *grams = arena_raw(db_arena(db), n + 1, sizeof *grams);
    struct q_gram_add_row *add = arena_array(db_arena(db), n + 1, sizeof *add);
    n = 0;
    for (size_t i = 0; i < load->n; i++)
        if (number_of(load->v[i]) % WORDS_SAMPLE == 0)
            grams[n++] = gram_of(load->v[i]);
    qsort(grams, n, sizeof *grams, by_number);
    for (size_t i = 0; i < n; i++) {
        if (!rows || add[rows - 1].gram != grams[i])
            add[rows++].gram = grams[i];
        add[rows - 1].n++;
    }
    return q_gram_add(db, add, rows, NULL);
}

/* ---- sets ---- */

/* Some sets of one block: their grams ascending, where their entries begin and where those of each end. */
struct lot {
    uint64_t block, gram[SETS];
    size_t from, end[SETS], n;
};

/* From entry `at` on; where the next lot begins. */
static size_t next_lot(const struct words_load *load, size_t at, struct lot *lot)
{
    *lot = (struct lot){.block = block_of(load, load->v[at]), .from = at};
    for (; at < load->n && block_of(load, load->v[at]) == lot->block; at++) {
        uint32_t gram = gram_of(load->v[at]);
        if (!lot->n || lot->gram[lot->n - 1] != gram) {
            if (lot->n == SETS)
                break;
            lot->gram[lot->n++] = gram;
        }
        lot->end[lot->n - 1] = at + 1;
    }
    return at;
}

static const char *stored_form(struct arena *arena, const struct words_block *set)
{
    uint16_t numbers[WORDS_BLOCK];
    size_t n = 0;
    for (unsigned i = 0; i < WORDS_BLOCK / 64; i++)
        for (uint64_t left = set->bits[i]; left; left &= left - 1)
            numbers[n++] = (uint16_t)(i * 64 + (unsigned)__builtin_ctzll(left));
    return words_bits(arena, numbers, n);
}

/* Put a set's entries into the block; false: they are all in it. */
static bool put_in(const struct words_load *load, const struct lot *lot, size_t i, struct words_block *set)
{
    bool changed = false;
    for (size_t at = i ? lot->end[i - 1] : lot->from; at < lot->end[i]; at++) {
        uint64_t *word = &set->bits[number_of(load->v[at]) / 64], bit = 1ULL << number_of(load->v[at]) % 64;
        changed |= !(*word & bit);
        *word |= bit;
    }
    return changed;
}

static struct err *take(struct db *db, const struct words_load *load, const struct lot *lot)
{
    struct arena *arena = db_arena(db);
    struct q_grams_take_row *rows = arena_array(arena, lot->n, sizeof *rows);
    for (size_t i = 0; i < lot->n; i++) {
        struct words_block set = {0};
        put_in(load, lot, i, &set);
        rows[i] = (struct q_grams_take_row){lot->gram[i], lot->block, stored_form(arena, &set)};
    }
    return q_grams_take(db, rows, lot->n, NULL);
}

/* Those that were there before get our numbers; they are locked, so what is read is what is changed. In a new set they
   are already. */
static struct err *write_lot(struct db *db, const struct words_load *load, const struct lot *lot)
{
    struct arena *arena = db_arena(db);
    struct rows *rows;
    size_t n = 0;
    TRY(take(db, load, lot));
    TRY(q_grams_lock(db, db_ids(arena, lot->gram, lot->n), lot->block, 0, &rows));
    struct q_grams_replace_row *out = arena_array(arena, lot->n, sizeof *out);
    for (size_t i = 0; i < lot->n; i++) {
        size_t len;
        struct words_block set = {0};
        if (i >= rows->count || rows_u64(rows, i, "_gram") != lot->gram[i])
            return ERR(arena, ERR_INTERNAL, "internal", "set %zu of %zu is another one", i, rows->count);
        const unsigned char *bits = rows_bytes(rows, i, "_bits", &len);
        words_merge(&set, bits, len);
        if (put_in(load, lot, i, &set))
            out[n++] = (struct q_grams_replace_row){lot->gram[i], lot->block, stored_form(arena, &set)};
    }
    return q_grams_replace(db, out, n, NULL);
}

struct err *words_load_write(struct db *db, struct words_load *load)
{
    struct err *err = NULL;
    struct arena *arena = db_arena(db), *step = arena_below(arena);
    struct lot *lot = arena_alloc(arena, sizeof *lot);
    if (!load->n)
        return NULL;
    qsort(load->v, load->n, sizeof *load->v, by_number);
    TRY(write_counts(db, load));
    for (size_t at = 0, next; at < load->n && !err; at = next) {
        next = next_lot(load, at, lot);
        (void)db_on(db, step);
        err = write_lot(db, load, lot);
        (void)db_on(db, arena);
        if (!err)
            arena_reset(step);
    }
    return err;
}
