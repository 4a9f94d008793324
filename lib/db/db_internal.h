/* What db.c, db_stmt.c, db_result.c and db_list.c share. Nobody else includes it. */
#ifndef MUSUBI_DB_INTERNAL_H
#define MUSUBI_DB_INTERNAL_H

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

#include <mysql.h>
#include <time.h>

enum { DB_MAX_BINDS = 120, DB_MAX_COLS = 64, DB_CACHE = 200, DB_TEXT_BUFFER = 1024 };

/* A prepared statement of this connection: which form of which statement, and its result buffers. */
struct prepared {
    struct prepared *next;
    const struct db_stmt *stmt;
    uint64_t form; /* which optional parts, which sort */
    MYSQL_STMT *handle;
    unsigned nbind;
    int16_t source[DB_MAX_BINDS]; /* of each '?': parameter index, DB_P_…, or DB_EXTRA + index */
    unsigned ncol;
    size_t usual; /* rows of the last result */
    struct rows_col cols[DB_MAX_COLS];
    char *names;
    MYSQL_BIND *results;
    struct result_cell {
        unsigned long len;
        my_bool null, cut;
        bool is_time;
        int64_t num;
        MYSQL_TIME time;
        char *text;
        unsigned long cap;
    } * cells;
};

/* Extra values of a list: keys of the cursor, of the bound, then the limit and the offset. */
enum { DB_EXTRA = 1000, DB_KEYS = 4, DB_UNTIL = DB_KEYS, DB_LIMIT = 2 * DB_KEYS, DB_SKIP, DB_EXTRAS };

struct db {
    const struct db_conf *conf;
    MYSQL *conn;
    struct arena *arena;
    enum { CLUSTER_UNKNOWN, CLUSTER_NO, CLUSTER_YES } cluster; /* of conn */
    bool broken, in_transaction;
    uint64_t org_id, account_id;
    const char *now;
    struct db_use use;
    time_t last_used;
    struct prepared *cache; /* used last first */
    unsigned cached;
};

/* Which form of a statement: its optional parts, and of a list its order and whether a cursor is given. */
struct db_form {
    uint64_t id; /* the same for the same text */
    uint64_t given;
    const struct db_sort *sort; /* NULL: no list */
    bool reverse, later, bounded, skips;
};

/* The text of a form; also fills source and nbind when p is given. */
const char *db_text(struct arena *arena, const struct db_stmt *stmt, const struct db_form *form, struct prepared *p);
/* extra: cursor values and limit of a list, extra_number: which of them are numbers. */
MUST struct err *db_execute(struct db *db, const struct db_stmt *stmt, const struct db_form *form,
                            const struct db_val *vals, const struct db_val *extra, const bool *extra_number,
                            struct rows **rows, uint64_t *number);
MUST struct err *db_prepared(struct db *db, const struct db_stmt *stmt, const struct db_form *form,
                             struct prepared **out);
void db_prepared_free(struct prepared *p);
/* Buffers for the columns of a statement that was just prepared; and the rows of one that was just executed. */
void db_bind_columns(struct prepared *p);
MUST struct err *db_fetch_rows(struct db *db, struct prepared *p, struct rows **out);
void *db_must(void *p); /* memory that is not of the arena, or the end */
MUST struct err *db_error(struct db *db, unsigned code, const char *text, const char *name);
/* After each statement: is the transaction that was begun still open? A cluster may give it up for another node's
   without an error: what followed would be outside of it, and COMMIT would say yes. */
MUST struct err *db_still_open(struct db *db, const char *name);
MUST struct err *db_is_cluster(struct db *db, bool *yes); /* of this connection; asked once */
MUST struct err *db_connect(struct db *db);
void db_drop(struct db *db);
uint64_t db_given(const struct db_stmt *stmt, const struct db_val *vals);

#endif
