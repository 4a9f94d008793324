/* The head: the input is lines NAME=value, as the web server would send them. Refused or not, every text is there and
   clean; an accepted path is one the web server would see the same. */
#include "fuzz.h"
#include "http/req.h"
#include "text/text.h"

#include <string.h>

struct lines {
    struct arena *arena;
    const char *text;
    size_t len;
};

static const char *get_line(void *arg, const char *name)
{
    const struct lines *lines = arg;
    size_t want = strlen(name);
    for (const char *p = lines->text, *end = p + lines->len; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop)
            stop = end;
        if ((size_t)(stop - p) > want && memcmp(p, name, want) == 0 && p[want] == '=')
            return arena_strndup(lines->arena, p + want + 1, (size_t)(stop - p) - want - 1);
        p = stop + 1;
    }
    return NULL;
}

static void check_text(const char *text, size_t max)
{
    HOLDS(text && strlen(text) <= max && text_utf8(text, strlen(text)) && !text_has_control(text, false));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct lines lines = {arena, (const char *)data, size};
    struct req *rq = arena_alloc(arena, sizeof *rq);
    rq->arena = arena;
    struct err *err = req_parse_head(rq, get_line, &lines);
    check_text(rq->path, 1000);
    check_text(rq->agent, 200);
    check_text(rq->accept_language, 200);
    check_text(rq->referer, 1000);
    check_text(rq->content_type, 300);
    check_text(rq->client, 45);
    check_text(rq->host, 255);
    HOLDS(rq->path[0] == '/' && !strstr(rq->path, "//") && !strstr(rq->path, "/../"));
    HOLDS(rq->query && strlen(rq->query) <= 8000);
    HOLDS(rq->content_length <= UINT64_C(999999999999999999));
    HOLDS(rq->method == METHOD_GET || rq->method == METHOD_POST);
    HOLDS(!err || err->kind == ERR_INPUT || err->kind == ERR_DENIED);
    arena_free(arena);
    return 0;
}
