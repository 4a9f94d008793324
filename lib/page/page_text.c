/* Messages: every user-visible string by key, one tree a language, read once. */
#include "base/arena.h"
#include "base/log.h"
#include "http/app.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <glob.h>
#include <string.h>

static const char *const suffixes[PAGE_LANGS] = {[PAGE_JA] = "ja.hdf", [PAGE_EN] = "en.hdf"};

enum page_lang page_lang(const struct req *rq)
{
    return rq->lang && strcmp(rq->lang, "en") == 0 ? PAGE_EN : PAGE_JA;
}

static MUST struct err *read_pattern(struct arena *arena, HDF *base, const char *pattern, size_t *read)
{
    glob_t found;
    struct err *err = NULL;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc && !err; i++)
            err = err_neo(arena, hdf_read_file(base, found.gl_pathv[i]), __FILE__, __LINE__);
        *read += found.gl_pathc;
        globfree(&found);
    }
    return err;
}

struct err *page_text_load(struct arena *arena, struct pages *pages, const char *template_dir,
                           const char *const *strange)
{
    for (int lang = 0; lang < PAGE_LANGS; lang++) {
        size_t read = 0;
        HDF *base = pages->base[lang];
        TRY(read_pattern(arena, base, arena_printf(arena, "%s/text/%s", template_dir, suffixes[lang]), &read));
        TRY(read_pattern(arena, base, arena_printf(arena, "%s/text/*.%s", template_dir, suffixes[lang]), &read));
        if (read == 0)
            return ERR(arena, ERR_INTERNAL, "internal", "no messages: %s/text/%s", template_dir, suffixes[lang]);
        for (const char *const *group = strange; group && *group; group++)
            TRY_NEO(arena, hdf_remove_tree(base, arena_printf(arena, "Text.%s", *group)));
        TRY_NEO(arena, hdf_get_node(base, "Text", &pages->text[lang]));
    }
    return NULL;
}

const char *page_text(struct req *rq, const char *key)
{
    const char *text = hdf_get_value(rq->app->pages->text[page_lang(rq)], key, NULL);
    if (text)
        return text;
    log_line(LOG_WARN, "text_missing", "key", key, "lang", rq->lang, NULL);
    return key;
}

const char *page_textf(struct req *rq, const char *key, const char *arg1, const char *arg2)
{
    struct buf buf = buf_on(rq->arena);
    const char *args[] = {arg1 ? arg1 : "", arg2 ? arg2 : ""};
    for (const char *at = page_text(rq, key); *at; at++) {
        if (at[0] == '%' && (at[1] == '1' || at[1] == '2'))
            buf_add(&buf, args[*++at - '1']);
        else
            buf_addc(&buf, *at);
    }
    return buf.text ? buf.text : "";
}
