/* The body of a request: exactly Content-Length bytes, of one of two types, under limits that hold before anything is
   stored. ClearSilver's parser is not used: it trusts lengths, is quadratic and crashes on a missing boundary. */
#include "http/req_parse.h"

#include "text/text.h"

#include <inttypes.h>
#include <string.h>

const struct req_limits req_limits_default = {
    .max_body = 1024 * 1024,
    .max_fields = 2100, /* a list with all its ticks, and what else its form has */
    .max_name = 64,
    .max_value = 1024 * 1024 + 1,
    .max_files = 0,
    .max_file = 0,
};

const char *text_defect(const char *text, size_t len)
{
    if (memchr(text, '\0', len))
        return "bad_request";
    return text_utf8(text, len) ? NULL : "utf8";
}

bool char_shows(const char *at, size_t n)
{
    char one[5] = "";
    memcpy(one, at, n < sizeof one ? n : sizeof one - 1);
    return !text_has_control(one, false);
}

const char *name_defect(const char *name, size_t len, size_t max)
{
    if (len == 0 || len > max)
        return "bad_request";
    const char *defect = text_defect(name, len);
    return defect ? defect : text_has_control(name, false) ? "bad_request" : NULL;
}

static void grow(struct kv_list *list)
{
    if (list->out->n < list->cap)
        return;
    size_t cap = list->cap ? list->cap * 2 : 16;
    struct kv *v = arena_array(list->arena, cap, sizeof *v);
    if (list->out->n)
        memcpy(v, list->out->v, list->out->n * sizeof *v);
    list->out->v = v;
    list->cap = cap;
}

struct err *kv_add(struct kv_list *list, const char *name, size_t name_len, const char *value, size_t len)
{
    const char *defect;
    if (list->out->n >= list->limits->max_fields)
        return ERR(list->arena, ERR_INPUT, "too_many_fields", "more than %zu fields", list->limits->max_fields);
    if ((defect = name_defect(name, name_len, list->limits->max_name)))
        return ERR(list->arena, ERR_INPUT, defect, "field name of %zu bytes", name_len);
    if (len > list->limits->max_value)
        return ERR(list->arena, ERR_INPUT, "too_large", "field of %zu bytes", len);
    if ((defect = text_defect(value, len)))
        return ERR(list->arena, ERR_INPUT, defect, "value of field %s", name);
    grow(list);
    list->out->v[list->out->n++] = (struct kv){.name = name, .value = value, .len = len};
    return NULL;
}

bool token_is(const char *text, size_t len, const char *lower)
{
    if (strlen(lower) != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) != lower[i])
            return false;
    return true;
}

static void skip_blanks(struct params *params)
{
    while (params->p < params->end && (*params->p == ' ' || *params->p == '\t'))
        params->p++;
}

static bool is_token(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

static size_t take_token(struct params *params)
{
    const char *start = params->p;
    while (params->p < params->end && is_token(*params->p))
        params->p++;
    return (size_t)(params->p - start);
}

/* From behind the opening quote to behind the closing one. */
static bool take_quoted(struct params *params, struct param *param)
{
    param->value = params->p;
    for (; params->p < params->end; params->p++) {
        if (*params->p == '\\' && params->p + 1 < params->end && params->p[1] == '"') {
            params->p++;
        } else if (*params->p == '"') {
            param->len = (size_t)(params->p - param->value);
            params->p++;
            return true;
        }
    }
    return false;
}

enum param_result params_next(struct params *params, struct param *param)
{
    skip_blanks(params);
    if (params->p == params->end)
        return PARAM_NONE;
    if (*params->p++ != ';')
        return PARAM_BAD;
    skip_blanks(params);
    if (params->p == params->end) /* a lone ; at the end: some clients write it */
        return PARAM_NONE;
    param->name = params->p;
    param->name_len = take_token(params);
    if (param->name_len == 0 || params->p == params->end || *params->p++ != '=')
        return PARAM_BAD;
    if (params->p < params->end && *params->p == '"') {
        params->p++;
        return take_quoted(params, param) ? PARAM_FOUND : PARAM_BAD;
    }
    param->value = params->p;
    param->len = take_token(params);
    return param->len ? PARAM_FOUND : PARAM_BAD;
}

struct err *body_read(struct body_source *source, char *buf, size_t n, size_t *got)
{
    *got = 0;
    if (n > source->left)
        n = (size_t)source->left;
    if (n == 0)
        return NULL;
    long r = source->read(source->arg, buf, n);
    if (r <= 0 || (unsigned long)r > n)
        return ERR(source->arena, ERR_INPUT, "short_body", "%" PRIu64 " bytes of the body are missing", source->left);
    source->left -= (uint64_t)r;
    *got = (size_t)r;
    return NULL;
}

static struct err *read_urlencoded(struct req *rq, const struct req_limits *limits, struct body_source *source)
{
    size_t have = 0, got;
    if (source->left > BODY_TEXT_MAX)
        return ERR(rq->arena, ERR_INPUT, "too_large", "urlencoded body of %" PRIu64 " bytes", source->left);
    char *text = arena_alloc(rq->arena, (size_t)source->left + 1);
    while (source->left) {
        TRY(body_read(source, text + have, (size_t)source->left, &got));
        have += got;
    }
    return kvs_parse_urlencoded(rq->arena, text, have, limits, &rq->body);
}

struct err *req_parse_body(struct req *rq, const struct req_limits *limits, const char *tmp_dir,
                           long (*read)(void *arg, char *buf, size_t n), void *arg)
{
    struct body_source source = {.arena = rq->arena, .read = read, .arg = arg, .left = rq->content_length};
    rq->body = (struct kvs){0};
    rq->uploads = NULL;
    rq->upload_count = 0;
    if (rq->content_length > limits->max_body)
        return ERR(rq->arena, ERR_INPUT, "too_large", "body of %" PRIu64 " bytes", rq->content_length);
    const char *type = rq->content_type ? rq->content_type : "";
    struct params params = {type, type + strlen(type)};
    if (!*type && rq->content_length == 0) /* a form without fields */
        return NULL;
    while (params.p < params.end && *params.p != ';' && *params.p != ' ' && *params.p != '\t')
        params.p++;
    size_t len = (size_t)(params.p - type);
    if (token_is(type, len, "application/x-www-form-urlencoded"))
        return read_urlencoded(rq, limits, &source);
    if (token_is(type, len, "multipart/form-data"))
        return multipart_parse(rq, limits, tmp_dir, params, &source);
    return ERR(rq->arena, ERR_INPUT, "content_type", "content type %s", type);
}
