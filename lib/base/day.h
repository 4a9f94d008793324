/* Calendar days. A day is one in Tokyo, whose clocks have stood nine hours before UTC since 1951; the offset is known
   here only (and to statements that compute in the database: INTERVAL 9 HOUR). */
#ifndef MUSUBI_DAY_H
#define MUSUBI_DAY_H

#include <stdbool.h>
#include <time.h>

struct day {
    int year, month, day; /* month from 1 */
};

/* The clock on the wall in Tokyo at a time: year, month, day, weekday, hour, minute, second. */
void day_wall(time_t at, struct tm *wall);
struct day day_of(time_t at);              /* which day it is at a time */
time_t day_begins(struct day day);         /* its midnight, as a time */
int day_month_length(int y, int m);        /* days of a month, 1 to 12 */
bool day_exists(struct day day);           /* years 1 to 9999 */
int day_order(struct day a, struct day b); /* < 0: a is before b */

/* "YYYY-MM-DD" and nothing else; false when there is no such day. */
bool day_parse(const char *text, struct day *day);
/* "YYYY-MM-DD", as the database has it. */
void day_sql(struct day day, char out[11]);

struct day day_add(struct day day, int days);
/* The same day of another month, or the last one of a shorter month: January 31 and one month is February 28 or 29. */
struct day day_add_months(struct day day, int months);

/* Age in whole years on a day: one turns older when the day before the birthday ends, so who was born on February 29
   does so as March 1 begins in other years. Negative before the birth. */
int day_age(struct day born, struct day on);

#endif
