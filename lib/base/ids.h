/* Lists of numbers, most often of rows. What is made of them lives on the arena. */
#ifndef MUSUBI_IDS_H
#define MUSUBI_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct ids {
    const uint64_t *v;
    size_t n;
};

bool ids_has(struct ids ids, uint64_t id);                               /* ids ascending */
bool ids_among(struct ids ids, uint64_t id);                             /* in any order: of short lists */
struct ids ids_sorted(struct arena *arena, struct ids ids);              /* ascending, each once */
struct ids ids_with(struct arena *arena, struct ids a, struct ids b);    /* union, ascending */
struct ids ids_without(struct arena *arena, struct ids a, struct ids b); /* a without b, which is ascending */
struct ids ids_read(struct arena *arena, const char *text);              /* "1,2,3", ascending, each once */
const char *ids_text(struct arena *arena, struct ids ids);

#endif
