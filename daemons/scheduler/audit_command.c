/* schedulerd [-c CONF] [--var DIR] audit head
   schedulerd [-c CONF] [--var DIR] audit verify [--head HASH|-] [--more] [--after HASH] [FILE...]

   head prints "NUMBER HASH" of the last line: whoever keeps that elsewhere can tell later whether anything up to it was
   touched. verify reads the files (none: all of paths.audit) as one log, oldest first, and compares with the head: the
   one given, else with no files named the one in paths.audit_head. Neither configuration nor database is needed when
   files are named.

     --head HASH    64 hexadecimal digits, as head prints them (the number before them may be there)
     --head -       the end is not compared with anything
     --more         the head is an older one: lines after it are right
     --after HASH   the first file does not begin with line 1; HASH is that of the line before

   Exit status: 0 the log is what was written, 1 it is not (every fault is told as FILE:LINE: what), 2 it could not be
   looked at. */
#include "audit_file.h"
#include "audit_verify.h"
#include "base/log.h"
#include "frame/program.h"
#include "scheduler.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { UNUSABLE = 2 };

struct command {
    struct arena *arena;
    struct conf *conf; /* NULL: not needed */
    const char *head, *after;
    const char **files;
    size_t nfile;
    bool more;
};

static int complain(const char *what, const char *about)
{
    fprintf(stderr, "schedulerd: %s%s%s\n", what, about ? ": " : "", about ? about : "");
    return UNUSABLE;
}

static bool read_head(struct command *c, struct audit_link *head)
{
    const char *path = conf_text(c->conf, "paths.audit_head");
    char text[200] = "";
    FILE *in = fopen(path, "re");
    if (!in || !fgets(text, sizeof text, in)) {
        complain(path, in ? "empty" : strerror(errno));
        if (in)
            fclose(in);
        return false;
    }
    fclose(in);
    if (!audit_link_read(text, head)) {
        complain(path, "not a head");
        return false;
    }
    return true;
}

static int print_head(struct command *c)
{
    struct audit_link head;
    if (!read_head(c, &head))
        return UNUSABLE;
    printf("%" PRIu64 " %s\n", head.seq, head.hash);
    return 0;
}

/* The head that the log is compared with. */
static bool anchor(struct command *c, struct audit_verify *v)
{
    v->after = audit_link_first();
    if (c->after && !audit_link_read(c->after, &v->after)) {
        complain("not a hash", c->after);
        return false;
    }
    v->any_number = c->after && !v->after.seq;
    v->anchored = c->head ? strcmp(c->head, "-") != 0 : !c->nfile;
    if (!v->anchored)
        return true;
    if (!c->head)
        return read_head(c, &v->head);
    if (audit_link_read(c->head, &v->head))
        return true;
    complain("not a hash", c->head);
    return false;
}

/* With files that a scheduler is writing to, between two of its steps. */
static int lock_dir(struct command *c, const char *dir)
{
    int lock = open(arena_printf(c->arena, "%s/lock", dir), O_RDONLY | O_CLOEXEC);
    if (lock >= 0 && flock(lock, LOCK_SH))
        complain(dir, strerror(errno));
    return lock;
}

static bool find_files(struct command *c, const char *dir)
{
    struct err *err = audit_file_list(c->arena, dir, &c->files);
    if (err) {
        complain(err->detail, NULL);
        return false;
    }
    while (c->files[c->nfile])
        c->nfile++;
    return true;
}

static int verify(struct command *c)
{
    struct audit_verify v = {.more = c->more, .out = stdout};
    const char *dir = c->conf ? conf_text(c->conf, "paths.audit") : NULL;
    int lock = dir ? lock_dir(c, dir) : -1;
    int status = UNUSABLE;
    if (anchor(c, &v) && (!dir || find_files(c, dir))) {
        status = audit_verify(&v, c->files, c->nfile) ? 0 : 1;
        if (status == 0)
            printf("ok: %" PRIu64 " lines, the last is %" PRIu64 " %s%s\n", v.lines, v.last.seq, v.last.hash,
                   v.anchored ? "" : " (compared with no head)");
    }
    if (lock >= 0)
        close(lock);
    return status;
}

/* A flag without a value. */
static bool flag(int *argc, char **argv, const char *name)
{
    for (int i = 1; i < *argc; i++)
        if (strcmp(argv[i], name) == 0) {
            memmove(&argv[i], &argv[i + 1], (size_t)(*argc - i) * sizeof *argv);
            --*argc;
            return true;
        }
    return false;
}

/* argv is without -c and --var here. */
static int run_command(struct command *c, int argc, char **argv, const char *conf, const char *var)
{
    c->head = program_option(&argc, argv, "--head");
    c->after = program_option(&argc, argv, "--after");
    c->more = flag(&argc, argv, "--more");
    bool is_verify = argc > 2 && strcmp(argv[2], "verify") == 0;
    bool is_head = argc == 3 && strcmp(argv[2], "head") == 0;
    for (int i = 3; i < argc; i++)
        if (argv[i][0] == '-')
            return complain("unknown option", argv[i]);
    if (!is_verify && !is_head)
        return complain("usage: schedulerd audit head | audit verify [--head HASH|-] [--more] [--after HASH] [FILE...]",
                        NULL);
    if (argc > 3) {
        c->files = (const char **)&argv[3];
        c->nfile = (size_t)(argc - 3);
        return verify(c);
    }
    c->conf = conf_load(conf ? conf : "conf/musubi.conf", var ? var : "var", stderr);
    if (!c->conf)
        return UNUSABLE;
    return is_verify ? verify(c) : print_head(c);
}

int audit_command(int argc, char **argv)
{
    struct command c = {.arena = arena_new()};
    log_open("schedulerd", LOG_INFO);
    const char *conf = program_option(&argc, argv, "-c"), *var = program_option(&argc, argv, "--var");
    int status = run_command(&c, argc, argv, conf ? conf : getenv("MUSUBI_CONF"), var ? var : getenv("MUSUBI_VAR"));
    conf_free(c.conf);
    arena_free(c.arena);
    return status;
}
