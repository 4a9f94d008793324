/* lib/db: MariaDB. Connection and transactions (db.c), the statements that sql/gen.awk makes of sql/query (db_stmt,
   db_result, db_list: pages by key), results as rows. Statements are called by their own functions (q_<file>.h);
   :org, :actor and :now are bound here from what the frame has set. */

/* One MariaDB connection and the statements made from sql/query by sql/gen.awk. Areas call the generated functions only
   (build/gen/q_<area>.h); what they share is here. Statements are prepared once per connection with native binds.

   A GET's session is read-only with autocommit: it costs no round trip and a statement that writes fails. db_begin()
   opens a read-write transaction. The connection is only ever renewed between requests (db_ready), never inside one. */
#ifndef MUSUBI_DB_H
#define MUSUBI_DB_H

#include "base/err.h"
#include "db/rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct arena;

struct db_conf {
    const char *socket; /* unix socket, or NULL with host */
    const char *host;
    unsigned port;
    const char *user, *password, *name;
    unsigned read_timeout; /* seconds a statement may take */
};

/* Never fails: the connection is made by db_ready(). conf must outlive the db. */
struct db *db_new(const struct db_conf *conf);
void db_free(struct db *db);

/* Use this arena for results and errors from now on (one per request or job), and connect if there is no connection.
   BUSY when the server is away. */
MUST struct err *db_ready(struct db *db, struct arena *arena);

/* Results and errors go onto this arena from now on; gives the one they went onto. For loops whose steps leave nothing
   behind. */
struct arena *db_onto(struct db *db, struct arena *arena);

/* What :org, :actor and :now stand for. now is "YYYY-MM-DD HH:MM:SS" in UTC and must live as long as the request. */
void db_context(struct db *db, uint64_t org_id, uint64_t account_id, const char *now);
uint64_t db_org(const struct db *db);

MUST struct err *db_begin(struct db *db); /* READ WRITE, READ COMMITTED */
MUST struct err *db_commit(struct db *db);
void db_rollback(struct db *db); /* also after an error; never fails: a broken connection is dropped */

/* May the whole transaction be run again? 1213, 1205, 1020, 1047. */
bool db_can_retry(const struct err *err);

/* Run work in a read-write transaction, again after a deadlock, at most three times. For daemons; the router does the
   same for a POST. work must have no effect outside the database. */
MUST struct err *db_transaction(struct db *db, struct err *(*work)(struct db *db, void *arg), void *arg);
/* After a commit, on a cluster of servers (Galera): when this returns, every node has what was committed. Until then it
   can be lost with the node that committed it. Nothing to do, and next to nothing done, on a server that is alone.
   BUSY: nobody knows. */
MUST struct err *db_everywhere(struct db *db);

struct db_use {
    uint64_t us; /* time in the database since db_ready */
    unsigned statements;
};
struct db_use db_use(const struct db *db);
struct arena *db_arena(struct db *db);
/* Results and errors go to this arena from now on, which must live as long as they are used; gives the one before. */
struct arena *db_on(struct db *db, struct arena *arena);

/* A string list for WHERE id IN: MariaDB has no array parameter, so ids travel as one bound JSON text and are joined by
   JSON_TABLE. Gives "[1,2,3]" on the arena. */
const char *db_ids(struct arena *arena, const uint64_t *ids, size_t count);

/* ---- what the generated code uses ---- */

enum db_type { DB_U64, DB_I64, DB_TEXT, DB_BYTES, DB_BLOB32, DB_BLOB16 };

/* Bytes for a parameter that is no text. */
struct db_bytes {
    const void *v;
    size_t n;
};

/* How many rows a statement must touch, and what it gives. */
enum db_kind {
    DB_ONE,    /* exactly one row, MISSING without */
    DB_MAYBE,  /* at most one row */
    DB_MANY,   /* any number; the statement has its own LIMIT */
    DB_LIST,   /* keyset page, see struct list_page */
    DB_EXEC,   /* any number of rows found */
    DB_EXEC1,  /* at least one row found, MISSING without */
    DB_INSERT, /* gives the new id */
    DB_BULK    /* array binding */
};

/* A piece of a statement: text, taken if the optional parameter `when` is given, or always (DB_ALWAYS). The other two
   stand where a list takes the columns of its sort and its index hint. */
enum { DB_ALWAYS = -1, DB_KEY_COLUMNS = -2, DB_INDEX_HINT = -3 };
struct db_piece {
    int when;
    const char *text;
    unsigned nbind; /* '?' in text */
};

/* A sort of a list statement. */
struct db_sort {
    const char *name;
    const char *keys[4]; /* SQL expressions, NULL-terminated, the last is unique */
    bool desc[4];
    const char *index; /* for FORCE INDEX, or NULL */
};

/* Parameter sources beside the function's own: */
enum { DB_P_ORG = -1, DB_P_ACTOR = -2, DB_P_NOW = -3 };

/* A statement has no more parameters than that: a prepared form is known by 64 bits, 16 of which a list needs for its
   order. sql/gen.awk refuses more. */
enum { DB_MAX_PARAMS = 48 };

struct db_stmt {
    const char *name; /* also sent as a comment in the statement text */
    enum db_kind kind;
    const struct db_piece *pieces; /* ends with text NULL; '?' marks parameters */
    const int8_t *binds;           /* of each '?' in order over all pieces: index of a parameter or DB_P_… */
    unsigned nparam;
    const char *params;          /* the parameters' names in order, each ended by a NUL */
    const uint8_t *types;        /* enum db_type of each parameter */
    uint64_t optional;           /* bit i: parameter i may be NULL */
    const struct db_sort *sorts; /* of a list; ends with name NULL */
};

struct db_val {
    bool null;
    uint64_t u64; /* DB_U64, DB_I64 */
    const void *bytes;
    size_t len;
};

#define DB_VAL_U64(x)                                                                                                  \
    {                                                                                                                  \
        .u64 = (uint64_t)(x)                                                                                           \
    }
#define DB_VAL_TEXT(x)                                                                                                 \
    {                                                                                                                  \
        .null = !(x), .bytes = (x), .len = (x) ? __builtin_strlen(x) : 0                                               \
    }
#define DB_VAL_BLOB(x, n)                                                                                              \
    {                                                                                                                  \
        .null = !(x), .bytes = (x), .len = (n)                                                                         \
    }

/* Index of the parameter of this name, -1: the statement has none. And the name of one; index < nparam. */
int db_param(const struct db_stmt *stmt, const char *name);
const char *db_param_name(const struct db_stmt *stmt, unsigned index);

struct list_page;
MUST struct err *db_run(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, struct rows **rows,
                        uint64_t *number);
MUST struct err *db_list(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, struct list_page *page,
                         struct rows **rows);
/* vals is count × nparam, row by row; sent in batches of at most 1,000, on a cluster one by one. *number: rows
   changed. */
MUST struct err *db_bulk(struct db *db, const struct db_stmt *stmt, const struct db_val *vals, size_t count,
                         uint64_t *number);

/* ---- keyset paging ---- */

/* One page of a list. after is the cursor of the page before ("" or NULL: the first page). */
struct list_page {
    const char *sort;  /* name of a sort of the statement; unknown or NULL: the first one */
    bool reverse;      /* turn the sort's direction */
    const char *after; /* opaque, from next; a damaged one gives INPUT "cursor" */
    unsigned limit;    /* rows a page, capped by the caller */
    const char *until; /* a cursor: nothing behind its row; NULL: to the end */
    unsigned skip;     /* rows left out at the beginning */
    const char *next;  /* out: cursor of the next page, NULL on the last; sorts by the same keys share theirs */
};

/* The cursor behind a row of a list that was read by db_list() with this page. */
const char *db_list_cursor(struct db *db, const struct db_stmt *stmt, const struct list_page *page,
                           const struct rows *rows, size_t row);

#endif
