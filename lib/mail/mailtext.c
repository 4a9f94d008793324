#include "mail/mailtext.h"

#include "base/arena.h"
#include "base/file.h"
#include "text/tag.h"

#include <string.h>

enum { TEMPLATE_MAX = 64 * 1024 };

static const char *value_of(void *arg, unsigned def)
{
    const struct mailtext_var *vars = arg;
    return vars[def].value ? vars[def].value : "";
}

static struct err *fill(struct arena *arena, const char *name, const char *text, const struct mailtext_var *vars,
                        const char **out)
{
    struct tag_def defs[MAILTEXT_VARS + 1] = {{NULL, NULL}};
    struct tag_error error = {0};
    struct buf buf = buf_on(arena);
    for (unsigned i = 0; i < MAILTEXT_VARS && vars[i].key; i++)
        defs[i] = (struct tag_def){vars[i].key, vars[i].key};
    struct tag_text *parsed = tag_parse(arena, text, defs, &error);
    if (!parsed)
        return ERR(arena, ERR_INTERNAL, "internal", "mail template %s, line %zu: tag %s", name, error.line,
                   error.name ? error.name : "");
    tag_fill(parsed, value_of, (void *)vars, &buf);
    *out = buf.text;
    return NULL;
}

static const char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127)
            *p = ' ';
    return line;
}

struct err *mailtext_make(struct arena *arena, const char *dir, const char *name, const char *lang,
                          const struct mailtext_var *vars, struct mailtext *out)
{
    const char *text;
    const char *path = arena_printf(arena, "%s/mail/%s.%s.txt", dir, name, strcmp(lang, "en") ? "ja" : "en");
    TRY(file_read(arena, path, TEMPLATE_MAX, &text, NULL));
    const char *gap = strstr(text, "\n\n");
    if (!gap)
        return ERR(arena, ERR_INTERNAL, "internal", "mail template %s has no empty line after the subject", name);
    TRY(fill(arena, name, arena_strndup(arena, text, (size_t)(gap - text)), vars, &out->subject));
    TRY(fill(arena, name, gap + 2, vars, &out->body));
    out->subject = one_line(arena, out->subject);
    return NULL;
}
