/* Words in both languages: what is written down takes the language of the mail that it is about. */
#include "mailin.h"

#include <ClearSilver/ClearSilver.h>
#include <string.h>

struct words {
    HDF *ja, *en;
};

static void hdf_free(void *hdf)
{
    HDF *h = hdf;
    hdf_destroy(&h);
}

static struct err *load(struct arena *arena, const char *dir, const char *lang, HDF **hdf)
{
    TRY_NEO(arena, hdf_init(hdf));
    arena_defer(arena, hdf_free, *hdf);
    TRY_NEO(arena, hdf_read_file(*hdf, arena_printf(arena, "%s/text/mailin.%s.hdf", dir, lang)));
    return NULL;
}

struct err *words_load(struct arena *arena, const char *template_dir, struct words **words)
{
    *words = arena_alloc(arena, sizeof **words);
    TRY(load(arena, template_dir, "ja", &(*words)->ja));
    return load(arena, template_dir, "en", &(*words)->en);
}

const char *words_text(const struct words *words, struct arena *arena, const char *lang, const char *key, const char *a,
                       const char *b)
{
    struct buf out = buf_on(arena);
    HDF *hdf = strcmp(lang, "en") ? words->ja : words->en;
    for (const char *p = hdf_get_value(hdf, arena_printf(arena, "Text.mailin.%s", key), ""); *p; p++) {
        const char *value = *p == '%' && p[1] == '1' ? a : *p == '%' && p[1] == '2' ? b : NULL;
        if (value) {
            buf_add(&out, value);
            p++;
        } else {
            buf_addc(&out, *p);
        }
    }
    return out.text ? out.text : "";
}
