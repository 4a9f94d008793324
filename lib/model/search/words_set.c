/* Sets of résumés in memory and as stored: a block of ids is a bitmap when it has many, else a list of numbers, which
   an insert can lengthen without reading it. */
#include "model/search/words_set.h"

#include "base/arena.h"

#include <string.h>

enum { WORD = 64 };

static void add(struct words_block *block, unsigned number)
{
    block->bits[number % WORDS_BLOCK / WORD] |= 1ULL << number % WORD;
}

void words_merge(struct words_block *block, const unsigned char *bits, size_t len)
{
    if (len == WORDS_BITMAP) {
        for (unsigned i = 0; i < WORDS_BLOCK / 8; i++)
            block->bits[i / 8] |= (uint64_t)bits[1 + i] << i % 8 * 8;
        return;
    }
    for (size_t i = 0; i + 1 < len; i += 2)
        add(block, (unsigned)bits[i] << 8 | bits[i + 1]);
}

static void put_hex(struct buf *out, unsigned byte)
{
    buf_addc(out, "0123456789abcdef"[byte >> 4 & 0xF]);
    buf_addc(out, "0123456789abcdef"[byte & 0xF]);
}

char *words_bitmap(struct arena *arena, const struct words_block *block)
{
    struct buf out = buf_on(arena);
    put_hex(&out, 1);
    for (unsigned i = 0; i < WORDS_BLOCK; i += 8)
        put_hex(&out, (unsigned)(block->bits[i / WORD] >> i % WORD) & 0xFF);
    return out.text;
}

char *words_bits(struct arena *arena, const uint16_t *numbers, size_t count)
{
    struct buf out = buf_on(arena);
    struct words_block block = {0};
    if (count * 2 >= WORDS_LIST_FULL) {
        for (size_t i = 0; i < count; i++)
            add(&block, numbers[i]);
        return words_bitmap(arena, &block);
    }
    for (size_t i = 0; i < count; i++) {
        put_hex(&out, numbers[i] >> 8);
        put_hex(&out, numbers[i] & 0xFF);
    }
    return out.len ? out.text : arena_strdup(arena, "");
}

/* Blocks that end empty are left out; the count is made anew. */
void words_meet(struct words_set *set, const struct words_set *other)
{
    size_t n = 0, b = 0;
    set->count = 0;
    for (size_t a = 0; a < set->n; a++) {
        uint64_t count = 0;
        while (b < other->n && other->v[b].block < set->v[a].block)
            b++;
        if (b == other->n)
            break;
        if (other->v[b].block != set->v[a].block)
            continue;
        for (size_t i = 0; i < WORDS_BLOCK / WORD; i++) {
            set->v[a].bits[i] &= other->v[b].bits[i];
            count += (uint64_t)__builtin_popcountll(set->v[a].bits[i]);
        }
        set->count += count;
        if (count)
            set->v[n++] = set->v[a];
    }
    set->n = n;
}

bool words_has(const struct words_set *set, uint64_t resume_id)
{
    size_t low = 0, high = set->n;
    uint64_t block = resume_id / WORDS_BLOCK;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (set->v[middle].block < block)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->n && set->v[low].block == block &&
           set->v[low].bits[resume_id % WORDS_BLOCK / WORD] >> resume_id % WORD & 1;
}

size_t words_ids(const struct words_set *set, uint64_t after, uint64_t *ids, size_t max)
{
    size_t n = 0;
    for (size_t b = 0; b < set->n && n < max; b++) {
        if ((set->v[b].block + 1) * WORDS_BLOCK <= after)
            continue;
        for (size_t i = 0; i < WORDS_BLOCK / WORD; i++)
            for (uint64_t left = set->v[b].bits[i]; left && n < max; left &= left - 1) {
                uint64_t id = set->v[b].block * WORDS_BLOCK + i * WORD + (uint64_t)__builtin_ctzll(left);
                if (id > after)
                    ids[n++] = id;
            }
    }
    return n;
}

void words_keep(struct words_set *set, const uint64_t *ids, size_t n)
{
    struct words_block *at = set->v;
    for (size_t b = 0; b < set->n; b++)
        memset(set->v[b].bits, 0, sizeof set->v[b].bits);
    for (size_t i = 0; i < n; i++) {
        while (at->block < ids[i] / WORDS_BLOCK)
            at++;
        add(at, (unsigned)(ids[i] % WORDS_BLOCK));
    }
    set->count = n;
}

enum { FOLD_MAX = 1 << 18 };

unsigned char *words_fold(struct arena *arena, const struct words_set *set, size_t *n)
{
    uint64_t blocks = set->n ? set->v[set->n - 1].block - set->v[0].block + 1 : 1;
    for (*n = WORDS_BLOCK / 8; *n < FOLD_MAX && *n / (WORDS_BLOCK / 8) < blocks;)
        *n *= 2;
    unsigned char *out = arena_array(arena, *n, 1);
    memset(out, 0, *n);
    for (size_t b = 0; b < set->n; b++)
        for (size_t i = 0; i < WORDS_BLOCK / 8; i++)
            out[(set->v[b].block * (WORDS_BLOCK / 8) + i) & (*n - 1)] |=
                (unsigned char)(set->v[b].bits[i / 8] >> i % 8 * 8);
    return out;
}

size_t words_spread(const struct words_set *set, uint64_t *ids, size_t max)
{
    uint64_t at = 0, step = set->count > max ? set->count / max : 1;
    size_t n = 0;
    for (size_t b = 0; b < set->n; b++)
        for (size_t i = 0; i < WORDS_BLOCK / WORD; i++)
            for (uint64_t left = set->v[b].bits[i]; left && n < max; left &= left - 1)
                if (at++ % step == 0)
                    ids[n++] = set->v[b].block * WORDS_BLOCK + i * WORD + (uint64_t)__builtin_ctzll(left);
    return n;
}
