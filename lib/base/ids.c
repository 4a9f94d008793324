#include "base/ids.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

bool ids_has(struct ids ids, uint64_t id)
{
    return ids.n && bsearch(&id, ids.v, ids.n, sizeof id, compare);
}

bool ids_among(struct ids ids, uint64_t id)
{
    for (size_t i = 0; i < ids.n; i++)
        if (ids.v[i] == id)
            return true;
    return false;
}

struct ids ids_sorted(struct arena *arena, struct ids ids)
{
    uint64_t *v = arena_array(arena, ids.n + 1, sizeof *v);
    size_t n = 0;
    if (ids.n)
        memcpy(v, ids.v, ids.n * sizeof *v);
    qsort(v, ids.n, sizeof *v, compare);
    for (size_t i = 0; i < ids.n; i++)
        if (n == 0 || v[n - 1] != v[i])
            v[n++] = v[i];
    return (struct ids){v, n};
}

struct ids ids_read(struct arena *arena, const char *text)
{
    size_t n = 0;
    uint64_t *v = arena_array(arena, strlen(text) / 2 + 1, sizeof *v);
    while (*text) {
        char *end;
        v[n] = strtoull(text, &end, 10);
        if (end == text)
            break;
        n++;
        text = *end ? end + 1 : end;
    }
    return ids_sorted(arena, (struct ids){v, n});
}

const char *ids_text(struct arena *arena, struct ids ids)
{
    struct buf buf = buf_on(arena);
    for (size_t i = 0; i < ids.n; i++)
        buf_addf(&buf, "%s%" PRIu64, i ? "," : "", ids.v[i]);
    return buf.text;
}

struct ids ids_with(struct arena *arena, struct ids a, struct ids b)
{
    uint64_t *v = arena_array(arena, a.n + b.n + 1, sizeof *v);
    if (a.n)
        memcpy(v, a.v, a.n * sizeof *v);
    if (b.n)
        memcpy(v + a.n, b.v, b.n * sizeof *v);
    return ids_sorted(arena, (struct ids){v, a.n + b.n});
}

struct ids ids_without(struct arena *arena, struct ids a, struct ids b)
{
    uint64_t *v = arena_array(arena, a.n + 1, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < a.n; i++)
        if (!ids_has(b, a.v[i]))
            v[n++] = a.v[i];
    return (struct ids){v, n};
}
