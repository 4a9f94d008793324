#include "page/fast/page_source.h"

#include "base/arena.h"
#include "page/fast/page_source_impl.h"

#include <ClearSilver/ClearSilver.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 20, KEY = 200 };

static const char key_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";

/* ---- pieces ---- */

/* The next piece at *at; false at the end. A command without end is text: ClearSilver has refused it before. */
static bool token_next(const char **at, struct token *token)
{
    const char *begin = *at, *open = strstr(begin, "<?cs"), *close = open ? strstr(open, "?>") : NULL;
    if (!*begin)
        return false;
    if (!close || open > begin) {
        *token = (struct token){begin, close ? (size_t)(open - begin) : strlen(begin), false};
        *at = begin + token->len;
        return true;
    }
    *at = close + 2;
    for (begin = open + 4; begin < close && strchr(" \t\r\n", *begin);)
        begin++;
    while (close > begin && strchr(" \t\r\n", close[-1]))
        close--;
    *token = (struct token){begin, (size_t)(close - begin), true};
    return true;
}

bool page_token_starts(const struct token *token, const char *with)
{
    return token->command && token->len >= strlen(with) && memcmp(token->text, with, strlen(with)) == 0;
}

static void add(struct buf *out, const struct token *token)
{
    if (token->command)
        buf_add(out, "<?cs ");
    buf_addn(out, token->text, token->len);
    if (token->command)
        buf_add(out, " ?>");
}

/* One text of a file and all that it includes. */
static MUST struct err *expand(struct arena *arena, struct page_files *files, const char *name, unsigned depth,
                               struct buf *out)
{
    static const char include[] = "include!\"";
    const char *at;
    struct token token;
    if (depth > DEPTH)
        return ERR(arena, ERR_INTERNAL, "internal", "%s: included within itself", name);
    TRY(page_file(files, name, &at));
    while (token_next(&at, &token)) {
        if (page_token_starts(&token, include) && token.text[token.len - 1] == '"') {
            size_t skip = strlen(include);
            TRY(expand(arena, files, arena_strndup(arena, token.text + skip, token.len - skip - 1), depth + 1, out));
        } else {
            add(out, &token);
        }
    }
    return NULL;
}

/* ---- macros ---- */

/* The name in "def:name(a, b)" or "call:name(x)". */
static const char *name_of(const struct token *token, size_t *len)
{
    const char *name = (const char *)memchr(token->text, ':', token->len) + 1;
    *len = strcspn(name, "( \t\r\n");
    return name;
}

static void tokens_read(struct page_source *s, const char *text)
{
    size_t most = 1;
    for (const char *p = text; (p = strstr(p, "<?cs")); p++)
        most += 2;
    s->tokens = arena_array(s->arena, most, sizeof *s->tokens);
    s->macros = arena_array(s->arena, most, sizeof *s->macros);
    while (s->ntoken < most && token_next(&text, &s->tokens[s->ntoken])) {
        const struct token *token = &s->tokens[s->ntoken];
        if (page_token_starts(token, "def:")) {
            struct macro *macro = &s->macros[s->nmacro++];
            *macro = (struct macro){.first = s->ntoken, .last = s->ntoken};
            macro->name = name_of(token, &macro->len);
        } else if (page_token_starts(token, "/def")) {
            s->macros[s->nmacro - 1].last = s->ntoken;
        }
        s->ntoken++;
    }
}

/* Marks what the tokens from first to last call, and what that calls. */
static void mark(struct page_source *s, size_t first, size_t last)
{
    for (size_t i = first; i <= last && i < s->ntoken; i++) {
        if (!page_token_starts(&s->tokens[i], "call:"))
            continue;
        size_t len;
        const char *name = name_of(&s->tokens[i], &len);
        for (size_t k = 0; k < s->nmacro; k++) {
            struct macro *macro = &s->macros[k];
            if (!macro->used && !macro->part && macro->len == len && memcmp(macro->name, name, len) == 0) {
                macro->used = true;
                mark(s, macro->first, macro->last);
            }
        }
    }
}

static void mark_all(struct page_source *s)
{
    size_t at = 0;
    for (size_t k = 0; k <= s->nmacro; k++) {
        size_t end = k < s->nmacro ? s->macros[k].first : s->ntoken;
        if (end > at)
            mark(s, at, end - 1);
        if (k < s->nmacro)
            at = s->macros[k].last + 1;
    }
}

/* ---- messages ---- */

const char *page_message(struct _hdf *base, const char *text, size_t max, size_t *len)
{
    char key[KEY];
    size_t n = strspn(text, key_chars);
    if (n > max)
        n = max;
    if (n >= sizeof key || n < 6 || memcmp(text, "Text.", 5) != 0)
        return NULL;
    memcpy(key, text, n);
    key[n] = '\0';
    *len = n;
    return hdf_get_value(base, key, NULL);
}

static MUST struct err *add_escaped(struct page_source *s, struct buf *out, const char *text, size_t len)
{
    char *escaped = NULL;
    TRY_NEO(s->arena, neos_html_escape(text, (int)len, &escaped));
    buf_add(out, escaped);
    free(escaped);
    return NULL;
}

/* call:say(Text.a.b, x) */
static MUST struct err *add_say(struct page_source *s, const struct token *token, const char *text, const char *rest,
                                struct buf *out)
{
    const char *mark = strstr(text, "%1"), *end = token->text + token->len - 1; /* the closing bracket */
    rest += strspn(rest, " \t\r\n");
    TRY(add_escaped(s, out, text, mark ? (size_t)(mark - text) : strlen(text)));
    if (!mark)
        return NULL;
    buf_add(out, "<?cs var:");
    buf_addn(out, rest, (size_t)(end - rest));
    buf_add(out, " ?>");
    return add_escaped(s, out, mark + 2, strlen(mark + 2));
}

/* A call of a part shows what is kept of it; false: it is none. */
static bool add_part(const struct page_part *part, const struct token *token, struct buf *out)
{
    unsigned n = 0;
    size_t len;
    const char *name = page_token_starts(token, "call:part_") ? name_of(token, &len) : NULL;
    while (name && part && (strlen(part->name) != len || memcmp(part->name, name, len) != 0)) {
        part = part->next;
        n++;
    }
    if (!name || !part)
        return false;
    buf_addf(out, "<?cs uvar:Part.%u ?>", n);
    return true;
}

static MUST struct err *add_folded(struct page_source *s, const struct token *token, struct buf *out)
{
    static const char say[] = "call:say(", var[] = "var:";
    const char *text = NULL, *key = token->text;
    size_t len = 0;
    if (add_part(s->parts, token, out))
        return NULL;
    if (page_token_starts(token, var)) {
        key += strlen(var);
        text = page_message(s->base, key, token->len - strlen(var), &len);
        if (text && key + len == token->text + token->len)
            return add_escaped(s, out, text, strlen(text));
    } else if (page_token_starts(token, say) && token->text[token->len - 1] == ')') {
        key += strlen(say);
        text = page_message(s->base, key, token->len - strlen(say), &len);
        if (text && key[len] == ',')
            return add_say(s, token, text, key + len + 1, out);
    }
    add(out, token);
    return NULL;
}

/* ---- loops ---- */

static bool opens(const struct token *token)
{
    return page_token_starts(token, "each:") || page_token_starts(token, "with:") || page_token_starts(token, "loop:");
}

static bool closes(const struct token *token)
{
    return page_token_starts(token, "/each") || page_token_starts(token, "/with") || page_token_starts(token, "/loop");
}

/* The token that closes what opens at first. */
static size_t end_of(const struct page_source *s, size_t first)
{
    unsigned depth = 0;
    for (size_t i = first; i < s->ntoken; i++) {
        if (opens(&s->tokens[i]))
            depth++;
        else if (closes(&s->tokens[i]) && --depth == 0)
            return i;
    }
    return s->ntoken;
}

static MUST struct err *add_tokens(struct page_source *s, size_t first, size_t last, struct buf *out)
{
    for (size_t i = first; i <= last && i < s->ntoken; i++)
        TRY(add_folded(s, &s->tokens[i], out));
    return NULL;
}

/* What opens outside of macros, whole: a loop that was read gets a way of its own beside ClearSilver's. */
static MUST struct err *add_loop(struct page_source *s, struct page_made *made, size_t *at, struct buf *out)
{
    size_t first = *at, last = end_of(s, first);
    struct page_loop *loop = NULL;
    *at = last;
    if (made && last < s->ntoken && page_token_starts(&s->tokens[first], "each:"))
        loop = page_loop_read(made->arena, s->base, s, first, last);
    if (!loop)
        return add_tokens(s, first, last, out);
    struct page_loop **end = &made->loops;
    while (*end)
        end = &(*end)->next;
    *end = loop;
    buf_addf(out, "<?cs if:Loop.%u ?><?cs uvar:Loop.%u ?><?cs else ?>", made->nloop, made->nloop);
    made->nloop++;
    TRY(add_tokens(s, first, last, out));
    buf_add(out, "<?cs /if ?>");
    return NULL;
}

/* ---- parts ---- */

/* The macro, what it calls, and a call. */
static MUST struct err *part_text(struct page_source *s, const struct macro *macro, struct buf *out)
{
    for (size_t k = 0; k < s->nmacro; k++)
        if (s->macros[k].used || &s->macros[k] == macro)
            TRY(add_tokens(s, s->macros[k].first, s->macros[k].last, out));
    buf_addf(out, "<?cs call:%.*s() ?>", (int)macro->len, macro->name);
    return NULL;
}

static MUST struct err *part_read(struct page_source *s, struct page_made *made, struct macro *macro,
                                  struct page_part ***end)
{
    struct page_part *part = arena_alloc(made->arena, sizeof *part);
    struct buf text = buf_on(s->arena);
    mark(s, macro->first, macro->last);
    macro->part = page_part_read(made->arena, s, macro, part);
    if (macro->part) {
        TRY(part_text(s, macro, &text));
        part->name = arena_strndup(made->arena, macro->name, macro->len);
        part->source = text.text;
        **end = part;
        *end = &part->next;
        made->npart++;
    }
    for (size_t k = 0; k < s->nmacro; k++)
        s->macros[k].used = false;
    return NULL;
}

/* Is the macro called at all? */
static bool is_called(const struct page_source *s, const struct macro *macro)
{
    bool called = false;
    for (size_t i = 0; i < s->ntoken && !called; i++) {
        size_t len;
        const char *name = page_token_starts(&s->tokens[i], "call:") ? name_of(&s->tokens[i], &len) : NULL;
        called = name && len == macro->len && memcmp(name, macro->name, len) == 0;
    }
    return called;
}

static MUST struct err *parts_read(struct page_source *s, struct page_made *made)
{
    struct page_part **end = &made->parts;
    for (size_t k = 0; k < s->nmacro; k++) {
        const struct macro *macro = &s->macros[k];
        if (strncmp(macro->name, "part_", 5) != 0 || !is_called(s, macro))
            continue;
        for (size_t i = macro->first; i < macro->last; i++)
            if (page_token_starts(&s->tokens[i], "call:part_"))
                return ERR(s->arena, ERR_INTERNAL, "internal", "%.*s: a part within a part", (int)macro->len,
                           macro->name);
        TRY(part_read(s, made, &s->macros[k], &end));
    }
    return NULL;
}

struct err *page_source(struct arena *arena, struct _hdf *base, struct page_files *files, const char *name,
                        struct page_made *made, const char **text)
{
    struct page_source s = {.arena = arena, .base = base};
    struct buf all = buf_on(arena), out = buf_on(arena);
    TRY(expand(arena, files, name, 0, &all));
    tokens_read(&s, all.len ? all.text : "");
    if (made)
        TRY(parts_read(&s, made));
    s.parts = made ? made->parts : NULL;
    mark_all(&s);
    for (size_t i = 0, k = 0; i < s.ntoken; i++) {
        bool inside = k < s.nmacro && i >= s.macros[k].first;
        if (k < s.nmacro && i == s.macros[k].first && !s.macros[k].used) {
            i = s.macros[k++].last;
            continue;
        }
        if (k < s.nmacro && i == s.macros[k].last)
            k++;
        if (!inside && opens(&s.tokens[i]))
            TRY(add_loop(&s, made, &i, &out));
        else
            TRY(add_folded(&s, &s.tokens[i], &out));
    }
    *text = out.len ? out.text : "";
    return NULL;
}
