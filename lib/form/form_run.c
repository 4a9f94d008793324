/* Parameters of statements by the names of a form's fields. */
#include "form/form_run.h"

#include "base/arena.h"

#include <string.h>

/* The linker makes them of the section that FORM_STMT writes to; absent in a program without. */
extern const struct form_stmt *const __start_form_stmts[] __attribute__((weak));
extern const struct form_stmt *const __stop_form_stmts[] __attribute__((weak));

static const struct field *field_of(const struct form *form, const char *name)
{
    for (const struct field *field = form->fields; field->name; field++)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

static bool is_extra(const struct form_stmt *run, const char *name)
{
    for (const char *const *extra = run->extra; *extra; extra++)
        if (strcmp(*extra, name) == 0)
            return true;
    return false;
}

static bool is_number(enum db_type type)
{
    return type == DB_U64 || type == DB_I64;
}

/* Lists and files have no single value, and a secret is hashed or sealed before it is stored. */
static bool fits(const struct field *field, enum db_type type, bool optional)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_VERSION:
    case FIELD_BOOL:
        return is_number(type);
    case FIELD_OPTINT:
        return is_number(type) && optional;
    case FIELD_IDS:
    case FIELD_FILE:
    case FIELD_SECRET:
        return false;
    default:
        return type == DB_TEXT;
    }
}

static struct db_val number_val(uint64_t number, bool optional)
{
    return (struct db_val){.null = optional && !number, .u64 = number};
}

static struct db_val text_val(const char *text, bool optional)
{
    return (struct db_val){.null = !text || (optional && !*text), .bytes = text, .len = text ? strlen(text) : 0};
}

static struct db_val field_val(const struct field *field, const void *in, bool optional)
{
    const void *slot = (const char *)in + field->offset;
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_VERSION:
        return number_val(*(const uint64_t *)slot, optional);
    case FIELD_BOOL:
        return number_val(*(const bool *)slot, optional);
    case FIELD_OPTINT: {
        const uint64_t *number = *(const uint64_t *const *)slot;
        return (struct db_val){.null = !number, .u64 = number ? *number : 0};
    }
    default:
        return text_val(*(const char *const *)slot, optional);
    }
}

static struct err *value(struct db *db, const struct form_stmt *run, unsigned i, const void *in,
                         const struct form_extra *extra, struct db_val *val)
{
    const char *name = db_param_name(run->stmt, i);
    bool optional = run->stmt->optional >> i & 1;
    if (!is_extra(run, name)) {
        *val = field_val(field_of(run->form, name), in, optional);
        return NULL;
    }
    while (extra && extra->name && strcmp(extra->name, name) != 0)
        extra++;
    if (!extra || !extra->name)
        return ERR(db_arena(db), ERR_INTERNAL, "internal", "%s: no %s given", run->stmt->name, name);
    *val = is_number((enum db_type)run->stmt->types[i]) ? number_val(extra->number, optional)
                                                        : text_val(extra->text, optional);
    return NULL;
}

struct err *form_run(struct db *db, const struct form_stmt *run, const void *in, const struct form_extra *extra,
                     uint64_t *number)
{
    struct db_val vals[DB_MAX_PARAMS] = {0};
    for (unsigned i = 0; i < run->stmt->nparam; i++)
        TRY(value(db, run, i, in, extra, &vals[i]));
    return db_run(db, run->stmt, vals, NULL, number);
}

/* ---- at the start ---- */

static int defect(FILE *errors, const struct form_stmt *run, const char *name, const char *what)
{
    fprintf(errors, "statement %s, form %s: %s: %s\n", run->stmt->name, run->form->name, name, what);
    return 1;
}

static int check_param(const struct form_stmt *run, unsigned i, FILE *errors)
{
    const char *name = db_param_name(run->stmt, i);
    const enum db_type type = (enum db_type)run->stmt->types[i];
    const struct field *field = field_of(run->form, name);
    if (is_extra(run, name))
        return is_number(type) || type == DB_TEXT ? 0 : defect(errors, run, name, "neither a number nor a text");
    if (!field)
        return defect(errors, run, name, "neither a field nor an extra");
    return fits(field, type, run->stmt->optional >> i & 1) ? 0 : defect(errors, run, name, "a field of another type");
}

int form_stmt_check(const struct form_stmt *run, FILE *errors)
{
    int defects = 0;
    if (run->stmt->kind != DB_INSERT && run->stmt->kind != DB_EXEC && run->stmt->kind != DB_EXEC1)
        defects += defect(errors, run, "result", "not one that stores");
    for (unsigned i = 0; i < run->stmt->nparam; i++)
        defects += check_param(run, i, errors);
    for (const char *const *extra = run->extra; *extra; extra++)
        if (db_param(run->stmt, *extra) < 0)
            defects += defect(errors, run, *extra, "no parameter of the statement");
    return defects;
}

int form_run_check(FILE *errors)
{
    int defects = 0;
    for (const struct form_stmt *const *run = __start_form_stmts; run < __stop_form_stmts; run++)
        defects += form_stmt_check(*run, errors);
    return defects;
}
