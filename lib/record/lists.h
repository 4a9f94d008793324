/* The lists of the CRM: conditions to a page of rows, a count, or the next ids of a run. A filter is the struct of a
   search form: absent is "" (or NULL) and 0; words and names are as typed. Pages come through the keyset of struct
   list_page; every path reads at most conf search.walk_limit records and says when it stopped early. */
#ifndef MUSUBI_LISTS_H
#define MUSUBI_LISTS_H

#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

struct conf;
struct kvs;

struct lists_limits {
    uint64_t walk;         /* records looked at for a page */
    uint64_t rare;         /* records a search in an index may give */
    uint64_t count;        /* matches are counted up to here */
    const uint64_t *total; /* records of the organisation, if they are known already, or NULL */
};
struct lists_limits lists_limits(const struct conf *conf);

struct resume_filter {
    const char *q;    /* free words: each must be somewhere in the record */
    const char *name; /* 氏名・フリガナ */
    const char *pref; /* a code of codes_pref or a region */
    const char *occupation, *skills, *licences, *phase;
    const char *updated_from, *updated_to; /* "YYYY-MM-DD" in Tokyo, both included */
    uint64_t age_from, age_to, salary_from, salary_to, owner_id;
};

struct contact_filter {
    const char *q, *name;
    const char *company;   /* words of the company's name */
    const char *mail_flag; /* "none": none of its addresses is in the ledger; "bounced", "stopped" */
    const char *updated_from, *updated_to;
    uint64_t company_id, owner_id;
};

struct company_filter {
    const char *q, *name, *pref, *industry, *updated_from, *updated_to;
    uint64_t owner_id;
};

struct job_filter {
    const char *q, *pref, *occupation, *employment, *state, *updated_from, *updated_to;
    uint64_t salary_from, salary_to, company_id, contact_id, owner_id;
};

struct process_filter {
    const char *q; /* words of the résumé and the JOB */
    const char *phase, *updated_from, *updated_to;
    uint64_t resume_id, job_id, owner_id;
};

struct lists_count {
    uint64_t n;
    bool capped; /* there are at least n */
};

/* A page of :org. *partial: the limit was reached before the page was full; page->next then goes on from there
   (さらに探す). The sorts are those of the statement; sort names that begin with "by_" are the engine's own. */
extern const struct db_stmt stmt_resume_list, stmt_contact_list, stmt_company_list, stmt_job_list, stmt_process_list;
/* count: all that match, as resume_list_count() says it, or NULL; both in one are quicker than one after the other. */
MUST struct err *resume_list_page(struct db *db, const struct lists_limits *limits, const struct resume_filter *filter,
                                  struct list_page *page, struct rows **rows, bool *partial, struct lists_count *count);
MUST struct err *contact_list_page(struct db *db, const struct lists_limits *limits,
                                   const struct contact_filter *filter, struct list_page *page, struct rows **rows,
                                   bool *partial);
MUST struct err *company_list_page(struct db *db, const struct lists_limits *limits,
                                   const struct company_filter *filter, struct list_page *page, struct rows **rows,
                                   bool *partial);
MUST struct err *job_list_page(struct db *db, const struct lists_limits *limits, const struct job_filter *filter,
                               struct list_page *page, struct rows **rows, bool *partial);
MUST struct err *process_list_page(struct db *db, const struct lists_limits *limits,
                                   const struct process_filter *filter, struct list_page *page, struct rows **rows,
                                   bool *partial);

/* How many match: exact, or with *capped at least *n. The whole list comes from table counter. */
MUST struct err *resume_list_count(struct db *db, const struct lists_limits *limits, const struct resume_filter *filter,
                                   uint64_t *n, bool *capped);
MUST struct err *contact_list_count(struct db *db, const struct lists_limits *limits,
                                    const struct contact_filter *filter, uint64_t *n, bool *capped);
MUST struct err *company_list_count(struct db *db, const struct lists_limits *limits,
                                    const struct company_filter *filter, uint64_t *n, bool *capped);
MUST struct err *job_list_count(struct db *db, const struct lists_limits *limits, const struct job_filter *filter,
                                uint64_t *n, bool *capped);
MUST struct err *process_list_count(struct db *db, const struct lists_limits *limits,
                                    const struct process_filter *filter, uint64_t *n, bool *capped);

/* From the query string of a list ("q=...&pref=13"); names are those of the structs. What cannot be read is INPUT
   "query", never left out: a run must not go to more people than were on screen. Other names (sort, size …) are
   ignored. */
MUST struct err *resume_filter_read(struct arena *arena, const struct kvs *args, struct resume_filter *out);
extern const char *const contact_mail_flags[]; /* of contact_filter.mail_flag */
MUST struct err *contact_filter_read(struct arena *arena, const struct kvs *args, struct contact_filter *out);

#endif
