/* The engine by names: parameters are bound from the filter, the order is that of the best index, which is walked. */
#include "record/list.h"

#include "base/arena.h"
#include "record/list_impl.h"
#include "record/list_walk.h"
#include "text/text.h"

#include <string.h>

const struct field *list_field(const struct form *search, const char *name)
{
    const struct field *field = search->fields;
    while (field->name && strcmp(field->name, name) != 0)
        field++;
    return field->name ? field : NULL;
}

bool list_is_number(const struct field *field)
{
    return field->kind == FIELD_INT || field->kind == FIELD_ID;
}

const struct list_param *list_made(const struct list_plan *plan, const char *name)
{
    const struct list_param *param = plan->params;
    while (param && param->name && strcmp(param->name, name) != 0)
        param++;
    return param && param->name ? param : NULL;
}

size_t list_word(const char *name)
{
    uint64_t n = 0;
    return *name == 'w' && text_int(name + 1, &n) && n <= LIST_WORDS ? (size_t)n : 0;
}

int list_condition(const struct db_stmt *stmt, const struct db_sort *sort)
{
    char name[64];
    if (strncmp(sort->name, "by_", 3) != 0 || strcmp(sort->name, "by_id") == 0)
        return -1;
    int param = db_param(stmt, sort->name + 3);
    if (param >= 0)
        return param;
    snprintf(name, sizeof name, "%s_id", sort->name + 3);
    return db_param(stmt, name);
}

/* ---- parameters ---- */

static struct db_val number_val(uint64_t number)
{
    return (struct db_val){.u64 = number};
}

static struct db_val text_val(const char *text)
{
    return text && *text ? (struct db_val){.bytes = text, .len = strlen(text)} : (struct db_val){.null = true};
}

static const char *text_of(const struct form *search, const char *name, const void *filter)
{
    const struct field *field = list_field(search, name);
    return list_text(*(const char *const *)((const char *)filter + field->offset));
}

static struct db_val field_val(const struct list_plan *plan, const char *name, enum db_type type, const void *filter)
{
    const struct field *field = list_field(plan->search, name);
    uint64_t number;
    if (!field)
        return (struct db_val){.null = true}; /* of the engine: wide, from_id, to_id */
    if (list_is_number(field)) {
        number = *(const uint64_t *)((const char *)filter + field->offset);
        return number ? number_val(number) : (struct db_val){.null = true};
    }
    const char *text = text_of(plan->search, name, filter);
    if (type == DB_TEXT)
        return text_val(text);
    return text_int(text, &number) ? number_val(number) : (struct db_val){.null = true};
}

void list_bind(struct arena *arena, const struct list_plan *plan, const void *filter, struct list_bound *bound)
{
    char *words[LIST_WORDS];
    size_t nword = list_field(plan->search, "q") ? text_words(arena, text_of(plan->search, "q", filter), words) : 0;
    const char *name = plan->stmt->params;
    bound->plan = plan;
    bound->any = false;
    for (unsigned i = 0; i < plan->stmt->nparam; i++, name += strlen(name) + 1) {
        const struct list_param *made = list_made(plan, name);
        size_t word = list_word(name);
        if (word)
            bound->vals[i] = text_val(word <= nword ? words[word - 1] : NULL);
        else if (made)
            bound->vals[i] = text_val(made->make(arena, text_of(plan->search, made->field, filter)));
        else
            bound->vals[i] = field_val(plan, name, (enum db_type)plan->stmt->types[i], filter);
        bound->any |= !bound->vals[i].null;
    }
}

static void give(struct list_bound *bound, const char *name, uint64_t number)
{
    int param = db_param(bound->plan->stmt, name);
    if (param >= 0)
        bound->vals[param] = number_val(number);
}

/* ---- the walk ---- */

static const struct db_sort *sort_named(const struct db_stmt *stmt, const char *name)
{
    const struct db_sort *sort = stmt->sorts;
    while (sort->name && strcmp(sort->name, name) != 0)
        sort++;
    return sort->name ? sort : NULL;
}

/* What was chosen, unless it is for programs; the index of a condition has the first order, too. */
const char *list_sort(const struct list_bound *bound, const char *chosen)
{
    const struct db_stmt *stmt = bound->plan->stmt;
    const struct db_sort *sort = sort_named(stmt, list_text(chosen));
    if (sort && sort != stmt->sorts && strncmp(sort->name, "by_", 3) != 0)
        return sort->name;
    for (sort = stmt->sorts; sort->name; sort++) {
        int param = list_condition(stmt, sort);
        if (param >= 0 && !bound->vals[param].null)
            return sort->name;
    }
    return stmt->sorts->name;
}

static struct err *run(struct db *db, const void *arg, bool bare, struct list_page *page, struct rows **rows)
{
    const struct list_bound *bound = arg;
    const struct db_stmt *stmt = bound->plan->stmt;
    struct db_val less[DB_MAX_PARAMS];
    if (!bare)
        return db_list(db, stmt, bound->vals, page, rows);
    int param = list_condition(stmt, sort_named(stmt, page->sort));
    for (unsigned i = 0; i < stmt->nparam; i++)
        less[i] = (int)i == param ? bound->vals[i] : (struct db_val){.null = true};
    return db_list(db, stmt, less, page, rows);
}

static struct err *walk(struct db *db, const struct list_limits *limits, const struct list_bound *bound,
                        struct list_page *page, struct rows **rows, bool *partial)
{
    uint64_t total = 0;
    if (bound->any)
        TRY(list_total(db, limits, bound->plan->counter, &total));
    page->sort = list_sort(bound, page->sort);
    return list_walk(db, limits, run, bound, total, 0, page, rows, partial);
}

static struct err *count_bound(struct db *db, const struct list_limits *limits, const struct list_bound *bound,
                               struct list_count *count)
{
    struct list_page page = {.limit = (unsigned)limits->count};
    struct rows *rows;
    bool partial;
    *count = (struct list_count){.n = 0};
    if (!bound->any)
        return list_total(db, limits, bound->plan->counter, &count->n);
    TRY(walk(db, limits, bound, &page, &rows, &partial));
    *count = (struct list_count){rows->count, page.next != NULL};
    return NULL;
}

struct err *list_page(struct db *db, const struct list_limits *limits, const struct list_plan *plan, const void *filter,
                      struct list_page *page, struct rows **rows, bool *partial, struct list_count *count)
{
    struct list_bound bound;
    struct list_page at = *page;
    if (plan->page)
        return plan->page(db, limits, filter, page, rows, partial, count);
    list_bind(db_arena(db), plan, filter, &bound);
    struct list_bound wide = bound;
    give(&wide, "wide", 1);
    TRY(walk(db, limits, &wide, &at, rows, partial));
    page->next = at.next;
    return count ? count_bound(db, limits, &bound, count) : NULL;
}

struct err *list_count(struct db *db, const struct list_limits *limits, const struct list_plan *plan,
                       const void *filter, struct list_count *count)
{
    struct list_bound bound;
    if (plan->count)
        return plan->count(db, limits, filter, count);
    list_bind(db_arena(db), plan, filter, &bound);
    return count_bound(db, limits, &bound, count);
}

struct err *list_ids(struct db *db, const struct list_plan *plan, const void *filter, uint64_t after, uint64_t max,
                     unsigned limit, uint64_t *ids, size_t *n)
{
    struct list_bound bound;
    struct list_page page = {.sort = "by_id", .limit = limit};
    struct rows *rows;
    if (plan->ids)
        return plan->ids(db, filter, after, max, limit, ids, n);
    list_bind(db_arena(db), plan, filter, &bound);
    give(&bound, "from_id", after);
    give(&bound, "to_id", max);
    TRY(db_list(db, plan->stmt, bound.vals, &page, &rows));
    for (*n = 0; *n < rows->count; ++*n)
        ids[*n] = rows_u64(rows, *n, "id");
    return NULL;
}
