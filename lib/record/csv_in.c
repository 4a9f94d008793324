/* CSV as offices send it: RFC 4180 in UTF-8 or in CP932, with commas or, pasted from a sheet, with tabs. A record that
   cannot be read is marked and the next line is tried, so that one bad line of a thousand is one message and not an
   empty screen.

   Memory is one copy of the file (two for CP932) and a pointer per cell: cells are unquoted and closed in place. Time
   is linear, even though reading starts over in the line behind a quote that is not closed properly: up to where it was
   looked for, all other quotes come in pairs, and a pair leaves nothing open behind its line. */
#include "record/csv.h"

#include "base/arena.h"
#include "text/text.h"

#include <string.h>

enum { MOST_CELLS = 200, MOST_CELL = 64 * 1024, FIRST_LINES = 64 };

static const char BOM[] = "\xEF\xBB\xBF";

struct reader {
    struct arena *arena;
    char *at, *end; /* *end is NUL */
    size_t line;    /* where at is, 1-based */
    char separator;
    size_t max_lines, cap;
    struct csv_in *in;
    char *cells[MOST_CELLS]; /* of the record being read */
};

/* UTF-8 is known by its mark or by being valid; what is left may be CP932. UTF-16 has NULs in it and is neither. A file
   with the mark is UTF-8 even if some line is broken: that line alone is marked. */
static struct err *decode(struct reader *r, const char *bytes, size_t len)
{
    if (len >= 3 && memcmp(bytes, BOM, 3) == 0) {
        r->in->charset = "utf8";
        r->at = arena_strndup(r->arena, bytes + 3, len - 3);
        r->end = r->at + len - 3;
        return NULL;
    }
    if (text_utf8(bytes, len)) {
        r->in->charset = "utf8";
        r->at = arena_strndup(r->arena, bytes, len);
        r->end = r->at + len;
        return NULL;
    }
    r->in->charset = "cp932";
    r->at = text_from_cp932(r->arena, bytes, len);
    if (!r->at)
        return ERR(r->arena, ERR_INPUT, "csv_charset", "%zu bytes, neither UTF-8 nor CP932", len);
    r->end = r->at + strlen(r->at);
    return NULL;
}

static bool is_line_end(const struct reader *r, const char *at)
{
    return at == r->end || *at == '\n' || *at == '\r';
}

/* Behind the line end at `at`: LF, CR or CR LF. */
static char *line_after(const struct reader *r, char *at)
{
    if (at < r->end && *at == '\r' && at + 1 < r->end && at[1] == '\n')
        return at + 2;
    return at < r->end ? at + 1 : at;
}

static char *line_end(const struct reader *r, char *at)
{
    while (!is_line_end(r, at))
        at++;
    return at;
}

static size_t count_lines(const struct reader *r, char *from, const char *to)
{
    size_t n = 0;
    while ((from = line_end(r, from)) < to) {
        from = line_after(r, from);
        n++;
    }
    return n;
}

/* Excel writes the separator of its user's region; Japanese ones have a comma, sheets copied to a file have tabs. */
static char separator_of(const struct reader *r)
{
    char *end = line_end(r, r->at);
    size_t len = (size_t)(end - r->at);
    return memchr(r->at, '\t', len) && !memchr(r->at, ',', len) ? '\t' : ',';
}

static void add_record(struct reader *r, const struct csv_line *record)
{
    struct csv_in *in = r->in;
    in->total++;
    if (in->count == r->max_lines)
        return;
    if (in->count == r->cap) {
        r->cap = r->cap ? r->cap * 2 : FIRST_LINES;
        struct csv_line *lines = arena_array(r->arena, r->cap, sizeof *lines);
        if (in->count > 0)
            memcpy(lines, in->lines, in->count * sizeof *lines);
        in->lines = lines;
    }
    struct csv_line *line = &in->lines[in->count++];
    *line = *record;
    line->cells = arena_array(r->arena, record->ncell + 1, sizeof *line->cells);
    memcpy(line->cells, r->cells, record->ncell * sizeof *line->cells);
}

/* The quote that closes the cell whose text begins at `at`, or NULL. */
static char *closing_quote(const struct reader *r, char *at)
{
    while ((at = memchr(at, '"', (size_t)(r->end - at)))) {
        if (at[1] != '"')
            return at;
        at += 2;
    }
    return NULL;
}

/* "" becomes ", in place; the new end. */
static char *unquote(char *from, const char *to)
{
    char *out = from;
    for (; from < to; from++) {
        *out++ = *from;
        if (*from == '"')
            from++;
    }
    return out;
}

/* A cell that begins at r->at: its text and end, r->at on what ends it. A quote inside a cell that does not begin with
   one is text, as spreadsheets take it (12" display). False: the quote is not closed or not by the cell's end, which
   most often means that one is missing; r->at is then on the end of the line where the cell began, so that the lines it
   swallowed are read for themselves. */
static bool read_cell(struct reader *r, char **cell, char **cell_end)
{
    *cell = r->at;
    if (r->at == r->end || *r->at != '"') {
        while (!is_line_end(r, r->at) && *r->at != r->separator)
            r->at++;
        *cell_end = r->at;
        return true;
    }
    char *quote = closing_quote(r, r->at + 1);
    if (!quote || (!is_line_end(r, quote + 1) && quote[1] != r->separator)) {
        r->at = line_end(r, r->at);
        return false;
    }
    r->line += count_lines(r, r->at, quote);
    r->at = quote + 1;
    ++*cell;
    *cell_end = unquote(*cell, quote);
    return true;
}

/* Keep the cell unless it is too much; its end is closed by NUL once what ended it is known. */
static void keep_cell(struct reader *r, struct csv_line *record, char *cell, char *cell_end)
{
    size_t len = (size_t)(cell_end - cell);
    if (record->ncell == MOST_CELLS || len > MOST_CELL)
        record->problem = record->problem ? record->problem : "csv_cells";
    else if (!text_utf8(cell, len))
        record->problem = "csv_bytes";
    else
        r->cells[record->ncell++] = cell;
}

/* Behind the line end that r->at is on. */
static void next_line(struct reader *r)
{
    if (r->at < r->end)
        r->line++;
    r->at = line_after(r, r->at);
}

static void read_record(struct reader *r)
{
    struct csv_line record = {.line = r->line};
    bool more = true;
    while (more) {
        char *cell, *cell_end;
        if (!read_cell(r, &cell, &cell_end)) {
            record.problem = "csv_quote";
            next_line(r);
            break;
        }
        keep_cell(r, &record, cell, cell_end);
        more = !is_line_end(r, r->at);
        if (more)
            r->at++;
        else
            next_line(r);
        *cell_end = '\0';
    }
    add_record(r, &record);
}

struct err *csv_read(struct arena *arena, const char *bytes, size_t len, size_t max_lines, struct csv_in **in)
{
    struct reader *r = arena_alloc(arena, sizeof *r);
    r->arena = arena;
    r->line = 1;
    r->max_lines = max_lines;
    r->in = arena_alloc(arena, sizeof *r->in);
    TRY(decode(r, bytes, len));
    r->separator = separator_of(r);
    while (r->at < r->end) {
        if (is_line_end(r, r->at)) /* empty lines, mostly at the end, are no records */
            next_line(r);
        else
            read_record(r);
    }
    *in = r->in;
    return NULL;
}
