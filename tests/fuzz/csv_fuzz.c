/* lib/record/csv_in.c: whatever the bytes, cells are text, bounded, and lines ascend. */
#include "base/arena.h"
#include "record/csv.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 5000 };

static void check_line(const struct csv_line *line, size_t before)
{
    if (line->line <= before || line->ncell > 200)
        abort();
    for (size_t i = 0; i < line->ncell; i++)
        if (!text_utf8(line->cells[i], strlen(line->cells[i])) || strlen(line->cells[i]) > 64 * 1024)
            abort();
    if (!line->problem && line->ncell == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct csv_in *in;
    struct err *err = csv_read(arena, (const char *)data, size, MOST_LINES, &in);
    if (err && err->kind != ERR_INPUT)
        abort();
    size_t before = 0;
    for (size_t i = 0; !err && i < in->count; i++) {
        check_line(&in->lines[i], before);
        before = in->lines[i].line;
    }
    arena_free(arena);
    return 0;
}
