/* Functions for templates: links from data, dates and counts. Their results are escaped like any value; only
   ClearSilver's own escape functions are exempt. Times are stored in UTC and shown as the clock in Tokyo has them. */
#include "base/arena.h"
#include "base/day.h"
#include "http/req.h"
#include "page/page_impl.h"
#include "text/url.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static NEOERR *give(const char *text, char **out)
{
    *out = strdup(text);
    return *out ? STATUS_OK : nerr_raise(NERR_NOMEM, "template function");
}

static NEOERR *func_url(const char *text, char **out)
{
    return give(text && (url_is_local(text) || url_is_web(text)) ? text : "#", out);
}

static NEOERR *func_path(const char *text, char **out)
{
    return give(url_is_local(text) ? text : "/", out);
}

static NEOERR *func_url_escape(const char *text, char **out)
{
    return nerr_pass(neos_url_escape(text ? text : "", out, NULL));
}

static NEOERR *func_html_escape(const char *text, char **out)
{
    return nerr_pass(neos_html_escape(text ? text : "", text ? (int)strlen(text) : 0, out));
}

static NEOERR *func_js_escape(const char *text, char **out)
{
    return nerr_pass(neos_js_escape(text ? text : "", out));
}

/* Digits with a comma every three; what is not an integer stays as it is. */
static void write_count(const char *digits, char out[32])
{
    size_t sign = *digits == '-', len = strlen(digits), at = 0;
    bool number = len > sign && len < 24 && strspn(digits + sign, "0123456789") == len - sign;
    for (size_t i = 0; i < len && at < 31; i++) {
        if (number && i > sign && (len - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

const char *text_count(struct req *rq, int64_t n)
{
    char digits[24], out[32];
    snprintf(digits, sizeof digits, "%" PRId64, n);
    write_count(digits, out);
    return arena_strdup(rq->arena, out);
}

static NEOERR *func_count(const char *text, char **out)
{
    char counted[32];
    if (!text || strlen(text) >= 24)
        return give(text ? text : "", out);
    write_count(text, counted);
    return give(counted, out);
}

/* "YYYY-MM-DD" stays that day; a time in UTC becomes Tokyo's. Anything else is shown as it is, which only a wrong
   column does. */
static NEOERR *show_time(const char *text, const char *format, char **out)
{
    struct tm tm = {0};
    char shown[32];
    const char *rest = text ? strptime(text, "%Y-%m-%d", &tm) : NULL;
    if (!rest)
        return give(text ? text : "", out);
    if (*rest && strptime(rest, " %H:%M:%S", &tm))
        day_wall(timegm(&tm), &tm);
    return give(strftime(shown, sizeof shown, format, &tm) ? shown : "", out);
}

static NEOERR *func_day(const char *text, char **out)
{
    return nerr_pass(show_time(text, "%Y/%m/%d", out));
}

static NEOERR *func_minute(const char *text, char **out)
{
    return nerr_pass(show_time(text, "%Y/%m/%d %H:%M", out));
}

static NEOERR *func_hour(const char *text, char **out)
{
    return nerr_pass(show_time(text, "%H:%M", out));
}

static const struct {
    const char *name;
    CSSTRFUNC run;
    bool escapes;
} functions[] = {
    {"url_escape", func_url_escape, true},
    {"html_escape", func_html_escape, true},
    {"js_escape", func_js_escape, true},
    {"url", func_url, false},
    {"path", func_path, false},
    {"count", func_count, false},
    {"day", func_day, false},
    {"minute", func_minute, false},
    {"hour", func_hour, false},
};

struct err *page_func_register(struct arena *arena, CSPARSE *cs)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        char *name = (char *)functions[i].name; /* copied by ClearSilver, whose prototype lacks the const */
        TRY_NEO(arena, functions[i].escapes ? cs_register_esc_strfunc(cs, name, functions[i].run)
                                            : cs_register_strfunc(cs, name, functions[i].run));
    }
    return NULL;
}
