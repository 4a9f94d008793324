/* lib/conf: the configuration. conf_keys.c is the table of all keys with type, range, default and help, conf.c reads a
   file against it and tells every mistake with its line, conf_print.c writes the file that is installed, keyring reads
   the keys that secrets in the database are sealed under. */

/* Configuration: conf/musubi.conf read by libconfig against the table in conf.c. Every error is reported with
   file:line, all in one run. Values live as long as the process. */
#ifndef MUSUBI_CONF_H
#define MUSUBI_CONF_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct conf;

/* Reads path. On errors writes one line each to errors ("musubi.conf:12: mail.retry_days: ...") and gives NULL. The
   directory `var` (--var or MUSUBI_VAR) stands for ${var} in text values, the name of the running program without its
   ending for ${program}. */
struct conf *conf_load(const char *path, const char *var, FILE *errors);
void conf_free(struct conf *conf); /* tests */

/* Unknown keys end the process: the table is the contract. */
const char *conf_text(const struct conf *conf, const char *key);
int64_t conf_int(const struct conf *conf, const char *key);
bool conf_bool(const struct conf *conf, const char *key);
/* First line of the secret file that the key names; "" when the key is empty; NULL when it cannot be read or others on
   the machine can read it, the reason is then on standard error. */
const char *conf_secret(const struct conf *conf, const char *key);
/* The same as the file stands now, on an arena of the caller: for keys that may change while the program runs. */
struct arena;
const char *conf_secret_now(const struct conf *conf, const char *key, struct arena *arena);

/* The whole file with defaults and comments, as it should stand in conf/musubi.conf (make check-conf compares). */
void conf_print(FILE *out);

#endif
