/* The process skeleton shared by all programs: options, configuration, database, templates, start-up checks. */
#ifndef MUSUBI_APP_H
#define MUSUBI_APP_H

#include "conf.h"
#include "db.h"
#include "page.h"
#include "route.h"

struct app {
    const char *program;
    struct arena *arena; /* what lives as long as the process */
    struct conf *conf;
    struct db *db;
    struct db_conf db_conf;
    struct pages *pages;
    struct keep *keep; /* answers of the database that change seldom */
    const struct area *area;
    const char *tmp_dir;
    bool secure_cookies;
    const unsigned char *secret; /* 32 bytes, from the file named in conf */
    const char *clock_file;      /* seconds to add to the clock (tests only, MUSUBI_CLOCK_FILE), or NULL */
    struct arena *request;       /* reset after each request */
};

/* main() of an area: checks the table, answers --routes, serves until SIGTERM. */
int app_main(int argc, char **argv, const struct area *area);

/* main() of a daemon or command: options -c CONF, --var DIR (or MUSUBI_CONF, MUSUBI_VAR) are taken out of argv; loads conf, makes the
   db. NULL after printing what is wrong. */
struct app *app_open(const char *program, int *argc, char **argv);

/* Takes "name value" out of argv; NULL when it is not there. */
const char *app_option(int *argc, char **argv, const char *name);

uint64_t app_clock_us(void); /* monotonic */
/* "YYYY-MM-DD HH:MM:SS" in UTC. */
void app_time_sql(time_t t, char out[20]);
/* Real time; where conf test.clock allows it, plus the seconds in the file that MUSUBI_CLOCK_FILE names. */
time_t app_now(const struct app *app);

/* serve.c: one request from its head to its answer. Never fails: errors become pages. */
struct fcgi;
void serve(struct app *app, struct fcgi *io);

#endif
