/* 履歴 of a record: what was made, changed, noted, sent. One table for all nouns. */
#ifndef MUSUBI_HISTORY_H
#define MUSUBI_HISTORY_H

#include "base/err.h"

#include <stdint.h>

struct db;
struct form;
struct req;
struct rows;

/* By :actor, 0 for a daemon. kind: create, update, note, file …; body: what the kind says, of an update the changed
 * fields (history_changed). */
MUST struct err *history_add(struct db *db, const char *noun, uint64_t id, const char *kind, const char *body);

/* History.N.{kind,at,who,body} of the record's page, newest first; fields of form by their labels. */
MUST struct err *history_show(struct req *rq, const char *noun, const struct form *form, uint64_t id);

/* Names of the form's fields whose columns differ, comma separated; and such names as labels. */
const char *history_changed(struct req *rq, const struct form *form, const struct rows *before,
                            const struct rows *after);
const char *history_labels(struct req *rq, const struct form *form, const char *names);

#endif
