/* Japan Post's file: fifteen columns, of which 1 (code of the municipality, its first two digits the prefecture), 3
   (postal code), 8 (市区町村) and 9 (町域) are read. Without head line; values quoted or not. */
#include "base/arena.h"
#include "text/text.h"
#include "text/zip.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 15, AREA_CODE = 0, CODE = 2, CITY = 7, TOWN = 8 };

/* The line at *at in cells, which end where it is written; false: not as many as there must be. */
static bool split(char **at, char *cells[COLUMNS])
{
    char *p = *at, *end = p + strcspn(p, "\n");
    size_t n = 0;
    *at = *end ? end + 1 : end;
    if (end > p && end[-1] == '\r')
        end--;
    for (*end = '\0'; n < COLUMNS; n++) {
        bool quoted = *p == '"';
        char *stop = p + quoted + strcspn(p + quoted, quoted ? "\"" : ",");
        cells[n] = p + quoted;
        p = stop + (quoted && *stop);
        bool more = *p == ',';
        if (!more && *p)
            return false;
        p += more;
        *stop = '\0';
        if (!more)
            return n + 1 == COLUMNS;
    }
    return false;
}

static bool ends_in(const char *text, const char *end)
{
    size_t len = strlen(text), tail = strlen(end);
    return len >= tail && strcmp(text + len - tail, end) == 0;
}

/* （…） out, with what brackets it has inside. One that does not end takes the rest. */
static void without_brackets(char *text)
{
    char *open;
    while ((open = strstr(text, "（"))) {
        char *close = strstr(open, "）");
        if (!close) {
            *open = '\0';
            return;
        }
        close += strlen("）");
        memmove(open, close, strlen(close) + 1);
    }
}

/* 種市第１５地割～第２１地割: what is numbered there follows the town. */
static void without_numbers(char *text)
{
    static const char *const digits[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
    for (char *at = text; (at = strstr(at, "第")); at += strlen("第"))
        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
            if (strncmp(at + strlen("第"), digits[i], strlen(digits[i])) == 0 && strstr(at, "地割")) {
                *at = '\0';
                return;
            }
}

/* What of the column is the name of a town; "" for the whole municipality. The town 一円 of 多賀町 is one. */
static const char *town_name(char *town)
{
    if (strcmp(town, "以下に掲載がない場合") == 0 || ends_in(town, "の次に番地がくる場合"))
        return "";
    without_brackets(town);
    without_numbers(town);
    if (strcmp(town, "一円") != 0 && ends_in(town, "一円"))
        return "";
    return strstr(town, "、") || strstr(town, "～") ? "" : town; /* a list names no town */
}

static int by_code(const void *a, const void *b)
{
    const struct zip_row *x = a, *y = b;
    return x->code != y->code ? (x->code < y->code ? -1 : 1) : (x->line > y->line) - (x->line < y->line);
}

static uint32_t number(const char *text, size_t digits)
{
    uint32_t n = 0;
    if (strlen(text) != digits || strspn(text, "0123456789") != digits)
        return 0;
    for (; *text; text++)
        n = n * 10 + (uint32_t)(*text - '0');
    return n;
}

/* KEN_ALL.CSV breaks a long town over several lines of the same code: until its bracket is closed. */
static struct err *rest_of_town(struct arena *arena, char **at, size_t *line, uint32_t code, char **town)
{
    char *cells[COLUMNS];
    while (strstr(*town, "（") && !strstr(*town, "）") && **at) {
        char *before = *at;
        ++*line;
        if (!split(at, cells) || number(cells[CODE], 7) != code)
            return ERR(arena, ERR_INPUT, "bad_request", "line %zu does not go on with the one before: %.40s", *line,
                       before);
        *town = arena_printf(arena, "%s%s", *town, cells[TOWN]);
    }
    return NULL;
}

static size_t each_once(struct zip_row *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = kept; k > 0 && rows[k - 1].code == rows[i].code && !known; k--)
            known = rows[k - 1].pref == rows[i].pref && strcmp(rows[k - 1].text, rows[i].text) == 0;
        if (!known)
            rows[kept++] = rows[i];
    }
    return kept;
}

struct err *zip_table_read(struct arena *arena, const char *bytes, size_t len, struct zip_row **rows, size_t *count)
{
    char *cells[COLUMNS];
    size_t n = 0, line = 0, most = 1;
    bool utf8 = text_utf8(bytes, len);
    char *at = utf8 ? arena_strndup(arena, bytes, len) : text_from_cp932(arena, bytes, len);
    if (!at)
        return ERR(arena, ERR_INPUT, "bad_request", "neither UTF-8 nor CP932");
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    for (size_t i = 0; i < len; i++)
        most += bytes[i] == '\n';
    *rows = arena_array(arena, most, sizeof **rows);
    while (*at) {
        line++;
        if (!split(&at, cells))
            return ERR(arena, ERR_INPUT, "bad_request", "line %zu does not have %d columns", line, COLUMNS);
        unsigned pref = number(cells[AREA_CODE], 5) / 1000;
        uint32_t code = number(cells[CODE], 7);
        if (!code || pref < 1 || pref > 47 || !*cells[CITY])
            return ERR(arena, ERR_INPUT, "bad_request", "line %zu: no code of a municipality, or no postal code", line);
        const char *city = cells[CITY];
        char *town = cells[TOWN];
        TRY(rest_of_town(arena, &at, &line, code, &town));
        (*rows)[n++] = (struct zip_row){code, pref, arena_printf(arena, "%s%s", city, town_name(town)), line};
    }
    qsort(*rows, n, sizeof **rows, by_code);
    *count = each_once(*rows, n);
    return NULL;
}
