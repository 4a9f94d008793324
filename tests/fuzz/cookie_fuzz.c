/* The Cookie header: whatever it holds, at most 50 cookies of printable ASCII come out. */
#include "fuzz.h"
#include "http/req.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct kvs kvs;
    struct err *err = kvs_parse_cookies(arena, arena_strndup(arena, (const char *)data, size), &kvs);
    HOLDS(!err || strcmp(err->key, "too_large") == 0 || strcmp(err->key, "too_many_fields") == 0);
    HOLDS(kvs.n <= 50);
    for (size_t i = 0; i < kvs.n; i++) {
        HOLDS(*kvs.v[i].name && strlen(kvs.v[i].value) == kvs.v[i].len);
        HOLDS(!strchr(kvs.v[i].value, ';') && !strpbrk(kvs.v[i].name, ";="));
        for (const char *p = kvs.v[i].value; *p; p++)
            HOLDS(*p >= 0x20 && *p <= 0x7e);
    }
    arena_free(arena);
    return 0;
}
