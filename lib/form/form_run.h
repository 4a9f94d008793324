/* Statements that take a form's fields: each parameter has the value of the field of its name, so that a new field
   needs no third list. What the statement wants besides goes by name, too:

       FORM_STMT(company_update, stmt_company_update, company_form, "id", "search");

       return form_run(rq->db, &company_update, in, EXTRAS({"id", .number = id}, {"search", .text = words}), changed);

   A program does not start when a parameter has neither a field that fits its type nor an extra, or an extra no
   parameter. A text that is absent is "", a number 0; an optional parameter ("u64?") is then NULL. */
#ifndef MUSUBI_FORM_RUN_H
#define MUSUBI_FORM_RUN_H

#include "db/db.h"
#include "form/form.h"

#include <stdio.h>

/* A statement and the form that it takes its parameters from. */
struct form_stmt {
    const struct db_stmt *stmt;
    const struct form *form;
    const char *const *extra; /* parameters that are no field, or not the field's value; NULL-terminated */
};

/* Declares NAME in a file, and has form_run_check() look at it when the program starts. */
#define FORM_STMT(name, statement, of, ...)                                                                            \
    static const struct form_stmt name = {&(statement), &(of), (const char *const[]){__VA_ARGS__, NULL}};              \
    static const struct form_stmt *const name##_checked __attribute__((section("form_stmts"), used)) = &name

/* The value of a parameter that is no field: number or text, as its type is. */
struct form_extra {
    const char *name; /* NULL ends them */
    uint64_t number;  /* an int64_t's bits for i64 */
    const char *text;
};
#define EXTRAS(...) ((const struct form_extra[]){__VA_ARGS__, {NULL}})

/* Runs an insert, exec or exec1 with the values of in, a struct of the form. number: as of the statement's own
   function, the new id or the rows found; may be NULL. extra: NULL for none. INTERNAL when a declared extra is not
   given. */
MUST struct err *form_run(struct db *db, const struct form_stmt *run, const void *in, const struct form_extra *extra,
                          uint64_t *number);

/* Number of defects of a declaration, each printed; and of all in the program. */
int form_stmt_check(const struct form_stmt *run, FILE *errors);
int form_run_check(FILE *errors);

#endif
