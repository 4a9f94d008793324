/* What the parsers of a request share; nobody else includes this. */
#ifndef MUSUBI_REQ_PARSE_H
#define MUSUBI_REQ_PARSE_H

#include "base/err.h"
#include "http/req.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing list of fields; `out` is valid after each kv_add. */
struct kv_list {
    struct arena *arena;
    const struct req_limits *limits;
    struct kvs *out;
    size_t cap;
};

/* Append a field. name and value must be NUL-terminated on the arena. INPUT "too_many_fields", "too_large", "utf8", or
   "bad_request" for NUL bytes and for names that are empty, too long or hold control characters. */
MUST struct err *kv_add(struct kv_list *list, const char *name, size_t name_len, const char *value, size_t len);

/* NULL for UTF-8 without NUL, else the message key: "bad_request" or "utf8". */
const char *text_defect(const char *text, size_t len);
/* The same for the name of a field; empty, too long or with control characters is "bad_request", too. */
const char *name_defect(const char *name, size_t len, size_t max);
/* Is the character of n bytes one to show: no control and nothing that acts like one (text_has_control)? */
bool char_shows(const char *at, size_t n);

/* Decode %XX (and '+' as a space) in place: the new length, SIZE_MAX on a bad escape. NUL-terminates. */
size_t percent_decode(char *text, size_t len, bool plus);

/* Parameters of a header value (`; name=value; name="value"`) one after the other, RFC 9110 5.6.6. In quoted values
   only \" is an escape: browsers send backslashes of file names as they are. */
struct params {
    const char *p, *end;
};
struct param {
    const char *name;
    size_t name_len;
    const char *value; /* as it stands, between the quotes */
    size_t len;
};
enum param_result { PARAM_NONE, PARAM_FOUND, PARAM_BAD };
enum param_result params_next(struct params *params, struct param *param);
bool token_is(const char *text, size_t len, const char *lower); /* ASCII, case-insensitive */

/* The body: never more than Content-Length bytes are asked for. */
struct body_source {
    struct arena *arena;
    long (*read)(void *arg, char *buf, size_t n);
    void *arg;
    uint64_t left;
};
/* Up to n bytes, at least one unless the body is at its end (*got 0); INPUT "short_body" when it ends too early. */
MUST struct err *body_read(struct body_source *source, char *buf, size_t n, size_t *got);

/* Text of all fields of one body together; files do not count. */
enum { BODY_TEXT_MAX = 8 * 1024 * 1024 };

/* multipart/form-data (RFC 7578). params: what stands behind the media type. */
MUST struct err *multipart_parse(struct req *rq, const struct req_limits *limits, const char *tmp_dir,
                                 struct params params, struct body_source *source);

/* A browser's file name made fit to store and show: last path component, NFC (macOS sends NFD), bad UTF-8 replaced,
   control and direction characters out, at most 200 bytes with the extension kept. "file" when nothing is left. */
char *upload_name(struct arena *arena, const char *name, size_t len);

/* An unlinked file in dir, closed with the request. */
MUST struct err *tmp_open(struct req *rq, const char *dir, int *fd);

#endif
