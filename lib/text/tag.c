/* Tags {{ 氏名 }} in texts that users write. A mail to two thousand people must not go out with a tag in it, so a text
   with any mistake is refused as a whole, with the place and the name that was probably meant. An input method leaves
   full-width braces and spaces behind: ｛｛　氏名　｝｝ is the same tag. */
#include "text/tag.h"

#include "base/arena.h"
#include "text/text.h"
#include "text/text_utf8.h"

#include <string.h>
#include <strings.h>

enum { MOST_TAGS = 500, MOST_DEFS = 64, MOST_COMPARED = 32, MOST_SHOWN = 80, FIRST_PIECES = 16, PLAIN = -1 };

struct piece {
    const char *text;
    int def; /* PLAIN: text as it is */
};

struct tag_text {
    const struct tag_def *defs;
    struct piece *pieces;
    size_t n, cap, tags;
    unsigned long long used;
};

/* What one call works with. */
struct parse {
    struct arena *arena;
    const struct tag_def *defs;
    char *names[MOST_DEFS]; /* of the defs after NFKC */
    unsigned ndef;
    const char *start; /* of the text */
    struct tag_error *error;
    struct tag_text *out;
};

/* Bytes of two braces at s, each of either width; 0: none. */
static size_t braces(const char *s, const char *narrow, const char *wide)
{
    size_t len = 0;
    for (int i = 0; i < 2; i++) {
        if (s[len] == *narrow)
            len++;
        else if (strncmp(s + len, wide, strlen(wide)) == 0)
            len += strlen(wide);
        else
            return 0;
    }
    return len;
}

static size_t opening(const char *s)
{
    return braces(s, "{", "｛");
}

static size_t closing(const char *s)
{
    return braces(s, "}", "｝");
}

/* Levenshtein distance of two words of at most MOST_COMPARED code points; one row of the table is enough. */
static size_t distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    size_t row[MOST_COMPARED + 1];
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[nb];
}

/* Code points of a word; 0: too many to compare. */
static size_t spell(const char *word, uint32_t code[MOST_COMPARED])
{
    size_t n = 0;
    for (uint32_t c; (c = utf8_next(&word)); n++) {
        if (n == MOST_COMPARED)
            return 0;
        code[n] = c;
    }
    return n;
}

/* 氏名様 holds 氏名 (the longest that it holds), 名 is held by 氏名 (the shortest that holds it). */
static const char *containment(const struct parse *p, const char *name)
{
    int inner = PLAIN, outer = PLAIN;
    for (unsigned i = 0; i < p->ndef; i++) {
        size_t len = strlen(p->names[i]);
        if (len > 0 && strstr(name, p->names[i]) && (inner == PLAIN || len > strlen(p->names[inner])))
            inner = (int)i;
        if (strstr(p->names[i], name) && (outer == PLAIN || len < strlen(p->names[outer])))
            outer = (int)i;
    }
    int best = inner != PLAIN ? inner : outer;
    return best == PLAIN ? NULL : p->defs[best].name;
}

/* At most half of the name wrong, and at most three characters. */
static const char *nearest(const struct parse *p, const char *name)
{
    uint32_t written[MOST_COMPARED], defined[MOST_COMPARED];
    size_t len = spell(name, written);
    size_t limit = (len + 1) / 2 < 3 ? (len + 1) / 2 : 3;
    const char *best = NULL;
    for (unsigned i = 0; len > 1 && i < p->ndef; i++) {
        size_t n = spell(p->names[i], defined);
        size_t d = n ? distance(written, len, defined, n) : limit + 1;
        if (d <= limit && d < len) {
            best = p->defs[i].name;
            limit = d - 1; /* not 0 different: it would have been found */
        }
    }
    return best;
}

static const char *suggest(const struct parse *p, const char *name)
{
    for (unsigned i = 0; i < p->ndef; i++) {
        if (strcasecmp(p->defs[i].key, name) == 0)
            return p->defs[i].name;
    }
    const char *found = containment(p, name);
    return found ? found : nearest(p, name);
}

/* Says what is wrong at `at`. CR LF is one line end; counting starts only here, so a good text is not counted. */
static bool fail(struct parse *p, enum tag_problem problem, const char *at, const char *name)
{
    struct tag_error *error = p->error;
    *error = (struct tag_error){.problem = problem, .line = 1, .column = 1};
    error->name = text_cut(p->arena, name, MOST_SHOWN);
    for (const char *c = p->start; c < at;) {
        uint32_t code = utf8_next(&c);
        if (code == '\n' || (code == '\r' && *c != '\n')) {
            error->line++;
            error->column = 1;
        } else {
            error->column++;
        }
    }
    return false;
}

static void add_piece(struct parse *p, const char *text, int def)
{
    struct tag_text *out = p->out;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : FIRST_PIECES;
        struct piece *pieces = arena_array(p->arena, cap, sizeof *pieces);
        if (out->n > 0)
            memcpy(pieces, out->pieces, out->n * sizeof *pieces);
        out->pieces = pieces;
        out->cap = cap;
    }
    out->pieces[out->n++] = (struct piece){text, def};
}

/* The tag whose braces open at `at`; *next is behind it. */
static bool read_tag(struct parse *p, const char *at, const char **next)
{
    const char *begin = at + opening(at), *end = begin;
    while (*end && *end != '\n' && *end != '\r' && !closing(end) && !opening(end))
        end++;
    const char *written = text_line(p->arena, arena_strndup(p->arena, begin, (size_t)(end - begin)));
    if (!closing(end))
        return fail(p, TAG_OPEN, at, written);
    if (!*written)
        return fail(p, TAG_EMPTY, at, "");
    if (++p->out->tags > MOST_TAGS)
        return fail(p, TAG_MANY, at, written);
    const char *name = text_nfkc(p->arena, written);
    for (unsigned i = 0; i < p->ndef; i++) {
        if (strcmp(name, p->names[i]) == 0) {
            add_piece(p, p->defs[i].name, (int)i);
            p->out->used |= 1ULL << i;
            *next = end + closing(end);
            return true;
        }
    }
    fail(p, TAG_UNKNOWN, at, written);
    p->error->suggestion = suggest(p, name);
    return false;
}

struct tag_text *tag_parse(struct arena *arena, const char *text, const struct tag_def *defs, struct tag_error *error)
{
    struct parse p = {.arena = arena, .defs = defs, .start = text, .error = error};
    for (; defs[p.ndef].name && p.ndef < MOST_DEFS; p.ndef++)
        p.names[p.ndef] = text_nfkc(arena, defs[p.ndef].name);
    p.out = arena_alloc(arena, sizeof *p.out);
    p.out->defs = defs;
    *error = (struct tag_error){.problem = TAG_OK};
    const char *plain = text;
    for (const char *at = text; *at;) {
        if (!opening(at)) {
            at++;
            continue;
        }
        if (at > plain)
            add_piece(&p, arena_strndup(arena, plain, (size_t)(at - plain)), PLAIN);
        if (!read_tag(&p, at, &at))
            return NULL;
        plain = at;
    }
    if (*plain)
        add_piece(&p, arena_strdup(arena, plain), PLAIN);
    return p.out;
}

unsigned long long tag_used(const struct tag_text *text)
{
    return text->used;
}

void tag_fill(const struct tag_text *text, const char *(*value)(void *arg, unsigned def), void *arg, struct buf *out)
{
    for (size_t i = 0; i < text->n; i++) {
        const struct piece *piece = &text->pieces[i];
        buf_add(out, piece->def == PLAIN ? piece->text : value(arg, (unsigned)piece->def));
    }
}

bool tag_piece(const struct tag_text *text, size_t index, bool *is_tag, const char **piece)
{
    if (index >= text->n)
        return false;
    *is_tag = text->pieces[index].def != PLAIN;
    *piece = text->pieces[index].text;
    return true;
}
