#include "rng.h"

/* splitmix64: every state gives a good number, so a seed needs no warming up. */
uint64_t rng_next(struct rng *rng)
{
    uint64_t z = (rng->state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

struct rng rng_of(enum rng_kind kind, uint64_t org, uint64_t number)
{
    struct rng rng = {(uint64_t)kind << 56 ^ org << 40 ^ number};
    rng.state = rng_next(&rng);
    return rng;
}

unsigned rng_below(struct rng *rng, unsigned n)
{
    return (unsigned)((rng_next(rng) >> 32) * n >> 32);
}

unsigned rng_between(struct rng *rng, unsigned lo, unsigned hi)
{
    return lo + rng_below(rng, hi - lo + 1);
}

bool rng_chance(struct rng *rng, unsigned percent)
{
    return rng_below(rng, 100) < percent;
}

unsigned rng_skewed(struct rng *rng, unsigned n)
{
    /* the square of a uniform number leans to 0, the mean of two leanings is close enough to Zipf for a demo */
    uint64_t u = rng_next(rng) >> 40;
    return (unsigned)((u * u >> 24) * n >> 24);
}
