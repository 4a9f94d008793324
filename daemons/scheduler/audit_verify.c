#include "audit_verify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FAULTS = 50 };

/* A line, and where it stands. */
struct place {
    const char *path;
    uint64_t line;
};

static void fault(struct audit_verify *v, const struct place *at, const char *what)
{
    if (v->faults++ < MOST_FAULTS)
        fprintf(v->out, "%s:%" PRIu64 ": %s\n", at->path, at->line, what);
}

/* The first line says by itself which number it has; its hash still has to fit. */
static void take_number(struct audit_verify *v, const char *line, size_t len)
{
    struct audit_link said = audit_link_first();
    (void)audit_line_check(line, len, &said);
    if (said.seq)
        v->last.seq = said.seq - 1;
}

static void check_line(struct audit_verify *v, const struct place *at, const char *line, size_t len, bool *found)
{
    bool whole = line[len - 1] == '\n';
    if (whole && v->any_number && !v->lines)
        take_number(v, line, len - 1);
    const char *what = whole ? audit_line_check(line, len - 1, &v->last) : "the line is cut off";
    v->lines++;
    if (what)
        fault(v, at, what);
    if (*found && !v->more && v->faults < MOST_FAULTS)
        fault(v, at, "a line after the anchored head: it was added, or the head is an older one (--more)");
    if (whole && v->anchored && strcmp(v->last.hash, v->head.hash) == 0)
        *found = true;
}

static void check_file(struct audit_verify *v, struct place *at, const char *path, bool *found)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    FILE *in = fopen(path, "re");
    *at = (struct place){path, 0};
    if (!in) {
        fault(v, at, strerror(errno));
        return;
    }
    while ((len = getline(&line, &room, in)) > 0) {
        at->line++;
        check_line(v, at, line, (size_t)len, found);
    }
    if (ferror(in))
        fault(v, at, strerror(errno));
    free(line);
    fclose(in);
}

static void check_head(struct audit_verify *v, const struct place *at, bool found)
{
    if (!v->anchored || found)
        return;
    if (v->faults++ < MOST_FAULTS)
        fprintf(v->out,
                "%s:%" PRIu64 ": the log ends at number %" PRIu64 " without the anchored head %" PRIu64
                " %s: lines were cut off or written anew\n",
                at->path, at->line, v->last.seq, v->head.seq, v->head.hash);
}

bool audit_verify(struct audit_verify *v, const char *const *paths, size_t count)
{
    struct place at = {"audit log", 0};
    v->last = v->after;
    v->faults = 0;
    v->lines = 0;
    bool found = v->anchored && strcmp(v->head.hash, v->after.hash) == 0;
    for (size_t i = 0; i < count; i++)
        check_file(v, &at, paths[i], &found);
    check_head(v, &at, found);
    if (v->faults > MOST_FAULTS)
        fprintf(v->out, "and %u more\n", v->faults - MOST_FAULTS);
    return v->faults == 0;
}
