#include "frame/program.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/memory.h"
#include "form/form_run.h"
#include "frame/serve.h"
#include "frame/zip.h"
#include "http/fcgi.h"
#include "http/keep.h"
#include "page/page.h"

#include <malloc.h>
#include <mysql.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *program_option(int *argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < *argc; i++)
        if (strcmp(argv[i], name) == 0) {
            const char *value = argv[i + 1];
            memmove(&argv[i], &argv[i + 2], (size_t)(*argc - i - 1) * sizeof *argv);
            *argc -= 2;
            return value;
        }
    return NULL;
}

/* The secret file holds at least 32 characters; its SHA-256 is the key. */
static const unsigned char *secret_read(struct app *app)
{
    const char *text = conf_secret(app->conf, "session.secret_file");
    unsigned char *key = arena_alloc(app->arena, 32);
    if (!text || strlen(text) < 32) {
        fprintf(stderr, "%s: session.secret_file: cannot be read, or has fewer than 32 characters\n", app->program);
        return NULL;
    }
    crypto_sha256(text, strlen(text), key);
    return key;
}

static void db_conf_read(struct app *app)
{
    struct db_conf *c = &app->db_conf;
    c->socket = conf_text(app->conf, "db.socket");
    c->host = conf_text(app->conf, "db.host");
    c->port = (unsigned)conf_int(app->conf, "db.port");
    c->name = conf_text(app->conf, "db.name");
    c->user = conf_text(app->conf, "db.user");
    c->password = conf_secret(app->conf, "db.password_file");
    c->read_timeout = (unsigned)conf_int(app->conf, "db.read_timeout");
}

/* Lines below log.level of the configuration are left out from now on. */
static void log_level_read(const struct app *app)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    const char *name = conf_text(app->conf, "log.level");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            log_open(app->program, (enum log_level)i);
}

struct app *program_open(const char *program, int *argc, char **argv)
{
    struct arena *arena = arena_new();
    struct app *app = arena_alloc(arena, sizeof *app);
    const char *conf = program_option(argc, argv, "-c");
    const char *var = program_option(argc, argv, "--var");
    /* A fixed size from which memory goes back at once: else the first password check makes 16 MB stay. */
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    log_open(program, LOG_INFO);
    app->program = program;
    app->arena = arena;
    app->request = arena_new();
    conf = conf ? conf : getenv("MUSUBI_CONF");
    var = var ? var : getenv("MUSUBI_VAR");
    app->conf = conf_load(conf ? conf : "conf/musubi.conf", var ? var : "var", stderr);
    if (!app->conf || !(app->secret = secret_read(app)))
        return NULL;
    log_level_read(app);
    app->tmp_dir = conf_text(app->conf, "paths.tmp");
    app->secure_cookies = conf_bool(app->conf, "http.secure_cookies");
    clock_shift(conf_bool(app->conf, "test.clock") ? getenv("MUSUBI_CLOCK_FILE") : NULL);
    db_conf_read(app);
    mysql_library_init(0, NULL, NULL);
    app->db = db_new(&app->db_conf);
    app->keep = keep_new();
    return app;
}

/* Every template a request of this area may need, each once. */
static size_t templates_of(const struct area *area, const char **out, size_t max)
{
    static const char *const always[] = {"error/error.cs", "error/again.cs", NULL};
    size_t n = 0;
    for (const char *const *p = always; *p && n < max; p++)
        out[n++] = *p;
    for (const char *const *p = area->pages; p && *p && n < max; p++)
        out[n++] = *p;
    for (const struct route *r = area->routes; r->path; r++) {
        const char *pages[] = {r->page, r->show_page};
        for (int i = 0; i < 2; i++) {
            size_t at = 0;
            while (pages[i] && at < n && strcmp(out[at], pages[i]) != 0)
                at++;
            if (pages[i] && at == n && n < max)
                out[n++] = pages[i];
        }
    }
    return n;
}

struct err *program_pages(struct app *app, const char *dir, const char *const *templates, size_t count)
{
    TRY(pages_load(app, dir, app->area->strange));
    TRY(route_forms(app));
    return pages_parse(app->pages, templates, count);
}

enum { MAX_TEMPLATES = 400 };

/* --pages: what of the templates in dir is written without ClearSilver. */
static int print_pages(const struct area *area, const char *dir)
{
    struct app app = {.program = area->name, .area = area, .arena = arena_new()};
    const char *names[MAX_TEMPLATES];
    struct err *err = program_pages(&app, dir, names, templates_of(area, names, MAX_TEMPLATES));
    if (!err)
        err = pages_print(app.pages, stdout);
    if (err)
        log_err("pages", NULL, err);
    int status = err != NULL;
    arena_free(app.arena);
    return status;
}

static int run(struct app *app)
{
    const char *names[MAX_TEMPLATES];
    const char *dir = conf_text(app->conf, "paths.templates");
    size_t n = templates_of(app->area, names, MAX_TEMPLATES);
    if (route_check(app->area, dir, stderr) + form_run_check(stderr))
        return 1;
    zip_load(app);
    memory_bound((uint64_t)conf_int(app->conf, "http.max_memory"));
    struct err *err = program_pages(app, dir, names, n);
    if (err) {
        log_err("start", NULL, err);
        return 1;
    }
    return fcgi_loop(app, serve, (unsigned long)conf_int(app->conf, "http.requests_per_process"));
}

int program_main(int argc, char **argv, const struct area *area)
{
    if (argc == 2 && strcmp(argv[1], "--routes") == 0) {
        route_print(area, stdout);
        return 0;
    }
    if (argc >= 2 && strcmp(argv[1], "--pages") == 0)
        return print_pages(area, argc > 2 ? argv[2] : "templates");
    struct app *app = program_open(area->name, &argc, argv);
    if (!app)
        return 1;
    app->area = area;
    int status = argc > 1 && area->command ? area->command(app, argc, argv) : run(app);
    db_free(app->db);
    arena_free(app->request);
    keep_free(app->keep);
    arena_free(app->arena);
    return status;
}
