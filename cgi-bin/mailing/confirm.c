/* Preview record by record, records whose tags would be empty, the question with Yes and No (S3-22), and the answer: it
   is good for what the page showed only. */
#include "mailing.h"

#include "frame/audit.h"
#include "http/scratch.h"
#include "model/mail/run.h"
#include "page/page.h"
#include "q_mailing.h"
#include "record/csv.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

enum { EMPTY_SHOWN = 5, STEP = 500 };

static struct err *texts_of(struct req *rq, const struct draft *draft, struct draft_texts *texts)
{
    uint64_t signature = rows_u64(draft->row, 0, "signature_id");
    TRY(draft_texts(rq, draft, draft_text(draft, "subject"), draft_text(draft, "body"), signature, texts));
    if (texts->subject && texts->body && *draft_text(draft, "subject") && *draft_text(draft, "body"))
        return NULL;
    return ERR(rq->arena, ERR_CONFLICT, "run_incomplete", "draft %" PRIu64, draft->id);
}

/* Text with its tags in frames: Pieces.N.{text,tag}. */
static void show_pieces(struct req *rq, const char *name, const struct tag_text *text)
{
    struct _hdf *list = page_node(rq, name);
    const char *piece;
    bool is_tag;
    for (size_t i = 0; tag_piece(text, i, &is_tag, &piece); i++)
        page_item_set(rq, page_item(rq, list), is_tag ? "tag" : "text", piece);
}

struct err *preview_show(struct req *rq, const void *in)
{
    struct draft draft;
    struct draft_texts texts;
    uint64_t after = 0;
    bool found;
    TRY(draft_open(rq, &draft));
    TRY(texts_of(rq, &draft, &texts));
    (void)text_int(req_arg(rq, "after"), &after);
    TRY(draft_preview(rq, &draft, &texts, after, &found));
    TRY(files_tell(rq, draft.id));
    page_set(rq, "Files.password", ""); /* the question alone has it */
    if (after)
        page_set(rq, "Preview.later", "1");
    return NULL;
}

/* ---- empty tags ---- */

struct empties {
    uint64_t seen, found;
    bool complete;
    struct csv_out *csv; /* all of them go there, or the first few to the page */
};

/* "{{ 氏名 }} {{ 希望職種 }}" of the tags whose bits are set. */
static const char *tag_names(struct req *rq, const struct mailkind *kind, unsigned long long bits)
{
    struct buf buf = buf_on(rq->arena);
    for (unsigned i = 0; kind->tags[i].name; i++)
        if (bits >> i & 1ull)
            buf_addf(&buf, "%s{{ %s }}", buf.len ? " " : "", kind->tags[i].name);
    return buf.text ? buf.text : "";
}

static void empty_row(struct req *rq, const struct draft *draft, struct empties *e, const struct rows *records,
                      size_t row, unsigned long long bits)
{
    const char *names = tag_names(rq, draft->kind, bits);
    e->found++;
    if (e->csv) {
        csv_cell(e->csv, rows_text(records, row, "id"), true);
        csv_cell(e->csv, rows_text(records, row, "label"), false);
        csv_cell(e->csv, names, false);
        csv_row_end(e->csv);
    } else if (e->found <= EMPTY_SHOWN) {
        struct _hdf *item = page_item(rq, page_node(rq, "Empties"));
        page_item_set(rq, item, "id", rows_text(records, row, "id"));
        page_item_set(rq, item, "name", rows_text(records, row, "label"));
        page_item_set(rq, item, "tags", names);
    }
}

/* One step of find_empties(). */
struct look {
    const struct draft *draft;
    const struct draft_texts *texts;
    struct empties *e;
    struct ids ids;
};

static void look_at(struct req *rq, const struct look *l, const struct rows *records)
{
    const struct draft *draft = l->draft;
    for (size_t i = 0; i < records->count; i++) {
        unsigned long long bits = 0;
        if (!draft_address(draft, records, i))
            continue;
        (void)mailkind_vars(rq->arena, draft->labels, draft->kind, l->texts->used, records, i, draft->common, &bits);
        if (bits)
            empty_row(rq, draft, l->e, records, i, bits);
    }
}

static struct err *look_on(struct req *rq, void *arg)
{
    struct look *l = arg;
    struct rows *records;
    size_t n = l->ids.n < STEP ? l->ids.n : STEP;
    TRY(mailkind_records(rq->db, l->draft->kind, l->draft->row, db_ids(rq->arena, l->ids.v, n), &records));
    look_at(rq, l, records);
    l->e->seen += records->count;
    l->ids = (struct ids){l->ids.v + n, l->ids.n - n};
    return NULL;
}

/* The first records up to conf mail.check_cap: whoever sends to more reads on the page how many were looked at. */
static struct err *find_empties(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                                struct empties *e)
{
    struct look look = {.draft = draft, .texts = texts, .e = e};
    TRY(draft_ids(rq, draft, (size_t)conf_int(rq->app->conf, "mail.check_cap"), &look.ids, &e->complete));
    while (look.ids.n)
        TRY(scratch_run(rq, look_on, &look));
    return NULL;
}

struct err *empty_csv(struct req *rq, const void *in)
{
    struct draft draft;
    struct draft_texts texts;
    struct empties e = {0};
    TRY(draft_open(rq, &draft));
    TRY(texts_of(rq, &draft, &texts));
    TRY(csv_open(rq, rq->session.csv, &e.csv));
    csv_cell(e.csv, page_text(rq, "field.id"), false);
    csv_cell(e.csv, page_text(rq, "field.name"), false);
    csv_cell(e.csv, page_text(rq, "mailing.empty_tags"), false);
    csv_row_end(e.csv);
    TRY(find_empties(rq, &draft, &texts, &e));
    audit_about(rq, "run", draft.id, "");
    return csv_send(rq, e.csv, page_text(rq, "mailing.empty_csv"));
}

/* ---- confirmation ---- */

static const char *const answers[] = {"yes", "no", NULL};

struct confirm_in {
    const char *answer, *shown;
};

static const struct field fields[] = {
    ENUM(struct confirm_in, answer, 1, answers, "confirm.answer"),
    TEXT(struct confirm_in, shown, 0, 64, "confirm.answer"),
    FIELD_END,
};

const struct form confirm_form = {.name = "confirm", .fields = fields, .size = sizeof(struct confirm_in)};

static struct err *name_shown(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                              const struct recipients *r, const char **name)
{
    static const char *const columns[] = {"_kind",     "_scope",    "_query",    "_ids",   "fields",
                                          "from_name", "from_addr", "reply_to",  "shared", "phase",
                                          "_start_at", "_job_id",   "_resume_id"};
    struct buf row = buf_on(rq->arena);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        buf_addf(&row, "%s\n", draft_text(draft, columns[i]));
    if (r->complete) /* of more the page says no number */
        buf_addf(&row, "%" PRIu64 " %" PRIu64 " %" PRIu64, r->records, r->mails, r->sum);
    return shown_name(rq, draft->id, name, row.text, texts->subject_source, texts->body_source, texts->digest, NULL);
}

/* 「500通のメールを送信し、フェーズを「JOB打診」に更新します。よろしいですか？」 (S3-23) */
static void show_question(struct req *rq, const struct draft *draft, const struct recipients *r)
{
    const char *n = text_count(rq, (int64_t)r->mails), *phase = phase_label(rq, draft_text(draft, "phase"));
    const char *text = *phase        ? page_textf(rq, "mailing.confirm.question_phase", n, phase)
                       : r->complete ? page_textf(rq, "mailing.confirm.question", n, NULL)
                                     : page_textf(rq, "mailing.confirm.question_capped", n, NULL);
    page_set(rq, "Question", schedule_question(rq, draft, text));
}

struct err *confirm_show(struct req *rq, const void *in)
{
    struct draft draft;
    struct draft_texts texts;
    struct recipients r;
    struct empties e = {0};
    const char *shown;
    bool found;
    TRY(draft_open(rq, &draft));
    TRY(texts_of(rq, &draft, &texts));
    TRY(draft_recipients(rq, &draft, &r));
    TRY(name_shown(rq, &draft, &texts, &r, &shown));
    page_set(rq, "Shown", shown);
    recipients_show(rq, &draft, &r);
    TRY(find_empties(rq, &draft, &texts, &e));
    if (e.found)
        page_count(rq, "Empty.count", (int64_t)e.found);
    if (e.found > EMPTY_SHOWN)
        page_set(rq, "Empty.more", "1");
    if (!e.complete)
        page_count(rq, "Empty.seen", (int64_t)e.seen);
    show_pieces(rq, "Subject", texts.subject);
    TRY(files_tell(rq, draft.id));
    TRY(digest_show(rq, &draft));
    if (*draft_text(&draft, "job_ids") && !texts.announces)
        page_set(rq, "Digest_unused", "1");
    TRY(matched_origin(rq, &draft));
    TRY(matched_phases(rq, &draft));
    show_question(rq, &draft, &r);
    TRY(draft_preview(rq, &draft, &texts, 0, &found));
    if (!found)
        page_set(rq, "Nobody", "1");
    return form_show(rq, &confirm_form, in);
}

/* The footer is the mailer's: it knows each recipient's link. */
static struct err *start(struct req *rq, const struct draft *draft, const struct draft_texts *texts)
{
    struct rows *last;
    uint64_t mail_id;
    bool contact = strcmp(draft->kind->list, "contact") == 0;
    if (!*draft_text(draft, "fields") || !*draft_text(draft, "from_name"))
        return ERR(rq->arena, ERR_CONFLICT, "run_incomplete", "draft %" PRIu64 ": fields or name", draft->id);
    TRY(q_mail_insert(rq->db,
                      &(struct q_mail_insert_args){.kind = draft->kind->name,
                                                   .from_name = draft_text(draft, "from_name"),
                                                   .from_addr = draft_text(draft, "from_addr"),
                                                   .reply_to = draft_text(draft, "reply_to"),
                                                   .subject = texts->subject_source,
                                                   .body = texts->body_source,
                                                   .lang = "ja",
                                                   .shared = rows_u64(draft->row, 0, "shared")},
                      &mail_id));
    TRY(contact ? q_contact_max_id(rq->db, &last) : q_resume_max_id(rq->db, &last));
    uint64_t max_id =
        draft->kind->from ? 0 : rows_u64(last, 0, "_id"); /* what was chosen on a matching list is written down */
    TRY(run_change(rq->db, draft->id, RUN_CONFIRM));
    TRY(q_run_confirmed(rq->db, draft->id, mail_id, max_id));
    audit_about(rq, "run", draft->id,
                audit_json(rq, "scope", draft_text(draft, "_scope"), "query", draft_text(draft, "_query"), "subject",
                           draft_text(draft, "subject"), "phase", draft_text(draft, "phase"), "start",
                           draft_text(draft, "_start_at"), NULL));
    return NULL;
}

/* An address that its account has no more, a colleague who left. */
static struct err *check_addresses(struct req *rq, const struct draft *draft, bool *good)
{
    bool from_ok, reply_ok;
    TRY(check_sender(rq, draft_text(draft, "from_addr"), draft_text(draft, "reply_to"), &from_ok, &reply_ok));
    if (from_ok && reply_ok)
        return NULL;
    form_error(rq, "answer", "sender_gone", draft_text(draft, from_ok ? "reply_to" : "from_addr"), NULL);
    *good = false;
    return NULL;
}

/* One that was deleted or is a colleague's alone meanwhile: the mail would go out without. */
static struct err *check_signature(struct req *rq, const struct draft *draft, bool *good)
{
    struct rows *rows;
    uint64_t id = rows_u64(draft->row, 0, "signature_id");
    TRY(q_signature_find(rq->db, id, &rows));
    if (!id || rows->count)
        return NULL;
    form_error(rq, "answer", "signature_gone", NULL, NULL);
    *good = false;
    return NULL;
}

/* The draft as it is now that nobody else can change it. */
static struct err *hold(struct req *rq, struct draft *draft)
{
    struct rows *locked;
    TRY(q_run_draft_lock(rq->db, draft->id, &locked));
    if (!locked->count)
        return ERR(rq->arena, ERR_CONFLICT, "run_started", "draft is gone");
    return draft_open(rq, draft);
}

static struct err *check_shown(struct req *rq, const struct draft *draft, const struct draft_texts *texts,
                               const char *shown)
{
    struct recipients r;
    const char *now;
    TRY(draft_recipients_known(rq, draft, &r));
    TRY(name_shown(rq, draft, texts, &r, &now));
    if (strcmp(now, shown) != 0)
        form_error(rq, "answer", "confirm_changed", NULL, NULL);
    return NULL;
}

struct err *confirm_save(struct req *rq, const void *in)
{
    const struct confirm_in *c = in;
    struct draft draft;
    struct draft_texts texts;
    const char *jobs;
    bool good;
    TRY(draft_open(rq, &draft));
    if (strcmp(c->answer, "no") == 0) {
        res_redirect(rq, "/mailing/run/%" PRIu64 "/compose", draft.id);
        return NULL;
    }
    TRY(hold(rq, &draft));
    TRY(texts_of(rq, &draft, &texts));
    TRY(files_check(rq, &draft, "answer", &good));
    TRY(check_addresses(rq, &draft, &good));
    TRY(check_signature(rq, &draft, &good));
    TRY(digest_check(rq, "answer", draft_text(&draft, "job_ids"), &jobs));
    if (!good || !jobs || !schedule_check(rq, &draft))
        return form_invalid(rq);
    TRY(check_shown(rq, &draft, &texts, c->shown));
    if (form_is_faulty(rq))
        return form_invalid(rq);
    TRY(files_confirm(rq, &draft, "answer", &good));
    TRY(start(rq, &draft, &texts));
    res_redirect(rq, "/mailing/run/%" PRIu64 "/started", draft.id);
    return NULL;
}
