/* Reading a loop: see page_loop.h. A defect of the template never shows here: what is not understood is left to
   ClearSilver, which has checked it before. */
#include "page/fast/page_loop_impl.h"

#include "page/fast/page_source_impl.h"

#include <ClearSilver/ClearSilver.h>
#include <stdlib.h>
#include <string.h>

/* ---- steps ---- */

static void end_text(struct loop_reader *r)
{
    if (!r->text.len)
        return;
    if (r->nstep == MOST)
        return loop_fail(r);
    r->steps[r->nstep++] = (struct page_step){
        .kind = STEP_TEXT, .text = arena_strndup(r->arena, r->text.text, r->text.len), .len = r->text.len};
    r->text.len = 0;
}

static size_t add_step(struct loop_reader *r, struct page_step step)
{
    end_text(r);
    if (r->nstep == MOST) {
        loop_fail(r);
        return 0;
    }
    r->steps[r->nstep] = step;
    return r->nstep++;
}

static void add_escaped(struct loop_reader *r, const char *text, size_t len)
{
    char *escaped = NULL;
    NEOERR *neo = neos_html_escape(text, (int)len, &escaped);
    if (neo) {
        nerr_ignore(&neo);
        return loop_fail(r);
    }
    buf_add(&r->text, escaped);
    free(escaped);
}

/* ---- commands ---- */

static size_t block(struct loop_reader *r, const struct loop_scope *scope, size_t at, size_t last, unsigned depth);

static const char *argument(struct loop_reader *r, const struct token *token)
{
    const char *colon = memchr(token->text, ':', token->len);
    return arena_strndup(r->arena, colon + 1, token->len - (size_t)(colon + 1 - token->text));
}

static void output(struct loop_reader *r, const struct loop_scope *scope, const char **at)
{
    bool row;
    size_t value = loop_operand(r, scope, at, &row);
    if (row || r->failed)
        return loop_fail(r);
    if (r->values[value].from == FROM_TEXT)
        return add_escaped(r, r->values[value].text, strlen(r->values[value].text));
    add_step(r, (struct page_step){.kind = STEP_VALUE, .value = value});
}

static void at_end(struct loop_reader *r, const char *at)
{
    loop_skip_space(&at);
    if (*at)
        loop_fail(r);
}

/* say(text, value): the text with the value in the place of %1. */
static void say(struct loop_reader *r, const struct loop_scope *scope, const char *at)
{
    bool row;
    size_t value = loop_operand(r, scope, &at, &row);
    if (r->failed || row || r->values[value].from != FROM_TEXT || !loop_take(&at, ","))
        return loop_fail(r);
    const char *text = r->values[value].text, *mark = strstr(text, "%1");
    add_escaped(r, text, mark ? (size_t)(mark - text) : strlen(text));
    if (!mark)
        return;
    output(r, scope, &at);
    add_escaped(r, mark + 2, strlen(mark + 2));
    if (!loop_take(&at, ")"))
        return loop_fail(r);
    at_end(r, at);
}

static const struct macro *macro_of(const struct loop_reader *r, const char *name, size_t len)
{
    for (size_t i = 0; i < r->source->nmacro; i++)
        if (r->source->macros[i].len == len && memcmp(r->source->macros[i].name, name, len) == 0)
            return &r->source->macros[i];
    return NULL;
}

static void call(struct loop_reader *r, const struct loop_scope *scope, const char *at, unsigned depth)
{
    struct loop_scope inner = {.count = 0};
    size_t len = strcspn(at, "( \t\r\n");
    const struct macro *macro = macro_of(r, at, len);
    bool is_say = len == 3 && memcmp(at, "say", 3) == 0;
    at += len;
    if (!loop_take(&at, "(") || depth >= DEPTH || (!macro && !is_say))
        return loop_fail(r);
    if (is_say)
        return say(r, scope, at);
    const char *names = argument(r, &r->source->tokens[macro->first]);
    names += strcspn(names, "(");
    while (*names && *++names && *(names += strspn(names, ", \t\r\n")) != ')' && !r->failed) {
        struct loop_param *param = &inner.params[inner.count];
        if (inner.count == PARAMS || (inner.count && !loop_take(&at, ",")))
            return loop_fail(r);
        param->name = names;
        param->len = strcspn(names, ", \t\r\n)");
        param->value = loop_operand(r, scope, &at, &param->row);
        names += param->len - 1;
        inner.count++;
    }
    if (!loop_take(&at, ")"))
        return loop_fail(r);
    at_end(r, at);
    if (!r->failed && block(r, &inner, macro->first + 1, macro->last, depth + 1) != macro->last)
        loop_fail(r);
}

/* From if: to its /if; gives the token of that. Each part but the last jumps to the end. */
static size_t condition(struct loop_reader *r, const struct loop_scope *scope, size_t at, size_t last, unsigned depth)
{
    size_t ends[PARTS], nend = 0;
    const struct token *tokens = r->source->tokens;
    for (;;) {
        bool is_else = page_token_starts(&tokens[at], "else");
        size_t jump = 0;
        if (!is_else) {
            const char *text = argument(r, &tokens[at]);
            const struct page_cond *cond = loop_condition(r, scope, &text);
            at_end(r, text);
            jump = add_step(r, (struct page_step){.kind = STEP_JUMP, .cond = cond});
        }
        at = r->failed ? last : block(r, scope, at + 1, last, depth);
        bool more = at < last && !page_token_starts(&tokens[at], "/if");
        if (r->failed || at == last || nend == PARTS || (is_else && more)) {
            loop_fail(r);
            return last;
        }
        if (more)
            ends[nend++] = add_step(r, (struct page_step){.kind = STEP_JUMP});
        end_text(r);
        if (!is_else)
            r->steps[jump].to = r->nstep;
        if (!more)
            break;
    }
    for (size_t i = 0; i < nend; i++)
        r->steps[ends[i]].to = r->nstep;
    return at;
}

static bool ends_block(const struct token *token)
{
    return page_token_starts(token, "/") || page_token_starts(token, "el");
}

/* Up to what ends it: gives that token, or last. */
static size_t block(struct loop_reader *r, const struct loop_scope *scope, size_t at, size_t last, unsigned depth)
{
    for (; at < last && !r->failed; at++) {
        const struct token *token = &r->source->tokens[at];
        if (!token->command)
            buf_addn(&r->text, token->text, token->len);
        else if (ends_block(token))
            return at;
        else if (page_token_starts(token, "if:"))
            at = condition(r, scope, at, last, depth);
        else if (page_token_starts(token, "call:"))
            call(r, scope, argument(r, token), depth);
        else if (page_token_starts(token, "var:")) {
            const char *text = argument(r, token);
            output(r, scope, &text);
            at_end(r, text);
        } else
            loop_fail(r);
    }
    return at;
}

/* Is a name of the page written somewhere in these tokens, other than in the loop itself? */
static bool mentioned(const struct page_source *source, const char *command, const char *name, size_t first,
                      size_t last)
{
    size_t len = strcspn(name, ".");
    for (size_t i = 0; i < source->ntoken; i++) {
        const struct token *token = &source->tokens[i];
        if ((i >= first && i <= last) || !page_token_starts(token, command))
            continue;
        for (const char *at = token->text; (at = memmem(at, token->len - (size_t)(at - token->text), name, len)); at++)
            if (!strchr(PAGE_PATH_LETTERS, at[-1]) &&
                (at + len == token->text + token->len || !strchr(PAGE_PATH_LETTERS, at[len]) || at[len] == '.'))
                return true;
    }
    return false;
}

/* The loop is written before the page: nothing that it shows may be set by the page, and the table is in no HDF. */
static bool stands_alone(const struct loop_reader *r, const char *table, size_t first, size_t last)
{
    for (size_t i = 0; i < r->nvalue; i++) {
        const struct page_value *value = &r->values[i];
        if ((value->from == FROM_PAGE || value->from == FROM_CHILD) && !value->node &&
            mentioned(r->source, "set:", value->text, last, first))
            return false;
    }
    return !mentioned(r->source, "", table, first, last);
}

struct page_loop *page_loop_read(struct arena *arena, struct _hdf *base, const struct page_source *source, size_t first,
                                 size_t last)
{
    struct loop_reader *r = arena_alloc(source->arena, sizeof *r);
    *r = (struct loop_reader){.arena = arena, .base = base, .source = source, .text = buf_on(source->arena)};
    const char *text = argument(r, &source->tokens[first]);
    size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz"), gap = strspn(text + name, " ");
    struct loop_scope scope = {{{text, name, 0, true}}, 1};
    const char *table = text + name + gap;
    if (!name || !loop_take(&table, "="))
        return NULL;
    loop_skip_space(&table);
    if (strspn(table, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != strlen(table))
        return NULL;
    if (block(r, &scope, first + 1, last, 0) != last)
        loop_fail(r);
    end_text(r);
    if (r->failed || !stands_alone(r, table, first, last))
        return NULL;
    struct page_loop *loop = arena_alloc(arena, sizeof *loop);
    *loop = (struct page_loop){.table = table, .nstep = r->nstep, .nvalue = r->nvalue};
    loop->steps = arena_array(arena, r->nstep + 1, sizeof *loop->steps);
    memcpy(loop->steps, r->steps, r->nstep * sizeof *loop->steps);
    loop->values = arena_array(arena, r->nvalue + 1, sizeof *loop->values);
    memcpy(loop->values, r->values, r->nvalue * sizeof *loop->values);
    return loop;
}
