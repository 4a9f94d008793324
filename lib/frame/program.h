/* The process skeleton shared by all programs: options, configuration, database, templates, start-up checks. */
#ifndef MUSUBI_PROGRAM_H
#define MUSUBI_PROGRAM_H

#include "frame/route.h"
#include "http/app.h"

/* main() of an area: checks the table, answers --routes and --pages, serves until SIGTERM. */
int program_main(int argc, char **argv, const struct area *area);

/* main() of a daemon or command: options -c CONF, --var DIR (or MUSUBI_CONF, MUSUBI_VAR) are taken out of argv; loads
   conf, makes the db. NULL after printing what is wrong. */
struct app *program_open(const char *program, int *argc, char **argv);

/* Takes "name value" out of argv; NULL when it is not there. */
const char *program_option(int *argc, char **argv, const char *name);

/* What the pages of an area need, in its order: texts, forms of its routes, templates (of dir). */
MUST struct err *program_pages(struct app *app, const char *dir, const char *const *templates, size_t count);

#endif
