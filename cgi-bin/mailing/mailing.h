/* Bulk mail: scope → compose → preview, test → confirm → run → result; templates, signatures, 配信停止先, unsubscribe.
   The web request only records what is wanted; the mailer makes rows of it and sends. */
#ifndef MUSUBI_MAILING_H
#define MUSUBI_MAILING_H

#include "frame/route.h"
#include "http/app.h"
#include "model/mail/mailkind.h"

/* Mail fields of a record, as in run.fields and the columns' names. */
extern const char *const mail_fields[];

/* A draft with what its pages need: kind, tags. Also shows it as Bulk (Run is the layout's). */
struct draft {
    uint64_t id;
    struct rows *row;
    const struct mailkind *kind;
    const struct mailkind_labels *labels;
    struct rows *common;
    const char *job_ids;  /* what {{ JOB一覧 }} announces; "" or NULL: nothing */
    const char *files_of; /* noun of the record whose files may go along, NULL: none; and its id */
    uint64_t files_id;
};
MUST struct err *draft_open(struct req *rq, struct draft *draft); /* CONFLICT "run_started" when it is none any more */
const char *draft_text(const struct draft *draft, const char *column);

/* Who gets it: each address once, none of the do-not-contact ledger. Counted on the first conf mail.count_cap records;
   complete: there are no more. */
struct recipients {
    uint64_t records, fields[3]; /* with an address in a field, ticked or not */
    uint64_t mails, without, duplicate, stopped;
    uint64_t sum; /* of the addresses: others have another one */
    bool complete;
};
MUST struct err *draft_recipients(struct req *rq, const struct draft *draft, struct recipients *out);
/* What can be compared with what a page said: of more than are counted nothing but that, at once. */
MUST struct err *draft_recipients_known(struct req *rq, const struct draft *draft, struct recipients *out);
/* The first ids of its records, at most so many; complete: there are no more. */
MUST struct err *draft_ids(struct req *rq, const struct draft *draft, size_t most, struct ids *out, bool *complete);
bool draft_uses(const struct draft *draft, const char *field); /* is the mail field ticked? */
void recipients_show(struct req *rq, const struct draft *draft, const struct recipients *r);

/* The same for a draft that began at a matching list (matched.c): several mails may go to one address. */
MUST struct err *matched_recipients(struct req *rq, const struct draft *draft, struct recipients *out);
/* Origin.{noun,id,name}: the record whose matching list it was. Nothing for an ordinary list. */
MUST struct err *matched_origin(struct req *rq, const struct draft *draft);
/* Phase.label, created, moved, kept: what the phase setting does to the 選考プロセス of the records that get a mail
   (S3-23). Nothing without a setting. */
MUST struct err *matched_phases(struct req *rq, const struct draft *draft);
const char *phase_label(struct req *rq, const char *phase); /* "" for "" */
/* False after a form error on the field phase: the kind has no 選考プロセス. */
bool check_phase(struct req *rq, const struct mailkind *kind, const char *phase);

/* Subject and body of a draft, the signature put in; NULL texts after form errors were added. */
struct draft_texts {
    struct tag_text *subject, *body;
    const char *subject_source, *body_source;
    const char *digest; /* what {{ JOB一覧 }} stands for, "" without JOBs */
    unsigned long long used;
    bool announces; /* {{ JOB一覧 }} was in the body */
};
MUST struct err *draft_texts(struct req *rq, const struct draft *draft, const char *subject, const char *body,
                             uint64_t signature_id, struct draft_texts *out);

/* Form errors with the place of the first tag that the kind does not have. */
void check_tags(struct req *rq, const struct mailkind *kind, const char *field, const char *text);
void check_subject(struct req *rq, const struct mailkind *kind, const char *field, const char *text);

/* The first address of a record in the ticked fields, NULL: it gets no mail. */
const char *draft_address(const struct draft *draft, const struct rows *records, size_t row);
/* The first record with an address, NULL without; and the texts filled for it (CONFLICT "run_nobody" without). */
MUST struct err *draft_first(struct req *rq, const struct draft *draft, struct rows **records);
MUST struct err *draft_fill_first(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                                  const char **subject, const char **body);

/* The mail of one record as it will be: Preview.*; *found false: no such record. */
MUST struct err *draft_preview(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                               uint64_t after, bool *found);

/* Files of the mail (files.c, S3-20). What its page says of them: ids of files of the JOB or résumé, the upload to be
   taken away (0: none), and new ones in rq->uploads. */
struct files_in {
    struct ids files;
    uint64_t drop;
    const char *way, *password; /* password "": as it is */
    bool make_password;         /* one of ours, in the place of what was typed */
    bool drop_password;         /* none any more */
    bool needed;                /* the mail is about to be looked at or sent: what is missing is an error */
};
/* Saves what is right and adds form errors for what is not: uploads are not asked for twice because of another
   field. */
MUST struct err *files_save(struct req *rq, const struct draft *draft, const struct files_in *in);
/* RunFiles, Choices and what else the compose page shows. in: as typed, NULL: as saved. */
MUST struct err *files_show(struct req *rq, const struct draft *draft, const struct files_in *in);
/* The same for pages that only tell: RunFiles.N.{name,size}, RunFiles.way, password and until. */
MUST struct err *files_tell(struct req *rq, uint64_t run_id);
/* And of a run that was confirmed: what is in its ZIP, until when its links answer, how often they were used. */
MUST struct err *files_result(struct req *rq, uint64_t run_id);
/* The password of a draft's files, "" without. */
MUST struct err *files_password(struct req *rq, const struct draft *draft, const char **password);
/* *good false after form errors on a field: a file is gone, a password is missing. */
MUST struct err *files_check(struct req *rq, const struct draft *draft, const char *field, bool *good);
/* The same before a run is confirmed; what is no longer needed is wiped. */
MUST struct err *files_confirm(struct req *rq, const struct draft *draft, const char *field, bool *good);
MUST struct err *files_count(struct req *rq, uint64_t run_id, size_t *count);
MUST struct err *files_renew(struct req *rq,
                             uint64_t run_id); /* links that are over begin anew: mails of it go out again */
MUST struct err *files_discard(struct req *rq, uint64_t run_id); /* a draft that is deleted */

/* A single mail with files (single_draft.c, S3-20): its draft, when it is one of this account to this record. Then
   draft->id is set, draft->row has the fields of single_form; else it is 0, and *gone: it was one before. hold: until
   the end of the transaction. */
MUST struct err *single_draft_open(struct req *rq, struct draft *draft, uint64_t record_id, uint64_t id, bool hold,
                                   bool *gone);
MUST struct err *single_draft_begin(struct req *rq, struct draft *draft, uint64_t record_id);
struct outbox_single;
/* With the files that there are; without any the draft goes and the mail is an ordinary one. */
MUST struct err *single_draft_send(struct req *rq, const struct draft *draft, const struct outbox_single *mail,
                                   uint64_t *outbox_id);

/* Choices of from_addr, reply_to and signature_id (sender.c). What is chosen now ("" or 0: nothing) and is none of them
   any more, because a colleague left, an address changed or a signature was deleted, stands behind them, marked. */
MUST struct err *sender_choices(struct req *rq, const char *from_addr, const char *reply_to, uint64_t signature_id);

/* What the forms of bulk mails and of a single one have in common (letter_form.c). */
enum {
    LETTER_SUBJECT = 200,    /* bytes of a filled subject in column mail.subject */
    LETTER_UPLOAD = 34 << 20 /* bytes of a form with its files */
};
extern const char *const letter_ways[];
void letter_need(struct req *rq, const char *from_name, const char *from_addr, const char *subject, const char *body);
/* Form errors for a sender, an address for answers or a signature that is none of the account's. */
MUST struct err *letter_check(struct req *rq, const char *from_addr, const char *reply_to, uint64_t signature_id);
/* Choices of sender and signature, and Templates of the kind. */
MUST struct err *letter_choices(struct req *rq, const struct mailkind *kind, const char *from_addr,
                                const char *reply_to, uint64_t signature_id);
bool letter_is_complete(const char *op); /* the mail is to be looked at or sent, not only kept */
struct files_in letter_files(const char *op, struct ids files, uint64_t drop, const char *way, const char *password);
/* The answer is the form's page with 422, and what was saved stays: files that came are not asked for once more. */
void letter_again(struct req *rq);

/* The selection as a page showed it (scope.c); a form error on the field when it is another one by now. */
struct selection;
MUST struct err *selection_same(struct req *rq, const char *list, uint64_t id, uint64_t version, const char *field,
                                struct selection *out);

/* A page that asks 送信してよいか names what it shows (shown.c): the texts up to NULL, and the files of a run (0:
   none). Its answer brings the name back and is good only while the page would have the same one. */
MUST struct err *shown_name(struct req *rq, uint64_t run_id, const char **name, ...);

/* May this account send from and have answers to these addresses (S3-34)? */
MUST struct err *check_sender(struct req *rq, const char *from_addr, const char *reply_to, bool *from_ok,
                              bool *reply_ok);

/* 送信日時 (schedule.c): as typed, and from it the time in UTC as the database has it; NULL: at once. False after form
   errors on the fields start_date and start_time; only when final a day and a time must be there, and still to come. */
struct schedule {
    const char *start, *date, *time; /* "now" or "later"; "YYYY-MM-DD"; "9:00" */
};
bool schedule_read(struct req *rq, const struct schedule *s, bool final, const char **start_at);
/* False after a form error on the field answer: the time has passed since it was chosen. */
bool schedule_check(struct req *rq, const struct draft *draft);
/* The question before sending, with the time when it is not at once. */
const char *schedule_question(struct req *rq, const struct draft *draft, const char *question);

/* 案内するJOB (digest.c). digest_check: numbers as typed into run.job_ids; NULL after a form error on the field: not
   numbers, more than DIGEST_MAX, not among the organisation's open JOBs. digest_add_ticked: with those ticked in the
   list of JOBs, as the page showed them (Digest_ticked of digest_show). */
enum { DIGEST_MAX = 20 };
MUST struct err *digest_check(struct req *rq, const char *field, const char *typed, const char **job_ids);
MUST struct err *digest_add_ticked(struct req *rq, const char *typed, uint64_t selection, uint64_t version,
                                   const char **out);
MUST struct err *digest_text(struct req *rq, const struct draft *draft, const char *job_ids, const char **text);
/* Kind.digest, Digest.N.{id,name,company}, Digest_count, Digest_ticked: for kinds that have it. */
MUST struct err *digest_show(struct req *rq, const struct draft *draft);

/* Whose a template or signature is: "1" 共有 of the organisation, "0" its owner's alone (signature.c). As typed, ""
   when the page did not ask: only the owner is asked. *_changed: of one that is there, a row with `shared` and
   `mine`. */
extern const char *const share_choices[];
uint64_t share_wanted(const char *typed, uint64_t usual);
uint64_t share_changed(const struct rows *before, const char *typed);
const char *share_audit(struct req *rq, const struct rows *before, uint64_t shared); /* before NULL: it is new */

extern const struct form scope_form, compose_form, confirm_form, template_form, signature_form, stop_form, rows_form,
    decide_form, templates_form, stops_form, unlock_form, single_form;

/* Records with the address show what the ledger says now. */
MUST struct err *stop_flag(struct req *rq, const char *addr);

handler mailing_home, scope_show, scope_save, compose_show, compose_save, preview_show, confirm_show, confirm_save,
    empty_csv, started_show, draft_delete, runs_list, runs_seen, runs_state, run_show, run_pause_post, run_resume_post,
    run_stop_post, run_again_post, run_cancel_post, run_reopen_post, run_decide_post, run_show_again, run_csv,
    run_progress, template_list, template_new, template_create, template_edit, template_update, template_delete,
    signature_list, signature_new, signature_create, signature_edit, signature_update, signature_delete, stop_list,
    stop_add, stop_drop, stop_again, unsubscribe_ask, unsubscribe_do, unsubscribe_back, single_show, single_save,
    download_show, download_file, files_end, download_unlock;

MUST struct err *download_count(struct req *rq); /* what was sent by a link, per mail and file */

#endif
