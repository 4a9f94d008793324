/* Time. Real time may be shifted in tests; intervals are measured by a clock that nobody sets. */
#ifndef MUSUBI_CLOCK_H
#define MUSUBI_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds of a clock that only goes forward: for intervals and deadlines inside the process. */
uint64_t clock_us(void);

/* Seconds since 1970, UTC, plus the seconds in the file that clock_shift() named. */
time_t clock_now(void);

/* path: a file with a number of seconds to add to real time, read each time; NULL: none (conf test.clock). Kept, not
   copied. Once, at the start. */
void clock_shift(const char *path);

/* "YYYY-MM-DD HH:MM:SS" in UTC, as the database has it; "" beyond the year 9999. */
void clock_sql(time_t t, char out[20]);

#endif
