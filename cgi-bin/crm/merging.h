/* What 重複の確認 and 統合 need of a noun; the tables are in merge_nouns.c, duplicate.c, merge.c and unmerge.c work by
   them alone. */
#ifndef MUSUBI_CRM_MERGING_H
#define MUSUBI_CRM_MERGING_H

#include "crm.h"
#include "model/crm/duplicate.h"
#include "model/crm/merge.h"

/* The choice of both nouns: its fields have the names of the record's, a value is the side that is taken, "" the one
   that suits; of long texts "both", one after another. Left is the record whose page it began at. */
struct merge_in {
    uint64_t with, left_version, right_version;
    const char *keep;
    const char *name, *kana, *phone, *mail, *mail_mobile, *mail_sub, *note, *owner_id;
    const char *birth_on, *zip, *pref, *address, *occupation, *experience, *salary_from, *salary_to, *skills, *licences,
        *available_on, *career, *wish;
    const char *company, *department, *title;
};

/* Keys of what is said, each naming the noun. */
struct merge_words {
    const char *created, *here, *done;        /* Text.notice */
    const char *self, *gone, *unknown, *away; /* Text.err */
};

struct merge_ask_in {
    uint64_t with;
};

struct merging {
    const struct duplicate_noun *keys;
    const struct merge_noun *model;
    const struct form *form, *ask;
    const struct merge_words *words;
    const char *list;                 /* address of the pairs */
    const char *id_field, *id_column; /* a field that shows the name of what this column names; "": none */
    const struct db_stmt *pairs_stmt;
    /* Open pairs of a record; a page of all pairs; both records locked, with id, version, name, phase, changed_at. */
    MUST struct err *(*of)(struct db *db, const char *noun, uint64_t id, uint64_t most, struct rows **rows);
    MUST struct err *(*pairs)(struct db *db, const char *state, struct list_page *page, struct rows **rows);
    MUST struct err *(*pair)(struct db *db, uint64_t left, uint64_t right, struct rows **rows);
    /* How many of each kind hang on a record, for the page; what both have in common there. */
    MUST struct err *(*counts)(struct db *db, const char *noun, uint64_t id, struct rows **rows);
    MUST struct err *(*common)(struct req *rq, const struct rows *left, const struct rows *right);
    /* Rules over several fields of the record's form; NULL: none. */
    MUST struct err *(*check)(struct req *rq, void *in);
    /* What a struct of the record's form has beside its fields is that of the row; NULL: nothing. */
    MUST struct err *(*complete)(struct req *rq, void *in, const struct rows *row);
    /* What a record is found by is made anew. */
    MUST struct err *(*found)(struct req *rq, uint64_t id, const void *in);
    /* The phase of the record that stays after it took over the other's processes, "" where there are none; and back
       again. */
    MUST struct err *(*phase)(struct req *rq, uint64_t kept, const char *before, const char **after);
    MUST struct err *(*phase_back)(struct req *rq, uint64_t kept, const struct rows *now, const struct rows *merge);
    MUST struct err *(*settle)(struct db *db, uint64_t id, const char *changed_at, uint64_t version, uint64_t *n);
};

extern const struct merging merging_resume, merging_contact;

const struct merging *merging_of(const struct noun *noun); /* of one of these two nouns */

/* Fields of the record's form that are chosen, and the column that tells whether two have the same. */
bool merge_has(const struct field *f);
const char *merge_column(const struct noun *noun, const struct field *f);

#endif
