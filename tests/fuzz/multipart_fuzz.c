/* Bodies: the first byte says in which steps they arrive, a first line is the Content-Type, the rest is the body.
   However the bytes arrive, the result is the same; what is accepted is text within its limits. */
#include "fuzz.h"
#include "http/req.h"
#include "text/text.h"

#include <string.h>
#include <unistd.h>

static const struct req_limits limits = {
    .max_body = 1 << 20, .max_fields = 20, .max_name = 16, .max_value = 2000, .max_files = 3, .max_file = 5000};

struct input {
    const uint8_t *bytes;
    size_t len, step;
};

static long input_read(void *arg, char *buf, size_t n)
{
    struct input *in = arg;
    n = n < in->step ? n : in->step;
    n = n < in->len ? n : in->len;
    memcpy(buf, in->bytes, n);
    in->bytes += n;
    in->len -= n;
    return (long)n;
}

static struct err *parse(struct req *rq, struct arena *arena, const char *type, struct input in)
{
    *rq = (struct req){.arena = arena, .content_type = type, .content_length = in.len};
    return req_parse_body(rq, &limits, "/tmp", input_read, &in);
}

static void check_body(const struct req *rq)
{
    HOLDS(rq->body.n + rq->upload_count <= limits.max_fields && rq->upload_count <= limits.max_files);
    for (size_t i = 0; i < rq->body.n; i++) {
        HOLDS(strlen(rq->body.v[i].value) == rq->body.v[i].len && rq->body.v[i].len <= limits.max_value);
        HOLDS(text_utf8(rq->body.v[i].value, rq->body.v[i].len));
    }
    for (size_t i = 0; i < rq->upload_count; i++) {
        const struct upload *up = &rq->uploads[i];
        HOLDS(up->size <= limits.max_file && lseek(up->fd, 0, SEEK_END) == (off_t)up->size);
        HOLDS(*up->name && strlen(up->name) <= 200 && text_utf8(up->name, strlen(up->name)));
        HOLDS(!text_has_control(up->name, false) && !strpbrk(up->name, "/\\"));
    }
}

static void check_same(const struct req *a, const struct req *b)
{
    HOLDS(a->body.n == b->body.n && a->upload_count == b->upload_count);
    for (size_t i = 0; i < a->body.n; i++)
        HOLDS(strcmp(a->body.v[i].name, b->body.v[i].name) == 0 && strcmp(a->body.v[i].value, b->body.v[i].value) == 0);
    for (size_t i = 0; i < a->upload_count; i++)
        HOLDS(a->uploads[i].size == b->uploads[i].size && strcmp(a->uploads[i].name, b->uploads[i].name) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    if (!line)
        return 0;
    struct arena *arena = arena_new();
    struct req slow, fast;
    const char *type = arena_strndup(arena, (const char *)data + 1, line > data ? (size_t)(line - data - 1) : 0);
    struct input in = {line + 1, size - (size_t)(line + 1 - data), SIZE_MAX};
    struct err *err = parse(&fast, arena, type, in);
    in.step = *data ? *data : 1;
    struct err *err2 = parse(&slow, arena, type, in);
    HOLDS(!err == !err2 && (!err || strcmp(err->key, err2->key) == 0));
    HOLDS(!err || err->kind == ERR_INPUT);
    if (!err) {
        check_body(&fast);
        check_same(&fast, &slow);
    }
    arena_free(arena);
    return 0;
}
