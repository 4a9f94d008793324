/* Prints every statement of sql/query as the programs send it, for the test that prepares and explains them. One line
   each: name, kind, form, sources of the '?' in order, text; tab separated. Forms: without optional parts, with each of
   them alone and (pN+) with those that bring a table, with all; of a list also each sort, first page, later page, and a
   later one that ends at a cursor. Sources: org actor now, pN (parameter N), kN (key N of a cursor), limit. */
#include "db/db_internal.h"

#include "q_every.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {
    [DB_ONE] = "one",   [DB_MAYBE] = "maybe", [DB_MANY] = "many",     [DB_LIST] = "list",
    [DB_EXEC] = "exec", [DB_EXEC1] = "exec1", [DB_INSERT] = "insert", [DB_BULK] = "bulk",
};

static void print_source(int source)
{
    if (source == DB_P_ORG)
        fputs("org", stdout);
    else if (source == DB_P_ACTOR)
        fputs("actor", stdout);
    else if (source == DB_P_NOW)
        fputs("now", stdout);
    else if (source < DB_EXTRA)
        printf("p%d", source);
    else if (source == DB_EXTRA + DB_LIMIT)
        fputs("limit", stdout);
    else
        printf("k%d", (source - DB_EXTRA) % DB_KEYS);
}

static void print_form(struct arena *arena, const struct db_stmt *stmt, const struct db_form *form, const char *name)
{
    struct prepared shape = {0};
    const char *text = db_text(arena, stmt, form, &shape);
    printf("%s\t%s\t%s%s%s%s%s\t", stmt->name, kinds[stmt->kind], name, form->sort ? " by " : "",
           form->sort ? form->sort->name : "", form->later ? " later" : "", form->bounded ? " until" : "");
    for (unsigned i = 0; i < shape.nbind; i++) {
        if (i)
            putchar(',');
        print_source(shape.source[i]);
    }
    printf("\t%s\n", text);
}

static void print_sorts(struct arena *arena, const struct db_stmt *stmt, uint64_t given, const char *name)
{
    struct db_form form = {.given = given};
    if (stmt->kind != DB_LIST) {
        print_form(arena, stmt, &form, name);
        return;
    }
    for (form.sort = stmt->sorts; form.sort->name; form.sort++)
        for (int page = 0; page < 3; page++) {
            form.later = page > 0;
            form.bounded = page > 1;
            print_form(arena, stmt, &form, name);
        }
}

/* Optional parameters that have a part of the text with this word in it. */
static uint64_t optional(const struct db_stmt *stmt, const char *word)
{
    uint64_t bits = 0;
    for (const struct db_piece *piece = stmt->pieces; piece->text; piece++)
        if (piece->when >= 0 && strstr(piece->text, word))
            bits |= (uint64_t)1 << piece->when;
    return bits;
}

static void print_statement(struct arena *arena, const struct db_stmt *stmt)
{
    uint64_t parts = optional(stmt, ""), joins = optional(stmt, "JOIN ");
    print_sorts(arena, stmt, 0, "plain");
    for (unsigned i = 0; i < 64; i++) {
        if (parts >> i & 1)
            print_sorts(arena, stmt, (uint64_t)1 << i, arena_printf(arena, "p%u", i));
        if (joins && parts >> i & 1 && !(joins >> i & 1))
            print_sorts(arena, stmt, (uint64_t)1 << i | joins, arena_printf(arena, "p%u+", i));
    }
    if (parts & (parts - 1))
        print_sorts(arena, stmt, parts, "all");
}

int main(void)
{
#define Q(area) q_##area##_all,
    static const struct db_stmt *const *const areas[] = {EVERY_QUERY(Q) NULL};
    struct arena *arena = arena_new();
    for (const struct db_stmt *const *const *area = areas; *area; area++)
        for (const struct db_stmt *const *stmt = *area; *stmt; stmt++) {
            print_statement(arena, *stmt);
            arena_reset(arena);
        }
    arena_free(arena);
    return 0;
}
