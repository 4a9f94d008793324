/* lib/text/tag.c: a text is refused with a place in it, or its pieces are the text. */
#include "base/arena.h"
#include "text/tag.h"
#include "text/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct tag_def defs[] = {
    {"氏名", "name"}, {"会社名", "company"}, {"ID", "id"}, {"a", "a"}, {NULL, NULL},
};

static const char *value(void *arg, unsigned def)
{
    return defs[def].name;
}

static void check_error(const char *text, const struct tag_error *error)
{
    if (error->problem == TAG_OK || !error->name || error->line < 1 || error->column < 1)
        abort();
    if (error->line + error->column > text_chars(text) + 1 || text_chars(error->name) > 80)
        abort();
    for (const struct tag_def *def = defs; error->suggestion && strcmp(def->name, error->suggestion) != 0; def++)
        if (!def[1].name)
            abort();
}

static void check_pieces(struct arena *arena, const struct tag_text *text)
{
    struct buf filled = buf_on(arena), pieces = buf_on(arena);
    bool is_tag;
    const char *piece;
    tag_fill(text, value, NULL, &filled);
    for (size_t i = 0; tag_piece(text, i, &is_tag, &piece); i++)
        buf_add(&pieces, piece);
    if (strcmp(filled.text, pieces.text) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *text = arena_strndup(arena, (const char *)data, size);
    struct tag_error error;
    if (text_utf8(text, strlen(text))) {
        struct tag_text *parsed = tag_parse(arena, text, defs, &error);
        if (parsed)
            check_pieces(arena, parsed);
        else
            check_error(text, &error);
    }
    arena_free(arena);
    return 0;
}
