/* A noun: records of one kind with a list, a search form, a page, a form to make and to change them, history, notes,
   ticks and saved searches. An area keeps a table (struct noun) per noun and names it in its route table; the handlers
   are here and are the same for all. A request's noun is that of its route. */
#ifndef MUSUBI_NOUN_H
#define MUSUBI_NOUN_H

#include "db/db.h"
#include "form/form.h"
#include "frame/route.h"
#include "record/list.h"

/* A button of the list for what is ticked. */
struct noun_op {
    const char *name;  /* value of op */
    const char *where; /* address up to the number of the selection: "/mailing/new?list=company&selection=" */
};

struct noun {
    const char *area, *name; /* path segments; name is also the noun of audit, history and counter */
    const struct form *form; /* of a record */
    const struct list_plan *list;
    const struct noun_op *ops; /* ends with name NULL; NULL: none */
    const struct form *files;  /* by which files are added to a record; NULL: it has none */
    bool mails;                /* records get mails */

    /* The record's row, with a column for each field of the form; MISSING without. */
    MUST struct err *(*one)(struct db *db, uint64_t id, struct rows **rows);
    MUST struct err *(*insert)(struct req *rq, const void *in, uint64_t *id);
    /* n of them, of an import. NULL: one after the other. load: what load_begin gave, which collects until all are
       there what load_end then writes, as late as can be, because colleagues wait for it. Both NULL: nothing. */
    MUST struct err *(*insert_many)(struct req *rq, void *load, const void *const *in, size_t n, uint64_t *ids);
    void *(*load_begin)(struct arena *arena);
    MUST struct err *(*load_end)(struct db *db, void *load);
    bool counted; /* insert has added to the total of the list; else its caller does (noun_count) */
    /* *changed 0: the record has another version by now */
    MUST struct err *(*update)(struct req *rq, uint64_t id, const void *in, const struct rows *before,
                               uint64_t *changed);
    /* Who may be in charge of a record (owner_id), as keep_rows() wants it; NULL: records have nobody in charge. */
    MUST struct err *(*owners)(struct db *db, const char *noun, struct rows **rows);
    /* A record that is MISSING (err): a page may lead to another one (res_done and NULL). NULL: it is not there. */
    MUST struct err *(*missing)(struct req *rq, const struct noun *noun, uint64_t id, struct err *err);
    /* What stands on the record's page beside itself; NULL: nothing. */
    MUST struct err *(*beside)(struct req *rq, uint64_t id, const struct rows *record);
    /* After a new record: another notice than "created"; NULL: none. */
    MUST struct err *(*created)(struct req *rq, uint64_t id, const char **notice);
    /* First values of a new record, from the query string (a contact of this company …); NULL: none. */
    MUST struct err *(*blank)(struct req *rq, void *in);
    /* Records with a column for each field of the form, in the order of ids (JSON, db_ids()). */
    MUST struct err *(*export)(struct db *db, const char *ids, struct rows **rows);
};

/* Does a CSV of its records have the field? */
bool noun_in_csv(const struct field *f);

/* ---- routes ---- */

/* clang-format off */
/* What every noun has, with crumbs, pages and audit actions by its name. read, write: roles; what follows (features …)
   stands in every row. noun_<n>, <n>_form and <n>_search are the area's. */
#define NOUN_ROUTES(area, n, read, write, ...) \
    {GET, "/" #area "/" #n, read, &n##_search, noun_list, #area "/" #n "_list.cs", .crumb = #area "." #n "_list", \
     .noun = &noun_##n, .totals = true, .check = noun_check, __VA_ARGS__}, \
    {GET, "/" #area "/" #n "/csv", read, &n##_search, noun_csv, .audit = #n ".export", .noun = &noun_##n, \
     __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/select", read, &select_form, noun_select, .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/save", read, &save_form, noun_save, .audit = "search.save", .noun = &noun_##n, \
     __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/saved/:id/drop", read, FORM_EMPTY, noun_drop, .noun = &noun_##n, __VA_ARGS__}, \
    {GET, "/" #area "/" #n "/new", write, NULL, noun_new, #area "/" #n "_edit.cs", .crumb = #area "." #n "_new", \
     .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n, write, &n##_form, noun_create, #area "/" #n "_edit.cs", .show = noun_new, \
     .audit = #n ".create", .makes = true, .crumb = #area "." #n "_new", .noun = &noun_##n, __VA_ARGS__}, \
    {GET, "/" #area "/" #n "/:id", read, NULL, noun_show, #area "/" #n ".cs", .audit = #n ".view", \
     .crumb = #area "." #n, .noun = &noun_##n, __VA_ARGS__}, \
    {GET, "/" #area "/" #n "/:id/edit", write, NULL, noun_edit, #area "/" #n "_edit.cs", \
     .crumb = #area "." #n "_edit", .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/:id", write, &n##_form, noun_update, #area "/" #n "_edit.cs", .show = noun_edit, \
     .audit = #n ".update", .crumb = #area "." #n "_edit", .noun = &noun_##n, __VA_ARGS__}, \
    {POST, "/" #area "/" #n "/:id/note", write, &note_form, noun_note, #area "/" #n ".cs", .show = noun_show, \
     .audit = #n ".note", .crumb = #area "." #n, .noun = &noun_##n, __VA_ARGS__}
/* clang-format on */

handler noun_list, noun_csv, noun_select, noun_save, noun_drop, noun_new, noun_create, noun_show, noun_edit,
    noun_update, noun_note;
extern const struct form select_form, save_form, note_form;
int noun_check(const struct route *route, FILE *errors); /* list_check(), and that the route is where the noun is */

/* ---- for an area's own handlers ---- */

const struct noun *noun_of(const struct req *rq); /* of the request's route */
/* A page of the noun's list; filter is its search form's struct. */
MUST struct err *noun_page(struct req *rq, const struct noun *noun, const void *filter, struct list_page *page,
                           struct rows **rows, bool *partial);
/* n more in the total of the noun's list. Every writer waits for it: as late as can be. */
MUST struct err *noun_count(struct req *rq, const char *noun, size_t n);
/* The row of a record that a handler is about; when it is MISSING, what noun->missing makes of it: *rows NULL and no
   error is an answer that leads on. */
MUST struct err *noun_find(struct req *rq, const struct noun *noun, uint64_t id, struct rows **rows);
/* Normalised text of all text fields of a form's struct, for free words. */
const char *noun_search_text(struct req *rq, const struct form *form, const void *in);

/* ---- whoever is in charge: the field owner_id ---- */

/* Choices of the search, of a record's form (before: the record, NULL: a new one). */
MUST struct err *owner_search_choices(struct req *rq, const struct noun *noun);
MUST struct err *owner_choices(struct req *rq, const struct noun *noun, const struct rows *before);
uint64_t owner_in(const struct noun *noun, const void *in); /* of a form's struct, 0: nobody */
/* The owner of a form's struct is somebody who may be, or who it was before (NULL: a new record); else the form is
   shown again. */
MUST struct err *owner_check(struct req *rq, const struct noun *noun, const void *in, const struct rows *before);

#endif
