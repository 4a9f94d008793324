/* The demo's own source of chance: the same seed gives the same data on every machine, whatever the C library does.
   Each record has a seed of its own (kind and number), so that making more records never changes the ones before. */
#ifndef DEMO_RNG_H
#define DEMO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

enum rng_kind { RNG_ACCOUNT = 1, RNG_COMPANY, RNG_CONTACT, RNG_JOB, RNG_RESUME, RNG_PROCESS, RNG_MAIL };

struct rng rng_of(enum rng_kind kind, uint64_t org, uint64_t number);
uint64_t rng_next(struct rng *rng);
unsigned rng_below(struct rng *rng, unsigned n);                 /* 0 … n-1; n > 0 */
unsigned rng_between(struct rng *rng, unsigned lo, unsigned hi); /* both included */
bool rng_chance(struct rng *rng, unsigned percent);
/* 0 … n-1, small numbers more often: about 1/(i+k), as words and places are spread. */
unsigned rng_skewed(struct rng *rng, unsigned n);

#define RNG_PICK(rng, list) ((list)[rng_below((rng), sizeof(list) / sizeof *(list))])

#endif
