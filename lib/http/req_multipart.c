/* multipart/form-data (RFC 7578, RFC 2046 5.1) as a stream: a window of fixed size, text values in memory up to their
   limit, files straight into unlinked temporary files. Time is linear in the body: the boundary is searched by memmem
   over the window, and what was searched is consumed.

   Stricter than RFC 2046 where no browser needs it: no preamble, no folded header lines, no transfer encodings, and the
   closing boundary must be there (a body that was cut is no form). */
#include "http/req_parse.h"

#include "base/file.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 64 * 1024, HEADERS_MAX = 8 * 1024, BOUNDARY_MAX = 70 };

struct multipart {
    struct req *rq;
    const struct req_limits *limits;
    const char *tmp_dir;
    struct body_source *source;
    struct kv_list fields;
    size_t parts, text_bytes, uploads_cap;

    char delimiter[BOUNDARY_MAX + 5]; /* "\r\n--boundary" */
    size_t delimiter_len;
    char *window;
    size_t start, end; /* what is read and not consumed */
};

struct part {
    const char *name;
    size_t name_len;
    bool is_file;
    const char *file_name; /* cleaned; NULL: the browser sent an empty one */
    int fd;                /* -1 until the first byte */
    uint64_t size;
    struct buf text;
};

static struct err *bad(struct multipart *m, const char *what)
{
    return ERR(m->rq->arena, ERR_INPUT, "bad_request", "multipart: %s", what);
}

/* ---- window ---- */

static size_t buffered(const struct multipart *m)
{
    return m->end - m->start;
}

/* Have at least n bytes in the window, fewer only at the end of the body. A refill fills the whole window, so that
   bytes are moved about once however small the parts are. */
static struct err *need(struct multipart *m, size_t n)
{
    if (buffered(m) >= n || m->source->left == 0)
        return NULL;
    memmove(m->window, m->window + m->start, buffered(m));
    m->end -= m->start;
    m->start = 0;
    while (m->end < WINDOW && m->source->left) {
        size_t got;
        TRY(body_read(m->source, m->window + m->end, WINDOW - m->end, &got));
        m->end += got;
    }
    return NULL;
}

static bool take(struct multipart *m, const char *bytes, size_t len)
{
    if (buffered(m) < len || memcmp(m->window + m->start, bytes, len) != 0)
        return false;
    m->start += len;
    return true;
}

/* ---- headers of a part ---- */

/* What browsers escape in names (WHATWG form-data): %22, %0D, %0A; older ones and curl write \" for the quote. */
static char *unescaped(struct arena *arena, const char *text, size_t len, size_t *out_len)
{
    char *out = arena_strndup(arena, text, len);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '\\' && len - i > 1 && text[i + 1] == '"') {
            c = '"';
            i++;
        } else if (c == '%' && len - i > 2 &&
                   (token_is(text + i, 3, "%22") || token_is(text + i, 3, "%0d") || token_is(text + i, 3, "%0a"))) {
            c = text[i + 1] == '2' ? '"' : text[i + 2] == 'a' || text[i + 2] == 'A' ? '\n' : '\r';
            i += 2;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    *out_len = n;
    return out;
}

static struct err *read_disposition(struct multipart *m, struct params params, struct part *part)
{
    struct param param;
    enum param_result result;
    size_t len;
    if (part->name || params.end - params.p < 9 || !token_is(params.p, 9, "form-data"))
        return bad(m, "content disposition");
    params.p += 9;
    while ((result = params_next(&params, &param)) == PARAM_FOUND) {
        char *value = unescaped(m->rq->arena, param.value, param.len, &len);
        if (token_is(param.name, param.name_len, "name")) {
            if (part->name)
                return bad(m, "two names");
            part->name = value;
            part->name_len = len;
        } else if (token_is(param.name, param.name_len, "filename")) {
            if (part->is_file)
                return bad(m, "two file names");
            part->is_file = true;
            part->file_name = len ? upload_name(m->rq->arena, value, len) : NULL;
        }
    }
    return result == PARAM_BAD || !part->name ? bad(m, "disposition parameters") : NULL;
}

/* Content-Type of a part is the browser's guess and not used: types are found by content. */
static struct err *read_header(struct multipart *m, const char *line, size_t len, struct part *part)
{
    const char *colon = memchr(line, ':', len);
    if (!colon || colon == line || *line == ' ' || *line == '\t' || memchr(line, '\0', len))
        return bad(m, "header line");
    struct params value = {colon + 1, line + len};
    size_t name_len = (size_t)(colon - line);
    while (value.p < value.end && (*value.p == ' ' || *value.p == '\t'))
        value.p++;
    if (token_is(line, name_len, "content-disposition"))
        return read_disposition(m, value, part);
    if (!token_is(line, name_len, "content-transfer-encoding"))
        return NULL;
    size_t value_len = (size_t)(value.end - value.p);
    if (token_is(value.p, value_len, "binary") || token_is(value.p, value_len, "8bit") ||
        token_is(value.p, value_len, "7bit"))
        return NULL;
    return bad(m, "transfer encoding");
}

static struct err *read_headers(struct multipart *m, struct part *part)
{
    TRY(need(m, HEADERS_MAX));
    const char *line = m->window + m->start;
    size_t size = buffered(m) < HEADERS_MAX ? buffered(m) : HEADERS_MAX;
    const char *stop = memmem(line, size, "\r\n\r\n", 4);
    if (!stop)
        return bad(m, "headers do not end");
    while (line < stop) {
        const char *end = memmem(line, (size_t)(stop + 2 - line), "\r\n", 2);
        TRY(read_header(m, line, (size_t)(end - line), part));
        line = end + 2;
    }
    m->start = (size_t)(stop + 4 - m->window);
    return part->name ? NULL : bad(m, "part without a name");
}

/* ---- contents ---- */

static struct err *add_file(struct multipart *m, struct part *part, const char *bytes, size_t len)
{
    if (part->fd < 0) {
        if (m->rq->upload_count >= m->limits->max_files)
            return ERR(m->rq->arena, ERR_INPUT, "too_many_files", "more than %u files", m->limits->max_files);
        TRY(tmp_open(m->rq, m->tmp_dir, &part->fd));
    }
    if (len > m->limits->max_file - part->size)
        return ERR(m->rq->arena, ERR_INPUT, "too_large", "a file over %" PRIu64 " bytes", m->limits->max_file);
    part->size += len;
    if (!file_write_all(part->fd, bytes, len))
        return ERR(m->rq->arena, ERR_INTERNAL, "internal", "temporary file: %s", strerror(errno));
    return NULL;
}

static struct err *add_text(struct multipart *m, struct part *part, const char *bytes, size_t len)
{
    if (len > m->limits->max_value - part->text.len || len > BODY_TEXT_MAX - m->text_bytes)
        return ERR(m->rq->arena, ERR_INPUT, "too_large", "a field over its limit");
    m->text_bytes += len;
    buf_addn(&part->text, bytes, len);
    return NULL;
}

static struct err *add_bytes(struct multipart *m, struct part *part, size_t len)
{
    const char *bytes = m->window + m->start;
    m->start += len;
    if (len == 0)
        return NULL;
    return part->is_file ? add_file(m, part, bytes, len) : add_text(m, part, bytes, len);
}

/* Up to and over the next delimiter. */
static struct err *read_content(struct multipart *m, struct part *part)
{
    for (;;) {
        char *from = m->window + m->start, *at = memmem(from, buffered(m), m->delimiter, m->delimiter_len);
        if (at) {
            TRY(add_bytes(m, part, (size_t)(at - from)));
            m->start += m->delimiter_len;
            return NULL;
        }
        if (m->source->left == 0)
            return bad(m, "no closing boundary");
        /* The last bytes may be the beginning of a delimiter. */
        if (buffered(m) >= m->delimiter_len)
            TRY(add_bytes(m, part, buffered(m) - m->delimiter_len + 1));
        TRY(need(m, WINDOW));
    }
}

static struct err *keep_upload(struct multipart *m, struct part *part)
{
    struct req *rq = m->rq;
    if (part->fd < 0 && !part->file_name) /* a file field that was left empty */
        return NULL;
    if (part->fd < 0)
        TRY(add_file(m, part, "", 0)); /* an empty file is a file: the form says what is wrong with it */
    if (lseek(part->fd, 0, SEEK_SET) != 0)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "temporary file: %s", strerror(errno));
    if (rq->upload_count == m->uploads_cap) {
        m->uploads_cap = m->uploads_cap ? 2 * m->uploads_cap : 4;
        struct upload *more = arena_array(rq->arena, m->uploads_cap, sizeof *more);
        if (rq->upload_count)
            memcpy(more, rq->uploads, rq->upload_count * sizeof *more);
        rq->uploads = more;
    }
    rq->uploads[rq->upload_count++] = (struct upload){
        .field = part->name, .name = part->file_name ? part->file_name : "file", .fd = part->fd, .size = part->size};
    return NULL;
}

static struct err *read_part(struct multipart *m)
{
    struct part part = {.fd = -1};
    if (m->parts++ >= m->limits->max_fields)
        return ERR(m->rq->arena, ERR_INPUT, "too_many_fields", "more than %zu parts", m->limits->max_fields);
    TRY(read_headers(m, &part));
    if (part.is_file) {
        const char *defect = name_defect(part.name, part.name_len, m->limits->max_name);
        if (defect)
            return ERR(m->rq->arena, ERR_INPUT, defect, "name of a file field");
        TRY(read_content(m, &part));
        return keep_upload(m, &part);
    }
    part.text = buf_on(m->rq->arena);
    TRY(read_content(m, &part));
    return kv_add(&m->fields, part.name, part.name_len, part.text.text, part.text.len);
}

/* ---- the whole ---- */

static bool is_boundary(const char *text, size_t len)
{
    static const char marks[] = "'()+_,-./:=? ";
    if (len == 0 || len > BOUNDARY_MAX || text[len - 1] == ' ')
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!alnum && (!c || !strchr(marks, c)))
            return false;
    }
    return true;
}

static struct err *set_boundary(struct multipart *m, struct params params)
{
    struct param param;
    enum param_result result;
    while ((result = params_next(&params, &param)) == PARAM_FOUND) {
        if (!token_is(param.name, param.name_len, "boundary"))
            continue;
        if (m->delimiter_len || !is_boundary(param.value, param.len))
            return bad(m, "boundary");
        memcpy(m->delimiter, "\r\n--", 4);
        memcpy(m->delimiter + 4, param.value, param.len);
        m->delimiter_len = param.len + 4;
    }
    return result == PARAM_BAD || !m->delimiter_len ? bad(m, "no boundary") : NULL;
}

struct err *multipart_parse(struct req *rq, const struct req_limits *limits, const char *tmp_dir, struct params params,
                            struct body_source *source)
{
    struct multipart m = {.rq = rq, .limits = limits, .tmp_dir = tmp_dir, .source = source};
    m.fields = (struct kv_list){.arena = rq->arena, .limits = limits, .out = &rq->body};
    TRY(set_boundary(&m, params));
    m.window = arena_alloc(rq->arena, WINDOW);
    TRY(need(&m, m.delimiter_len));
    if (!take(&m, m.delimiter + 2, m.delimiter_len - 2))
        return bad(&m, "does not begin with its boundary");
    for (;;) {
        TRY(need(&m, 2));
        if (take(&m, "--", 2))
            break;
        if (!take(&m, "\r\n", 2))
            return bad(&m, "boundary line");
        TRY(read_part(&m));
    }
    while (source->left) { /* the epilogue means nothing, but has to come */
        m.start = m.end;
        TRY(need(&m, 1));
    }
    return NULL;
}
