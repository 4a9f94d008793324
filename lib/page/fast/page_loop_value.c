/* The expressions of a loop: values and conditions. */
#include "page/fast/page_loop_impl.h"

#include "page/fast/page_source_impl.h"

#include <ClearSilver/ClearSilver.h>
#include <string.h>

void loop_fail(struct loop_reader *r)
{
    r->failed = true;
}

static size_t add_value(struct loop_reader *r, struct page_value value)
{
    for (size_t i = 0; i < r->nvalue; i++) {
        const struct page_value *old = &r->values[i];
        if (old->from == value.from && old->node == value.node && old->key == value.key &&
            (old->text == value.text || (old->text && value.text && strcmp(old->text, value.text) == 0)))
            return i;
    }
    if (r->nvalue == MOST) {
        loop_fail(r);
        return 0;
    }
    r->values[r->nvalue] = value;
    return r->nvalue++;
}

void loop_skip_space(const char **at)
{
    *at += strspn(*at, " \t\r\n");
}

bool loop_take(const char **at, const char *word)
{
    loop_skip_space(at);
    if (strncmp(*at, word, strlen(word)) != 0)
        return false;
    *at += strlen(word);
    return true;
}

static const struct loop_param *param_of(const struct loop_scope *scope, const char *name, size_t len)
{
    for (unsigned i = 0; i < scope->count; i++)
        if (scope->params[i].len == len && memcmp(scope->params[i].name, name, len) == 0)
            return &scope->params[i];
    return NULL;
}

static bool is_of_messages(const char *path)
{
    return strncmp(path, "Text.", 5) == 0 || strncmp(path, "Options.", 8) == 0;
}

/* A name: a parameter, a column, a message, or a value of the request. */
static size_t named(struct loop_reader *r, const struct loop_scope *scope, const char *name, size_t len, bool *row)
{
    size_t first = strcspn(name, ".") < len ? strcspn(name, ".") : len;
    const struct loop_param *param = param_of(scope, name, first);
    const char *path = arena_strndup(r->arena, name, len);
    *row = param && param->row && first == len;
    if (*row)
        return 0;
    if (param && param->row) {
        if (strchr(path + first + 1, '.'))
            loop_fail(r);
        return add_value(r, (struct page_value){FROM_COLUMN, .text = path + first + 1});
    }
    if (param) {
        if (first < len)
            loop_fail(r);
        return param->value;
    }
    const char *message = is_of_messages(path) ? hdf_get_value(r->base, path, NULL) : NULL;
    if (message)
        return add_value(r, (struct page_value){FROM_TEXT, .text = message});
    return add_value(r, (struct page_value){FROM_PAGE, .text = path});
}

/* path[key]: a child that a value names. */
static size_t child(struct loop_reader *r, const struct loop_scope *scope, const char *name, size_t len,
                    const char **at)
{
    const char *path = arena_strndup(r->arena, name, len);
    struct page_value value = {FROM_CHILD, .text = path};
    bool row;
    value.key = loop_operand(r, scope, at, &row);
    if (row || !loop_take(at, "]") || **at == '.' || **at == '[' || param_of(scope, name, strcspn(path, ".")))
        loop_fail(r);
    if (is_of_messages(path) && !(value.node = hdf_get_obj(r->base, path)))
        loop_fail(r);
    return add_value(r, value);
}

/* "text", a name, or a name with a key. */
size_t loop_operand(struct loop_reader *r, const struct loop_scope *scope, const char **at, bool *row)
{
    *row = false;
    loop_skip_space(at);
    if (**at == '"') {
        size_t len = strcspn(*at + 1, "\"\\");
        const char *text = arena_strndup(r->arena, *at + 1, len);
        *at += len + 1;
        if (*(*at)++ != '"' || !len)
            loop_fail(r);
        return add_value(r, (struct page_value){FROM_TEXT, .text = text});
    }
    const char *name = *at;
    size_t len = strspn(name, PAGE_PATH_LETTERS);
    *at += len;
    if (!len || (*name >= '0' && *name <= '9') || *name == '.' || name[len - 1] == '.' || **at == '(') {
        loop_fail(r);
        return 0;
    }
    if (loop_take(at, "["))
        return child(r, scope, name, len, at);
    return named(r, scope, name, len, row);
}

static const struct page_cond *cond_new(struct loop_reader *r, struct page_cond cond)
{
    struct page_cond *copy = arena_alloc(r->arena, sizeof *copy);
    *copy = cond;
    return copy;
}

static const struct page_cond *comparison(struct loop_reader *r, const struct loop_scope *scope, const char **at)
{
    bool row, other;
    loop_skip_space(at);
    if (**at == '!' && loop_take(at, "!"))
        return cond_new(r, (struct page_cond){TEST_NOT, .a = comparison(r, scope, at)});
    struct page_cond cond = {TEST_TRUE, .value = loop_operand(r, scope, at, &row)};
    if (row)
        loop_fail(r);
    other = loop_take(at, "!=");
    if (!r->failed && (other || loop_take(at, "=="))) {
        size_t with = loop_operand(r, scope, at, &row);
        if (r->failed || row || r->values[with].from != FROM_TEXT)
            loop_fail(r);
        else
            cond.text = r->values[with].text;
        cond.test = other ? TEST_OTHER : TEST_SAME;
    }
    return cond_new(r, cond);
}

static const struct page_cond *both(struct loop_reader *r, const struct loop_scope *scope, const char **at)
{
    const struct page_cond *cond = comparison(r, scope, at);
    while (!r->failed && loop_take(at, "&&"))
        cond = cond_new(r, (struct page_cond){TEST_AND, .a = cond, .b = comparison(r, scope, at)});
    return cond;
}

const struct page_cond *loop_condition(struct loop_reader *r, const struct loop_scope *scope, const char **at)
{
    const struct page_cond *cond = both(r, scope, at);
    while (!r->failed && loop_take(at, "||"))
        cond = cond_new(r, (struct page_cond){TEST_OR, .a = cond, .b = both(r, scope, at)});
    return cond;
}
