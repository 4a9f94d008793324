/* Invented people: names with their readings, addresses of mail and telephone numbers that belong to nobody. */
#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include "rng.h"

#include <stdint.h>

struct arena;

struct person {
    const char *name, *kana;
    const char *login; /* "nakamura.kenta", for mail addresses */
    bool woman;
};

struct person person_make(struct arena *arena, struct rng *rng);
/* The person with the family name of another one, where both have a Japanese name. */
struct person person_relative(struct arena *arena, const struct person *p, const struct person *of);

/* Latin letters for katakana, lower case; other characters are left out. */
char *people_latin(struct arena *arena, const char *kana);
char *people_mail(struct arena *arena, struct rng *rng, const char *login, unsigned number);
/* Numbers that no company gives out (0 after the first three digits), each another one; number below 1,500,000. */
char *people_mobile(struct arena *arena, uint64_t org, uint64_t number);

#endif
