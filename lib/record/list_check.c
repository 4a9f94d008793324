/* What a plan's statement and its search form must have of each other, looked at when a program starts. */
#include "base/arena.h"
#include "record/list_impl.h"
#include "text/text.h"

#include <string.h>

struct check {
    const struct list_plan *plan;
    struct arena *arena;
    FILE *errors;
    int defects;
};

static void defect(struct check *c, const char *name, const char *what)
{
    fprintf(c->errors, "list %s, form %s: %s: %s\n", c->plan->stmt->name, c->plan->search->name, name, what);
    c->defects++;
}

static bool is_text(const struct field *field)
{
    return field->kind < FIELD_INT || field->kind == FIELD_DATE || field->kind == FIELD_ENUM;
}

static bool is_number(enum db_type type)
{
    return type == DB_U64 || type == DB_I64;
}

/* A code that is no number must go into another parameter: a region into prefs. */
static bool has_place(struct check *c, const struct field *field, const char *code)
{
    uint64_t number;
    if (text_int(code, &number))
        return true;
    for (const struct list_param *p = c->plan->params; p && p->name; p++)
        if (strcmp(p->field, field->name) == 0 && p->make(c->arena, code))
            return true;
    return false;
}

static void check_field(struct check *c, const struct field *field, enum db_type type)
{
    bool fits = list_is_number(field) ? is_number(type) : is_text(field) && type == DB_TEXT;
    if (field->kind == FIELD_ENUM && is_number(type)) {
        fits = true;
        for (const char *const *code = field->names; *code; code++)
            fits &= has_place(c, field, *code);
    }
    if (!fits)
        defect(c, field->name, "a field of another type than the parameter");
}

static void check_param(struct check *c, unsigned i)
{
    const struct db_stmt *stmt = c->plan->stmt;
    const char *name = db_param_name(stmt, i);
    const enum db_type type = (enum db_type)stmt->types[i];
    const struct list_param *made = list_made(c->plan, name);
    const char *from = made ? made->field : list_word(name) ? "q" : name;
    const struct field *field = list_field(c->plan->search, from);
    if (!(stmt->optional >> i & 1))
        defect(c, name, "a parameter that is not optional");
    if (!field && (strcmp(name, "wide") == 0 || strcmp(name, "from_id") == 0 || strcmp(name, "to_id") == 0))
        return;
    if (!field)
        defect(c, name, "neither a field nor made of one");
    else if (made || list_word(name)) {
        if (!is_text(field) || type != DB_TEXT)
            defect(c, name, "made of a text, for a text");
    } else
        check_field(c, field, type);
}

static bool is_asked(const struct list_plan *plan, const char *name)
{
    for (const struct list_param *p = plan->params; p && p->name; p++)
        if (strcmp(p->field, name) == 0)
            return true;
    return db_param(plan->stmt, strcmp(name, "q") == 0 ? "w1" : name) >= 0;
}

int list_check(const struct list_plan *plan, FILE *errors)
{
    struct check c = {.plan = plan, .errors = errors};
    if (plan->page)
        return 0;
    c.arena = arena_new();
    for (unsigned i = 0; i < plan->stmt->nparam; i++)
        check_param(&c, i);
    for (const struct field *f = plan->search->fields; f->name; f++)
        if (!is_asked(plan, f->name))
            defect(&c, f->name, "a condition that the statement does not have");
    for (const struct list_param *p = plan->params; p && p->name; p++)
        if (db_param(plan->stmt, p->name) < 0)
            defect(&c, p->name, "no parameter of the statement");
    for (const struct db_sort *s = plan->stmt->sorts; s->name; s++)
        if (strncmp(s->name, "by_", 3) == 0 && strcmp(s->name, "by_id") != 0 && list_condition(plan->stmt, s) < 0)
            defect(&c, s->name, "a sort by no condition");
    arena_free(c.arena);
    return c.defects;
}
