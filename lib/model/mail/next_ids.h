/* The records of a list that match a query string, in the order of their ids: what a run over "everything that matches"
   walks. */
#ifndef MUSUBI_NEXT_IDS_H
#define MUSUBI_NEXT_IDS_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct arena;

/* Up to limit ids of :org with after_id < id <= max_id for the list "resume" or "contact" and the conditions of a
   stored query string
   ("pref=13&words=..."). Fewer than limit, but *n > 0, may come before the end; *n == 0 means the end. */
MUST struct err *model_next_ids(struct db *db, struct arena *arena, const char *list, const char *query,
                                uint64_t after_id, uint64_t max_id, unsigned limit, uint64_t *ids, size_t *n);

#endif
