/* Invented people: names with their readings, addresses of mail and telephone numbers that belong to nobody. */
#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include "rng.h"

struct arena;

struct person {
    const char *name, *kana;
    const char *login; /* "nakamura.kenta", for mail addresses */
    bool woman;
};

struct person person_make(struct arena *arena, struct rng *rng);

/* Latin letters for katakana, lower case; other characters are left out. */
char *people_latin(struct arena *arena, const char *kana);
char *people_mail(struct arena *arena, struct rng *rng, const char *login, unsigned number);
char *people_mobile(struct arena *arena, struct rng *rng);

#endif
