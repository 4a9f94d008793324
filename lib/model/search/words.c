/* What résumés are found by, and its upkeep. Queries are in words_find.c. */
#include "model/search/words.h"

#include "base/arena.h"
#include "db/db.h"
#include "model/codes/codes.h"
#include "model/search/words_set.h"
#include "q_model.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

char *words_join(struct arena *arena, const char *const *texts)
{
    struct buf all = buf_on(arena);
    for (size_t i = 0; texts[i]; i++) {
        if (all.len && *texts[i])
            buf_addc(&all, ' ');
        buf_add(&all, texts[i]);
    }
    return text_search(arena, all.len ? all.text : "");
}

/* "佐藤 健太" is looked for as 佐藤健太, too. */
static const char *without_spaces(struct arena *arena, const char *text)
{
    struct buf out = buf_on(arena);
    if (!strchr(text, ' '))
        return "";
    for (const char *p = text; *p; p++)
        if (*p != ' ')
            buf_addc(&out, *p);
    return out.text;
}

static const char *given(const char *text)
{
    return text ? text : "";
}

char *words_of_resume(struct arena *arena, const struct words_resume *in)
{
    const char *const texts[] = {given(in->name),
                                 without_spaces(arena, given(in->name)),
                                 given(in->kana),
                                 without_spaces(arena, given(in->kana)),
                                 given(in->zip),
                                 codes_pref_name(in->pref),
                                 given(in->address),
                                 given(in->phone),
                                 given(in->mail),
                                 given(in->mail_mobile),
                                 given(in->mail_sub),
                                 codes_occupation_name(in->occupation),
                                 given(in->experience),
                                 given(in->skills),
                                 given(in->licences),
                                 given(in->career),
                                 given(in->wish),
                                 given(in->note),
                                 NULL};
    return words_join(arena, texts);
}

/* ---- bigrams ---- */

enum { TOKEN = 8 };

/* text_grams() gives every character as the beginning of one, so the single units are in it, too. */
uint32_t *words_grams(struct arena *arena, const char *search, size_t *count)
{
    const char *at = text_grams(arena, search);
    size_t max = strlen(at) / TOKEN + 1, n = 0, pairs = 0;
    uint32_t *grams = arena_array(arena, 2 * max, sizeof *grams);
    uint32_t *both = arena_array(arena, max, sizeof *both);
    for (; *at; at += at[TOKEN] ? TOKEN + 1 : TOKEN) {
        uint32_t gram = (uint32_t)strtoul(arena_strndup(arena, at, TOKEN), NULL, 16);
        if (!n || grams[n - 1] != gram >> 16)
            grams[n++] = gram >> 16;
        if (gram & 0xFFFF)
            both[pairs++] = gram;
    }
    memcpy(grams + n, both, pairs * sizeof *both);
    *count = n + pairs;
    return grams;
}

struct list {
    uint64_t *v;
    size_t n;
};

static struct list list_new(struct arena *arena, size_t max)
{
    return (struct list){arena_array(arena, max + 1, sizeof(uint64_t)), 0};
}

/* What is only in after goes to added, what is only in before to removed; both stay ascending, so that two writers wait
   for each other and never block for good. */
static void compare(struct arena *arena, const char *before, const char *after, struct list *added,
                    struct list *removed)
{
    size_t nb, na, b = 0, a = 0;
    const uint32_t *old = words_grams(arena, before, &nb), *new = words_grams(arena, after, &na);
    *added = list_new(arena, na);
    *removed = list_new(arena, nb);
    while (b < nb || a < na) {
        if (a == na || (b < nb && old[b] < new[a]))
            removed->v[removed->n++] = old[b++];
        else if (b == nb || new[a] < old[b])
            added->v[added->n++] = new[a++];
        else
            b++, a++;
    }
}

static struct err *count(struct db *db, uint64_t resume_id, const struct list *grams, int64_t by)
{
    if (resume_id % WORDS_SAMPLE)
        return NULL;
    struct q_gram_add_row *rows = arena_array(db_arena(db), grams->n + 1, sizeof *rows);
    for (size_t i = 0; i < grams->n; i++)
        rows[i] = (struct q_gram_add_row){grams->v[i], by};
    return q_gram_add(db, rows, grams->n, NULL);
}

/* ---- sets ---- */

/* A bit less in each set: their rows are locked, so they can be read, changed and written. */
static struct err *take_out(struct db *db, uint64_t resume_id, const struct list *grams)
{
    struct arena *arena = db_arena(db);
    struct rows *rows;
    const uint64_t block = resume_id / WORDS_BLOCK;
    TRY(q_grams_lock(db, db_ids(arena, grams->v, grams->n), block, 0, &rows));
    struct q_grams_store_row *out = arena_array(arena, rows->count + 1, sizeof *out);
    for (size_t i = 0; i < rows->count; i++) {
        size_t len, n = 0;
        uint16_t numbers[WORDS_BLOCK];
        const unsigned char *bits = rows_bytes(rows, i, "_bits", &len);
        struct words_block set = {.block = block};
        words_merge(&set, bits, len);
        set.bits[resume_id % WORDS_BLOCK / 64] &= ~(1ULL << resume_id % 64);
        for (unsigned k = 0; k < WORDS_BLOCK; k++)
            if (set.bits[k / 64] >> k % 64 & 1)
                numbers[n++] = (uint16_t)k;
        out[i] = (struct q_grams_store_row){rows_u64(rows, i, "_gram"), block, words_bits(arena, numbers, n)};
    }
    return q_grams_store(db, out, rows->count, NULL);
}

/* Lists that are nearly full become bitmaps: an insert can only lengthen them. */
static struct err *make_room(struct db *db, uint64_t resume_id, const struct list *grams)
{
    struct arena *arena = db_arena(db);
    struct rows *rows;
    const uint64_t block = resume_id / WORDS_BLOCK;
    TRY(q_grams_lock(db, db_ids(arena, grams->v, grams->n), block, WORDS_LIST_FULL, &rows));
    struct q_grams_store_row *out = arena_array(arena, rows->count + 1, sizeof *out);
    for (size_t i = 0; i < rows->count; i++) {
        size_t len;
        const unsigned char *bits = rows_bytes(rows, i, "_bits", &len);
        struct words_block set = {.block = block};
        words_merge(&set, bits, len);
        out[i] = (struct q_grams_store_row){rows_u64(rows, i, "_gram"), block, words_bitmap(arena, &set)};
    }
    return q_grams_store(db, out, rows->count, NULL);
}

static struct err *put_in(struct db *db, uint64_t resume_id, const struct list *grams)
{
    struct arena *arena = db_arena(db);
    const unsigned number = (unsigned)(resume_id % WORDS_BLOCK);
    struct q_grams_set_row *rows = arena_array(arena, grams->n + 1, sizeof *rows);
    const char *hex = arena_printf(arena, "%04x", number);
    for (size_t i = 0; i < grams->n; i++)
        rows[i] = (struct q_grams_set_row){grams->v[i], resume_id / WORDS_BLOCK, hex, 2 + number / 8, 1u << number % 8};
    return q_grams_set(db, rows, grams->n, NULL);
}

/* ---- storing ---- */

static struct err *change(struct db *db, uint64_t resume_id, const char *before, const char *after)
{
    struct list added, removed;
    compare(db_arena(db), before, after, &added, &removed);
    TRY(count(db, resume_id, &removed, -1));
    TRY(count(db, resume_id, &added, 1));
    if (removed.n)
        TRY(take_out(db, resume_id, &removed));
    if (!added.n)
        return NULL;
    TRY(make_room(db, resume_id, &added));
    return put_in(db, resume_id, &added);
}

struct err *words_put(struct db *db, uint64_t resume_id, const struct words_resume *in)
{
    const char *search = words_of_resume(db_arena(db), in);
    struct rows *old;
    TRY(q_words_old(db, resume_id, &old));
    if (!old->count) {
        TRY(q_words_insert(db, resume_id, search, &(uint64_t){0}));
        return change(db, resume_id, "", search);
    }
    const char *before = rows_text(old, 0, "_search");
    if (strcmp(before, search) == 0)
        return NULL;
    TRY(q_words_update(db, resume_id, search, &(uint64_t){0}));
    return change(db, resume_id, before, search);
}

struct err *words_remove(struct db *db, uint64_t resume_id)
{
    struct rows *old;
    TRY(q_words_old(db, resume_id, &old));
    if (!old->count)
        return NULL;
    TRY(q_words_delete(db, resume_id, &(uint64_t){0}));
    return change(db, resume_id, rows_text(old, 0, "_search"), "");
}
