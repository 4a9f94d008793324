/* CRM: 企業, 企業担当者, JOB, レジュメ, 選考プロセス. The five nouns share their handlers (record.c, list.c, csv.c);
   what differs stands in one table per noun (company.c …). */
#ifndef MUSUBI_CRM_H
#define MUSUBI_CRM_H

#include "frame/route.h"
#include "http/app.h"

struct lists_limits;

struct lists_count;

struct merging;

struct words_load;

struct noun {
    const char *name; /* path segment, noun of audit, history and counter */
    const struct form *form;
    const struct form *search;

    MUST struct err *(*one)(struct db *db, uint64_t id, struct rows **rows);
    MUST struct err *(*insert)(struct req *rq, const void *in, uint64_t *id);
    /* n of them, of an import; words collects what is found by free words until all are there. NULL: one after the
     * other. */
    MUST struct err *(*insert_many)(struct req *rq, struct words_load *words, const void *const *in, size_t n,
                                    uint64_t *ids);
    bool counted; /* insert has added to the total of the list; else its caller does (noun_count) */
    /* *changed 0: the record has another version by now */
    MUST struct err *(*update)(struct req *rq, uint64_t id, const void *in, const struct rows *before,
                               uint64_t *changed);
    /* What stands on the record's page beside itself; NULL: nothing. */
    MUST struct err *(*beside)(struct req *rq, uint64_t id, const struct rows *record);
    /* After a new record: another notice than "created"; NULL: none. */
    MUST struct err *(*created)(struct req *rq, uint64_t id, const char **notice);
    /* First values of a new record, from the query string (a contact of this company …); NULL: none. */
    MUST struct err *(*blank)(struct req *rq, void *in);
    /* A page of the list, filter being the search form's struct. */
    MUST struct err *(*list)(struct req *rq, const void *filter, struct list_page *page, struct rows **rows,
                             bool *partial);
    const struct db_stmt *stmt; /* of the list: its sorts */
    MUST struct err *(*count)(struct req *rq, const void *filter, uint64_t *n, bool *capped);
    /* Both at once; NULL: one after the other. */
    MUST struct err *(*list_counted)(struct req *rq, const void *filter, struct list_page *page, struct rows **rows,
                                     bool *partial, struct lists_count *count);
    /* Records with a column for each field of the form, in the order of ids (JSON, db_ids()). */
    MUST struct err *(*export)(struct db *db, const char *ids, struct rows **rows);
    bool files, mails;             /* has files (サブリスト), gets mails */
    bool imports;                  /* may be imported from CSV */
    const struct merging *merging; /* merging.h; NULL: two of it are never one */
};

extern const struct noun noun_company, noun_contact, noun_job, noun_resume, noun_process;

extern const struct noun *const nouns[];          /* all, ends with NULL */
const struct noun *noun_of(const struct req *rq); /* of the request's route */
const struct noun *noun_named(const char *name);  /* NULL: none */

/* Ticks of this query on a list (selection.h), marked on the rows that are on screen. */
MUST struct err *crm_show_ticks(struct req *rq, const char *list, const struct rows *rows);

/* Funnel.N.{phase,n,now,part,width,x,y} and Ends.N.{phase,n} of a JOB that has 選考プロセス. */
MUST struct err *crm_funnel(struct req *rq, uint64_t job_id);

/* What a record is found by, and a résumé's long texts, from the struct of its form. */
MUST struct err *resume_put_texts(struct req *rq, uint64_t id, const void *in);
MUST struct err *contact_put_keys(struct req *rq, uint64_t id, const void *in);
/* The company of a contact's struct is that of the row. */
MUST struct err *contact_complete(struct req *rq, void *in, const struct rows *row);

/* Duplicates.N (at most 10) and Merges.N of the page of a record that may be merged. */
MUST struct err *duplicate_beside(struct req *rq, uint64_t id);
MUST struct err *merges_beside(struct req *rq, uint64_t id);
MUST struct err *duplicate_notice(struct req *rq, uint64_t id, const char **notice);
/* A record that is MISSING (err) because it was merged away: a page leads to the one that stayed, a change is a
   CONFLICT. err itself when that is not why. */
MUST struct err *crm_led_on(struct req *rq, const struct noun *noun, uint64_t id, struct err *err);

/* Does a CSV have the field? */
bool in_csv(const struct field *f);

/* Names of the form's fields, comma separated, as labels. */
const char *noun_labels(struct req *rq, const struct noun *noun, const char *names);

/* Conditions of a matching list. Its ticks are kept as "job:5" (résumés for JOB 5) or "resume:7" (JOBs for résumé
   7). */
struct match_in {
    const char *q, *pref;
    uint64_t least;
};
const char *match_list_name(struct req *rq);

/* Normalised text of all text fields of a form's struct, for free words. */
const char *noun_search_text(struct req *rq, const struct form *form, const void *in);
/* The company that the user named by name or number; 0 and a form error otherwise. */
MUST struct err *noun_find_company(struct req *rq, const char *field, const char *text, uint64_t *id);
/* n more in the total of the noun's list. Every writer waits for it: as late as can be. */
MUST struct err *noun_count(struct req *rq, const char *noun, size_t n);
void kvs_u64(struct req *rq, const char *name, uint64_t *value); /* a number of the query string, untouched without */
extern const struct form company_form, contact_form, job_form, resume_form, process_form;
extern const struct form company_search, contact_search, job_search, resume_search, process_search;
extern const struct form duplicates_form, merge_resume_form, merge_contact_form, merge_ask_resume_form,
    merge_ask_contact_form;
extern const struct form match_search, process_phase_form, note_form, select_form, save_form, file_form, import_form;
/* Choices of the field owner_id: of the route's search; of a record's form, before being the record (NULL: a new
   one). */
MUST struct err *noun_owners(struct req *rq);
MUST struct err *owner_choices(struct req *rq, const struct noun *noun, const struct rows *before);
uint64_t owner_in(const struct noun *noun, const void *in); /* 担当者 of a form's struct, 0: nobody */
/* 担当者 of a form's struct is somebody who may be, or who it was before (NULL: a new record); else the form is shown
   again. */
MUST struct err *owner_check(struct req *rq, const struct noun *noun, const void *in, const struct rows *before);
struct lists_limits noun_limits(struct req *rq);

handler crm_home, crm_list, crm_select, crm_save_search, crm_drop_search, crm_new, crm_create, crm_show, crm_edit,
    crm_update, crm_note, crm_file_add, crm_file_get, crm_file_remove, crm_export, crm_import, crm_import_upload,
    crm_import_preview, crm_import_run, crm_match, crm_match_select, process_phase, crm_duplicates, crm_apart,
    crm_together, crm_merge_page, crm_merge, crm_merge_again, crm_unmerge;

#endif
