/* A database server of the test's own in a new directory under /tmp, with the schema; for what only a real server can
   show. One per test program; standard error of its pieces goes to a file in that directory. */
#ifndef MUSUBI_SERVER_H
#define MUSUBI_SERVER_H

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
    char dir[64];    /* /tmp/musubi-unit-XXXXXX: db/, sock, log, and room for the test */
    char socket[80]; /* for struct db_conf; the database is called musubi */
    char user[64];   /* who may do everything, without password */
    pid_t pid;
};

__attribute__((format(printf, 2, 3))) static bool server_run(const struct server *server, const char *fmt, ...)
{
    char command[2048], line[2300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(command, sizeof command, fmt, args);
    va_end(args);
    snprintf(line, sizeof line, "{ %s ; } >>%s/log 2>&1", command, server->dir);
    return system(line) == 0;
}

/* The statements one after the other, in the database. */
static bool server_sql(const struct server *server, const char *sql)
{
    return server_run(server, "mariadb --no-defaults -S %s -u %s musubi -e \"%s\"", server->socket, server->user, sql);
}

static void server_stop(struct server *server)
{
    if (server->pid > 0) {
        kill(server->pid, SIGKILL);
        waitpid(server->pid, NULL, 0);
    }
    server_run(server, "rm -rf %s/db", server->dir);
    char line[100];
    snprintf(line, sizeof line, "rm -rf %s", server->dir);
    if (system(line) != 0)
        fprintf(stderr, "%s stays\n", server->dir);
}

static void server_exec(const struct server *server)
{
    char data[100], sock[100];
    snprintf(data, sizeof data, "--datadir=%s/db", server->dir);
    snprintf(sock, sizeof sock, "--socket=%s", server->socket);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || !freopen("/dev/null", "w", stderr)) /* never outlives the test */
        _exit(1);
    execlp("mariadbd", "mariadbd", "--no-defaults", data, sock, "--user", server->user, "--skip-networking",
           "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0", "--innodb-lock-wait-timeout=1",
           "--innodb-log-file-size=8M", (char *)NULL);
    _exit(127);
}

/* false: it did not come up, the log is shown. */
static bool server_start(struct server *server)
{
    memset(server, 0, sizeof *server);
    snprintf(server->dir, sizeof server->dir, "/tmp/musubi-unit-XXXXXX");
    if (!mkdtemp(server->dir))
        return false;
    snprintf(server->socket, sizeof server->socket, "%s/sock", server->dir);
    FILE *who = popen("id -un", "r");
    bool known = who && fscanf(who, "%63[a-zA-Z0-9_-]", server->user) == 1;
    if (who)
        pclose(who);
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 1);
    if (!known ||
        !server_run(server,
                    "mariadb-install-db --no-defaults --datadir=%s/db --skip-test-db --skip-name-resolve --user=%s "
                    "--auth-root-authentication-method=socket --auth-root-socket-user=%s",
                    server->dir, server->user, server->user))
        return false;
    if ((server->pid = fork()) == 0)
        server_exec(server);
    return server_run(
        server,
        "for i in $(seq 150); do mariadb-admin --no-defaults -S %s -u %s ping && break; sleep 0.1; done; "
        "mariadb --no-defaults -S %s -u %s -e 'CREATE DATABASE musubi CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' && "
        "cat sql/schema/*.sql | mariadb --no-defaults -S %s -u %s --default-character-set=utf8mb4 musubi",
        server->socket, server->user, server->socket, server->user, server->socket, server->user);
}

#endif
