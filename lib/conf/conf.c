/* Reads musubi.conf with libconfig and checks it against the table of conf_keys.c. Whoever edits the file learns of
   every mistake in one run, so checks go on after an error; only a syntax error ends them. Keys that are not in the
   file have their default. */
#include "conf/conf.h"

#include "base/arena.h"
#include "conf/conf_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct value {
    const char *text;
    int64_t number;
};

struct conf {
    struct arena *arena;
    struct value *values; /* in the order of conf_keys */
};

/* What a check needs to complain. */
struct reader {
    struct conf *conf;
    const char *path, *var;
    FILE *errors;
    config_t file;
    unsigned count; /* of errors */
};

__attribute__((format(printf, 3, 4))) static void complain(struct reader *r, const config_setting_t *at,
                                                           const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (at)
        fprintf(r->errors, "%s:%u: ", r->path, config_setting_source_line(at));
    else
        fprintf(r->errors, "%s: ", r->path);
    vfprintf(r->errors, fmt, args);
    fputc('\n', r->errors);
    va_end(args);
    r->count++;
}

static int find_key(const char *group, const char *name)
{
    size_t len = strlen(group);
    for (unsigned i = 0; i < conf_key_count; i++)
        if (strncmp(conf_keys[i].name, group, len) == 0 && conf_keys[i].name[len] == '.' &&
            strcmp(conf_keys[i].name + len + 1, name) == 0)
            return (int)i;
    return -1;
}

/* "account" for build/release/account.fcgi: one file serves all programs, and each has its own database account. */
static const char *program_name(struct arena *arena)
{
    const char *name = program_invocation_short_name;
    return arena_strndup(arena, name, strcspn(name, "."));
}

/* The text with ${var} and ${program} replaced; NULL after a complaint. */
static const char *expand(struct reader *r, const config_setting_t *at, const char *key, const char *text)
{
    struct buf out = buf_on(r->conf->arena);
    for (const char *p = text; *p;) {
        size_t plain = strcspn(p, "$");
        buf_addn(&out, p, plain);
        p += plain;
        if (strncmp(p, "${var}", 6) == 0 && r->var) {
            buf_add(&out, r->var);
            p += 6;
        } else if (strncmp(p, "${program}", 10) == 0) {
            buf_add(&out, program_name(r->conf->arena));
            p += 10;
        } else if (strncmp(p, "${", 2) == 0) {
            complain(r, at, "%s: %s", key,
                     strncmp(p, "${var}", 6) ? "only ${var} and ${program} are replaced"
                                             : "${var} needs --var or MUSUBI_VAR");
            return NULL;
        } else if (*p) {
            buf_addc(&out, *p++);
        }
    }
    return out.text;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t len = strlen(text);
    for (const char *p = choices; len && *p; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == len && strncmp(p, text, len) == 0)
            return true;
    return false;
}

static void read_text(struct reader *r, const struct conf_key *key, const config_setting_t *at, struct value *value)
{
    const char *text = config_setting_get_string(at);
    if (!text) {
        complain(r, at, "%s: must be a text in quotes", key->name);
        return;
    }
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127) {
            complain(r, at, "%s: contains a control character", key->name);
            return;
        }
    if (key->type == CONF_CHOICE && !is_choice(key->choices, text))
        complain(r, at, "%s: must be one of %s", key->name, key->choices);
    else if (key->type == CONF_TEXT && (int64_t)strlen(text) < key->least)
        complain(r, at, "%s: must not be shorter than %" PRId64 " bytes", key->name, key->least);
    else if (key->type == CONF_TEXT && (int64_t)strlen(text) > key->most)
        complain(r, at, "%s: must not be longer than %" PRId64 " bytes", key->name, key->most);
    else
        value->text = expand(r, at, key->name, text);
}

static void read_number(struct reader *r, const struct conf_key *key, const config_setting_t *at, struct value *value)
{
    int type = config_setting_type(at);
    if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
        complain(r, at, "%s: must be a whole number", key->name);
        return;
    }
    int64_t number = type == CONFIG_TYPE_INT ? config_setting_get_int(at) : config_setting_get_int64(at);
    if (number < key->least || number > key->most)
        complain(r, at, "%s: must be from %" PRId64 " to %" PRId64, key->name, key->least, key->most);
    else
        value->number = number;
}

static void read_value(struct reader *r, unsigned index, const config_setting_t *at)
{
    const struct conf_key *key = &conf_keys[index];
    struct value *value = &r->conf->values[index];
    if (key->type == CONF_INT)
        read_number(r, key, at, value);
    else if (key->type != CONF_BOOL)
        read_text(r, key, at, value);
    else if (config_setting_type(at) != CONFIG_TYPE_BOOL)
        complain(r, at, "%s: must be true or false", key->name);
    else
        value->number = config_setting_get_bool(at);
}

static void read_group(struct reader *r, const config_setting_t *group)
{
    const char *name = config_setting_name(group);
    if (!config_setting_is_group(group) || !*conf_group_help(name)) {
        complain(r, group, "%s: unknown group", name);
        return;
    }
    for (int i = 0; i < config_setting_length(group); i++) {
        const config_setting_t *at = config_setting_get_elem(group, (unsigned)i);
        int index = find_key(name, config_setting_name(at));
        if (index < 0)
            complain(r, at, "%s.%s: unknown key", name, config_setting_name(at));
        else
            read_value(r, (unsigned)index, at);
    }
}

/* Defaults first. A default that cannot be expanded matters only where the file does not say otherwise, so that is
   looked at last. */
static void set_defaults(struct conf *conf)
{
    for (unsigned i = 0; i < conf_key_count; i++) {
        conf->values[i].number = conf_keys[i].number;
        conf->values[i].text = conf_keys[i].text;
    }
}

static void expand_defaults(struct reader *r)
{
    for (unsigned i = 0; i < conf_key_count; i++)
        if (conf_keys[i].text && r->conf->values[i].text == conf_keys[i].text)
            r->conf->values[i].text = expand(r, NULL, conf_keys[i].name, conf_keys[i].text);
}

/* Rules over several keys; the complaint names the line of the key if it stands in the file. */
static void check_rule(struct reader *r, bool ok, const char *key, const char *rule)
{
    if (!ok)
        complain(r, config_lookup(&r->file, key), "%s: %s", key, rule);
}

static void check_together(struct reader *r)
{
    const struct conf *conf = r->conf;
    const char *url = conf_text(conf, "http.base_url");
    bool domain = *conf_text(conf, "mail.dkim_domain"), selector = *conf_text(conf, "mail.dkim_selector"),
         key = *conf_text(conf, "mail.dkim_key_file");
    check_rule(r, *conf_text(conf, "db.socket") || *conf_text(conf, "db.host"), "db.socket",
               "either this or db.host must be given");
    check_rule(r, strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0, "http.base_url",
               "must begin with http:// or https://");
    check_rule(r, url[strlen(url) - 1] != '/', "http.base_url", "must not end with a slash");
    check_rule(r, strcmp(conf_text(conf, "mail.transport"), "smtp") || *conf_text(conf, "mail.relay_host"),
               "mail.relay_host", "must be given with mail.transport \"smtp\"");
    check_rule(r, domain == selector && domain == key, "mail.dkim_domain",
               "goes together with dkim_selector and dkim_key_file");
}

/* libconfig reads 4294967300 as 4 where no L follows, so numbers that do not fit are looked for in the text itself. */
static void check_line_numbers(struct reader *r, unsigned number, const char *line)
{
    for (const char *p = line; *p && *p != '#';) {
        char *end = (char *)p + 1;
        if (*p == '"') {
            while (*end && *end != '"')
                end += *end == '\\' && end[1] ? 2 : 1;
            end += *end == '"';
        } else if (*p >= '0' && *p <= '9') {
            errno = 0;
            uint64_t value = strtoull(p, &end, 10);
            if ((value > INT32_MAX || errno) && *end != 'L') {
                fprintf(r->errors, "%s:%u: number too large\n", r->path, number);
                r->count++;
            }
        }
        p = end;
    }
}

static void check_numbers(struct reader *r)
{
    char line[4096];
    FILE *in = fopen(r->path, "re");
    for (unsigned number = 1; in && fgets(line, sizeof line, in); number++)
        check_line_numbers(r, number, line);
    if (in)
        fclose(in);
}

static void read_file(struct reader *r)
{
    errno = 0;
    if (config_read_file(&r->file, r->path)) {
        const config_setting_t *root = config_root_setting(&r->file);
        for (int i = 0; i < config_setting_length(root); i++)
            read_group(r, config_setting_get_elem(root, (unsigned)i));
        check_numbers(r);
    } else if (config_error_type(&r->file) == CONFIG_ERR_PARSE) {
        fprintf(r->errors, "%s:%d: %s\n", r->path, config_error_line(&r->file), config_error_text(&r->file));
        r->count++;
    } else {
        complain(r, NULL, "%s", errno ? strerror(errno) : "cannot be read");
    }
}

struct conf *conf_load(const char *path, const char *var, FILE *errors)
{
    struct arena *arena = arena_new();
    struct conf *conf = arena_alloc(arena, sizeof *conf);
    struct reader r = {.conf = conf, .path = path, .var = var, .errors = errors};
    conf->arena = arena;
    conf->values = arena_array(arena, conf_key_count, sizeof *conf->values);
    config_init(&r.file);
    set_defaults(conf);
    read_file(&r);
    if (!r.count)
        expand_defaults(&r);
    if (!r.count)
        check_together(&r);
    config_destroy(&r.file);
    if (!r.count)
        return conf;
    arena_free(arena);
    return NULL;
}

void conf_free(struct conf *conf)
{
    if (conf)
        arena_free(conf->arena);
}

static const struct value *get(const struct conf *conf, const char *name, enum conf_type a, enum conf_type b)
{
    for (unsigned i = 0; i < conf_key_count; i++)
        if (strcmp(conf_keys[i].name, name) == 0 && (conf_keys[i].type == a || conf_keys[i].type == b))
            return &conf->values[i];
    fprintf(stderr, "musubi: configuration key %s does not exist or has another type\n", name);
    abort();
}

const char *conf_text(const struct conf *conf, const char *key)
{
    return get(conf, key, CONF_TEXT, CONF_CHOICE)->text;
}

int64_t conf_int(const struct conf *conf, const char *key)
{
    return get(conf, key, CONF_INT, CONF_INT)->number;
}

bool conf_bool(const struct conf *conf, const char *key)
{
    return get(conf, key, CONF_BOOL, CONF_BOOL)->number != 0;
}

/* A secret that everybody on the machine can read is none, so such a file is refused like a missing one. */
static const char *read_line(struct arena *arena, int fd, const char **problem)
{
    struct stat st;
    char line[1024];
    if (fstat(fd, &st) || !S_ISREG(st.st_mode) || (st.st_mode & S_IRWXO)) {
        *problem = "must be a file that others cannot read (chmod o=)";
        return NULL;
    }
    ssize_t len = read(fd, line, sizeof line);
    if (len < 0 || (size_t)len == sizeof line) {
        *problem = len < 0 ? strerror(errno) : "too long";
        return NULL;
    }
    line[len] = '\0';
    return arena_strndup(arena, line, strcspn(line, "\r\n"));
}

const char *conf_secret_now(const struct conf *conf, const char *key, struct arena *arena)
{
    const char *path = conf_text(conf, key), *text = NULL, *problem = NULL;
    if (!*path)
        return "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        problem = strerror(errno);
    } else {
        text = read_line(arena, fd, &problem);
        close(fd);
    }
    if (!text)
        fprintf(stderr, "musubi: %s: %s: %s\n", key, path, problem);
    return text;
}

const char *conf_secret(const struct conf *conf, const char *key)
{
    return conf_secret_now(conf, key, conf->arena);
}
