/* What a list page is measured against: a bare libfcgi program that runs one prepared SELECT with native binds and
   prints its rows as plain text. No session, no rights, no page. It shares no code with the suite, so that nothing of
   ours makes it slow.

   bare SOCKET USER PASSWORD DATABASE STATEMENT_FILE: the file's first line is the SELECT, each further line the value
   of a ?, "n 3" for a number or "t text". */
#include <fcgiapp.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLS = 32, MAX_ARGS = 16, LINE = 65536, TEXT = 4096 };

struct value {
    long long number;
    char text[TEXT];
    unsigned long len;
    my_bool null;
};

static void must(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "bare: %s\n", what);
        exit(1);
    }
}

static void set(MYSQL_BIND *bind, struct value *value, int is_number)
{
    *bind = (MYSQL_BIND){.buffer_type = is_number ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING,
                         .buffer = is_number ? (void *)&value->number : value->text,
                         .buffer_length = TEXT,
                         .length = &value->len,
                         .is_null = &value->null};
}

static void read_args(FILE *file, MYSQL_STMT *stmt)
{
    static char line[LINE];
    static struct value args[MAX_ARGS];
    static MYSQL_BIND binds[MAX_ARGS];
    unsigned n = 0;
    for (; n < MAX_ARGS && fgets(line, sizeof line, file); n++) {
        line[strcspn(line, "\n")] = '\0';
        must(strlen(line) < 2, "argument");
        args[n].number = atoll(line + 2);
        args[n].len = (unsigned long)snprintf(args[n].text, TEXT, "%s", line + 2);
        set(&binds[n], &args[n], *line == 'n');
    }
    must(mysql_stmt_param_count(stmt) != n, "number of arguments");
    must(n && mysql_stmt_bind_param(stmt, binds), "bind");
}

static MYSQL_STMT *prepare(MYSQL *db, const char *path)
{
    static char sql[LINE];
    FILE *file = fopen(path, "r");
    MYSQL_STMT *stmt = mysql_stmt_init(db);
    must(!file || !fgets(sql, sizeof sql, file), path);
    must(mysql_stmt_prepare(stmt, sql, strlen(sql)), mysql_stmt_error(stmt));
    read_args(file, stmt);
    fclose(file);
    return stmt;
}

static unsigned bind_columns(MYSQL_STMT *stmt, struct value *cells, int *is_number)
{
    static MYSQL_BIND binds[MAX_COLS];
    MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);
    unsigned n = mysql_num_fields(meta);
    must(n > MAX_COLS, "too many columns");
    for (unsigned i = 0; i < n; i++) {
        enum enum_field_types type = mysql_fetch_field_direct(meta, i)->type;
        is_number[i] = type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_SHORT ||
                       type == MYSQL_TYPE_TINY;
        set(&binds[i], &cells[i], is_number[i]);
    }
    must(mysql_stmt_bind_result(stmt, binds), "bind result");
    mysql_free_result(meta);
    return n;
}

int main(int argc, char **argv)
{
    static struct value cells[MAX_COLS];
    static int is_number[MAX_COLS];
    FCGX_Request request;
    MYSQL *db = mysql_init(NULL);
    must(argc != 6, "usage: bare SOCKET USER PASSWORD DATABASE STATEMENT_FILE");
    mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    must(!mysql_real_connect(db, NULL, argv[2], argv[3], argv[4], 0, argv[1], 0), mysql_error(db));
    MYSQL_STMT *stmt = prepare(db, argv[5]);
    unsigned columns = bind_columns(stmt, cells, is_number);
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_PutS("Content-Type: text/plain; charset=utf-8\r\n\r\n", request.out);
        must(mysql_stmt_execute(stmt), mysql_stmt_error(stmt));
        while (mysql_stmt_fetch(stmt) == 0) {
            for (unsigned i = 0; i < columns; i++) {
                if (cells[i].null)
                    FCGX_PutChar('-', request.out);
                else if (is_number[i])
                    FCGX_FPrintF(request.out, "%lld", cells[i].number);
                else
                    FCGX_PutStr(cells[i].text, (int)cells[i].len, request.out);
                FCGX_PutChar(i + 1 < columns ? '\t' : '\n', request.out);
            }
        }
        mysql_stmt_free_result(stmt);
        FCGX_Finish_r(&request);
    }
    return 0;
}
