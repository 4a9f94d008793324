/* Free words of résumés: what is stored to find them by, and how a query is best answered. The text of a résumé to
   search in is one string of all its text fields, normalised by text_search(); words are parts of it. Written here
   only, so that forms, imports and demo data agree. */
#ifndef MUSUBI_WORDS_H
#define MUSUBI_WORDS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;

/* Fields as stored; NULL counts as "". Names are found with and without their space, prefecture and occupation by their
   Japanese names. */
struct words_resume {
    const char *name, *kana, *zip, *address, *phone, *mail, *mail_mobile, *mail_sub;
    const char *experience, *skills, *licences, *career, *wish, *note;
    unsigned pref, occupation;
};
char *words_of_resume(struct arena *arena, const struct words_resume *in);

/* The search column of the small tables: texts joined, ends with NULL (an empty one is ""). */
char *words_join(struct arena *arena, const char *const *texts);

/* Store what a résumé of :org is found by, in the transaction that writes the résumé itself; also the first time.
   Nothing is written when nothing changed. */
MUST struct err *words_put(struct db *db, uint64_t resume_id, const struct words_resume *in);
MUST struct err *words_remove(struct db *db, uint64_t resume_id);

/* The same for many new résumés of :org in one transaction (words_load.c): words_load_put() with each part of them, in
   the order of ids, and words_load_write() once, as late as can be. A set is written once, however many of the résumés
   are in it, and only from then to the commit does anybody wait for it. */
struct words_load;
struct words_load *words_load_new(struct arena *arena);
MUST struct err *words_load_put(struct db *db, struct words_load *load, const uint64_t *ids,
                                const struct words_resume *in, size_t n);
MUST struct err *words_load_write(struct db *db, struct words_load *load);

/* What a normalised text is indexed by: its bigrams of UTF-16 units (the first in the upper half) and its single units,
   ascending, each once; on the arena. No bigram reaches over a space. */
uint32_t *words_grams(struct arena *arena, const char *search, size_t *count);

/* Every so many résumés (by id) count for the frequencies of table gram. */
enum { WORDS_SAMPLE = 64 };

/* Sets of résumés are stored in blocks of so many ids. */
enum { WORDS_BLOCK = 4096, WORDS_BITMAP = WORDS_BLOCK / 8 + 1, WORDS_LIST_FULL = 480 };
/* The stored form of some numbers below WORDS_BLOCK, as hexadecimal. */
char *words_bits(struct arena *arena, const uint16_t *numbers, size_t count);

/* A set of résumés. */
struct words_block {
    uint64_t block;
    uint64_t bits[WORDS_BLOCK / 64];
};
struct words_set {
    struct words_block *v; /* ascending */
    size_t n;
    uint64_t count;
};
bool words_has(const struct words_set *set, uint64_t resume_id);
/* Up to max ids above after, ascending; how many. */
size_t words_ids(const struct words_set *set, uint64_t after, uint64_t *ids, size_t max);

/* Keep these ids of the set and no others. */
void words_keep(struct words_set *set, const uint64_t *ids, size_t n);

/* The set as bytes to test ids in a statement: the bit of an id is number id mod 8n. n is a power of two; where that is
   less than the ids reach over, some that are not in the set seem to be. */
unsigned char *words_fold(struct arena *arena, const struct words_set *set, size_t *n);

/* max ids at even distances in the set, or all when there are fewer; how many. */
size_t words_spread(const struct words_set *set, uint64_t *ids, size_t max);

/* Which résumés of :org contain all words. exact: these and no others; else their texts have to be looked into. */
struct words_found {
    char *words[10]; /* normalised; each is a part of resume_search.search of every hit */
    size_t count;    /* of words; 0: nothing was asked, the set is empty */
    bool exact;
    char *open[10]; /* words that are to be looked for in the texts of the set; none when it is exact */
    size_t nopen;
    struct words_set set;
};
/* texts: what was typed, in several fields perhaps, ends with NULL; their words must all be there. */
MUST struct err *words_find(struct db *db, const char *const *texts, struct words_found *found);

#endif
