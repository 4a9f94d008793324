/* The text of a made-up résumé, from the words of its trade. */
#ifndef DEMO_RESUME_H
#define DEMO_RESUME_H

#include "places.h"
#include "rng.h"
#include "trades.h"

struct arena;

struct career {
    const struct trade *trade;
    unsigned age, years; /* of experience in the trade */
    const struct place *place;
    unsigned month; /* this one, from year 0 */
};

const struct trade *career_trade(struct rng *rng);
const char *career_experience(struct arena *arena, struct rng *rng, const struct career *c);
const char *career_skills(struct arena *arena, struct rng *rng, const struct career *c);
const char *career_licences(struct arena *arena, struct rng *rng, const struct career *c);
const char *career_history(struct arena *arena, struct rng *rng, const struct career *c);
const char *career_wish(struct arena *arena, struct rng *rng, const struct career *c);

#endif
