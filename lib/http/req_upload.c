/* The name that comes with an upload, made fit to store and show. */
#include "http/req_parse.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { NAME_BYTES = 200, EXTENSION_BYTES = 16 };

/* Some browsers sent whole paths; the separator may be of either system. */
static const char *last_component(const char *name, size_t *len)
{
    size_t from = *len;
    while (from > 0 && name[from - 1] != '/' && name[from - 1] != '\\')
        from--;
    *len -= from;
    return name + from;
}

static struct buf visible_utf8(struct arena *arena, const char *name, size_t len)
{
    struct buf out = buf_on(arena);
    while (len) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)name, (utf8proc_ssize_t)len, &c);
        if (n <= 0) {
            buf_add(&out, "\xef\xbf\xbd");
            n = 1;
        } else if (char_shows(name, (size_t)n)) {
            buf_addn(&out, name, (size_t)n);
        }
        name += n;
        len -= (size_t)n;
    }
    return out;
}

static char *composed(struct arena *arena, const char *text)
{
    utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)text);
    char *copy = arena_strdup(arena, nfc ? (const char *)nfc : text);
    free(nfc);
    return copy;
}

/* Cut between characters, before the extension: people need it to open the file. */
static char *fitting(struct arena *arena, const char *name)
{
    size_t len = strlen(name);
    const char *dot = strrchr(name, '.');
    size_t extension = dot && len - (size_t)(dot - name) <= EXTENSION_BYTES ? len - (size_t)(dot - name) : 0;
    if (len <= NAME_BYTES)
        return arena_strdup(arena, name);
    size_t keep = NAME_BYTES - extension;
    while (keep > 0 && ((unsigned char)name[keep] & 0xc0) == 0x80)
        keep--;
    return arena_printf(arena, "%.*s%s", (int)keep, name, name + len - extension);
}

char *upload_name(struct arena *arena, const char *name, size_t len)
{
    const char *base = last_component(name, &len);
    char *text = composed(arena, visible_utf8(arena, base, len).text);
    text += strspn(text, " ");
    for (size_t n = strlen(text); n > 0 && text[n - 1] == ' '; n--)
        text[n - 1] = '\0';
    if (text[strspn(text, ".")] == '\0') /* nothing, "." or ".." */
        return arena_strdup(arena, "file");
    return fitting(arena, text);
}
