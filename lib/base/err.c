#include "base/err.h"

#include "base/arena.h"

#include <ClearSilver/ClearSilver.h>
#include <stdarg.h>

struct err *err_new(struct arena *arena, enum err_kind kind, const char *key, const char *file, int line,
                    const char *fmt, ...)
{
    va_list args;
    struct err *err = arena_alloc(arena, sizeof *err);
    va_start(args, fmt);
    err->kind = kind;
    err->key = key;
    err->detail = arena_vprintf(arena, fmt, args);
    err->file = file;
    err->line = line;
    va_end(args);
    return err;
}

static const struct {
    const char *name;
    int status;
} kinds[] = {
    [ERR_INPUT] = {"INPUT", 422},       [ERR_LOGIN] = {"LOGIN", 303},       [ERR_DENIED] = {"DENIED", 403},
    [ERR_MISSING] = {"MISSING", 404},   [ERR_CONFLICT] = {"CONFLICT", 409}, [ERR_BUSY] = {"BUSY", 503},
    [ERR_INTERNAL] = {"INTERNAL", 500},
};

const char *err_kind_name(enum err_kind kind)
{
    return kinds[kind].name;
}

int err_status(enum err_kind kind)
{
    return kinds[kind].status;
}

struct err *err_neo(struct arena *arena, void *neoerr, const char *file, int line)
{
    NEOERR *neo = neoerr;
    if (neo == STATUS_OK)
        return NULL;
    STRING text;
    string_init(&text);
    nerr_error_string(neo, &text);
    struct err *err = err_new(arena, ERR_INTERNAL, "internal", file, line, "clearsilver: %s", text.buf ? text.buf : "");
    string_clear(&text);
    nerr_ignore(&neo);
    return err;
}
