/* 選考プロセス: one résumé at one JOB, and the phase it is in. The only place that changes a phase (S3-33, S3-25):
   every change writes phase_log and the résumé's own phase in the same transaction.

   Any phase may follow any other (people correct mistakes); moving to the phase it is in already is no change. */
#ifndef MUSUBI_PROCESS_H
#define MUSUBI_PROCESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct rows;

/* CONFLICT "process_twice" when the pair has one; MISSING when résumé or JOB is not of this organisation. */
MUST struct err *process_create(struct db *db, uint64_t resume_id, uint64_t job_id, const char *phase, const char *note,
                                uint64_t owner_id, uint64_t run_id, uint64_t *id);

/* *moved: false when it was there already. run_id: the run whose mail moved it, or 0. */
MUST struct err *process_move(struct db *db, uint64_t id, const char *phase, uint64_t run_id, bool *moved);

/* Create the pair's process in the phase, or move it there. */
MUST struct err *process_reach(struct db *db, uint64_t resume_id, uint64_t job_id, const char *phase, uint64_t owner_id,
                               uint64_t run_id);

/* A mail of a run was handed over: the pairs it was about reach the phase that the run sets (S3-25). run: a row with
   account_id, job_id, resume_id and phase; about: outbox.about. What was deleted after the mail had been written stays
   deleted. */
MUST struct err *process_mailed(struct db *db, const struct rows *run, size_t row, uint64_t run_id, const char *about);

#endif
