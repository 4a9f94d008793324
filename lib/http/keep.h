/* Rows that change seldom, kept in the process from one request to the next. Each answer has a version: a number that
   is raised in the transaction that changes what the answer is made of, and that the session's statement brings
   (sql/schema/010_versions.sql). What was kept under another version is read anew, so nothing is shown that changed
   before the request began. At most KEEP_ANSWERS answers are kept, those used last, none of them large. */
#ifndef MUSUBI_KEEP_H
#define MUSUBI_KEEP_H

#include "base/err.h"
#include "db/rows.h"

struct keep;
struct db;
struct req;

enum { KEEP_ANSWERS = 64, KEEP_BYTES = 64 * 1024 };

struct keep_key {
    const char *what, *part; /* part: an argument of the statement, or "" */
    uint64_t id;             /* whose: an organisation or an account */
    uint64_t version;
};

/* Asks the database: called when nothing is kept. */
typedef struct err *keep_read(struct db *db, const char *part, struct rows **rows);

struct keep *keep_new(void); /* never NULL */
void keep_free(struct keep *keep);

/* The rows, which nobody may change and which live as long as the request. */
MUST struct err *keep_rows(struct req *rq, const struct keep_key *key, keep_read *read, const struct rows **rows);

#endif
