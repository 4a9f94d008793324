#include "page/fast/page_part.h"

#include "base/arena.h"
#include "http/app.h"
#include "http/req.h"
#include "page/fast/page_source_impl.h"
#include "page/page_impl.h"

#include <stdlib.h>
#include <string.h>

struct page_kept {
    struct page_kept *next; /* used last first */
    const struct page_tree *tree;
    size_t key_len, html_len;
    char *html;
    char key[];
};

/* ---- what a part reads ---- */

struct names {
    struct arena *arena;
    const char **v;
    size_t n, cap;
};

static void add_name(struct names *names, const char *text, size_t len)
{
    while (len && text[len - 1] == '.')
        len--;
    for (size_t i = 0; i < names->n; i++)
        if (strlen(names->v[i]) == len && memcmp(names->v[i], text, len) == 0)
            return;
    if (names->n == names->cap) {
        const char **more = arena_array(names->arena, 2 * names->cap + 16, sizeof *more);
        if (names->n)
            memcpy(more, names->v, names->n * sizeof *more);
        names->v = more;
        names->cap = 2 * names->cap + 16;
    }
    names->v[names->n++] = arena_strndup(names->arena, text, len);
}

/* Names that begin with a capital, outside of texts in quotes; messages are the same for every request. */
static void names_of(struct names *names, const struct token *token)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.0123456789";
    const char *at = memchr(token->text, ':', token->len), *end = token->text + token->len;
    while (at && at < end) {
        size_t len = strspn(at, letters);
        if (*at == '"' || *at == '\'') {
            const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
            at = close ? close + 1 : end;
        } else if (!len)
            at++;
        else {
            len = len < (size_t)(end - at) ? len : (size_t)(end - at);
            bool message = strncmp(at, "Text.", 5) == 0 || strncmp(at, "Options.", 8) == 0;
            if (*at >= 'A' && *at <= 'Z' && !message)
                add_name(names, at, len);
            at += len;
        }
    }
}

static bool inside(const struct macro *macro, size_t token)
{
    return token >= macro->first && token <= macro->last;
}

/* Of the macro itself, or of one that it calls? Those are marked as used. */
static bool is_own(const struct page_source *source, const struct macro *macro, size_t token)
{
    if (inside(macro, token))
        return true;
    for (size_t i = 0; i < source->nmacro; i++)
        if (source->macros[i].used && inside(&source->macros[i], token))
            return true;
    return false;
}

/* Is one of the names the other, or above it? */
static bool overlap(const char *a, const char *b)
{
    size_t len = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return strncmp(a, b, len) == 0 && (!a[len] || a[len] == '.') && (!b[len] || b[len] == '.');
}

/* Takes the names that a set: gives a value out of the inputs; false when there was one. */
static bool drop_set(struct arena *arena, struct page_part *part, const struct token *token)
{
    struct names set = {.arena = arena};
    size_t left = 0;
    names_of(&set, token);
    for (size_t i = 0; i < part->ninput; i++)
        if (!set.n || !overlap(part->inputs[i], set.v[0]))
            part->inputs[left++] = part->inputs[i];
    bool dropped = left < part->ninput;
    part->ninput = left;
    return !dropped;
}

bool page_part_read(struct arena *arena, const struct page_source *source, const struct macro *macro,
                    struct page_part *part)
{
    struct names names = {.arena = arena};
    for (size_t i = 0; i < source->ntoken; i++)
        if (source->tokens[i].command && is_own(source, macro, i))
            names_of(&names, &source->tokens[i]);
    part->inputs = names.v;
    part->ninput = names.n;
    for (size_t i = 0; i < source->ntoken; i++)
        if (page_token_starts(&source->tokens[i], "set:") && is_own(source, macro, i))
            (void)drop_set(source->arena, part, &source->tokens[i]);
    for (size_t i = 0; i < source->ntoken; i++)
        if (page_token_starts(&source->tokens[i], "set:") && !drop_set(source->arena, part, &source->tokens[i]))
            return false;
    return true;
}

/* ---- the key: everything below the names, with lengths so that nothing reads as something else ---- */

static void put(struct page_bytes *out, const void *bytes, size_t len)
{
    if (!out->text || out->cap - out->len < len) {
        size_t cap = 2 * (out->len + len) + 1024;
        char *text = realloc(out->text, cap);
        if (!text)
            abort();
        out->text = text;
        out->cap = cap;
    }
    memcpy(out->text + out->len, bytes, len);
    out->len += len;
}

static void put_text(struct page_bytes *out, const char *text)
{
    size_t len = text ? strlen(text) : SIZE_MAX;
    put(out, &len, sizeof len);
    if (text)
        put(out, text, len);
}

static void put_node(struct page_bytes *out, HDF *node)
{
    put_text(out, node ? hdf_obj_value(node) : NULL);
    for (HDF *child = node ? hdf_obj_child(node) : NULL; child; child = hdf_obj_next(child)) {
        put_text(out, hdf_obj_name(child));
        put_node(out, child);
    }
    put(out, "", 1);
}

static void key_of(struct page_bytes *out, HDF *hdf, const struct page_part *part)
{
    out->len = 0;
    for (size_t i = 0; i < part->ninput; i++)
        put_node(out, hdf_get_obj(hdf, part->inputs[i]));
}

/* ---- kept ---- */

void page_kept_free(struct page_kept *first)
{
    while (first) {
        struct page_kept *next = first->next;
        free(first);
        first = next;
    }
}

unsigned page_kept_count(const struct page_kept *first)
{
    unsigned n = 0;
    for (; first; first = first->next)
        n++;
    return n;
}

static struct page_kept *find(struct page_kept **first, const struct page_part *part, const struct page_bytes *key)
{
    for (struct page_kept **at = first; *at; at = &(*at)->next) {
        struct page_kept *kept = *at;
        if (kept->tree != part->tree || kept->key_len != key->len || memcmp(kept->key, key->text, key->len) != 0)
            continue;
        *at = kept->next;
        kept->next = *first;
        return *first = kept;
    }
    return NULL;
}

/* A page has few parts, so what it shows is never among those that go. */
static void keep(struct pages *pages, struct page_kept *kept)
{
    kept->next = pages->kept;
    pages->kept = kept;
    struct page_kept *at = kept;
    for (unsigned n = 1; at->next; n++) {
        if (n == PAGE_KEPT) {
            page_kept_free(at->next);
            at->next = NULL;
            return;
        }
        at = at->next;
    }
}

static MUST struct err *parse(struct arena *arena, const char *text, HDF *base, CSPARSE **cs)
{
    char *source = strdup(text); /* freed with the tree */
    if (!source)
        abort();
    struct err *err = err_neo(arena, cs_init(cs, base), __FILE__, __LINE__);
    if (!err)
        err = page_func_register(arena, *cs);
    if (!err)
        err = err_neo(arena, cs_parse_string(*cs, source, strlen(source)), __FILE__, __LINE__);
    if (err)
        cs_destroy(cs);
    return err;
}

struct err *page_part_check(struct arena *arena, const struct page_part *part, HDF *base)
{
    CSPARSE *cs = NULL;
    struct err *err = parse(arena, part->source, base, &cs);
    cs_destroy(&cs);
    return err ? ERR(arena, ERR_INTERNAL, "internal", "%s: %s", part->name, err->detail) : NULL;
}

void page_part_share(struct page_part *part, struct page_tree **first)
{
    struct page_tree *tree = *first;
    while (tree && strcmp(tree->source, part->source) != 0)
        tree = tree->next;
    if (!tree) {
        tree = calloc(1, sizeof *tree);
        if (!tree || !(tree->source = strdup(part->source)))
            abort();
        tree->next = *first;
        *first = tree;
    }
    part->tree = tree;
    part->source = tree->source;
}

void page_trees_free(struct page_tree *first)
{
    while (first) {
        struct page_tree *next = first->next;
        cs_destroy(&first->cs);
        free(first->source);
        free(first);
        first = next;
    }
}

static NEOERR *append(void *out, char *text)
{
    put(out, text, strlen(text));
    return STATUS_OK;
}

static MUST struct err *render(struct req *rq, struct page_part *part, struct page_bytes *html)
{
    HDF *base = rq->app->pages->base[page_lang(rq)];
    if (!part->tree->cs)
        TRY(parse(rq->arena, part->tree->source, base, &part->tree->cs));
    CSPARSE *cs = part->tree->cs;
    html->len = 0;
    cs->hdf = rq->hdf;
    cs->global_hdf = base;
    struct err *err = err_neo(rq->arena, cs_render(cs, html, append), __FILE__, __LINE__);
    cs->hdf = base;
    cs->global_hdf = NULL;
    put(html, "", 0); /* its text is never NULL */
    return err;
}

static struct page_kept *kept_new(const struct page_part *part, const struct page_bytes *key,
                                  const struct page_bytes *html)
{
    struct page_kept *kept = malloc(sizeof *kept + key->len + html->len + 1);
    if (!kept)
        abort();
    *kept = (struct page_kept){
        .tree = part->tree, .key_len = key->len, .html_len = html->len, .html = kept->key + key->len};
    memcpy(kept->key, key->text, key->len);
    memcpy(kept->html, html->text, html->len);
    return kept;
}

static MUST struct err *show(struct req *rq, struct page_part *part, HDF *node)
{
    struct pages *pages = rq->app->pages;
    struct page_bytes html = {0};
    key_of(&pages->key, rq->hdf, part);
    struct page_kept *kept = find(&pages->kept, part, &pages->key);
    if (kept) {
        page_piece(rq, node, kept->html, kept->html_len);
        return NULL;
    }
    struct err *err = render(rq, part, &html);
    if (!err) {
        page_piece(rq, node, arena_strndup(rq->arena, html.text, html.len), html.len);
        if (pages->key.len + html.len <= PAGE_KEPT_BYTES)
            keep(pages, kept_new(part, &pages->key, &html));
    }
    free(html.text);
    return err;
}

struct err *page_parts_show(struct req *rq, struct page_part *first)
{
    size_t n = 0;
    for (struct page_part *part = first; part; part = part->next, n++)
        TRY(show(rq, part, page_child(page_node(rq, "Part"), n)));
    return NULL;
}
