/* Which résumés contain all words: the sets of their bigrams, met in memory. A word of one or two characters is its
   gram, so its set says all; a longer one may have its bigrams in other places of a text. Sets are read in the order of
   their frequency, and no more when what is left is few enough to be looked into. */
#include "base/arena.h"
#include "db/db.h"
#include "model/search/words_set.h"
#include "q_model.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* A word of text_words() has at most 50 characters, and a rare one takes two units. */
enum { WORDS = 10, GRAMS = 100, FEW = 100, MOST_READ = 16 };

struct gram {
    uint32_t gram;
    unsigned word;
    bool first; /* the rarest of its word: read in any case */
    uint64_t n;
};

struct grams {
    struct gram v[WORDS * GRAMS];
    size_t n;
    bool known[WORDS]; /* its one gram says all about the word */
};

static void add_word(struct arena *arena, struct grams *grams, const char *word, unsigned index)
{
    size_t n, pairs = 0;
    const uint32_t *all = words_grams(arena, word, &n);
    for (size_t i = 0; i < n; i++)
        pairs += all[i] > 0xFFFF;
    for (size_t i = 0; i < n && grams->n < sizeof grams->v / sizeof *grams->v; i++)
        if (!pairs || all[i] > 0xFFFF)
            grams->v[grams->n++] = (struct gram){all[i], index, false, 0};
    grams->known[index] = pairs <= 1;
}

static struct err *read_frequencies(struct db *db, struct grams *grams)
{
    struct rows *rows;
    uint64_t *ids = arena_array(db_arena(db), grams->n + 1, sizeof *ids);
    for (size_t i = 0; i < grams->n; i++)
        ids[i] = grams->v[i].gram;
    TRY(q_gram_find(db, db_ids(db_arena(db), ids, grams->n), &rows));
    for (size_t r = 0; r < rows->count; r++)
        for (size_t i = 0; i < grams->n; i++)
            if (grams->v[i].gram == rows_u64(rows, r, "_gram"))
                grams->v[i].n = rows_u64(rows, r, "_n");
    return NULL;
}

static int by_frequency(const void *a, const void *b)
{
    const struct gram *x = a, *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

/* The rarest of each word, then the others. */
static int by_need(const void *a, const void *b)
{
    const struct gram *x = a, *y = b;
    return x->first != y->first ? y->first - x->first : by_frequency(a, b);
}

static void put_in_order(struct grams *grams)
{
    bool seen[WORDS] = {false};
    qsort(grams->v, grams->n, sizeof *grams->v, by_frequency);
    for (size_t i = 0; i < grams->n; i++) {
        grams->v[i].first = !seen[grams->v[i].word];
        seen[grams->v[i].word] = true;
    }
    qsort(grams->v, grams->n, sizeof *grams->v, by_need);
}

static struct err *read_set(struct db *db, uint32_t gram, struct words_set *set)
{
    struct rows *rows;
    TRY(q_grams_read(db, gram, &rows));
    *set = (struct words_set){arena_array(db_arena(db), rows->count + 1, sizeof *set->v), rows->count, 0};
    for (size_t i = 0; i < rows->count; i++) {
        size_t len;
        const unsigned char *bits = rows_bytes(rows, i, "_bits", &len);
        set->v[i].block = rows_u64(rows, i, "_block");
        words_merge(&set->v[i], bits, len);
    }
    return NULL;
}

struct err *words_find(struct db *db, const char *const *texts, struct words_found *found)
{
    struct arena *arena = db_arena(db);
    struct buf all = buf_on(arena);
    struct grams *grams = arena_alloc(arena, sizeof *grams);
    struct words_set next;
    bool sure[WORDS] = {false}, possible = true;  /* their one gram was met, or could be of all words */
    *found = (struct words_found){.exact = true}; /* without words it is */
    for (size_t i = 0; texts[i]; i++)
        if (*texts[i])
            buf_addf(&all, " %s", texts[i]);
    if (!all.len)
        return NULL;
    found->count = text_words(arena, all.text, found->words);
    for (size_t i = 0; i < found->count; i++)
        add_word(arena, grams, found->words[i], (unsigned)i);
    if (!found->count)
        return NULL;
    TRY(read_frequencies(db, grams));
    put_in_order(grams);
    for (size_t i = 0; i < found->count; i++)
        possible = possible && grams->known[i];
    for (size_t i = 0; i < grams->n; i++) {
        bool enough = found->set.count <= FEW || i >= MOST_READ;
        if (i > 0 && (!found->set.count || (enough && !(possible && grams->v[i].first))))
            break;
        TRY(read_set(db, grams->v[i].gram, i ? &next : &found->set));
        words_meet(&found->set, i ? &next : &found->set);
        sure[grams->v[i].word] = grams->known[grams->v[i].word];
    }
    for (size_t i = 0; i < found->count; i++)
        if (!sure[i])
            found->open[found->nopen++] = found->words[i];
    found->exact = !found->nopen || !found->set.count;
    return NULL;
}
