/* What the files page_loop*.c share. Nobody else includes it. */
#ifndef MUSUBI_PAGE_LOOP_IMPL_H
#define MUSUBI_PAGE_LOOP_IMPL_H

#include "base/arena.h"
#include "page/fast/page_loop.h"

/* Where a value comes from. */
enum page_from {
    FROM_NOWHERE,
    FROM_TEXT,   /* text */
    FROM_COLUMN, /* of the row, named text */
    FROM_PAGE,   /* of the request's HDF, named text */
    FROM_CHILD,  /* of node (or of the request's node named text), named by the value at key */
};

struct page_value {
    enum page_from from;
    const char *text;
    struct _hdf *node;
    size_t key;
};

enum page_test { TEST_TRUE, TEST_SAME, TEST_OTHER, TEST_AND, TEST_OR, TEST_NOT };

struct page_cond {
    enum page_test test;
    size_t value; /* TRUE, SAME, OTHER */
    const char *text;
    const struct page_cond *a, *b; /* AND, OR, NOT */
};

/* A text as it is, a value escaped, or a jump to step `to`: if cond is not true, or always without cond. */
struct page_step {
    enum { STEP_TEXT, STEP_VALUE, STEP_JUMP } kind;
    const char *text;
    size_t len, value, to;
    const struct page_cond *cond;
};

/* ---- reading ---- */

enum { MOST = 400, PARAMS = 8, DEPTH = 8, PARTS = 16 };

#define PAGE_PATH_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.0123456789"

struct loop_param {
    const char *name;
    size_t len, value;
    bool row; /* stands for the row itself */
};

struct loop_scope {
    struct loop_param params[PARAMS];
    unsigned count;
};

struct loop_reader {
    struct arena *arena;
    struct _hdf *base;
    const struct page_source *source;
    struct page_step steps[MOST];
    struct page_value values[MOST];
    size_t nstep, nvalue;
    struct buf text; /* of the step that grows */
    bool failed;
};

/* page_loop_value.c: expressions. *at is moved behind what was read; what is not understood sets failed. */
void loop_fail(struct loop_reader *r);
void loop_skip_space(const char **at);
bool loop_take(const char **at, const char *word);
/* The place among the values; *row: it is the row itself. */
size_t loop_operand(struct loop_reader *r, const struct loop_scope *scope, const char **at, bool *row);
const struct page_cond *loop_condition(struct loop_reader *r, const struct loop_scope *scope, const char **at);

#endif
