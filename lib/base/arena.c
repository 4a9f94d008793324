#include "base/arena.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks of the usual size are kept: what is given back to the system has to be cleared by it when it is asked for
   again. */
enum { BLOCK = 64 * 1024, ALIGN = 16, KEPT = 4 };

/* After a request of this size free pieces lie all over the heap, and only malloc_trim() gives them back. */
enum { LARGE = 8 * 1024 * 1024 };

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *arg;
};

struct arena {
    struct block *blocks; /* the newest first */
    struct block *spare;  /* empty ones of the usual size */
    struct deferred *deferred;
    size_t used;
};

static _Noreturn void out_of_memory(void)
{
    fputs("musubi: out of memory\n", stderr);
    abort();
}

static struct block *block_new(size_t size)
{
    struct block *b;
    if (size > SIZE_MAX - sizeof *b || !(b = malloc(sizeof *b + size)))
        out_of_memory();
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        out_of_memory();
    arena->blocks = block_new(BLOCK);
    return arena;
}

static void run_deferred(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *d = arena->deferred;
        arena->deferred = d->next;
        d->fn(d->arg);
    }
}

void arena_reset(struct arena *arena)
{
    run_deferred(arena);
    unsigned kept = 0;
    for (struct block *b = arena->spare; b; b = b->next)
        kept++;
    for (struct block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        if (b->size != BLOCK || kept == KEPT) {
            free(b);
            continue;
        }
        b->next = arena->spare;
        b->used = 0;
        arena->spare = b;
        kept++;
    }
    arena->blocks = arena->spare;
    arena->spare = arena->blocks->next;
    arena->blocks->next = NULL;
    if (arena->used > LARGE)
        malloc_trim(0);
    arena->used = 0;
}

static void blocks_free(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena);
    blocks_free(arena->blocks);
    blocks_free(arena->spare);
    free(arena);
}

static void free_below(void *arg)
{
    arena_free(arg);
}

struct arena *arena_below(struct arena *arena)
{
    struct arena *below = arena_new();
    arena_defer(arena, free_below, below);
    return below;
}

static struct block *spare_block(struct arena *arena)
{
    struct block *b = arena->spare;
    if (!b)
        return block_new(BLOCK);
    arena->spare = b->next;
    return b;
}

/* Large pieces get a block of their own behind the current one, so that the rest of the current one stays usable. */
static void *raw_alloc(struct arena *arena, size_t size)
{
    struct block *b = arena->blocks;
    if (size > SIZE_MAX - ALIGN)
        out_of_memory();
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    arena->used += size;
    if (size > b->size - b->used) {
        struct block *fresh = size <= BLOCK / 2 ? spare_block(arena) : block_new(size);
        fresh->next = b;
        arena->blocks = fresh;
        if (size > BLOCK / 2) {
            /* keep the roomy block in front */
            arena->blocks = b;
            fresh->next = b->next;
            b->next = fresh;
        }
        b = fresh;
    }
    void *p = b->bytes + b->used;
    b->used += size;
    return p;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(raw_alloc(arena, size ? size : 1), 0, size);
}

void *arena_raw(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return raw_alloc(arena, bytes ? bytes : 1);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return arena_alloc(arena, bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        out_of_memory();
    char *copy = raw_alloc(arena, len + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_vprintf(struct arena *arena, const char *fmt, va_list args)
{
    char small[256]; /* nearly all fit: formatted once */
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, fmt, args);
    if (len < 0)
        out_of_memory();
    char *text = raw_alloc(arena, (size_t)len + 1);
    if ((size_t)len < sizeof small)
        memcpy(text, small, (size_t)len + 1);
    else
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = arena_vprintf(arena, fmt, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*fn)(void *), void *arg)
{
    struct deferred *d = arena_alloc(arena, sizeof *d);
    d->fn = fn;
    d->arg = arg;
    d->next = arena->deferred;
    arena->deferred = d;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

struct buf buf_on(struct arena *arena)
{
    struct buf buf = {.arena = arena, .cap = 256};
    buf.text = arena_alloc(arena, buf.cap);
    return buf;
}

void buf_addn(struct buf *buf, const char *bytes, size_t len)
{
    size_t need;
    if (__builtin_add_overflow(buf->len, len, &need) || need > SIZE_MAX / 4)
        out_of_memory();
    if (need + 1 > buf->cap) {
        size_t cap = buf->cap * 2 > need + 1 ? buf->cap * 2 : need + 1;
        char *text = raw_alloc(buf->arena, cap);
        memcpy(text, buf->text, buf->len);
        buf->text = text;
        buf->cap = cap;
    }
    memcpy(buf->text + buf->len, bytes, len);
    buf->len = need;
    buf->text[need] = '\0';
}

void buf_add(struct buf *buf, const char *text)
{
    buf_addn(buf, text, strlen(text));
}

void buf_addc(struct buf *buf, char c)
{
    buf_addn(buf, &c, 1);
}

void buf_addf(struct buf *buf, const char *fmt, ...)
{
    char small[512];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    if (len < 0)
        out_of_memory();
    if ((size_t)len < sizeof small)
        buf_addn(buf, small, (size_t)len);
    else
        buf_add(buf, arena_vprintf(buf->arena, fmt, again));
    va_end(again);
}
