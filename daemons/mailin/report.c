#include "report.h"

#include "base/arena.h"
#include "plain.h"
#include "recipient.h"
#include "text/text.h"

#include <string.h>
#include <strings.h>

enum { DIAGNOSTIC = 250, MOST_GROUPS = 500 };

/* Fields of one recipient of a delivery status (RFC 3464, 2.3). */
struct group {
    const char *final, *original, *action, *status, *diagnostic;
};

/* "rfc822; a@b" → "a@b", "smtp; 550 …" → "550 …". A semicolon further on is the text's own. */
static const char *after_type(const char *value)
{
    const char *text = value + strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    text = *text == ';' ? text + 1 : value;
    return text + strspn(text, " \t");
}

static void take_field(struct arena *arena, struct group *g, const char *line)
{
    static const char *const names[] = {
        "Final-Recipient:", "Original-Recipient:", "Action:", "Status:", "Diagnostic-Code:"};
    const char **values[] = {&g->final, &g->original, &g->action, &g->status, &g->diagnostic};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncasecmp(line, names[i], strlen(names[i])) == 0 && !**values[i]) {
            const char *value = text_line(arena, line + strlen(names[i]));
            *values[i] = i == 2 || i == 3 ? value : after_type(value);
        }
}

/* Some servers put no empty line between two recipients. */
static bool begins_next(const struct group *g, const char *line)
{
    return (*g->final && strncasecmp(line, "Final-Recipient:", 16) == 0) ||
           (*g->original && strncasecmp(line, "Original-Recipient:", 19) == 0);
}

/* The next group of fields, unfolded; *rest goes behind it. False at the end. */
static bool next_group(struct arena *arena, const char **rest, struct group *g)
{
    struct buf line = buf_on(arena);
    bool any = false;
    *g = (struct group){"", "", "", "", ""};
    while (**rest == '\n')
        ++*rest;
    while (**rest && **rest != '\n') {
        size_t n = strcspn(*rest, "\n");
        if (**rest != ' ' && **rest != '\t' && line.len) {
            take_field(arena, g, line.text);
            line = buf_on(arena);
        }
        if (begins_next(g, *rest))
            break;
        buf_addn(&line, *rest, n);
        *rest += n + ((*rest)[n] == '\n');
        any = true;
    }
    if (line.len)
        take_field(arena, g, line.text);
    return any;
}

/* What stands about the address in the part for people may know more than the fields do. */
static void classify(struct arena *arena, const struct message *m, const char *status, const char *said,
                     const char *near, struct bounce *bounce)
{
    const struct bounce_report report = {status, said, near, text_line(arena, plain_words(arena, m))};
    bounce_judge(&report, bounce);
}

static void judge(struct arena *arena, const struct message *m, const struct group *g, const char *addr,
                  struct report *out)
{
    const char *near = plain_near(arena, m, addr);
    const char *said = *g->diagnostic ? g->diagnostic : plain_diagnostic(arena, m, addr);
    out->diagnostic = text_cut(arena, said, DIAGNOSTIC);
    if (!*g->diagnostic && plain_tells(near))
        said = near;
    if (strncasecmp(g->action, "failed", 6) == 0 || (!*g->action && *g->status == '5')) {
        out->kind = REPORT_FAILED;
        classify(arena, m, g->status, said, near, &out->bounce);
    } else if (strncasecmp(g->action, "delayed", 7) == 0 || (!*g->action && *g->status == '4')) {
        out->kind = REPORT_DELAYED;
        bounce_classify(g->status, said, &out->bounce);
        out->bounce.kind = BOUNCE_DELAYED;
        out->bounce.hard = false;
    } else {
        out->kind = REPORT_GOOD;
    }
}

/* True when the delivery status has the answer. */
static bool read_status(struct arena *arena, const struct message *m, const char *addr, struct report *out)
{
    const char *rest = text_area(arena, *m->status || !plain_by_server(m) ? m->status : m->text);
    struct group g;
    bool others = false;
    for (unsigned i = 0; i < MOST_GROUPS && next_group(arena, &rest, &g); i++) {
        if (!*g.final && !*g.original)
            continue; /* about the message, or nothing we know */
        if (recipient_same(arena, g.final, addr) || recipient_same(arena, g.original, addr)) {
            judge(arena, m, &g, addr, out);
            return true;
        }
        others = true;
    }
    if (others)
        out->kind = REPORT_OTHER;
    return others;
}

/* The lines about the address together, because servers break their answers into lines; without any, the line that
   tells most; in the last resort, all. */
static void judge_plain(struct arena *arena, const struct message *m, const char *addr, struct report *out)
{
    const char *said = plain_diagnostic(arena, m, addr), *near = plain_near(arena, m, addr);
    out->diagnostic = text_cut(arena, said, DIAGNOSTIC);
    classify(arena, m, "", plain_tells(near) ? near : said, near, &out->bounce);
    if (out->bounce.kind == BOUNCE_OTHER)
        classify(arena, m, "", plain_words(arena, m), near, &out->bounce);
}

void report_read(struct arena *arena, const struct message *m, const char *addr, struct report *out)
{
    *out = (struct report){.kind = REPORT_NONE, .diagnostic = ""};
    if (read_status(arena, m, addr, out))
        return;
    enum plain_kind kind = plain_kind(m, addr);
    if (kind == PLAIN_NONE)
        return;
    if (kind == PLAIN_OTHER) {
        out->kind = REPORT_OTHER;
        return;
    }
    judge_plain(arena, m, addr, out);
    out->kind = kind == PLAIN_DELAYED ? REPORT_DELAYED : REPORT_FAILED;
    if (kind == PLAIN_DELAYED)
        out->bounce = (struct bounce){.kind = BOUNCE_DELAYED};
}
