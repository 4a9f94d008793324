/* lib/text/text.h on any bytes: what comes out is text, and what has its form already keeps it. */
#include "base/arena.h"
#include "text/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef char *(*form)(struct arena *, const char *);

static void check_form(struct arena *arena, form fn, const char *text)
{
    const char *once = fn(arena, text);
    if (!once)
        return;
    const char *twice = fn(arena, once);
    if (!text_utf8(once, strlen(once)) || !twice || strcmp(once, twice) != 0)
        abort();
}

static void check_search(struct arena *arena, const char *text)
{
    char *words[10];
    const char *search = text_search(arena, text), *grams = text_grams(arena, search);
    size_t n = text_words(arena, text, words);
    if (strlen(grams) > strlen(search) * 9 || (*grams && strlen(grams) % 9 != 8) || n > 10)
        abort();
    for (size_t i = 0; i < n; i++)
        if (!strstr(search, words[i]) || text_chars(words[i]) > 50)
            abort();
}

static void check_cp932(struct arena *arena, const char *text, const uint8_t *data, size_t size)
{
    char *bytes;
    size_t len;
    text_to_cp932(arena, text, &bytes, &len);
    const char *back = len <= strlen(text) ? text_from_cp932(arena, bytes, len) : NULL;
    if (!back || !text_to_cp932(arena, back, &bytes, &len))
        abort();
    const char *from = text_from_cp932(arena, (const char *)data, size);
    if (from && !text_utf8(from, strlen(from)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const form forms[] = {text_nfkc,  text_line, text_area, text_kana,  text_mail,
                                 text_phone, text_zip,  text_date, text_search};
    struct arena *arena = arena_new();
    uint64_t number;
    bool valid = text_utf8((const char *)data, size);
    const char *text = arena_strndup(arena, (const char *)data, size);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        check_form(arena, forms[i], text);
    check_search(arena, text);
    check_cp932(arena, text, data, size);
    if (text_chars(text_cut(arena, text, 5)) > 5 || (text_int(text, &number) && number > 999999999999999999))
        abort();
    if (text_has_control(text_line(arena, text), false) || text_has_control(text_area(arena, text), true))
        abort();
    if (valid && strlen(text) != size)
        abort();
    arena_free(arena);
    return 0;
}
