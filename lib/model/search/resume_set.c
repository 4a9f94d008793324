/* Pages of the set of résumés that contain the words. A small set is put in order by the database, and its first are
   verified, with their texts when the set alone does not say all, until the page is full. For a large one the list's
   own order is walked: the set goes along as bits, so that only its members are looked at, and the walk ends where the
   page is full. */
#include "model/search/resume_set.h"

#include "base/arena.h"

#include <string.h>

/* In entries of an index that is walked: the time that a look into a record takes, and to put a member in order. */
enum { WALK_FACTOR = 10, SORT_FACTOR = 5, SORT_MOST = 20000, LOT = 1000, SAMPLE = 150, SURE = 25 };

/* Candidates in the order of the list: their ids, and the rows with the keys that cursors are made of. */
struct lot {
    struct rows *keys;
    uint64_t *ids;
    size_t n;
    bool more; /* behind the last of them */
};

struct err *resume_verified(const struct resume_ask *ask, const uint64_t *ids, size_t n, bool wide, struct rows **rows)
{
    static const uint64_t yes = 1;
    struct list_page page = {.limit = (unsigned)n};
    if (!wide && !ask->conditioned) {
        struct q_resume_texts_args texts = {.ids = db_ids(db_arena(ask->db), ids, n)};
        RESUME_OPEN(&texts, &ask->words);
        return q_resume_texts(ask->db, &texts, &page, rows);
    }
    struct q_resume_checked_args args = {
        .ids = db_ids(db_arena(ask->db), ids, n), RESUME_CONDITIONS(&ask->args), .wide = wide ? &yes : NULL};
    RESUME_OPEN(&args, &ask->words);
    return q_resume_checked(ask->db, &args, &page, rows);
}

/* The database sorts; conditions are verified on the way. Some more than the page needs when some may fall away. */
static struct err *lot_read(const struct resume_ask *ask, const struct list_page *page, struct lot *lot)
{
    struct arena *arena = db_arena(ask->db);
    struct list_page at = *page;
    uint64_t *ids = arena_array(arena, ask->words.set.count + 1, sizeof *ids);
    size_t n = words_ids(&ask->words.set, 0, ids, ask->words.set.count);
    struct q_resume_some_args args = {.ids = db_ids(arena, ids, n), RESUME_CONDITIONS(&ask->args)};
    if (strcmp(at.sort, "updated") == 0 && ask->conditioned)
        at.sort = "by_condition";
    if (!ask->words.exact)
        at.limit += at.limit / 4 + 1;
    TRY(q_resume_some(ask->db, &args, &at, &lot->keys));
    lot->n = lot->keys->count;
    lot->more = at.next;
    lot->ids = arena_array(arena, lot->n + 1, sizeof *lot->ids);
    for (size_t i = 0; i < lot->n; i++)
        lot->ids[i] = rows_u64(lot->keys, i, "id");
    return NULL;
}

/* Add what is verified of the next candidates; *used: how many of them are dealt with, all unless the page is full. */
static struct err *add(const struct resume_ask *ask, const struct lot *lot, size_t from, bool wide, unsigned limit,
                       struct rows **all, size_t *used)
{
    struct rows *rows;
    size_t have = *all ? (*all)->count : 0, want = limit - have, n = lot->n - from;
    if (n > want + want / 4 + 1)
        n = want + want / 4 + 1;
    TRY(resume_verified(ask, lot->ids + from, n, wide, &rows));
    *used = from + n;
    if (rows->count > want) {
        rows->count = want;
        for (*used = from; lot->ids[*used] != rows_u64(rows, want - 1, "id");)
            ++*used;
        ++*used;
    }
    *all = list_joined(db_arena(ask->db), *all, rows);
    return NULL;
}

static struct err *sorted_page(const struct resume_ask *ask, bool wide, struct list_page *page, struct rows **rows)
{
    struct list_page at = *page;
    struct lot lot;
    *rows = NULL;
    for (bool full = false; !full;) {
        size_t used = 0;
        TRY(lot_read(ask, &at, &lot));
        while (used < lot.n && (!*rows || (*rows)->count < page->limit))
            TRY(add(ask, &lot, used, wide, page->limit, rows, &used));
        full = (*rows && (*rows)->count >= page->limit) || !lot.more;
        page->next = NULL;
        if (used < lot.n || lot.more)
            page->next = db_list_cursor(ask->db, &stmt_resume_some, &at, lot.keys, used - 1);
        at.after = page->next;
    }
    return *rows ? NULL : resume_verified(ask, NULL, 0, wide, rows);
}

/* ---- the walk ---- */

/* Entries until the page is full, if the members lie evenly. */
static double reach(const struct resume_ask *ask, const struct list_page *page)
{
    return ((double)page->limit + 1) * (double)ask->total / (double)(ask->words.set.count + 1);
}

struct walk {
    struct q_resume_list_args args;
    const struct words_set *set;
};

static void keep_members(const struct words_set *set, struct rows *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (words_has(set, rows_u64(rows, i, "id")))
            memmove(rows->cells + n++ * rows->ncol, rows->cells + i * rows->ncol, rows->ncol * sizeof *rows->cells);
    rows->count = n;
}

/* Where ids reach far, some only seem to be in the set: the page is filled up without them. */
static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    const struct walk *walk = arg;
    struct list_page at = *page;
    struct rows *found;
    if (bare)
        return resume_index(db, &walk->args, page, rows);
    *rows = NULL;
    do {
        TRY(q_resume_list(db, &walk->args, &at, &found));
        keep_members(walk->set, found);
        *rows = list_joined(db_arena(db), *rows, found);
        at.after = at.next;
        at.limit = page->limit - (unsigned)(*rows)->count;
    } while (at.next && at.limit);
    page->next = at.next;
    return NULL;
}

static struct err *walked_page(const struct resume_ask *ask, const struct list_limits *limits, bool wide,
                               struct list_page *page, struct rows **rows, bool *partial)
{
    static const uint64_t yes = 1;
    struct walk walk = {ask->args, &ask->words.set};
    struct db_bytes bits;
    struct list_limits far = *limits;
    bits.v = words_fold(db_arena(ask->db), walk.set, &bits.n);
    const uint64_t mask = bits.n * 8 - 1;
    far.walk = limits->walk < UINT64_MAX / WALK_FACTOR ? limits->walk * WALK_FACTOR : UINT64_MAX;
    resume_narrow(&walk.args, page->sort);
    walk.args.bits = &bits;
    walk.args.mask = &mask;
    walk.args.wide = wide ? &yes : NULL;
    RESUME_OPEN(&walk.args, &ask->words);
    return list_walk(ask->db, &far, run, &walk, ask->total, 1.3 * reach(ask, page), page, rows, partial);
}

struct err *resume_set_page(const struct resume_ask *ask, const struct list_limits *limits, bool wide,
                            struct list_page *page, struct rows **rows, bool *partial)
{
    uint64_t n = ask->words.set.count;
    *partial = false;
    if (n <= SORT_MOST && (double)n * SORT_FACTOR <= reach(ask, page))
        return sorted_page(ask, wide, page, rows);
    return walked_page(ask, limits, wide, page, rows, partial);
}

/* ---- the whole set ---- */

struct err *resume_set_settle(struct resume_ask *ask)
{
    struct words_found *found = &ask->words;
    struct rows *rows;
    uint64_t *ids = arena_array(db_arena(ask->db), found->set.count + 1, sizeof *ids);
    if (found->exact && !ask->conditioned)
        return NULL;
    TRY(resume_verified(ask, ids, words_ids(&found->set, 0, ids, found->set.count), false, &rows));
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = rows_u64(rows, i, "id");
    words_keep(&found->set, ids, rows->count);
    found->exact = true;
    found->nopen = 0;
    ask->conditioned = false;
    ask->args = (struct q_resume_list_args){.phase = "", .updated_from = "", .updated_to = ""};
    return NULL;
}

/* With h hits among k of the sample: is the part of hits surely more than t = most / count? When it were t, h would lie
   around kt with a variance of kt(1 - t); five deviations are enough. */
struct err *resume_set_exceeds(const struct resume_ask *ask, uint64_t most, bool *more)
{
    uint64_t ids[SAMPLE];
    struct rows *rows;
    *more = false;
    if (ask->words.set.count <= most)
        return NULL;
    double k = (double)words_spread(&ask->words.set, ids, SAMPLE), t = (double)most / (double)ask->words.set.count;
    TRY(resume_verified(ask, ids, (size_t)k, false, &rows));
    double above = (double)rows->count - k * t;
    *more = above > 0 && above * above > SURE * k * t * (1 - t);
    return NULL;
}

struct err *resume_set_ids(const struct resume_ask *ask, uint64_t after, unsigned limit, size_t most,
                           struct rows **rows, uint64_t *seen, bool *all)
{
    struct arena *arena = db_arena(ask->db);
    uint64_t *ids = arena_array(arena, LOT, sizeof *ids);
    struct rows *found;
    *rows = NULL;
    *seen = after;
    *all = false;
    while (most && (!*rows || (*rows)->count <= limit)) {
        size_t n = words_ids(&ask->words.set, *seen, ids, most < LOT ? most : LOT);
        TRY(resume_verified(ask, ids, n, false, &found));
        *rows = list_joined(arena, *rows, found);
        most -= n;
        *all = n < LOT && most;
        if (!n || *all)
            break;
        *seen = ids[n - 1];
    }
    if ((*rows)->count > limit) {
        (*rows)->count = limit;
        *all = false;
    }
    return NULL;
}
