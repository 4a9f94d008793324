/* A request: what came in, who asks, what goes out. Values are NUL-terminated UTF-8 without NUL bytes inside (checked
   while parsing); limits on sizes and counts hold before anything is stored. */
#ifndef MUSUBI_REQ_H
#define MUSUBI_REQ_H

#include "base/arena.h"
#include "base/err.h"
#include "http/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct app;
struct route;
struct db;
struct form;
struct form_state;
struct req_fd;
struct filetype;
struct _hdf;

enum { METHOD_GET = 1, METHOD_POST = 2 };
enum { REQ_PARAMS = 4 }; /* parameters of a route's path at most */

/* Name and value in the order of arrival; names may repeat. */
struct kv {
    const char *name, *value;
    size_t len; /* of value */
};
struct kvs {
    struct kv *v;
    size_t n;
};
const char *kvs_get(const struct kvs *kvs, const char *name); /* first value or NULL */

/* A file that came with a form, in an unlinked temporary file. */
struct upload {
    const char *field;
    const char *name; /* as the browser gave it, base name only, control characters removed, at most 200 bytes */
    int fd;           /* closed by the arena */
    uint64_t size;
    const struct filetype *type; /* from here on: blob_examine(). NULL: not known, or none that is allowed */
    const char *refused;         /* message key: why it cannot be attached */
};

struct reply {
    int status;           /* 200 */
    const char *type;     /* of a file; NULL: text/html */
    const char *location; /* redirect */
    const char *page;     /* template, NULL: the route's */
    int fd;               /* body of a file, -1: none; closed by the arena */
    uint64_t size;
    const char *file_name; /* Content-Disposition: attachment; NULL: inline (eml, text) never used for uploads */
    const char *text;      /* a body given as text with `type` (svg, json for progress) */
    struct kvs headers;    /* Set-Cookie and the like, through res_header */
};

/* What the handler told about the record its request is about (audit_about, audit_who). */
struct audit_note {
    const char *noun, *detail;
    uint64_t noun_id, org_id, account_id;
};

struct req {
    struct arena *arena;
    struct app *app;
    struct db *db;
    const struct route *route;

    char id[40];      /* request id, in the log, on error pages and in audit rows */
    time_t now;       /* the request's clock, see clock_now() */
    char now_sql[20]; /* the same as "YYYY-MM-DD HH:MM:SS" UTC */
    int method;
    bool head;          /* METHOD_GET, but only its head is wanted */
    const char *path;   /* decoded, begins with / */
    const char *query;  /* raw query string, "" without */
    const char *client; /* address from the web server's own parameter */
    const char *host, *agent, *accept_language, *content_type, *referer, *range;
    bool tls;
    uint64_t content_length;

    struct kvs args; /* query string */
    struct kvs cookies;
    struct kvs body; /* form fields */
    struct upload *uploads;
    size_t upload_count;
    const char *params[REQ_PARAMS]; /* of the route, in order */

    struct session session;
    const char *lang; /* "ja" or "en" */

    const void *in;     /* the form's struct while a handler runs, NULL without form */
    bool in_has_errors; /* a form that was sent is shown again: what it did was taken back */
    uint64_t versions; /* how often the record was saved from the very page that this form comes from (FIELD_VERSION) */
    struct form_state *form; /* what was read and what is wrong with it (lib/form/form.c) */
    struct audit_note audit;
    struct _hdf *hdf;
    struct page_table *tables; /* for loops of the page (page_table()) */
    struct reply reply;
    struct req_fd *fds; /* to close at the end (req_keep_fd) */
};

/* ---- parsing (lib/http/req_parse.c); all INPUT errors carry a message key ---- */

struct req_limits {
    uint64_t max_body;  /* bytes; beyond: INPUT "too_large" (413) */
    size_t max_fields;  /* fields, parts or arguments: 2,100 */
    size_t max_name;    /* bytes of a name: 64 */
    size_t max_value;   /* bytes of a text value: 1 MiB + 1 */
    unsigned max_files; /* files with content; 0: files are refused */
    uint64_t max_file;  /* bytes of one file */
};
extern const struct req_limits req_limits_default;

/* Fill method, path, query, args, cookies, client, host, ... from CGI parameters. get(arg, "NAME") gives a value or
   NULL. Refuses: unknown method (DENIED "method"), bad percent escapes, NUL, invalid UTF-8, path over 1,000 bytes,
   query over 8,000, ".." or "//" in the path, Content-Length that is not 1 to 18 digits. */
MUST struct err *req_parse_head(struct req *rq, const char *(*get)(void *arg, const char *name), void *arg);

/* Read exactly content_length bytes with read(arg, buf, n) (returns bytes, 0 at the end, -1 on error) and fill body and
   uploads. Accepts application/x-www-form-urlencoded and multipart/form-data; other types give INPUT "content_type". A
   body that ends early gives INPUT "short_body". Multipart files stream into O_TMPFILE files in tmp_dir. */
MUST struct err *req_parse_body(struct req *rq, const struct req_limits *limits, const char *tmp_dir,
                                long (*read)(void *arg, char *buf, size_t n), void *arg);

/* The same on memory: also for cursors, saved queries and tests. */
MUST struct err *kvs_parse_urlencoded(struct arena *arena, const char *text, size_t len,
                                      const struct req_limits *limits, struct kvs *out);
MUST struct err *kvs_parse_cookies(struct arena *arena, const char *text, struct kvs *out); /* at most 50, 4 KiB */

/* ---- asking (lib/http/req.c); answers are in http/res.h ---- */

uint64_t req_id(const struct req *rq, unsigned index); /* numeric path parameter (":id"), 0-based */
const char *req_str(const struct req *rq, unsigned index);
const char *req_arg(const struct req *rq, const char *name); /* query argument or "" */
/* A number of the query string into *value, which stays untouched without one. */
void req_arg_u64(const struct req *rq, const char *name, uint64_t *value);

/* Another value for a field of the body, as if it had been sent. */
void req_body_set(struct req *rq, const char *name, const char *value);

/* "a=b&c=d" with name set to value (replacing all of that name; NULL removes), escaped, on the arena. */
char *query_with(struct arena *arena, const struct kvs *args, const char *name, const char *value);

/* An unlinked temporary file, closed by the arena; INTERNAL when the disk is full or away. */
MUST struct err *tmp_file(struct req *rq, int *fd);

/* Close fd when the request is over; to say it twice is to say it once. tmp_file and res_file do it themselves. */
void req_keep_fd(struct req *rq, int fd);

#endif
