/* Demo data: an operator and two agencies with all that a recruiter meets. The same on every machine, and as old on
   every day: its clock stands at the last 21:00 in Tokyo, where it is the same day in UTC, too. Texts are normalised
   and searched for as the forms do it, by the same functions of the library. People, companies and addresses are
   invented; mails go to example domains. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "base/err.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum {
    DEMO_COMPANIES = 150,
    DEMO_CONTACTS = 300,
    DEMO_JOBS = 300,
    DEMO_RESUMES = 2400,
    DEMO_RESUME_BASE = 100000,
    DEMO_BATCH = 1000
};

/* The customer organisations are 2 and 3; 1 is the operator. */
enum { DEMO_OPERATOR = 1, DEMO_FIRST_AGENCY = 2, DEMO_LAST_AGENCY = 3 };

struct arena;

struct demo {
    struct db *db;
    struct arena *arena;                    /* of the batch at hand: results and rows, reset between batches */
    time_t now;                             /* see above */
    uint64_t resumes[DEMO_LAST_AGENCY + 1]; /* of each organisation */
    uint64_t processes[DEMO_LAST_AGENCY + 1];
    const char *accounts_file;
};

/* account.c */
MUST struct err *demo_accounts(struct demo *demo);
/* Of a customer organisation: one who may write; 0 is the 管理者. */
uint64_t demo_account_id(uint64_t org, unsigned index);
enum { DEMO_WRITERS = 3 };

/* firm.c: 企業, 企業担当者 and JOB of one organisation */
MUST struct err *demo_firms(struct demo *demo, uint64_t org);
uint64_t demo_job_id(uint64_t org, unsigned index);

/* resume.c: résumés of all organisations with their 選考プロセス and history */
MUST struct err *demo_resumes(struct demo *demo);

/* pairs.c: who may be there twice; after everything else */
MUST struct err *demo_pairs(struct demo *demo);

/* mail.c: templates, signatures, saved searches */
MUST struct err *demo_mails(struct demo *demo, uint64_t org);

/* runs.c: bulk mails that have been sent, when the résumés are there */
MUST struct err *demo_runs(struct demo *demo, uint64_t org);

/* time.c. The now of a demo that is made at t, see above. */
time_t demo_now(time_t t);
/* "YYYY-MM-DD HH:MM:SS" so many seconds before the demo's now, on the arena. */
const char *demo_time(struct demo *demo, uint64_t ago);
/* "YYYY-MM-DD" */
const char *demo_day(struct demo *demo, int64_t days_ahead);
/* The month of the demo's now, counted from year 0. */
unsigned demo_month(const struct demo *demo);

#endif
