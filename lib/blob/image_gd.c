#include "blob/image_gd.h"

#include "base/arena.h"
#include "base/log.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

static const char library[] = "libgd.so.3"; /* the version that gd.h is of */

/* POSIX lets an object pointer be a function's, ISO C has no cast for it. */
static bool find(void *handle, const char *name, void *function)
{
    void *found = handle ? dlsym(handle, name) : NULL;
    memcpy(function, &found, sizeof found);
    return found;
}

const struct gd *image_gd(struct arena *arena)
{
    struct gd *gd = arena_alloc(arena, sizeof *gd);
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    bool all = true;
#define GD_FIND(name) all = find(handle, #name, &gd->name) && all;
    GD_FUNCTIONS(GD_FIND)
#undef GD_FIND
    if (!all)
        log_line(LOG_ERROR, "libgd", "library", library, "detail", handle ? "lacks a function" : dlerror(), NULL);
    return all ? gd : NULL;
}
