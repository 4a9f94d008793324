/* Who asks. Read by one statement at the start of a request: session, account, organisation; the figures of the run
   icon by another when they have changed. The cookie is 256 random bits in base64url; the database has its SHA-256
   only. */
#ifndef MUSUBI_SESSION_H
#define MUSUBI_SESSION_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct req;

/* Bits in the order of roles.def; public and any are the router's. */
enum {
#define ROLE(NAME, name) ROLE_BIT_##NAME,
#include "http/roles.def"
};
enum {
#define ROLE(NAME, name) ROLE_##NAME = 1 << ROLE_BIT_##NAME,
#include "http/roles.def"
    ROLE_PUBLIC = 1 << 20, /* nobody has to be signed in */
    ROLE_ENROL = 1 << 21,  /* staff who have to set up two-factor sign-in first; then the only one of the session */

    ROLE_WRITE = ROLE_ADMIN | ROLE_MEMBER,
    ROLE_CLIENT = ROLE_WRITE | ROLE_READER,
    ROLE_STAFF =
        ROLE_SALES | ROLE_PRODUCTION | ROLE_SUPPORT | ROLE_REVIEW | ROLE_FINANCE | ROLE_OUTREACH | ROLE_SYSADMIN,
    ROLE_ANY = ROLE_CLIENT | ROLE_STAFF
};

enum {
#define FEATURE(NAME, name) FEATURE_BIT_##NAME,
#include "http/roles.def"
};
enum {
#define FEATURE(NAME, name) FEATURE_##NAME = 1 << FEATURE_BIT_##NAME,
#include "http/roles.def"
};

struct session {
    bool signed_in;
    bool expired; /* there was one, but it was idle too long */
    uint64_t id, account_id, org_id;
    unsigned roles, features;
    const char *name, *mail, *org_name, *login_id; /* never NULL while signed in */
    const char *csv;                               /* "utf8" or "cp932" */
    unsigned runs_busy, runs_done;                 /* of this account, for the icon */
    uint64_t run_last;                             /* whose result file the icon offers, 0: none */
    uint64_t members_version, saved_version;       /* of org and account, see sql/schema/010_versions.sql */
    const char *list;                              /* of a route with a list, else NULL: whose figures these are */
    uint64_t list_total;                           /* records of the organisation */
    bool list_ticked;                              /* somewhere in it */
    unsigned char key[32];                         /* of this session (or the visitor's cookie), for form tokens */
};

/* Find the session of the request's cookie, with the figures of that list (a noun, or NULL); not signed in is no error.
   Ends what is idle or too old. Writes seen_at in a transaction of its own every few minutes. */
MUST struct err *session_load(struct req *rq, const char *list);

/* Inside a POST: make a new session for the account and set the cookie (a session that was there ends). */
MUST struct err *session_start(struct req *rq, uint64_t account_id);
MUST struct err *session_end(struct req *rq);

#endif
