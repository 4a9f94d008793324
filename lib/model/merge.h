/* 統合: one résumé takes over what hangs on another, which is set aside; and back again. Only what hangs on them: the fields
   are chosen by a person (cgi-bin/crm/merge.c). All of it in one transaction.

   What moves: files, history, mails of the outbox, runs that began at the résumé, 選考プロセス. When both have a process
   with the same JOB the further one stays, with the phases, history and note of the other; an ended one counts as further
   than one that is under way, so that nobody who declined is asked again. */
#ifndef MUSUBI_MERGE_H
#define MUSUBI_MERGE_H

#include "err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

/* Rows of one sort that a merge moves at most; more: CONFLICT "merge_too_many". */
enum { MERGE_MOST = 5000 };

/* kept takes over from gone. Both are locked by the caller. */
MUST struct err *merge_move(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone);
/* gone is taken out of searches and lists, and set aside. */
MUST struct err *merge_aside(struct db *db, uint64_t gone);
/* What merge_move and merge_aside did is undone, as far as it still stands at kept; gone's words and keys are the caller's. */
MUST struct err *merge_undo(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone);
/* Phase of the process moved last, "" without. */
MUST struct err *merge_phase(struct db *db, uint64_t resume_id, const char **phase);

/* Where a résumé of :org went that was merged away; 0: it was not. */
MUST struct err *merge_survivor(struct db *db, uint64_t gone, uint64_t *kept);

/* What a merge that cannot be undone any more set aside goes for good. */
MUST struct err *merge_forget(struct db *db, uint64_t merge_id, uint64_t gone, bool undone);

#endif
