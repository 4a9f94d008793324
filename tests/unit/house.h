/* A small house for tests of pages and forms: an application with templates and messages of the test's own in a
   temporary folder, where what house_link() names is the real thing, and a request made by hand. A header only, because
   every test is one object. */
#ifndef MUSUBI_TEST_HOUSE_H
#define MUSUBI_TEST_HOUSE_H

#include "base/arena.h"
#include "frame/route.h"
#include "http/app.h"
#include "http/req.h"
#include "page/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct house {
    struct app app;
    char dir[32]; /* template folder */
};

static inline char *house_path(const struct house *house, const char *path)
{
    return arena_printf(house->app.arena, "%s/%s", house->dir, path);
}

static inline void house_write(const struct house *house, const char *path, const char *text)
{
    FILE *file = fopen(house_path(house, path), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The real file at the same path; tests run in the root of the tree. */
static inline void house_link(const struct house *house, const char *path)
{
    char *real = realpath(arena_printf(house->app.arena, "templates/%s", path), NULL);
    assert_non_null(real);
    assert_int_equal(symlink(real, house_path(house, path)), 0);
    free(real);
}

static inline void house_open(struct house *house, const struct area *area)
{
    memset(house, 0, sizeof *house);
    house->app.arena = arena_new();
    house->app.area = area;
    strcpy(house->dir, "/tmp/musubi-page-XXXXXX");
    assert_non_null(mkdtemp(house->dir));
    assert_int_equal(mkdir(house_path(house, "text"), 0700), 0);
    assert_int_equal(mkdir(house_path(house, "layout"), 0700), 0);
}

static inline void house_close(struct house *house)
{
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", house->dir);
    assert_int_equal(system(command), 0);
    arena_free(house->app.arena);
}

static inline struct req *house_req(struct house *house, const char *lang)
{
    struct arena *arena = arena_new();
    struct req *rq = arena_alloc(arena, sizeof *rq);
    rq->arena = arena;
    rq->app = &house->app;
    rq->lang = lang;
    rq->path = "/here";
    assert_null(page_begin(rq));
    return rq;
}

static inline void house_req_free(struct req *rq)
{
    arena_free(rq->arena);
}

static inline const char *house_render(struct req *rq, const char *name)
{
    const char *text = NULL;
    size_t len = 0;
    struct err *err = page_render(rq, name, &text, &len);
    if (err)
        fail_msg("%s: %s", name, err->detail);
    assert_int_equal(strlen(text), len);
    return text;
}

static inline void house_has(const char *page, const char *part)
{
    if (!strstr(page, part))
        fail_msg("missing:\n%s\nin:\n%s", part, page);
}

static inline void house_lacks(const char *page, const char *part)
{
    if (strstr(page, part))
        fail_msg("must not be there:\n%s\nin:\n%s", part, page);
}

/* Rows as a statement would give them: cells row by row, NULL for SQL's NULL. */
static inline struct rows *house_rows(struct req *rq, const char *const *names, unsigned ncol, const char *const *cells,
                                      size_t count)
{
    struct rows *rows = arena_alloc(rq->arena, sizeof *rows);
    *rows = (struct rows){.arena = rq->arena, .ncol = ncol, .count = count};
    rows->cols = arena_array(rq->arena, ncol, sizeof *rows->cols);
    rows->cells = arena_array(rq->arena, ncol * count + 1, sizeof *rows->cells);
    for (unsigned i = 0; i < ncol; i++)
        rows->cols[i].name = names[i];
    for (size_t i = 0; i < ncol * count; i++) {
        const char *text = cells[i] ? cells[i] : "";
        rows->cells[i] =
            (struct rows_cell){.text = text, .len = strlen(text), .num = strtoll(text, NULL, 10), .null = !cells[i]};
    }
    return rows;
}

#endif
