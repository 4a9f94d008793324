/* Preparing, binding and running statements. Results are in db_result.c. */
#include "db/db_internal.h"

#include <errmsg.h>
#include <stdlib.h>
#include <string.h>

uint64_t db_given(const struct db_stmt *stmt, const struct db_val *vals)
{
    uint64_t given = 0;
    for (unsigned i = 0; i < stmt->nparam; i++) /* at most DB_MAX_PARAMS */
        if (!vals[i].null)
            given |= (uint64_t)1 << i;
    return given;
}

const char *db_param_name(const struct db_stmt *stmt, unsigned index)
{
    const char *name = stmt->params;
    while (index--)
        name += strlen(name) + 1;
    return name;
}

int db_param(const struct db_stmt *stmt, const char *name)
{
    const char *at = stmt->params;
    for (unsigned i = 0; i < stmt->nparam; i++, at += strlen(at) + 1)
        if (strcmp(at, name) == 0)
            return (int)i;
    return -1;
}

static void add_binds(struct prepared *p, const int8_t *binds, unsigned n)
{
    for (unsigned i = 0; p && i < n; i++) {
        if (p->nbind >= DB_MAX_BINDS)
            abort(); /* a statement of ours; every test run prepares them all */
        p->source[p->nbind++] = binds[i];
    }
}

static void add_extra(struct prepared *p, unsigned index)
{
    if (p && p->nbind < DB_MAX_BINDS)
        p->source[p->nbind++] = (int16_t)(DB_EXTRA + index);
}

/* (a < ?) OR (a = ? AND b < ?) …: the optimizer makes ranges of it. Up to a cursor: the other way round, its row
   included. */
static void add_keyset(struct buf *sql, const struct db_sort *sort, bool reverse, bool until, struct prepared *p)
{
    unsigned first = until ? DB_UNTIL : 0;
    buf_add(sql, " AND (");
    for (unsigned i = 0; sort->keys[i]; i++) {
        bool down = (sort->desc[i] != reverse) != until;
        buf_add(sql, i ? " OR (" : "(");
        for (unsigned j = 0; j <= i; j++) {
            bool last = until && j == i && !sort->keys[i + 1];
            buf_addf(sql, "%s%s %s%s ?", j ? " AND " : "", sort->keys[j],
                     j < i  ? "="
                     : down ? "<"
                            : ">",
                     last ? "=" : "");
            add_extra(p, first + j);
        }
        buf_addc(sql, ')');
    }
    buf_addc(sql, ')');
}

static void add_order(struct buf *sql, const struct db_form *form, struct prepared *p)
{
    const struct db_sort *sort = form->sort;
    buf_add(sql, " ORDER BY ");
    for (unsigned n = 0; sort->keys[n]; n++)
        buf_addf(sql, "%s%s%s", n ? ", " : "", sort->keys[n], sort->desc[n] != form->reverse ? " DESC" : "");
    buf_add(sql, " LIMIT ?");
    add_extra(p, DB_LIMIT);
    if (form->skips) {
        buf_add(sql, " OFFSET ?");
        add_extra(p, DB_SKIP);
    }
}

const char *db_text(struct arena *arena, const struct db_stmt *stmt, const struct db_form *form, struct prepared *p)
{
    const struct db_sort *sort = form->sort;
    struct buf sql = buf_on(arena);
    const int8_t *binds = stmt->binds;
    for (const struct db_piece *piece = stmt->pieces; piece->text; piece++) {
        if (piece->when == DB_KEY_COLUMNS) {
            for (unsigned i = 0; sort && sort->keys[i]; i++)
                buf_addf(&sql, ", %s AS _k%u", sort->keys[i], i);
        } else if (piece->when == DB_INDEX_HINT) {
            if (sort && sort->index)
                buf_addf(&sql, "FORCE INDEX (%s)", sort->index);
        } else if (piece->when == DB_ALWAYS || (form->given >> piece->when & 1)) {
            buf_add(&sql, piece->text);
            buf_addc(&sql, ' ');
            add_binds(p, binds, piece->nbind);
        }
        binds += piece->nbind;
    }
    if (sort && form->later)
        add_keyset(&sql, sort, form->reverse, false, p);
    if (sort && form->bounded)
        add_keyset(&sql, sort, form->reverse, true, p);
    if (sort)
        add_order(&sql, form, p);
    buf_addf(&sql, " /* %s */", stmt->name);
    return sql.text;
}

static void forget_oldest(struct db *db)
{
    struct prepared **at = &db->cache;
    while ((*at)->next)
        at = &(*at)->next;
    struct prepared *p = *at;
    *at = NULL;
    db->cached--;
    db_prepared_free(p);
}

/* Prepared before by this connection? Then it moves to the front. */
static struct prepared *known(struct db *db, const struct db_stmt *stmt, uint64_t form)
{
    for (struct prepared **at = &db->cache; *at; at = &(*at)->next) {
        struct prepared *p = *at;
        if (p->stmt != stmt || p->form != form)
            continue;
        *at = p->next;
        p->next = db->cache;
        return db->cache = p;
    }
    return NULL;
}

struct err *db_prepared(struct db *db, const struct db_stmt *stmt, const struct db_form *form, struct prepared **out)
{
    struct prepared *p = *out = known(db, stmt, form->id);
    if (p)
        return NULL;
    p = db_must(calloc(1, sizeof *p));
    p->stmt = stmt;
    p->form = form->id;
    const char *text = db_text(db->arena, stmt, form, p);
    p->handle = db_must(mysql_stmt_init(db->conn));
    if (mysql_stmt_prepare(p->handle, text, strlen(text))) {
        struct err *err = db_error(db, mysql_stmt_errno(p->handle), mysql_stmt_error(p->handle), stmt->name);
        mysql_stmt_close(p->handle);
        free(p);
        return err;
    }
    db_bind_columns(p);
    if (db->cached >= DB_CACHE)
        forget_oldest(db);
    p->next = db->cache;
    db->cache = *out = p;
    db->cached++;
    return NULL;
}

static void bind_number(MYSQL_BIND *bind, const uint64_t *value)
{
    bind->buffer_type = MYSQL_TYPE_LONGLONG;
    bind->buffer = (void *)value;
    bind->is_unsigned = 1;
}

static void bind_text(MYSQL_BIND *bind, const void *bytes, size_t len)
{
    bind->buffer_type = MYSQL_TYPE_STRING;
    bind->buffer = (void *)bytes;
    bind->buffer_length = len;
}

static void bind_value(MYSQL_BIND *bind, enum db_type type, const struct db_val *val)
{
    if (val->null)
        bind->buffer_type = MYSQL_TYPE_NULL;
    else if (type == DB_U64 || type == DB_I64) {
        bind_number(bind, &val->u64);
        bind->is_unsigned = type == DB_U64;
    } else {
        bind_text(bind, val->bytes, val->len);
        if (type != DB_TEXT)
            bind->buffer_type = MYSQL_TYPE_BLOB;
    }
}

static void bind_params(struct db *db, struct prepared *p, const struct db_val *vals, const struct db_val *extra,
                        const bool *extra_number, MYSQL_BIND *binds)
{
    memset(binds, 0, p->nbind * sizeof *binds);
    for (unsigned i = 0; i < p->nbind; i++) {
        int source = p->source[i];
        if (source == DB_P_ORG)
            bind_number(&binds[i], &db->org_id);
        else if (source == DB_P_ACTOR)
            bind_number(&binds[i], &db->account_id);
        else if (source == DB_P_NOW)
            bind_text(&binds[i], db->now, strlen(db->now));
        else if (source >= DB_EXTRA)
            bind_value(&binds[i], extra_number[source - DB_EXTRA] ? DB_I64 : DB_TEXT, &extra[source - DB_EXTRA]);
        else
            bind_value(&binds[i], p->stmt->types[source], &vals[source]);
    }
}

static struct err *execute_once(struct db *db, const struct db_stmt *stmt, const struct db_form *form,
                                const struct db_val *vals, const struct db_val *extra, const bool *extra_number,
                                struct rows **rows, uint64_t *number)
{
    struct prepared *p;
    MYSQL_BIND binds[DB_MAX_BINDS];
    if (!db->conn || db->broken)
        return db_error(db, CR_SERVER_GONE_ERROR, "no connection", stmt->name);
    TRY(db_prepared(db, stmt, form, &p));
    bind_params(db, p, vals, extra, extra_number, binds);
    if ((p->nbind && mysql_stmt_bind_param(p->handle, binds)) || mysql_stmt_execute(p->handle))
        return db_error(db, mysql_stmt_errno(p->handle), mysql_stmt_error(p->handle), stmt->name);
    if (p->ncol) {
        TRY(db_fetch_rows(db, p, rows));
        return db_still_open(db, stmt->name);
    }
    *number = stmt->kind == DB_INSERT ? mysql_stmt_insert_id(p->handle) : mysql_stmt_affected_rows(p->handle);
    return db_still_open(db, stmt->name);
}

struct err *db_execute(struct db *db, const struct db_stmt *stmt, const struct db_form *form, const struct db_val *vals,
                       const struct db_val *extra, const bool *extra_number, struct rows **rows, uint64_t *number)
{
    uint64_t began = clock_us();
    struct err *err = execute_once(db, stmt, form, vals, extra, extra_number, rows, number);
    /* The server was restarted since the last request: nothing was done in this one yet, so a new connection is
       safe. */
    if (err && db->broken && !db->in_transaction && db->use.statements == 0) {
        db_drop(db);
        err = db_connect(db);
        if (!err)
            err = execute_once(db, stmt, form, vals, extra, extra_number, rows, number);
    }
    db->use.us += clock_us() - began;
    db->use.statements++;
    db->last_used = time(NULL);
    return err;
}

/* Only optional parts change the text. */
static uint64_t form_id(const struct db_stmt *stmt, uint64_t given)
{
    uint64_t id = 0;
    for (const struct db_piece *piece = stmt->pieces; piece->text; piece++)
        if (piece->when >= 0)
            id |= given & (uint64_t)1 << piece->when;
    return id;
}

struct err *db_run(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, struct rows **rows,
                   uint64_t *number)
{
    struct db_form form = {.given = db_given(stmt, vals)};
    struct rows *result = NULL;
    uint64_t n = 0;
    form.id = form_id(stmt, form.given);
    TRY(db_execute(db, stmt, &form, vals, NULL, NULL, &result, &n));
    if (stmt->kind == DB_ONE && result && result->count != 1)
        return ERR(db->arena, ERR_MISSING, "missing", "%s: %zu rows", stmt->name, result->count);
    if (stmt->kind == DB_MAYBE && result && result->count > 1)
        return ERR(db->arena, ERR_INTERNAL, "internal", "%s: %zu rows", stmt->name, result->count);
    if (stmt->kind == DB_EXEC1 && n == 0)
        return ERR(db->arena, ERR_MISSING, "missing", "%s: no row", stmt->name);
    if (rows)
        *rows = result;
    if (number)
        *number = n;
    return NULL;
}
