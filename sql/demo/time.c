/* The demo's clock. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/day.h"
#include "demo.h"

enum { DAY = 86400, EVENING = 12 * 3600 /* of UTC */ };

time_t demo_now(time_t t)
{
    return t - (t - EVENING) % DAY;
}

const char *demo_time(struct demo *demo, uint64_t ago)
{
    char *out = arena_alloc(demo->arena, 20);
    clock_sql(demo->now - (time_t)ago, out);
    return out;
}

const char *demo_day(struct demo *demo, int64_t days_ahead)
{
    char *out = arena_alloc(demo->arena, 11);
    day_sql(day_add(day_of(demo->now), (int)days_ahead), out);
    return out;
}

unsigned demo_month(const struct demo *demo)
{
    struct day today = day_of(demo->now);
    return (unsigned)(today.year * 12 + today.month - 1);
}
