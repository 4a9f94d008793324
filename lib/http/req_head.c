/* The head of a request from CGI parameters (RFC 3875). Only the web server's own parameters are believed: REMOTE_ADDR,
   HTTPS, SERVER_NAME; what the client said (HTTP_*) is for display and the log, cleaned and cut.

   Every text is set before the first check, so that an error page can be built for a head that was refused. */
#include "http/req_parse.h"
#include "text/text.h"

#include <arpa/inet.h>
#include <string.h>
#include <utf8proc.h>

enum { PATH_BYTES = 1000, QUERY_BYTES = 8000, ADDRESS_BYTES = 46 };

typedef const char *(*param_fn)(void *arg, const char *name);

static const char *param(param_fn get, void *arg, const char *name)
{
    const char *value = get(arg, name);
    return value ? value : "";
}

/* A header for the log or a column: printable, valid UTF-8, at most max bytes. */
static const char *cleaned(struct arena *arena, const char *text, size_t max)
{
    size_t left = strnlen(text, 4 * max);
    struct buf out = buf_on(arena);
    while (left) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        size_t used = n > 0 ? (size_t)n : 1;
        if (out.len + used > max)
            break;
        if (n > 0 && char_shows(text, used))
            buf_addn(&out, text, used);
        text += used;
        left -= used;
    }
    return out.text;
}

/* "" for what is no address (a unix socket). An IPv4 address that came over an IPv6 socket is written as IPv4, so that
   limits by address and the log know one spelling. */
static const char *client_address(struct arena *arena, const char *text)
{
    struct in_addr v4;
    struct in6_addr v6;
    char out[ADDRESS_BYTES];
    const char *done = NULL;
    if (inet_pton(AF_INET, text, &v4) == 1)
        done = inet_ntop(AF_INET, &v4, out, sizeof out);
    else if (inet_pton(AF_INET6, text, &v6) == 1)
        done = IN6_IS_ADDR_V4MAPPED(&v6) ? inet_ntop(AF_INET, &v6.s6_addr[12], out, sizeof out)
                                         : inet_ntop(AF_INET6, &v6, out, sizeof out);
    return done ? arena_strdup(arena, out) : "";
}

/* Display only: links in mails are made from the configuration, never from this. */
static const char *host_name(struct arena *arena, param_fn get, void *arg)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    const char *host = param(get, arg, "SERVER_NAME");
    if (!*host || strcmp(host, "_") == 0)
        host = param(get, arg, "HTTP_HOST");
    return strlen(host) <= 255 && host[strspn(host, allowed)] == '\0' ? arena_strdup(arena, host) : "";
}

static void fill_harmless(struct req *rq, param_fn get, void *arg)
{
    rq->path = "/";
    rq->query = "";
    rq->args = rq->cookies = rq->body = (struct kvs){0};
    rq->content_length = 0;
    rq->client = client_address(rq->arena, param(get, arg, "REMOTE_ADDR"));
    rq->host = host_name(rq->arena, get, arg);
    rq->tls = strcmp(param(get, arg, "HTTPS"), "on") == 0;
    rq->agent = cleaned(rq->arena, param(get, arg, "HTTP_USER_AGENT"), 200);
    rq->accept_language = cleaned(rq->arena, param(get, arg, "HTTP_ACCEPT_LANGUAGE"), 200);
    rq->referer = cleaned(rq->arena, param(get, arg, "HTTP_REFERER"), 1000);
    rq->range = cleaned(rq->arena, param(get, arg, "HTTP_RANGE"), 100);
    rq->content_type = cleaned(rq->arena, param(get, arg, "CONTENT_TYPE"), 300);
}

/* HEAD is GET here: the web server leaves the body out. */
static struct err *parse_method(struct req *rq, const char *method)
{
    rq->method = METHOD_GET;
    rq->head = strcmp(method, "HEAD") == 0;
    if (strcmp(method, "POST") == 0)
        rq->method = METHOD_POST;
    else if (strcmp(method, "GET") != 0 && !rq->head)
        return ERR(rq->arena, ERR_DENIED, "method", "method %.20s", method);
    return NULL;
}

/* "." and ".." segments and empty ones: the web server chose the program by a path without them, so we must not see
   another path than it did. */
static bool path_is_plain(const char *path, size_t len)
{
    if (path[0] != '/')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (path[i] == '\\')
            return false;
        if (path[i] != '/')
            continue;
        const char *next = path + i + 1;
        size_t dots = strspn(next, ".");
        if (*next == '/' || (dots > 0 && dots <= 2 && (next[dots] == '/' || next[dots] == '\0')))
            return false;
    }
    return true;
}

static struct err *parse_path(struct req *rq, const char *uri)
{
    size_t len = strcspn(uri, "?");
    if (len > PATH_BYTES)
        return ERR(rq->arena, ERR_INPUT, "too_large", "path of %zu bytes", len);
    char *path = arena_strndup(rq->arena, uri, len);
    len = percent_decode(path, len, false);
    if (len == SIZE_MAX || strlen(path) != len || !path_is_plain(path, len))
        return ERR(rq->arena, ERR_INPUT, "bad_request", "path %s", uri);
    if (text_defect(path, len))
        return ERR(rq->arena, ERR_INPUT, "utf8", "path %s", uri);
    if (text_has_control(path, false))
        return ERR(rq->arena, ERR_INPUT, "bad_request", "control character in the path");
    rq->path = path;
    return NULL;
}

static struct err *parse_query(struct req *rq, const char *query)
{
    size_t len = strlen(query);
    if (len > QUERY_BYTES)
        return ERR(rq->arena, ERR_INPUT, "too_large", "query of %zu bytes", len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)query[i] <= 0x20 || query[i] == 0x7f)
            return ERR(rq->arena, ERR_INPUT, "bad_request", "control byte in the query");
    TRY(kvs_parse_urlencoded(rq->arena, query, len, &req_limits_default, &rq->args));
    rq->query = arena_strdup(rq->arena, query);
    return NULL;
}

/* Digits only, at most 18: no sign, no space, nothing that could overflow. */
static struct err *parse_length(struct req *rq, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    uint64_t length = 0;
    if (text[digits] || digits > 18)
        return ERR(rq->arena, ERR_INPUT, "bad_request", "content length %.40s", text);
    for (size_t i = 0; i < digits; i++)
        length = length * 10 + (uint64_t)(text[i] - '0');
    rq->content_length = length;
    return NULL;
}

struct err *req_parse_head(struct req *rq, param_fn get, void *arg)
{
    fill_harmless(rq, get, arg);
    TRY(parse_method(rq, param(get, arg, "REQUEST_METHOD")));
    TRY(parse_path(rq, param(get, arg, "REQUEST_URI")));
    TRY(parse_query(rq, param(get, arg, "QUERY_STRING")));
    TRY(parse_length(rq, param(get, arg, "CONTENT_LENGTH")));
    return kvs_parse_cookies(rq->arena, param(get, arg, "HTTP_COOKIE"), &rq->cookies);
}
