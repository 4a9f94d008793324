/* lib/page: output. Templates by ClearSilver with the texts of a language (page, page_text), values and rows for them
   (page_set, page_rows, page_hdf), functions for templates (page_func). page/fast is the part that makes list pages
   quick: templates squeezed and flattened when they are loaded (page_file, page_source), parts that many pages share
   kept (page_part), loops over tables written without HDF (page_loop). Its language is frozen; --pages tells what it
   took. */

/* Pages: one HDF per request, templates parsed once per process, rendered once into a buffer.

   Everything is HTML-escaped by ClearSilver's Config.VarEscapeMode, which page_begin() and pages_load() set in every
   HDF. Messages: templates/text/ja.hdf, en.hdf and <part>.ja.hdf, <part>.en.hdf, all of them read into one tree a
   language (Text.*, Options.*), which is the global HDF behind the request's own: templates write <?cs
   var:Text.nav.home ?>. Includes are written <?cs include!"layout/head.cs" ?>: a missing file fails the start.

   Functions for templates, beside those of ClearSilver:
     url_escape(x)  a value in a query string         html_escape(x), js_escape(x)  not needed with the escape mode
     url(x)         x if it is a local path or http(s)://, else "#"; for every href from data
     path(x)        x if it is a local path, else "/"
     count(x)       1248 as 1,248 (of a value; numbers that the template computed stay)
     day(x)         2026-11-21 as 2026/11/21; a time in UTC as the day in Japan
     minute(x)      2026-11-21 05:05:00 (UTC) as 2026/11/21 14:05 in Japan
     hour(x)        the same as 14:05
   What layout_set() (lib/frame/layout.h) sets for the layout:
     Page.lang title path area id notice (the last two: request id; message after a redirect)
     Me.name org login mail (nothing when nobody is signed in), Me.is.<role> = 1, Me.write, Me.client, Me.staff,
     Me.feature.<agency|client|outreach|support>, Run.busy, Run.done, Form.token */
#ifndef MUSUBI_PAGE_H
#define MUSUBI_PAGE_H

#include "base/err.h"
#include "db/rows.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct req;
struct app;
struct pages; /* parsed templates and message trees of a process */
struct _hdf;

/* Read the message files, but for the groups named in strange (NULL-terminated, or NULL): app->pages. */
MUST struct err *pages_load(struct app *app, const char *template_dir, const char *const *strange);
/* Parse these templates (and, before, form_define() what they show); errors name file and line. */
MUST struct err *pages_parse(struct pages *pages, const char *const *templates, size_t count);

/* A line a template: its name, then what of it lib/page/fast writes itself, each:<table> for a loop and def:<name> for
   a part, with tabs between. Whatever a template's author expects to be fast and does not find here is not. */
MUST struct err *pages_print(struct pages *pages, FILE *out);

/* Build rq->hdf (escape mode set, attached to the arena). */
MUST struct err *page_begin(struct req *rq);

/* Names are constants of ours, never user text. */
void page_set(struct req *rq, const char *name, const char *value);
void page_num(struct req *rq, const char *name, int64_t value);
void page_count(struct req *rq, const char *name, int64_t value); /* 1,248 */

/* Rows as name.0.col, name.1.col ...; columns that begin with _ stay out; the first row alone with page_row. */
void page_rows(struct req *rq, const char *name, const struct rows *rows);
void page_row(struct req *rq, const char *name, const struct rows *rows, size_t row);
/* The same for rows that nothing but a loop each:r = <name> of the page shows (page_loop.h); they are not changed until
   it is. */
void page_table(struct req *rq, const char *name, const struct rows *rows);
struct _hdf *page_node(struct req *rq, const char *name);  /* made when missing */
struct _hdf *page_item(struct req *rq, struct _hdf *list); /* append 0, 1, 2 … */
void page_item_set(struct req *rq, struct _hdf *item, const char *name, const char *value);

/* Message in the request's language, Text.<key>; the key itself when missing (and a log line). */
const char *page_text(struct req *rq, const char *key);
/* The same with %1 and %2 replaced. */
const char *page_textf(struct req *rq, const char *key, const char *arg1, const char *arg2);

/* Render a template; text lives until the next render or arena reset. */
MUST struct err *page_render(struct req *rq, const char *name, const char **text, size_t *len);

/* "1234567" → "1,234,567" on the request's arena. */
const char *text_count(struct req *rq, int64_t n);

#endif
