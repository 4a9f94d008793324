/* One write(2) per line, so that lines of several processes on one pipe or journal socket do not mix. A line is

     2026-11-21T03:04:05.678901Z program level event name=value name="value with spaces"

   and at most 4 KiB with its newline; what is longer ends in "...". Values come from outside: control bytes and what is
   not UTF-8 appear as \xNN, so that a reader of the log sees neither forged lines nor terminal commands. */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

enum { LINE_MAX_BYTES = 4096, TAIL = 8 }; /* the tail keeps room for the closing quote, dots and newline */

struct line {
    char text[LINE_MAX_BYTES];
    size_t len;
    bool cut;
};

/* Set by log_open() before any request, constant after. */
static const char *log_program = "musubi";
static enum log_level log_least = LOG_INFO;

void log_open(const char *program, enum log_level least)
{
    log_program = program;
    log_least = least;
}

static void put(struct line *line, const char *bytes, size_t len)
{
    if (line->cut || len > sizeof line->text - TAIL - line->len) {
        line->cut = true;
        return;
    }
    memcpy(line->text + line->len, bytes, len);
    line->len += len;
}

static void put_text(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

/* Length of the printable character at p, 0 when its first byte has to be escaped. */
static size_t printable(const unsigned char *p, size_t left)
{
    utf8proc_int32_t c;
    if (*p < 0x80)
        return *p >= 0x20 && *p != 0x7f;
    utf8proc_ssize_t n = utf8proc_iterate(p, (utf8proc_ssize_t)left, &c);
    if (n <= 0)
        return 0;
    utf8proc_category_t kind = utf8proc_category(c);
    bool unseen = kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF || kind == UTF8PROC_CATEGORY_ZL ||
                  kind == UTF8PROC_CATEGORY_ZP;
    return unseen ? 0 : (size_t)n;
}

static void put_escaped(struct line *line, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *p = (const unsigned char *)text;
    size_t left = strlen(text);
    while (left && !line->cut) {
        size_t n = printable(p, left);
        if (n == 0) {
            put(line, (char[]){'\\', 'x', hex[*p >> 4], hex[*p & 15]}, 4);
            n = 1;
        } else if (*p == '"' || *p == '\\') {
            put(line, (char[]){'\\', (char)*p}, 2);
        } else {
            put(line, (const char *)p, n);
        }
        p += n;
        left -= n;
    }
}

static void put_value(struct line *line, const char *value)
{
    bool quoted = *value == '\0' || strpbrk(value, " \"=\\") != NULL;
    if (quoted)
        put_text(line, "\"");
    put_escaped(line, value);
    if (!quoted)
        return;
    if (line->cut) /* the tail has room for it */
        line->text[line->len++] = '"';
    else
        put_text(line, "\"");
}

static void put_start(struct line *line, enum log_level level)
{
    static const char *const names[] = {
        [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};
    char stamp[64];
    struct timespec now;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    size_t n = strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(stamp + n, sizeof stamp - n, ".%06ldZ ", now.tv_nsec / 1000);
    put_text(line, stamp);
    put_escaped(line, log_program);
    put_text(line, " ");
    put_text(line, names[level]);
    put_text(line, " ");
}

static void flush(struct line *line)
{
    if (line->cut) {
        memcpy(line->text + line->len, "...", 3);
        line->len += 3;
    }
    line->text[line->len++] = '\n';
    /* Nowhere to report a log that cannot be written. */
    ssize_t written = write(STDERR_FILENO, line->text, line->len);
    (void)written;
}

void log_line(enum log_level level, const char *event, ...)
{
    struct line line = {.len = 0};
    const char *name;
    va_list args;
    if (level < log_least)
        return;
    put_start(&line, level);
    put_escaped(&line, event);
    va_start(args, event);
    while (!line.cut && (name = va_arg(args, const char *)) != NULL) {
        const char *value = va_arg(args, const char *);
        put_text(&line, " ");
        put_escaped(&line, name);
        put_text(&line, "=");
        if (!line.cut)
            put_value(&line, value ? value : "-");
    }
    va_end(args);
    flush(&line);
}

static enum log_level level_of(enum err_kind kind)
{
    return kind == ERR_INTERNAL ? LOG_ERROR : kind == ERR_BUSY ? LOG_WARN : LOG_INFO;
}

void log_err(const char *event, const char *request_id, const struct err *err)
{
    char at[200], code[16];
    snprintf(at, sizeof at, "%s:%d", err->file, err->line);
    snprintf(code, sizeof code, "%u", err->code);
    log_line(level_of(err->kind), event, "request", request_id, "kind", err_kind_name(err->kind), "key", err->key, "at",
             at, "code", err->code ? code : NULL, "detail", err->detail, NULL);
}
