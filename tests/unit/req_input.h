/* Bodies from memory, in steps of any size, and what tests of parsers say about results. */
#ifndef MUSUBI_REQ_INPUT_H
#define MUSUBI_REQ_INPUT_H

#include "http/req_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

struct input {
    const char *text;
    size_t len, at, step; /* step: bytes a read gives at most, 0: any */
};

static inline long input_read(void *arg, char *buf, size_t n)
{
    struct input *in = arg;
    size_t left = in->len - in->at;
    if (in->step && n > in->step)
        n = in->step;
    if (n > left)
        n = left;
    memcpy(buf, in->text + in->at, n);
    in->at += n;
    return (long)n;
}

static const struct req_limits roomy = {
    .max_body = 64 << 20, .max_fields = 2000, .max_name = 64, .max_value = 1024, .max_files = 3, .max_file = 16 << 20};

static inline struct req *request(struct arena *arena, const char *type, size_t length)
{
    struct req *rq = arena_alloc(arena, sizeof *rq);
    rq->arena = arena;
    rq->content_type = type;
    rq->content_length = length;
    return rq;
}

static inline struct err *parse_in_steps(struct req *rq, const char *text, size_t len, size_t step)
{
    struct input in = {text, len, 0, step};
    return req_parse_body(rq, &roomy, "/tmp", input_read, &in);
}

#define MULTI "multipart/form-data; boundary=XbX"

static inline void assert_key(struct err *err, const char *key)
{
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INPUT);
    assert_string_equal(err->key, key);
}

static inline void assert_pairs(const struct kvs *kvs, const char *const (*want)[2], size_t n)
{
    assert_int_equal(kvs->n, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(kvs->v[i].name, want[i][0]);
        assert_string_equal(kvs->v[i].value, want[i][1]);
        assert_int_equal(kvs->v[i].len, strlen(want[i][1]));
    }
}

static inline double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline int up(void **state)
{
    *state = arena_new();
    return 0;
}

static inline int down(void **state)
{
    arena_free(*state);
    return 0;
}

#endif
