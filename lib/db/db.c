/* Connection and transactions. Statements are in db_stmt.c, their results in db_result.c, lists in db_list.c. */
#include "db/db_internal.h"

#include "base/json.h"
#include "base/log.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

enum { ER_LOST_CERTIFICATION = 1047, IDLE_CHECK = 20, TRIES = 3 };

struct db *db_new(const struct db_conf *conf)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->conf = conf;
    db->now = "";
    return db;
}

void db_prepared_free(struct prepared *p)
{
    mysql_stmt_close(p->handle);
    for (unsigned i = 0; i < p->ncol; i++)
        free(p->cells[i].text);
    free(p->cells);
    free(p->results);
    free(p->names);
    free(p);
}

void db_drop(struct db *db)
{
    while (db->cache) {
        struct prepared *p = db->cache;
        db->cache = p->next;
        db_prepared_free(p);
    }
    db->cached = 0;
    if (db->conn)
        mysql_close(db->conn);
    db->conn = NULL;
    db->broken = db->in_transaction = false;
}

void db_free(struct db *db)
{
    if (!db)
        return;
    db_drop(db);
    free(db);
}

static bool is_away(unsigned code)
{
    switch (code) {
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_COMMANDS_OUT_OF_SYNC:
    case ER_SERVER_SHUTDOWN:
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
    case ER_CONNECTION_KILLED:
        return true;
    }
    return code >= CR_MIN_ERROR && code <= CR_MAX_ERROR;
}

struct err *db_still_open(struct db *db, const char *name)
{
    unsigned status = SERVER_STATUS_IN_TRANS;
    if (db->in_transaction)
        mariadb_get_infov(db->conn, MARIADB_CONNECTION_SERVER_STATUS, &status);
    return status & SERVER_STATUS_IN_TRANS ? NULL
                                           : db_error(db, ER_LOCK_DEADLOCK, "the server gave the transaction up", name);
}

/* A transaction that loses while its rows are on the way leaves them cut off, without a code. */
struct err *db_error(struct db *db, unsigned code, const char *text, const char *name)
{
    if (!code)
        code = ER_LOCK_DEADLOCK;
    enum err_kind kind = ERR_INTERNAL;
    const char *key = "internal";
    if (is_away(code)) {
        db->broken = true;
        kind = ERR_BUSY;
        key = "database_away";
    } else if (code == ER_LOCK_DEADLOCK || code == ER_LOCK_WAIT_TIMEOUT || code == ER_CHECKREAD ||
               code == ER_LOST_CERTIFICATION || code == ER_STATEMENT_TIMEOUT) {
        kind = ERR_BUSY;
        key = "database_busy";
    } else if (code == ER_DUP_ENTRY) {
        kind = ERR_CONFLICT;
        key = "duplicate";
    }
    struct err *err = ERR(db->arena, kind, key, "%s: %u %s", name, code, text);
    err->code = code;
    return err;
}

struct err *db_connect(struct db *db)
{
    static const char setup[] = "SET SESSION sql_mode='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
                                "NO_ENGINE_SUBSTITUTION', time_zone='+00:00', wait_timeout=86400";
    static const char isolation[] = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY";
    const struct db_conf *c = db->conf;
    unsigned connect_timeout = 3;
    unsigned timeout = c->read_timeout ? c->read_timeout : 30;
    MYSQL *conn = mysql_init(NULL);
    if (!conn)
        abort();
    mysql_options(conn, MYSQL_OPT_CONNECT_TIMEOUT, &connect_timeout);
    mysql_options(conn, MYSQL_OPT_READ_TIMEOUT, &timeout);
    mysql_options(conn, MYSQL_OPT_WRITE_TIMEOUT, &timeout);
    mysql_options(conn, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    bool local = c->socket && *c->socket;
    if (!mysql_real_connect(conn, local ? NULL : c->host, c->user, c->password, c->name, c->port,
                            local ? c->socket : NULL, CLIENT_FOUND_ROWS) ||
        mysql_query(conn, setup) || mysql_query(conn, isolation)) {
        struct err *err = db_error(db, mysql_errno(conn), mysql_error(conn), "connect");
        err->kind = ERR_BUSY;
        err->key = "database_away";
        mysql_close(conn);
        return err;
    }
    db->conn = conn;
    db->cluster = CLUSTER_UNKNOWN;
    db->broken = false;
    return NULL;
}

struct err *db_ready(struct db *db, struct arena *arena)
{
    db->arena = arena;
    db->use = (struct db_use){0};
    db->now = "";
    db->org_id = db->account_id = 0;
    if (db->in_transaction)
        db_rollback(db);
    if (db->conn && !db->broken && time(NULL) - db->last_used > IDLE_CHECK && mysql_ping(db->conn))
        db->broken = true;
    if (db->broken)
        db_drop(db);
    return db->conn ? NULL : db_connect(db);
}

struct arena *db_onto(struct db *db, struct arena *arena)
{
    struct arena *before = db->arena;
    db->arena = arena;
    return before;
}

void db_context(struct db *db, uint64_t org_id, uint64_t account_id, const char *now)
{
    db->org_id = org_id;
    db->account_id = account_id;
    db->now = now;
}

uint64_t db_org(const struct db *db)
{
    return db->org_id;
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

struct arena *db_on(struct db *db, struct arena *arena)
{
    struct arena *before = db->arena;
    db->arena = arena;
    return before;
}

struct db_use db_use(const struct db *db)
{
    return db->use;
}

/* One text-protocol command without a result. As the first statement of a request it may be the one that finds out that
   the server was restarted: nothing was done yet, so a new connection is safe. */
static struct err *command(struct db *db, const char *text)
{
    bool first = !db->in_transaction && db->use.statements == 0;
    uint64_t began = clock_us();
    if (!db->conn || db->broken)
        return db_error(db, CR_SERVER_GONE_ERROR, "no connection", text);
    int failed = mysql_query(db->conn, text);
    if (failed && first && is_away(mysql_errno(db->conn))) {
        db_drop(db);
        TRY(db_connect(db));
        failed = mysql_query(db->conn, text);
    }
    db->use.us += clock_us() - began;
    db->use.statements++;
    db->last_used = time(NULL);
    return failed ? db_error(db, mysql_errno(db->conn), mysql_error(db->conn), text) : NULL;
}

struct err *db_begin(struct db *db)
{
    TRY(command(db, "START TRANSACTION READ WRITE"));
    db->in_transaction = true;
    return NULL;
}

struct err *db_commit(struct db *db)
{
    TRY(command(db, "COMMIT"));
    db->in_transaction = false;
    return NULL;
}

void db_rollback(struct db *db)
{
    db->in_transaction = false;
    if (db->broken)
        db_drop(db);
    else if (db->conn && mysql_query(db->conn, "ROLLBACK"))
        db_drop(db);
}

/* A text-protocol query with one value; NULL: it failed, or there is none. */
static const char *ask(struct db *db, const char *text, struct err **err)
{
    *err = command(db, text);
    MYSQL_RES *result = *err ? NULL : mysql_store_result(db->conn);
    MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
    const char *value = row && row[0] ? arena_strdup(db->arena, row[0]) : NULL;
    mysql_free_result(result);
    return value;
}

struct err *db_is_cluster(struct db *db, bool *yes)
{
    struct err *err = NULL;
    if (db->cluster == CLUSTER_UNKNOWN) {
        const char *on = ask(db, "SELECT @@wsrep_on", &err);
        TRY(err);
        db->cluster = on && strcmp(on, "1") == 0 ? CLUSTER_YES : CLUSTER_NO;
    }
    *yes = db->cluster == CLUSTER_YES;
    return NULL;
}

/* A read that waits for what the cluster has agreed on asks all nodes, and they answer after what they got before. */
struct err *db_everywhere(struct db *db)
{
    struct err *err = NULL;
    bool cluster;
    TRY(db_is_cluster(db, &cluster));
    if (cluster)
        (void)ask(db, "SET STATEMENT wsrep_sync_wait = 1 FOR SELECT 1", &err);
    return err;
}

bool db_can_retry(const struct err *err)
{
    return err && (err->code == ER_LOCK_DEADLOCK || err->code == ER_LOCK_WAIT_TIMEOUT || err->code == ER_CHECKREAD ||
                   err->code == ER_LOST_CERTIFICATION);
}

struct err *db_transaction(struct db *db, struct err *(*work)(struct db *db, void *arg), void *arg)
{
    struct err *err = NULL;
    for (int i = 0; i < TRIES; i++) {
        err = db_begin(db);
        if (!err)
            err = work(db, arg);
        if (!err)
            err = db_commit(db);
        if (!err)
            return NULL;
        db_rollback(db);
        if (!db_can_retry(err))
            return err;
    }
    return err;
}

const char *db_ids(struct arena *arena, const uint64_t *ids, size_t count)
{
    struct buf buf = buf_on(arena);
    json_open(&buf, '[');
    for (size_t i = 0; i < count; i++)
        json_number(&buf, ids[i]);
    json_close(&buf, ']');
    return buf.text;
}
