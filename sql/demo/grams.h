/* The word index of the demo's résumés: gathered in memory for a block of ids at a time and written when the block is
   complete, which is a thousand times fewer rows than one by one. */
#ifndef DEMO_GRAMS_H
#define DEMO_GRAMS_H

#include "demo.h"

struct grams;

struct grams *grams_new(void);
void grams_free(struct grams *grams);
/* All of a block before any of the next. */
void grams_add(struct grams *grams, struct arena *arena, uint64_t org, uint64_t id, const char *search);
/* Write the block that is complete when id begins another; resets the demo's arena then. */
MUST struct err *grams_next(struct grams *grams, struct demo *demo, uint64_t id);
/* Write what is left, and the frequencies. */
MUST struct err *grams_finish(struct grams *grams, struct demo *demo);

#endif
