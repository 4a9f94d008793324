/* 統合: one record takes over what hangs on another, which is set aside; and back again. Only what hangs on them: the
   fields are chosen by a person (cgi-bin/crm/merge.c). All of it in one transaction.

   What moves: history, mails of the outbox, places in selections and drafts; of a résumé files, runs that began at it
   and 選考プロセス (merge_resume.c), of a 企業担当者 the JOBs (merge_contact.c). Addresses of the do-not-contact ledger
   are nobody's and stay. */
#ifndef MUSUBI_MERGE_H
#define MUSUBI_MERGE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/* Rows of one sort that a merge moves at most; more: CONFLICT "merge_too_many". */
enum { MERGE_MOST = 5000 };

/* What a noun has of its own. */
struct merge_noun {
    const char *name;     /* of history, outbox, merge_log */
    const char *others;   /* LIKE of lists beside the noun's own that show such records; "": none */
    const char *kinds[3]; /* mail kinds whose drafts name such records (run.ids) */
    /* The record itself goes out of searches and lists, and comes back. */
    MUST struct err *(*aside)(struct db *db, uint64_t gone);
    MUST struct err *(*back)(struct db *db, uint64_t merge_id, uint64_t gone);
    /* What only such records have moves, and moves back. */
    MUST struct err *(*move)(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone);
    MUST struct err *(*move_back)(struct db *db, uint64_t merge_id, uint64_t kept, uint64_t gone);
};
extern const struct merge_noun merge_resume, merge_contact;

/* kept takes over from gone, which is set aside. Both are locked by the caller. */
MUST struct err *merge_do(struct db *db, const struct merge_noun *noun, uint64_t merge_id, uint64_t kept,
                          uint64_t gone);
/* And back, as far as it still stands at kept; what gone is found by is the caller's. */
MUST struct err *merge_undo(struct db *db, const struct merge_noun *noun, uint64_t merge_id, uint64_t kept,
                            uint64_t gone);
/* For the nouns: CONFLICT when more rows were taken than a merge moves. */
MUST struct err *merge_few(struct db *db, uint64_t taken);
/* Phase of a résumé's process moved last, "" without. */
MUST struct err *merge_phase(struct db *db, uint64_t resume_id, const char **phase);

/* Where a record of :org went that was merged away; 0: it was not. */
MUST struct err *merge_survivor(struct db *db, const char *noun, uint64_t gone, uint64_t *kept);
/* The same to the end of the chain, but merges from before `since` ("YYYY-MM-DD HH:MM:SS") do not count. */
MUST struct err *merge_survivor_since(struct db *db, const char *noun, uint64_t gone, const char *since,
                                      uint64_t *kept);

/* What a merge that cannot be undone any more set aside goes for good. */
MUST struct err *merge_forget(struct db *db, uint64_t merge_id, const char *noun, uint64_t gone, bool undone);

#endif
