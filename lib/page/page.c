/* Templates: read and parsed at the start, in each language, so that a defect is known then. Most processes show few of
   their pages, and in one language, and what ClearSilver makes of a page is ten times its size: so only the texts of
   the files are kept (page_file.h) and a page is parsed again when first shown. Each language has a tree of its own
   with its words in it (page_source.h). Each render lends the request's HDF and the message tree of the language to the
   parsed tree and takes them back, so that nothing of a request stays behind. */
#include "page/page.h"

#include "base/arena.h"
#include "base/log.h"
#include "http/app.h"
#include "http/req.h"
#include "page/fast/page_source.h"
#include "page/page_impl.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* A page beyond this is an exception: its buffer is given back after it. */
enum { KEEP_OUT = 1 << 20 };

static void pages_free(void *arg)
{
    struct pages *pages = arg;
    for (size_t i = 0; i < pages->count; i++)
        for (int lang = 0; lang < PAGE_LANGS; lang++)
            cs_destroy(&pages->templates[i].cs[lang]);
    for (int lang = 0; lang < PAGE_LANGS; lang++) {
        page_trees_free(pages->trees[lang]);
        hdf_destroy(&pages->base[lang]);
    }
    string_clear(&pages->out);
    free(pages->loops.text);
    free(pages->key.text);
    page_kept_free(pages->kept);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As it stands, for errors that name file and line; the result is thrown away. */
static MUST struct err *template_check(struct arena *arena, struct pages *pages, const char *name)
{
    CSPARSE *cs = NULL;
    TRY_NEO(arena, cs_init(&cs, pages->base[PAGE_JA]));
    struct err *err = page_func_register(arena, cs);
    if (!err)
        err = err_neo(arena, cs_parse_file(cs, name), __FILE__, __LINE__);
    cs_destroy(&cs);
    return err;
}

static MUST struct err *cs_of(struct arena *arena, struct pages *pages, const char *name, enum page_lang lang,
                              struct page_made *made, CSPARSE **cs)
{
    const char *text;
    char *source; /* freed with the tree */
    TRY(page_source(arena, pages->base[lang], pages->files, name, made, &text));
    TRY_NEO(arena, cs_init(cs, pages->base[lang]));
    TRY(page_func_register(arena, *cs));
    if (!(source = strdup(text)))
        abort();
    return err_neo(arena, cs_parse_string(*cs, source, strlen(source)), __FILE__, __LINE__);
}

/* That the template and its parts can be shown in this language; the result is thrown away. */
static MUST struct err *template_try(struct arena *arena, struct pages *pages, const char *name, enum page_lang lang)
{
    CSPARSE *cs = NULL;
    struct arena *scratch = arena_new();
    struct page_made made = {.arena = scratch};
    struct err *err = cs_of(scratch, pages, name, lang, &made, &cs);
    for (const struct page_part *part = made.parts; part && !err; part = part->next)
        err = page_part_check(scratch, part, pages->base[lang]);
    if (err)
        err = ERR(arena, ERR_INTERNAL, "internal", "%s: %s", name, err->detail);
    cs_destroy(&cs);
    arena_free(scratch);
    return err;
}

/* For good, when the page is first shown. */
static MUST struct err *template_parse(struct arena *arena, struct pages *pages, struct page_template *template,
                                       enum page_lang lang)
{
    struct arena *scratch = arena_new();
    struct page_made made = {.arena = pages->arena};
    CSPARSE *cs = NULL;
    struct err *err = cs_of(scratch, pages, template->name, lang, &made, &cs);
    if (err) {
        err = ERR(arena, ERR_INTERNAL, "internal", "%s: %s", template->name, err->detail);
        cs_destroy(&cs);
    } else {
        for (struct page_part *part = made.parts; part; part = part->next)
            page_part_share(part, &pages->trees[lang]);
        template->cs[lang] = cs;
        template->made[lang] = made;
    }
    arena_free(scratch);
    malloc_trim(0); /* what reading took in between */
    return err;
}

static MUST struct err *template_load(struct arena *arena, struct pages *pages, const char *name)
{
    pages->templates[pages->count++].name = arena_strdup(arena, name);
    TRY(template_check(arena, pages, name));
    for (int lang = 0; lang < PAGE_LANGS; lang++)
        TRY(template_try(arena, pages, name, lang));
    return NULL;
}

static MUST struct err *templates_load(struct arena *arena, struct pages *pages, const char *const *names, size_t count)
{
    const char **sorted = arena_array(arena, count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = names[i];
    qsort(sorted, count, sizeof *sorted, compare_names);
    pages->templates = arena_array(arena, count + 1, sizeof *pages->templates);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0)
            TRY(template_load(arena, pages, sorted[i]));
    return NULL;
}

struct err *pages_load(struct app *app, const char *template_dir, const char *const *strange)
{
    struct arena *arena = app->arena;
    struct pages *pages = arena_alloc(arena, sizeof *pages);
    pages->arena = arena;
    pages->files = page_files_new(arena, template_dir);
    page_pieces_mark(pages);
    string_init(&pages->out);
    arena_defer(arena, pages_free, pages);
    for (int lang = 0; lang < PAGE_LANGS; lang++) {
        TRY_NEO(arena, hdf_init(&pages->base[lang]));
        TRY_NEO(arena, hdf_set_value(pages->base[lang], "Config.VarEscapeMode", "html"));
        TRY_NEO(arena, hdf_set_value(pages->base[lang], "hdf.loadpaths.0", template_dir));
    }
    TRY(page_text_load(arena, pages, template_dir, strange));
    app->pages = pages;
    return NULL;
}

struct err *pages_parse(struct pages *pages, const char *const *templates, size_t count)
{
    TRY(templates_load(pages->arena, pages, templates, count));
    malloc_trim(0); /* what the checks took in between */
    return NULL;
}

static MUST struct err *template_print(struct arena *scratch, struct pages *pages, const char *name, FILE *out)
{
    const char *text;
    struct page_made made = {.arena = scratch};
    TRY(page_source(scratch, pages->base[PAGE_JA], pages->files, name, &made, &text));
    fputs(name, out);
    for (const struct page_loop *loop = made.loops; loop; loop = loop->next)
        fprintf(out, "\teach:%s", loop->table);
    for (const struct page_part *part = made.parts; part; part = part->next)
        fprintf(out, "\tdef:%s", part->name);
    fputc('\n', out);
    return NULL;
}

struct err *pages_print(struct pages *pages, FILE *out)
{
    struct err *err = NULL;
    for (size_t i = 0; i < pages->count && !err; i++) {
        struct arena *scratch = arena_new();
        err = template_print(scratch, pages, pages->templates[i].name, out);
        if (err) /* it lies on scratch */
            err = ERR(pages->arena, ERR_INTERNAL, "internal", "%s", err->detail);
        arena_free(scratch);
    }
    return err;
}

static void hdf_free(void *arg)
{
    HDF *hdf = arg;
    hdf_destroy(&hdf);
}

struct err *page_begin(struct req *rq)
{
    HDF *hdf = NULL;
    TRY_NEO(rq->arena, hdf_init(&hdf));
    arena_defer(rq->arena, hdf_free, hdf);
    TRY_NEO(rq->arena, hdf_set_value(hdf, "Config.VarEscapeMode", "html"));
    rq->hdf = hdf;
    rq->tables = NULL;
    return NULL;
}

static MUST struct err *template_find(struct req *rq, const char *name, struct page_template **template)
{
    struct pages *pages = rq->app->pages;
    enum page_lang lang = page_lang(rq);
    struct page_template *found =
        bsearch(&name, pages->templates, pages->count, sizeof *pages->templates, compare_names);
    if (!found)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "template %s was not loaded", name);
    if (!found->cs[lang])
        TRY(template_parse(rq->arena, pages, found, lang));
    *template = found;
    return NULL;
}

static NEOERR *out_append(void *arg, char *text)
{
    struct pages *pages = arg;
    const struct page_piece *piece = page_piece_of(pages, text);
    if (!piece)
        return nerr_pass(string_append(&pages->out, text));
    return nerr_pass(piece->len ? string_appendn(&pages->out, piece->text, (int)piece->len) : STATUS_OK);
}

struct err *page_render(struct req *rq, const char *name, const char **text, size_t *len)
{
    struct pages *pages = rq->app->pages;
    HDF *base = pages->base[page_lang(rq)];
    struct page_template *template = NULL;
    TRY(template_find(rq, name, &template));
    CSPARSE *cs = template->cs[page_lang(rq)];
    const struct page_made *made = &template->made[page_lang(rq)];
    page_pieces_begin(rq, made->nloop + made->npart);
    page_tables_show(rq, made);
    TRY(page_parts_show(rq, made->parts));
    if (pages->out.max > KEEP_OUT)
        string_clear(&pages->out);
    pages->out.len = 0;

    cs->hdf = rq->hdf;
    cs->global_hdf = base;
    struct err *err = err_neo(rq->arena, cs_render(cs, pages, out_append), __FILE__, __LINE__);
    cs->hdf = base;
    cs->global_hdf = NULL;
    if (err)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "%s: %s", name, err->detail);
    *text = pages->out.len > 0 ? pages->out.buf : "";
    *len = pages->out.len > 0 ? (size_t)pages->out.len : 0;
    return NULL;
}
