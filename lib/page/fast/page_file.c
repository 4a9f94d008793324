#include "page/fast/page_file.h"

#include "base/arena.h"
#include "base/file.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { FILE_MAX = 1 << 20 };

#define SPACE " \t\r\n"

struct page_file {
    struct page_file *next;
    const char *name, *text;
};

struct page_files {
    struct arena *arena;
    const char *dir;
    struct page_file *first;
};

/* What the reader stands in. */
struct place {
    bool tag;
    char quote;        /* of a value in a tag */
    const char *plain; /* element inside of which all stays */
    char before;       /* the last character that was not left out */
};

static const char *const plain_elements[] = {"textarea", "pre"};

static bool is_name(const char *at, const char *name)
{
    size_t len = strlen(name);
    return strncasecmp(at, name, len) == 0 && strchr(SPACE ">", at[len]) && at[len];
}

/* at is <: of a tag, or only a character? */
static void enter_tag(struct place *place, const char *at)
{
    bool end = at[1] == '/';
    const char *name = at + 1 + end;
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!", *name) || !*name)
        return;
    place->tag = true;
    for (size_t i = 0; i < sizeof plain_elements / sizeof *plain_elements; i++)
        if (is_name(name, plain_elements[i]))
            place->plain = end ? NULL : plain_elements[i];
}

/* A character that is no white space, or white space that stays. */
static void step(struct place *place, const char *at)
{
    if (place->quote) {
        if (*at == place->quote)
            place->quote = '\0';
    } else if (place->tag) {
        if (*at == '"' || *at == '\'')
            place->quote = *at;
        place->tag = *at != '>';
    } else if (*at == '<' && (!place->plain || (at[1] == '/' && is_name(at + 2, place->plain)))) {
        enter_tag(place, at);
    }
}

static bool stays(const struct place *place)
{
    return place->quote || (place->plain && !place->tag);
}

/* The command at *at, as it stands; a comment is left out. One without end is text: ClearSilver refuses it. */
static bool command(struct place *place, const char **at, struct buf *out)
{
    const char *close = strncmp(*at, "<?cs", 4) == 0 ? strstr(*at, "?>") : NULL;
    if (!close)
        return false;
    const char *first = *at + 4 + strspn(*at + 4, SPACE);
    if (*first != '#')
        buf_addn(out, *at, (size_t)(close + 2 - *at));
    *at = close + 2;
    place->before = '>';
    return true;
}

static void space(struct place *place, const char **at, struct buf *out)
{
    size_t len = strspn(*at, SPACE);
    const char *next = *at + len;
    bool line_end = memchr(*at, '\n', len) != NULL;
    if (!line_end || stays(place)) {
        buf_addn(out, *at, len);
        place->before = ' ';
    } else if (place->before != '>' || (*next != '<' && *next)) {
        buf_addc(out, ' ');
        place->before = ' ';
    }
    *at = next;
}

static void squeeze(const char *at, struct buf *out)
{
    struct place place = {.before = '>'};
    while (*at) {
        if (command(&place, &at, out))
            continue;
        if (strchr(SPACE, *at)) {
            space(&place, &at, out);
            continue;
        }
        step(&place, at);
        buf_addc(out, *at);
        place.before = *at++;
    }
}

struct page_files *page_files_new(struct arena *arena, const char *dir)
{
    struct page_files *files = arena_alloc(arena, sizeof *files);
    *files = (struct page_files){.arena = arena, .dir = arena_strdup(arena, dir)};
    return files;
}

static MUST struct err *load(struct page_files *files, const char *name, struct arena *scratch)
{
    struct buf text = buf_on(scratch);
    const char *raw;
    TRY(file_read(scratch, arena_printf(scratch, "%s/%s", files->dir, name), FILE_MAX, &raw, NULL));
    squeeze(raw, &text);
    struct page_file *file = arena_alloc(files->arena, sizeof *file);
    file->name = arena_strdup(files->arena, name);
    file->text = arena_strndup(files->arena, text.len ? text.text : "", text.len);
    file->next = files->first;
    files->first = file;
    return NULL;
}

struct err *page_file(struct page_files *files, const char *name, const char **text)
{
    const struct page_file *file = files->first;
    while (file && strcmp(file->name, name) != 0)
        file = file->next;
    if (!file) {
        struct arena *scratch = arena_new();
        struct err *err = load(files, name, scratch);
        if (err)
            err = ERR(files->arena, ERR_INTERNAL, "internal", "%s", err->detail);
        arena_free(scratch);
        if (err)
            return err;
        file = files->first;
    }
    *text = file->text;
    return NULL;
}
