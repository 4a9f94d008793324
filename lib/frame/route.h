/* Route tables: the row decides who may, which form is read, which page is shown and what the audit says. */
#ifndef MUSUBI_ROUTE_H
#define MUSUBI_ROUTE_H

#include "form/form.h"
#include "http/req.h"
#include "http/res.h" /* what every handler needs */

#include <stdio.h>

struct noun;

/* in is the form's struct, valid; NULL without form. A handler sets HDF values and the answer, nothing else. */
typedef struct err *handler(struct req *rq, const void *in); /* headers declare with it: handler crm_list, crm_show; */
typedef handler *handler_fn;

/* A field a line and its contract above it. Rows name the fields behind `form`, but for run and page. */
struct route {
    int method; /* GET or POST */
    /* "/crm/resume/:id/edit": ":id" and names that end in "_id" are numbers, others like ":token" [A-Za-z0-9_-]+ */
    const char *path;
    /* Any of these; ROLE_PUBLIC is spelled out; 0 refuses to start. */
    unsigned roles;
    /* POST: required (FORM_EMPTY without fields). GET: read from the query string; what is wrong there is absent for
       the handler and stands on the page, or is 400 without page. */
    const struct form *form;
    handler_fn run;
    /* Template under templates/. */
    const char *page;
    /* POST: builds the page again when the input is invalid; in is what was typed as far as it is valid. */
    handler_fn show;
    /* Its template, when it is another one. */
    const char *show_page;
    /* GET: what is to be written down, in that short transaction; not for a HEAD. */
    struct err *(*record)(struct req *rq);
    /* Action; a GET's is recorded in a short transaction of its own after the page was built. */
    const char *audit;
    /* The organisation must have all of these, or 404. */
    unsigned features;
    /* POST: makes a record. Sent again from the same page with other words it asks first whether it is another one. */
    bool makes;
    /* POST: the same sent twice is done twice, because the answer is its cookie: a double click on ログイン signs in.
     */
    bool repeats;
    /* Reason why this POST needs no token (RFC 8058). */
    const char *no_token;
    /* Text key of the page's title (Text.title.<key>). */
    const char *crumb;
    /* Number of defects of what stands behind the row, each printed: at the start. */
    int (*check)(const struct route *route, FILE *errors);
    /* Whose records it is about (record/noun.h); NULL: none. */
    const struct noun *noun;
    /* GET of a noun's list, at /<area>/<noun>: the session brings the noun's total and whether rows are ticked. */
    bool totals;
};

#define GET  METHOD_GET
#define POST METHOD_POST

/* An area: one program. */
struct app;
struct area {
    const char *name;
    const struct route *routes; /* ends with path NULL */
    const char *const *pages;   /* further templates that handlers name with res_page(); NULL-terminated or NULL */
    const char *const *strange; /* groups of messages (Text.<group>) that none of its pages has: not kept; as pages */
    int (*command)(struct app *app, int argc, char **argv); /* what `program --command …` runs, or NULL */
};

/* The row of a method and path; fills rq->params. NULL: none. *wrong_method: the path exists with another method. */
const struct route *route_find(const struct area *area, struct req *rq, bool *wrong_method);

/* Print the table for people and tests, tab separated: method, path, roles, features, token, fields, audit, page. */
void route_print(const struct area *area, FILE *out);

/* form_load() for each form of the table. */
MUST struct err *route_forms(struct app *app);

/* Check the table: duplicate path, missing template, POST without form, empty role. Number of defects, each printed. */
int route_check(const struct area *area, const char *template_dir, FILE *errors);

#endif
