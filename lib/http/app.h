/* lib/http: a request and its answer. FastCGI (fcgi), parsing under limits (req*), what handlers ask (req) and answer
   (res, reply), who asks (session, roles.def), form tokens and what is sent twice (csrf, once), what is kept between
   requests (keep), what bounds large work (turn, scratch, tmp). It knows neither pages nor routes. */

/* What a process has from its start to its end: everything that is not of one request. */
#ifndef MUSUBI_APP_H
#define MUSUBI_APP_H

#include "conf/conf.h"
#include "db/db.h"

struct area;
struct arena;
struct keep;
struct pages;
struct zip_table;

struct app {
    const char *program;
    struct arena *arena; /* what lives as long as the process */
    struct conf *conf;
    struct db *db;
    struct db_conf db_conf;
    struct pages *pages;
    struct keep *keep; /* answers of the database that change seldom */
    const struct area *area;
    const struct zip_table *zip; /* postal codes; NULL: none, or this area asks for none */
    const char *tmp_dir;
    bool secure_cookies;
    const unsigned char *secret; /* 32 bytes, from the file named in conf */
    struct arena *request;       /* reset after each request */
};

#endif
