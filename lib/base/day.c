#include "base/day.h"

#include <ctype.h>
#include <stdio.h>

enum { TOKYO = 9 * 3600, MONTHS = 12 };

void day_wall(time_t at, struct tm *wall)
{
    time_t shifted = at + TOKYO;
    gmtime_r(&shifted, wall);
}

static struct day day_from(const struct tm *tm)
{
    return (struct day){tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday};
}

struct day day_of(time_t at)
{
    struct tm wall;
    day_wall(at, &wall);
    return day_from(&wall);
}

time_t day_begins(struct day day)
{
    struct tm tm = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day};
    return timegm(&tm) - TOKYO;
}

int day_month_length(int y, int m)
{
    static const signed char days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : days[m - 1];
}

bool day_exists(struct day day)
{
    return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= MONTHS && day.day >= 1 &&
           day.day <= day_month_length(day.year, day.month);
}

int day_order(struct day a, struct day b)
{
    return a.year != b.year ? a.year - b.year : a.month != b.month ? a.month - b.month : a.day - b.day;
}

bool day_parse(const char *text, struct day *day)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) /* the end, too */
        if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
    *day = (struct day){0};
    sscanf(text, "%4d-%2d-%2d", &day->year, &day->month, &day->day);
    return day_exists(*day);
}

void day_sql(struct day day, char out[11])
{
    *out = '\0';
    if (day_exists(day))
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned)day.year % 10000, (unsigned)day.month % 100,
                 (unsigned)day.day % 100);
}

struct day day_add(struct day day, int days)
{
    struct tm tm = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day + days};
    timegm(&tm);
    return day_from(&tm);
}

struct day day_add_months(struct day day, int months)
{
    int n = day.year * MONTHS + day.month - 1 + months, length;
    struct day moved = {n / MONTHS, n % MONTHS + 1, day.day};
    length = day_month_length(moved.year, moved.month);
    if (moved.day > length)
        moved.day = length;
    return moved;
}

int day_age(struct day born, struct day on)
{
    bool before = on.month != born.month ? on.month < born.month : on.day < born.day;
    return on.year - born.year - before;
}
