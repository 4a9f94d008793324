#include "recipient.h"

#include "base/arena.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- a field's value ---- */

/* RFC 3461, 4: "+2B" is "+". */
static const char *from_xtext(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text), *to = out;
    for (const char *p = text; *p; p++) {
        if (*p == '+' && isxdigit((unsigned char)p[1]) && isxdigit((unsigned char)p[2])) {
            char hex[3] = {p[1], p[2], '\0'};
            *to++ = (char)strtol(hex, NULL, 16);
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    *to = '\0';
    return out;
}

/* RFC 5322, 3.2: without comments, quotes, their backslashes, and space that is in no quotes. "@" that is in no quotes
   becomes \1, so that one in quotes is not taken for it. */
static char *unquoted(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text), *to = out;
    unsigned depth = 0;
    bool quoted = false;
    for (const char *p = text; *p; p++) {
        if (*p == '\\' && p[1] && (quoted || depth)) {
            p++;
            if (!depth)
                *to++ = *p;
        } else if (*p == '"' && !depth) {
            quoted = !quoted;
        } else if (*p == '(' && !quoted) {
            depth++;
        } else if (*p == ')' && depth) {
            depth--;
        } else if (!depth && (quoted || !isspace((unsigned char)*p))) {
            *to++ = *p == '@' && !quoted ? '\1' : *p;
        }
    }
    *to = '\0';
    return out;
}

/* "<…>" wherever it stands, "rfc822;", "rfc822:", "mailto:", and the route of RFC 5321, 4.1.2, are not the address. */
static char *bare(char *addr)
{
    static const char *const types[] = {"rfc822;", "rfc822:", "utf-8;", "unknown;", "smtp:", "mailto:", NULL};
    char *open = strchr(addr, '<');
    if (open)
        addr = open + 1;
    addr[strcspn(addr, "<>")] = '\0';
    for (const char *const *type = types; *type; type++)
        if (strncasecmp(addr, *type, strlen(*type)) == 0)
            addr += strlen(*type);
    char *route = *addr == '\1' ? strchr(addr, ':') : NULL;
    return route ? route + 1 : addr;
}

static const char *canonical(struct arena *arena, const char *text)
{
    char *addr = bare(unquoted(arena, text));
    size_t n = strlen(addr);
    while (n && addr[n - 1] == '.')
        addr[--n] = '\0';
    return addr;
}

static bool is_same(struct arena *arena, const char *written, const char *addr)
{
    const char *one = canonical(arena, written);
    return *one && strcasecmp(one, canonical(arena, addr)) == 0;
}

bool recipient_same(struct arena *arena, const char *written, const char *addr)
{
    return is_same(arena, written, addr) || is_same(arena, from_xtext(arena, written), addr);
}

/* ---- in a text ---- */

static bool in_address(char c)
{
    return c && (isalnum((unsigned char)c) || strchr("@!#$%&'*+/=?^_`{|}~-", c));
}

/* Does the text behind the "@" begin with the domain and nothing more? "." ends a sentence, or a name server's name. */
static bool is_domain(const char *at, const char *end, const char *domain)
{
    size_t n = strlen(domain);
    return (size_t)(end - at) >= n && strncasecmp(at, domain, n) == 0 && !in_address(at[n]) &&
           !(at[n] == '.' && in_address(at[n + 1]));
}

/* at: behind the closing quote. */
static const char *before_quoted(const char *text, const char *at, const char *local, size_t n)
{
    const char *p = at - 1;
    while (n) {
        if (p == text || tolower((unsigned char)*--p) != tolower((unsigned char)local[--n]))
            return NULL;
        if (p > text && p[-1] == '\\')
            p--;
    }
    return p > text && p[-1] == '"' ? p - 1 : NULL;
}

/* The local part that ends before the "@", as it is or in quotes; NULL when it is another one. */
static const char *before(const char *text, const char *at, const char *local, size_t n)
{
    if (at > text && at[-1] == '"')
        return before_quoted(text, at, local, n);
    const char *from = (size_t)(at - text) >= n ? at - n : NULL;
    if (!from || strncasecmp(from, local, n) != 0)
        return NULL;
    return from == text || (!in_address(from[-1]) && from[-1] != '.') ? from : NULL;
}

const char *recipient_find(const char *text, size_t len, const char *addr)
{
    const char *domain = strrchr(addr, '@'), *local = addr, *end = text + len;
    if (!domain || !domain[1])
        return NULL;
    size_t n = (size_t)(domain - addr);
    if (n >= 2 && *local == '"' && local[n - 1] == '"') {
        local++;
        n -= 2;
    }
    for (const char *at = text; at < end && (at = memchr(at, '@', (size_t)(end - at))); at++) {
        const char *from = is_domain(at + 1, end, domain + 1) ? before(text, at, local, n) : NULL;
        if (from)
            return from;
    }
    return NULL;
}

static bool is_service(const char *local)
{
    static const char *const names[] = {"postmaster@", "mailer-daemon@", "support@", "abuse@",
                                        "help@",       "bounces+",       NULL};
    for (const char *const *name = names; *name; name++)
        if (strncasecmp(local, *name, strlen(*name)) == 0)
            return true;
    return false;
}

bool recipient_any(const char *text, size_t len)
{
    for (const char *end = text + len, *at = text; at < end && (at = memchr(at, '@', (size_t)(end - at))); at++) {
        const char *local = at;
        while (local > text && (in_address(local[-1]) || local[-1] == '.' || (local == at && local[-1] == '"')))
            local--;
        if (local < at && isalnum((unsigned char)at[1]) && !is_service(local))
            return true;
    }
    return false;
}
