/* Mail kinds: whose records a mail goes to and which tags its texts may use (S3-21). The values of the tags a mail uses
   are frozen in outbox.vars when its run is made into rows: "key TAB value LF" each, so that the mail says what the
   confirmation page said whatever happens to the record later. */
#ifndef MUSUBI_MAILKIND_H
#define MUSUBI_MAILKIND_H

#include "base/err.h"
#include "text/tag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct rows;

struct mailkind {
    const char *name;   /* mail.kind, run.kind, template.kind */
    const char *list;   /* who gets it: "resume" or "contact"; outbox.noun */
    const char *record; /* what a mail is made of, one by one: "resume", "contact" or "job" */
    const char *
        from; /* its matching list began at a "job" or a "resume" (run.job_id, run.resume_id); NULL: an ordinary list */
    bool each;            /* each record is a mail, also when many go to one address */
    const char *files_of; /* whose files may be attached: "job", "resume"; NULL: none */
    const struct tag_def *tags;
};

extern const struct mailkind mailkinds[]; /* ends with name NULL */
/* Of a bulk action: from as above or NULL, list as above; NULL: none. */
const struct mailkind *mailkind_of(const char *from, const char *list);
/* Noun of the rows of its list: their ids are in run.ids. Not always the record: JOBs are ticked, their 企業担当者
   written to. */
const char *mailkind_rows(const struct mailkind *kind);

/* Stands for the sender's signature: the pages put it in before a mail is stored, so it has no value of its own. */
#define MAILKIND_SIGNATURE "署名"
/* Stands for the JOBs that a newsletter announces; put in before the mail is stored, and empty where none was
   chosen. */
#define MAILKIND_DIGEST "JOB一覧"
bool mailkind_has_digest(const struct mailkind *kind);
/* Tags that every kind has, for texts that are used with all of them (a signature). Ends with name NULL. */
extern const struct tag_def mailkind_common_tags[];

const struct mailkind *mailkind_find(const char *name); /* NULL: no such kind */
const struct tag_def *mailkind_tags(const char *kind);  /* NULL: no such kind */

/* Records with the columns of all tags: what values are taken from. run: a row with the columns _job_id, _resume_id and
   _ids; ids of records as db_ids() gives them; organisation :org. Columns id and label (the record), to_id, to_name,
   mail, mail_mobile, mail_sub (who gets it), about (ids of the matching list's rows that the mail is about) and
   more. */
MUST struct err *mailkind_records(struct db *db, const struct mailkind *kind, const struct rows *run, const char *ids,
                                  struct rows **rows);
/* What keeps a mail from being made twice in a run (outbox.once_key): the address, or record and address. */
const char *mailkind_once(struct arena *arena, const struct mailkind *kind, uint64_t record_id, const char *addr);
/* Records of a kind that are not the rows of its list: up to limit ids above after. */
MUST struct err *mailkind_walk(struct db *db, const struct rows *run, uint64_t after, unsigned limit, uint64_t *ids,
                               size_t *n);
/* What is the same for all records of a run: sender, organisation, JOB. One row. */
MUST struct err *mailkind_common(struct db *db, uint64_t account_id, uint64_t job_id, struct rows **rows);

/* Labels of codes (Options.pref.13 → 東京都) and formats, from the message file of a language. */
struct mailkind_labels;
MUST struct err *mailkind_labels(struct arena *arena, const char *template_dir, const char *lang,
                                 struct mailkind_labels **labels);

/* Text.<key> of that file, "" without. */
const char *mailkind_text(const struct mailkind_labels *labels, struct arena *arena, const char *key);

/* The value of one tag for a record, one line, never NULL; "" when the record has none. */
const char *mailkind_value(struct arena *arena, const struct mailkind_labels *labels, const struct tag_def *def,
                           const struct rows *records, size_t row, const struct rows *common);
/* outbox.vars for a record: the tags whose bit is set in used (tag_used). *empty: bits of those without a value. */
const char *mailkind_vars(struct arena *arena, const struct mailkind_labels *labels, const struct mailkind *kind,
                          unsigned long long used, const struct rows *records, size_t row, const struct rows *common,
                          unsigned long long *empty);
/* And back: values[i] for tags[i], on the arena; NULL where there is none. */
void mailkind_read_vars(struct arena *arena, const struct tag_def *tags, const char *vars, const char **values,
                        size_t most);

#endif
