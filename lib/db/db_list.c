/* Keyset lists and array binding. */
#include "db/db_internal.h"

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH = 1000, CURSOR_MAX = 2000 };
static const char unit = '\x1f'; /* never in stored text: input refuses control characters */

static bool same_keys(const struct db_sort *a, const struct db_sort *b)
{
    unsigned i = 0;
    for (; a->keys[i] && b->keys[i]; i++)
        if (strcmp(a->keys[i], b->keys[i]) != 0 || a->desc[i] != b->desc[i])
            return false;
    return a->keys[i] == b->keys[i];
}

/* Sorts that differ in nothing but their index understand each other's cursors: by the name of the first of them. */
static const char *cursor_name(const struct db_stmt *stmt, const struct db_sort *sort)
{
    const struct db_sort *first = stmt->sorts;
    while (!same_keys(first, sort))
        first++;
    return first->name;
}

/* sort name, then each key as n<number> or s<text> */
static const char *cursor_make(struct arena *arena, const struct db_stmt *stmt, const struct db_sort *sort,
                               const struct rows *rows, size_t row)
{
    struct buf buf = buf_on(arena);
    buf_add(&buf, cursor_name(stmt, sort));
    for (unsigned i = 0; sort->keys[i]; i++) {
        char name[8] = {'_', 'k', (char)('0' + i)};
        int col = rows_col(rows, name);
        buf_addc(&buf, unit);
        buf_addc(&buf, rows->cols[col].is_number ? 'n' : 's');
        buf_add(&buf, rows_text(rows, row, name));
    }
    return crypto_base64url(arena, buf.text, buf.len);
}

static const struct db_sort *sort_of(const struct db_stmt *stmt, const char *name)
{
    for (const struct db_sort *s = stmt->sorts; name && s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return stmt->sorts;
}

const char *db_list_cursor(struct db *db, const struct db_stmt *stmt, const struct list_page *page,
                           const struct rows *rows, size_t row)
{
    return cursor_make(db->arena, stmt, sort_of(stmt, page->sort), rows, row);
}

static struct err *bad_cursor(struct arena *arena)
{
    return ERR(arena, ERR_INPUT, "cursor", "damaged cursor");
}

/* Values of the keys; *fits is false when the cursor belongs to another sort (then the first page is shown). */
static struct err *cursor_read(struct arena *arena, const struct db_stmt *stmt, const struct db_sort *sort,
                               const char *text, struct db_val *vals, bool *number, bool *fits)
{
    size_t len = 0;
    if (strlen(text) > CURSOR_MAX)
        return bad_cursor(arena);
    char *at = (char *)crypto_unbase64url(arena, text, 0, &len);
    if (!at || memchr(at, '\0', len))
        return bad_cursor(arena);
    at = arena_strndup(arena, at, len);
    char *part = strsep(&at, "\x1f");
    *fits = strcmp(part, cursor_name(stmt, sort)) == 0;
    for (unsigned i = 0; *fits && sort->keys[i]; i++) {
        part = at ? strsep(&at, "\x1f") : NULL;
        if (!part || (*part != 'n' && *part != 's'))
            return bad_cursor(arena);
        number[i] = *part == 'n';
        if (number[i]) {
            char *end;
            vals[i] = (struct db_val){.u64 = (uint64_t)strtoll(part + 1, &end, 10)};
            if (*end || end == part + 1)
                return bad_cursor(arena);
        } else
            vals[i] = (struct db_val){.bytes = part + 1, .len = strlen(part + 1)};
    }
    return NULL;
}

struct err *db_list(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, struct list_page *page,
                    struct rows **rows)
{
    const struct db_sort *sort = sort_of(stmt, page->sort);
    struct db_val extra[DB_EXTRAS] = {{0}};
    bool number[DB_EXTRAS] = {false};
    struct db_form form = {.given = db_given(stmt, vals), .sort = sort, .reverse = page->reverse};
    uint64_t none = 0;
    form.later = page->after && *page->after;
    form.bounded = page->until && *page->until;
    form.skips = page->skip > 0;
    if (form.later)
        TRY(cursor_read(db->arena, stmt, sort, page->after, extra, number, &form.later));
    if (form.bounded)
        TRY(cursor_read(db->arena, stmt, sort, page->until, extra + DB_UNTIL, number + DB_UNTIL, &form.bounded));
    extra[DB_LIMIT] = (struct db_val){.u64 = (uint64_t)page->limit + 1};
    extra[DB_SKIP] = (struct db_val){.u64 = page->skip};
    number[DB_LIMIT] = number[DB_SKIP] = true;
    form.id = form.given | (uint64_t)(sort - stmt->sorts) << DB_MAX_PARAMS | (uint64_t)form.reverse << 60 |
              (uint64_t)form.later << 61 | (uint64_t)form.bounded << 62 | (uint64_t)form.skips << 63;
    TRY(db_execute(db, stmt, &form, vals, extra, number, rows, &none));
    page->next = NULL;
    if ((*rows)->count > page->limit) {
        (*rows)->count = page->limit;
        page->next = cursor_make(db->arena, stmt, sort, *rows, page->limit - 1);
    }
    return NULL;
}

/* ---- array binding ---- */

struct column {
    uint64_t *numbers;
    const char **texts;
    unsigned long *lens;
    char *null;
};

static struct column column_new(struct arena *arena, size_t count)
{
    return (struct column){arena_array(arena, count, sizeof(uint64_t)), arena_array(arena, count, sizeof(char *)),
                           arena_array(arena, count, sizeof(unsigned long)), arena_array(arena, count, 1)};
}

static void column_fill(struct db *db, struct column *c, size_t row, int source, const struct db_val *vals)
{
    c->null[row] = STMT_INDICATOR_NONE;
    if (source == DB_P_ORG)
        c->numbers[row] = db->org_id;
    else if (source == DB_P_ACTOR)
        c->numbers[row] = db->account_id;
    else if (source == DB_P_NOW) {
        c->texts[row] = db->now;
        c->lens[row] = strlen(db->now);
    } else if (vals[source].null)
        c->null[row] = STMT_INDICATOR_NULL;
    else {
        c->numbers[row] = vals[source].u64;
        c->texts[row] = vals[source].bytes;
        c->lens[row] = vals[source].len;
    }
}

static bool source_is_number(const struct db_stmt *stmt, int source)
{
    if (source < 0)
        return source != DB_P_NOW;
    return stmt->types[source] == DB_U64 || stmt->types[source] == DB_I64;
}

static struct err *bulk_batch(struct db *db, struct prepared *p, const struct db_val *vals, size_t count)
{
    MYSQL_BIND binds[DB_MAX_BINDS];
    unsigned rows = (unsigned)count;
    memset(binds, 0, sizeof binds);
    for (unsigned b = 0; b < p->nbind; b++) {
        int source = p->source[b];
        struct column c = column_new(db->arena, count);
        for (size_t i = 0; i < count; i++)
            column_fill(db, &c, i, source, &vals[i * p->stmt->nparam]);
        binds[b].u.indicator = c.null;
        if (source_is_number(p->stmt, source)) {
            binds[b].buffer_type = MYSQL_TYPE_LONGLONG;
            binds[b].buffer = c.numbers;
            binds[b].is_unsigned = source < 0 || p->stmt->types[source] == DB_U64;
        } else {
            binds[b].buffer_type =
                source >= 0 && p->stmt->types[source] != DB_TEXT ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
            binds[b].buffer = c.texts;
            binds[b].length = c.lens;
        }
    }
    if (mysql_stmt_attr_set(p->handle, STMT_ATTR_ARRAY_SIZE, &rows) || mysql_stmt_bind_param(p->handle, binds) ||
        mysql_stmt_execute(p->handle))
        return db_error(db, mysql_stmt_errno(p->handle), mysql_stmt_error(p->handle), p->stmt->name);
    return db_still_open(db, p->stmt->name);
}

/* A cluster that gives a transaction up in the middle of an array says nothing, and the rest of the array is done
   outside of it. A statement alone is told. */
static struct err *one_by_one(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, size_t count,
                              uint64_t *changed)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t n;
        TRY(db_run(db, stmt, vals + i * stmt->nparam, NULL, &n));
        *changed += n;
    }
    return NULL;
}

static struct err *by_array(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, size_t count,
                            uint64_t *changed)
{
    struct prepared *p;
    uint64_t began = clock_us();
    TRY(db_prepared(db, stmt, &(struct db_form){0}, &p));
    for (size_t done = 0; done < count; done += BATCH) {
        TRY(bulk_batch(db, p, vals + done * stmt->nparam, count - done < BATCH ? count - done : BATCH));
        *changed += mysql_stmt_affected_rows(p->handle);
        db->use.statements++;
    }
    db->use.us += clock_us() - began;
    db->last_used = time(NULL);
    return NULL;
}

struct err *db_bulk(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, size_t count,
                    uint64_t *number)
{
    uint64_t changed = 0;
    bool cluster;
    if (count) {
        TRY(db_is_cluster(db, &cluster));
        TRY(cluster ? one_by_one(db, stmt, vals, count, &changed) : by_array(db, stmt, vals, count, &changed));
    }
    if (number)
        *number = changed;
    return NULL;
}
