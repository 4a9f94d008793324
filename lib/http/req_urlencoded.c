/* Query strings, application/x-www-form-urlencoded (WHATWG URL 5) and cookies (RFC 6265), on memory and in one pass.
   Stricter than browsers need: a broken %XX is an error, so that no two layers read one text differently. */
#include "http/req_parse.h"

#include <string.h>

enum { COOKIES_MAX = 50, COOKIES_BYTES = 4096 };

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t percent_decode(char *text, size_t len, bool plus)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            int hi = len - i > 2 ? hex_value(text[i + 1]) : -1, lo = hi < 0 ? -1 : hex_value(text[i + 2]);
            if (lo < 0)
                return SIZE_MAX;
            c = (char)(hi << 4 | lo);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        text[n++] = c;
    }
    text[n] = '\0';
    return n;
}

/* pair is not terminated: the byte at pair[len] belongs to us, it is '&' or the end of our copy. */
static struct err *add_pair(struct kv_list *list, char *pair, size_t len)
{
    char *equals = memchr(pair, '=', len);
    size_t name_len = equals ? (size_t)(equals - pair) : len;
    char *value = equals ? equals + 1 : pair + len;
    size_t value_len = equals ? len - name_len - 1 : 0;
    name_len = percent_decode(pair, name_len, true);
    value_len = value_len ? percent_decode(value, value_len, true) : 0;
    if (name_len == SIZE_MAX || value_len == SIZE_MAX)
        return ERR(list->arena, ERR_INPUT, "bad_request", "bad percent escape");
    return kv_add(list, pair, name_len, value_len ? value : "", value_len);
}

struct err *kvs_parse_urlencoded(struct arena *arena, const char *text, size_t len, const struct req_limits *limits,
                                 struct kvs *out)
{
    struct kv_list list = {.arena = arena, .limits = limits, .out = out};
    *out = (struct kvs){0};
    if (len == 0)
        return NULL;
    char *p = arena_strndup(arena, text, len), *end = p + len;
    while (p < end) {
        char *amp = memchr(p, '&', (size_t)(end - p));
        char *stop = amp ? amp : end;
        if (stop > p)
            TRY(add_pair(&list, p, (size_t)(stop - p)));
        p = stop + 1;
    }
    return NULL;
}

/* RFC 6265 4.1.1, with what browsers store beside it: printable ASCII without ';'. */
static bool is_cookie_text(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] > 0x7e)
            return false;
    return true;
}

static void trim(const char **text, size_t *len)
{
    while (*len && (**text == ' ' || **text == '\t'))
        ++*text, --*len;
    while (*len && ((*text)[*len - 1] == ' ' || (*text)[*len - 1] == '\t'))
        --*len;
}

/* A cookie that is not ours may be anything: what cannot be read is passed over, as RFC 6265 asks of servers. */
static struct err *add_cookie(struct kv_list *list, const char *pair, size_t len)
{
    const char *equals = memchr(pair, '=', len);
    if (!equals)
        return NULL;
    const char *name = pair, *value = equals + 1;
    size_t name_len = (size_t)(equals - pair), value_len = len - name_len - 1;
    trim(&name, &name_len);
    trim(&value, &value_len);
    if (value_len >= 2 && value[0] == '"' && value[value_len - 1] == '"') {
        value++;
        value_len -= 2;
    }
    if (name_len == 0 || name_len > list->limits->max_name || !is_cookie_text(name, name_len) ||
        !is_cookie_text(value, value_len))
        return NULL;
    return kv_add(list, arena_strndup(list->arena, name, name_len), name_len,
                  arena_strndup(list->arena, value, value_len), value_len);
}

struct err *kvs_parse_cookies(struct arena *arena, const char *text, struct kvs *out)
{
    static const struct req_limits limits = {.max_fields = COOKIES_MAX, .max_name = 64, .max_value = COOKIES_BYTES};
    struct kv_list list = {.arena = arena, .limits = &limits, .out = out};
    size_t len = strnlen(text, COOKIES_BYTES + 1);
    *out = (struct kvs){0};
    if (len > COOKIES_BYTES)
        return ERR(arena, ERR_INPUT, "too_large", "more than %d bytes of cookies", COOKIES_BYTES);
    for (const char *p = text, *end = text + len; p < end;) {
        const char *semicolon = memchr(p, ';', (size_t)(end - p));
        const char *stop = semicolon ? semicolon : end;
        TRY(add_cookie(&list, p, (size_t)(stop - p)));
        p = stop + 1;
    }
    return NULL;
}
