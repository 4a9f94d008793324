/* Urlencoded text: what is accepted is text within its limits, and writing it out and reading it again changes
   nothing. */
#include "fuzz.h"
#include "http/req.h"
#include "text/text.h"

#include <string.h>

static const struct req_limits limits = {.max_fields = 40, .max_name = 16, .max_value = 200};

static void check_fields(const struct kvs *kvs)
{
    HOLDS(kvs->n <= limits.max_fields);
    for (size_t i = 0; i < kvs->n; i++) {
        HOLDS(*kvs->v[i].name && strlen(kvs->v[i].name) <= limits.max_name);
        HOLDS(strlen(kvs->v[i].value) == kvs->v[i].len && kvs->v[i].len <= limits.max_value);
        HOLDS(text_utf8(kvs->v[i].value, kvs->v[i].len));
        HOLDS(text_utf8(kvs->v[i].name, strlen(kvs->v[i].name)));
    }
}

static void check_round(struct arena *arena, const struct kvs *kvs)
{
    struct kvs again;
    const char *text = query_with(arena, kvs, "", NULL);
    struct err *err = kvs_parse_urlencoded(arena, text, strlen(text), &limits, &again);
    HOLDS(!err && again.n == kvs->n);
    for (size_t i = 0; i < kvs->n; i++)
        HOLDS(strcmp(again.v[i].name, kvs->v[i].name) == 0 && strcmp(again.v[i].value, kvs->v[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct kvs kvs;
    struct err *err = kvs_parse_urlencoded(arena, (const char *)data, size, &limits, &kvs);
    check_fields(&kvs);
    if (!err)
        check_round(arena, &kvs);
    arena_free(arena);
    return 0;
}
