/* Where the demo's people live and work: real prefectures and towns, invented streets. */
#ifndef DEMO_PLACES_H
#define DEMO_PLACES_H

#include "rng.h"

struct arena;

struct place {
    unsigned pref;       /* JIS X 0401 */
    const char *city;    /* 足立区 */
    const char *zip;     /* 120-0001 */
    const char *address; /* city, street and number */
    const char *station; /* nearest, without 駅 */
};

struct place place_make(struct arena *arena, struct rng *rng);

#endif
