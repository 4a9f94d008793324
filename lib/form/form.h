/* lib/form: typed input. A form is a table of fields over a struct: read and checked (form, form_value), told what is
   wrong (form_fault), shown again (form_show, form_define, form_label), and passed to statements by name (form_run). */

/* Declarative forms: a table of fields fills a plain struct from the body (POST) or the query string (GET). Values are
   normalised (NFKC where width does not matter, spaces trimmed), checked, and shown again by the frame on error.

   For templates each field appears as Form.<name>: value, err (message), set (",a,b," of IDS and SET), options; the
   node's own value names what never changes, Field.<form>.<name>: name, kind, label, hint, max, must, options. That
   part is built once at the start for the forms of the route table (form_define), so that a request makes few nodes.
   Errors is the summary: its own value the heading, then 0, 1, … with field, label and text. templates/layout/form.cs
   turns a field into markup with one call. Labels and hints are Text.field.<label> and Text.hint.<label>, choices of
   ENUM and SET are Options.<label>.<value>; where there are none for a label with a dot, those of the part after the
   last dot ("resume.pref" may use Options.pref). */
#ifndef MUSUBI_FORM_H
#define MUSUBI_FORM_H

#include "base/err.h"
#include "base/ids.h"
#include "db/rows.h"
#include "http/req.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
    FIELD_TEXT,    /* one line; const char * */
    FIELD_AREA,    /* several lines, LF; const char * */
    FIELD_RAW,     /* one line, untouched (a query string); const char * */
    FIELD_SECRET,  /* the same of a password or a code: no page, log or audit row ever has what was typed; const char
                    * */
    FIELD_KANA,    /* one line of katakana, hiragana and half width turned; const char * */
    FIELD_MAIL,    /* one address, lower case domain, NFKC; const char * */
    FIELD_PHONE,   /* digits and hyphens as a Japanese number; const char * */
    FIELD_ZIP,     /* 123-4567; const char * */
    FIELD_URL,     /* http or https; const char * */
    FIELD_INT,     /* uint64_t; min..max; absent: 0 */
    FIELD_ID,      /* uint64_t: a record's number, at most 18 digits as in paths; absent: 0 */
    FIELD_VERSION, /* uint64_t: of the record that the page showed; each save from that page raises it. Hidden, absent:
                      0 */
    FIELD_OPTINT,  /* const uint64_t *; NULL: absent */
    FIELD_DATE,    /* "YYYY-MM-DD" from 2026/11/21, 2026-11-21 or 20261121; "" absent; const char * */
    FIELD_ENUM,    /* one of names; const char *; "" absent */
    FIELD_BOOL,    /* bool: any value */
    FIELD_IDS,     /* struct ids: numbers, repeated or "3,1,2", at most max */
    FIELD_SET,     /* repeated, each one of names; const char * joined with ',' in table order */
    FIELD_FILE     /* uploads stay in rq->uploads; must: at least one with content */
};

struct field {
    enum field_kind kind;
    const char *name; /* as in the body, also the HDF node */
    size_t offset;
    uint64_t min, max;        /* characters of text, value of INT, count of IDS; min > 0: 必須 */
    const char *const *names; /* ENUM and SET, NULL-terminated */
    const char *label;        /* Text key: Text.field.<label> */
};

struct form {
    const char *name;
    const struct field *fields;
    size_t size; /* of the struct */
    /* Rules over several fields: calls form_error; an error returned here is a failure, not bad input. */
    struct err *(*check)(struct req *rq, void *in);
    uint64_t max_body; /* 0: 1 MiB */
    unsigned max_files;
    uint64_t max_file; /* bytes */
    /* With max_files: looks at what was uploaded (blob_examine), before the transaction and once however often that is
       run. */
    struct err *(*uploads)(struct req *rq);
};

#define TEXT(s, f, lo, hi, label)                                                                                      \
    {                                                                                                                  \
        FIELD_TEXT, #f, offsetof(s, f), lo, hi, NULL, label                                                            \
    }
#define AREA(s, f, lo, hi, label)                                                                                      \
    {                                                                                                                  \
        FIELD_AREA, #f, offsetof(s, f), lo, hi, NULL, label                                                            \
    }
#define RAW(s, f, lo, hi, label)                                                                                       \
    {                                                                                                                  \
        FIELD_RAW, #f, offsetof(s, f), lo, hi, NULL, label                                                             \
    }
#define SECRET(s, f, lo, hi, label)                                                                                    \
    {                                                                                                                  \
        FIELD_SECRET, #f, offsetof(s, f), lo, hi, NULL, label                                                          \
    }
#define KANA(s, f, lo, hi, label)                                                                                      \
    {                                                                                                                  \
        FIELD_KANA, #f, offsetof(s, f), lo, hi, NULL, label                                                            \
    }
#define MAIL(s, f, lo, label)                                                                                          \
    {                                                                                                                  \
        FIELD_MAIL, #f, offsetof(s, f), lo, 254, NULL, label                                                           \
    }
#define PHONE(s, f, lo, label)                                                                                         \
    {                                                                                                                  \
        FIELD_PHONE, #f, offsetof(s, f), lo, 16, NULL, label                                                           \
    }
#define ZIP(s, f, lo, label)                                                                                           \
    {                                                                                                                  \
        FIELD_ZIP, #f, offsetof(s, f), lo, 8, NULL, label                                                              \
    }
#define URL(s, f, lo, label)                                                                                           \
    {                                                                                                                  \
        FIELD_URL, #f, offsetof(s, f), lo, 200, NULL, label                                                            \
    }
#define INT(s, f, lo, hi, label)                                                                                       \
    {                                                                                                                  \
        FIELD_INT, #f, offsetof(s, f), lo, hi, NULL, label                                                             \
    }
#define VERSION(s, f)                                                                                                  \
    {                                                                                                                  \
        FIELD_VERSION, #f, offsetof(s, f), 0, UINT32_MAX, NULL, "version"                                              \
    }
#define OPTINT(s, f, lo, hi, label)                                                                                    \
    {                                                                                                                  \
        FIELD_OPTINT, #f, offsetof(s, f), lo, hi, NULL, label                                                          \
    }
#define FORM_ID_MAX 999999999999999999
#define ID(s, f, lo, label)                                                                                            \
    {                                                                                                                  \
        FIELD_ID, #f, offsetof(s, f), lo, FORM_ID_MAX, NULL, label                                                     \
    }
/* One that may be left out and may be 0. */
#define OPTID(s, f, lo, label) OPTINT(s, f, lo, FORM_ID_MAX, label)
#define DATE(s, f, lo, label)                                                                                          \
    {                                                                                                                  \
        FIELD_DATE, #f, offsetof(s, f), lo, 10, NULL, label                                                            \
    }
#define ENUM(s, f, lo, names, label)                                                                                   \
    {                                                                                                                  \
        FIELD_ENUM, #f, offsetof(s, f), lo, 1, names, label                                                            \
    }
#define SET(s, f, lo, names, label)                                                                                    \
    {                                                                                                                  \
        FIELD_SET, #f, offsetof(s, f), lo, 1, names, label                                                             \
    }
#define FLAG(s, f, label)                                                                                              \
    {                                                                                                                  \
        FIELD_BOOL, #f, offsetof(s, f), 0, 1, NULL, label                                                              \
    }
#define IDS(s, f, lo, hi, label)                                                                                       \
    {                                                                                                                  \
        FIELD_IDS, #f, offsetof(s, f), lo, hi, NULL, label                                                             \
    }
#define FILES(f, lo, label)                                                                                            \
    {                                                                                                                  \
        FIELD_FILE, #f, 0, lo, 0, NULL, label                                                                          \
    }
#define FIELD_END                                                                                                      \
    {                                                                                                                  \
        .name = NULL                                                                                                   \
    }

/* A page that keeps a form for later keeps no secret, but says with this field, whose value is the secret's name, that
   there was one: when the form comes without it, it is asked for again, also where it may be left out. */
#define FORM_RETYPE "retype"

extern const struct form FORM_EMPTY_FORM;
#define FORM_EMPTY (&FORM_EMPTY_FORM)

/* Fill a fresh struct from values. Field errors are kept for the page (form_error); *valid says whether there are
   any. */
MUST struct err *form_read(struct req *rq, const struct form *form, const struct kvs *values, void **in, bool *valid);

/* In a check or a handler: say what is wrong with a field (Text.err.<key>, %-arguments of the message after it, up to
   two). A handler that did so must return form_invalid(rq). */
void form_error(struct req *rq, const char *field, const char *key, const char *arg1, const char *arg2);
MUST struct err *form_invalid(struct req *rq); /* INPUT "form": the frame rolls back and shows the form again */

/* 「住所を入れる」, the button "fill" of call:zip(): the form is shown again with what the postal code says in the
   fields pref and address, as far as they are empty or as it was filled before; nothing is stored. form_fill() changes
   rq->body before it is read, form_filled() tells the page what was found, behind form_show(). */
struct form_fill;
bool form_asks_fill(const struct req *rq, const struct form *form);
struct form_fill *form_fill(struct req *rq);
MUST struct err *form_filled(struct req *rq, const struct form_fill *fill);
/* Nothing but a fault of the field named is wrong with what was read; it is shown as it was typed. */
void form_forgive(struct req *rq, const char *but);

/* Is a field of this name a secret of the form? */
bool form_is_secret(const struct form *form, const char *name);

/* Show a form: writes Form.<field> with the values of in (a struct of the form; NULL: empty) or, after bad input, as
   typed. */
MUST struct err *form_show(struct req *rq, const struct form *form, const void *in);
/* Values of a form from a row whose columns have the fields' names: for edit pages. */
MUST struct err *form_from_row(struct req *rq, const struct form *form, const struct rows *rows, size_t row, void **in);

/* For 入力 → 確認: every value of a valid form as Kept.0, 1, … with name and value, which call:form_kept() writes as
   hidden fields, so that the confirming POST sends the same form again. Files and secrets are not kept: attach or save
   them before. */
void form_keep(struct req *rq, const struct form *form, const void *in);

/* Static part of a form under Field of hdf, with texts of the tree `text` (a language); WARN lines for texts that are
   missing. */
struct _hdf;
MUST struct err *form_define(struct arena *arena, struct _hdf *hdf, struct _hdf *text, const struct form *form);
/* The same once for all requests of a language (0: Japanese, at the start; form_show() does it for others when they are
   first asked for). A form that was not loaded is defined in the request's HDF by form_show(). */
struct app;
MUST struct err *form_load(struct app *app, const struct form *form, int lang);

/* Choices of a field that come from the database: rows with columns value and label, as Form.<field>.options. */
MUST struct err *form_options(struct req *rq, const char *field, const struct rows *rows);
/* One more choice behind those that are there. */
void form_option(struct req *rq, const char *field, const char *value, const char *label);

/* Label of a field; label of a choice and back (the text itself when there is none): for CSV files. */
const char *form_label(struct req *rq, const struct field *field);
const char *form_choice_label(struct req *rq, const struct field *field, const char *value);
const char *form_choice_value(struct req *rq, const struct field *field, const char *label);

/* The index-th thing that is wrong with what form_read() read last; false: no more. */
bool form_fault_at(const struct req *rq, size_t index, const char **label, const char **text);
void form_need(struct req *rq, const char *field,
               const char *value);         /* "required" when it is empty: a field that only some buttons need */
bool form_is_faulty(const struct req *rq); /* is anything wrong with it? */

#endif
