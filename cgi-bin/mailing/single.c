/* メールを書く: one mail to one record, 入力 → 確認 → 完了. It goes out in the lane of single mails and stands in the
   record's history. It is no bulk mail: no footer, no unsubscribe link; but an address in the do-not-contact ledger is
   refused here, too. When the first file comes there is a draft (single_draft.c), and from then on everything that was
   typed is kept in it. */
#include "mailing.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "mail/outbox.h"
#include "model/mail/mailfile.h"
#include "page/page.h"
#include "q_mailing.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const ops[] = {"confirm", "template", "back", "send", "files", "password", "nopassword", NULL};

struct single_in {
    const char *op, *to, *from_name, *from_addr, *reply_to, *subject, *body, *shared, *way, *password, *shown;
    uint64_t template_id, signature_id, draft, drop;
    struct ids files;
};

static const struct field fields[] = {
    ENUM(struct single_in, op, 0, ops, "single.op"), /* "" with drop */
    ENUM(struct single_in, to, 0, mail_fields, "single.to"),
    TEXT(struct single_in, from_name, 0, 60, "compose.from_name"),
    MAIL(struct single_in, from_addr, 0, "compose.from_addr"),
    MAIL(struct single_in, reply_to, 0, "compose.reply_to"),
    ENUM(struct single_in, shared, 0, share_choices, "compose.shared"),
    ID(struct single_in, template_id, 0, "single.template_id"),
    ID(struct single_in, signature_id, 0, "compose.signature_id"),
    TEXT(struct single_in, subject, 0, 120, "compose.subject"),
    AREA(struct single_in, body, 0, 10000, "single.body"),
    ID(struct single_in, draft, 0, "single.draft"),
    IDS(struct single_in, files, 0, MAILFILE_MOST, "compose.files"),
    FILES(file, 0, "compose.file"),
    ID(struct single_in, drop, 0, "compose.drop"),
    ENUM(struct single_in, way, 0, letter_ways, "compose.way"),
    SECRET(struct single_in, password, 0, 64, "compose.password"),
    TEXT(struct single_in, shown, 0, 64, "single.op"),
    FIELD_END,
};

static struct err *check(struct req *rq, void *in)
{
    const struct single_in *s = in;
    if (!*s->op && !s->drop)
        form_error(rq, "op", "required_choice", NULL, NULL);
    return NULL;
}

const struct form single_form = {.name = "single",
                                 .fields = fields,
                                 .size = sizeof(struct single_in),
                                 .check = check,
                                 .max_body = LETTER_UPLOAD,
                                 .max_files = MAILFILE_MOST,
                                 .max_file = LETTER_UPLOAD,
                                 .uploads = blob_examine};

static bool is_op(const struct single_in *in, const char *op)
{
    return strcmp(in->op, op) == 0;
}

/* ---- the record ---- */

/* What a draft of one record would be: the kind of its list, the record's values. */
struct letter {
    const char *noun;
    uint64_t id;
    struct draft draft;
    struct rows *record;
};

static struct err *open_letter(struct req *rq, struct letter *l)
{
    struct mailkind_labels *labels;
    l->noun = strncmp(rq->route->path, "/mailing/write/contact/", 23) == 0 ? "contact" : "resume";
    l->id = req_id(rq, 0);
    l->draft = (struct draft){.kind = mailkind_find(l->noun)};
    if (strcmp(l->noun, "resume") == 0) { /* a person gets files of her own only; a 企業担当者 what is uploaded */
        l->draft.files_of = l->noun;
        l->draft.files_id = l->id;
    }
    TRY(mailkind_records(rq->db, l->draft.kind, NULL, db_ids(rq->arena, &l->id, 1), &l->record));
    if (!l->record->count)
        return ERR(rq->arena, ERR_MISSING, "missing", "%s %" PRIu64, l->noun, l->id);
    TRY(mailkind_labels(rq->arena, conf_text(rq->app->conf, "paths.templates"), "ja", &labels));
    l->draft.labels = labels;
    TRY(mailkind_common(rq->db, rq->session.account_id, 0, &l->draft.common));
    page_set(rq, "Noun", l->noun);
    page_num(rq, "Record.id", (int64_t)l->id);
    page_set(rq, "Record.name", rows_text(l->record, 0, "to_name"));
    return NULL;
}

static const char *address(const struct letter *l, const char *field)
{
    return *field ? rows_text(l->record, 0, field) : "";
}

/* ---- page ---- */

static const char *value_of(void *arg, unsigned def)
{
    const struct letter *l = arg;
    return mailkind_value(l->record->arena, l->draft.labels, &l->draft.kind->tags[def], l->record, 0, l->draft.common);
}

/* The mail fields that are filled, with their addresses and what the do-not-contact ledger says of them. */
static struct err *show_addresses(struct req *rq, const struct letter *l)
{
    struct _hdf *list = page_node(rq, "To");
    for (size_t i = 0; mail_fields[i]; i++) {
        struct rows *stop;
        const char *addr = address(l, mail_fields[i]);
        if (!*addr)
            continue;
        TRY(q_unsubscribe_state(rq->db, addr, &stop));
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "field", mail_fields[i]);
        page_item_set(rq, item, "addr", addr);
        if (stop->count)
            page_item_set(rq, item, "stopped", "1");
    }
    return NULL;
}

static void show_tags(struct req *rq, struct letter *l)
{
    struct _hdf *list = page_node(rq, "Tags");
    for (unsigned i = 0; l->draft.kind->tags[i].name; i++) {
        struct _hdf *item = page_item(rq, list);
        page_item_set(rq, item, "name", l->draft.kind->tags[i].name);
        page_item_set(rq, item, "example", value_of(l, i));
    }
}

static const char *first_address(const struct letter *l)
{
    for (size_t i = 0; mail_fields[i]; i++)
        if (*address(l, mail_fields[i]))
            return mail_fields[i];
    return "";
}

static struct files_in files_of(const struct single_in *in)
{
    return letter_files(in->op, in->files, in->drop, in->way, in->password);
}

/* What stands in a new mail, or in its draft. */
static struct err *values_of(struct req *rq, struct letter *l, struct single_in **out)
{
    void *values;
    struct rows *signature;
    if (!l->draft.id) {
        TRY(q_signature_default(rq->db, &signature));
        *out = arena_alloc(rq->arena, sizeof **out);
        **out =
            (struct single_in){.op = "",
                               .reply_to = "",
                               .subject = "",
                               .body = "",
                               .shared = "1",
                               .way = letter_ways[0],
                               .password = "",
                               .to = first_address(l),
                               .from_addr = rq->session.mail,
                               .from_name = arena_printf(rq->arena, "%s %s", rq->session.org_name, rq->session.name),
                               .signature_id = signature->count ? rows_u64(signature, 0, "_id") : 0};
        return NULL;
    }
    TRY(form_from_row(rq, &single_form, l->draft.row, 0, &values));
    *out = values;
    return NULL;
}

static struct err *show_page(struct req *rq, struct letter *l, const struct single_in *in)
{
    struct single_in *values;
    const struct files_in files = in ? files_of(in) : (struct files_in){0};
    TRY(show_addresses(rq, l));
    show_tags(rq, l);
    TRY(files_show(rq, &l->draft, in ? &files : NULL));
    page_num(rq, "Draft.id", (int64_t)l->draft.id);
    if (!in)
        TRY(values_of(rq, l, &values));
    in = in ? in : values;
    TRY(form_show(rq, &single_form, in));
    return letter_choices(rq, l->draft.kind, in->from_addr, in->reply_to, in->signature_id);
}

/* Also after bad input, with what was typed. A draft that was sent leads to its record. */
struct err *single_show(struct req *rq, const void *in)
{
    struct letter l;
    const struct single_in *typed = in;
    uint64_t id = typed ? typed->draft : 0;
    bool gone = false;
    TRY(open_letter(rq, &l));
    audit_about(rq, l.noun, l.id, "");
    if (!typed)
        (void)text_int(req_arg(rq, "draft"), &id);
    if (id)
        TRY(single_draft_open(rq, &l.draft, l.id, id, false, &gone));
    if (typed || l.draft.id || !id)
        return show_page(rq, &l, typed);
    if (!gone)
        return ERR(rq->arena, ERR_MISSING, "missing", "draft %" PRIu64, id);
    res_redirect(rq, "/crm/%s/%" PRIu64, l.noun, l.id);
    return NULL;
}

/* ---- check, confirm, send ---- */

static struct err *check_address(struct req *rq, const struct letter *l, const char *field)
{
    struct rows *stop;
    const char *addr = address(l, field);
    if (!*addr) {
        form_error(rq, "to", "required_choice", NULL, NULL);
        return NULL;
    }
    TRY(q_unsubscribe_state(rq->db, addr, &stop));
    if (stop->count)
        form_error(rq, "to", "single_stopped", addr, NULL);
    return NULL;
}

/* Form errors and *subject NULL, or the mail as it will be. */
static struct err *fill(struct req *rq, struct letter *l, const struct single_in *in, const char **subject,
                        const char **body)
{
    struct draft_texts texts;
    struct buf s = buf_on(rq->arena), b = buf_on(rq->arena);
    *subject = NULL;
    TRY(check_address(rq, l, in->to));
    letter_need(rq, in->from_name, in->from_addr, in->subject, in->body);
    TRY(letter_check(rq, in->from_addr, in->reply_to, in->signature_id));
    TRY(draft_texts(rq, &l->draft, in->subject, in->body, in->signature_id, &texts));
    if (form_is_faulty(rq))
        return NULL;
    tag_fill(texts.subject, value_of, l, &s);
    tag_fill(texts.body, value_of, l, &b);
    *subject = text_cut(rq->arena, text_line(rq->arena, s.len ? s.text : ""), LETTER_SUBJECT);
    *body = b.len ? b.text : "";
    return NULL;
}

static struct err *ask_again(struct req *rq, struct letter *l, const struct single_in *in)
{
    letter_again(rq);
    return show_page(rq, l, in);
}

static struct err *confirm(struct req *rq, struct letter *l, const struct single_in *in)
{
    const char *subject, *body;
    struct single_in kept = *in;
    bool good;
    if (l->draft.id)
        TRY(files_check(rq, &l->draft, "files", &good));
    TRY(fill(rq, l, in, &subject, &body));
    if (!subject)
        return ask_again(rq, l, in);
    page_set(rq, "Preview.name", rows_text(l->record, 0, "to_name"));
    page_set(rq, "Preview.addr", address(l, in->to));
    page_set(rq, "Preview.subject", subject);
    page_set(rq, "Preview.body", body);
    page_set(rq, "Preview.from", arena_printf(rq->arena, "%s <%s>", in->from_name, in->from_addr));
    page_set(rq, "Preview.reply", in->reply_to);
    res_page(rq, "mailing/single_confirm.cs");
    if (l->draft.id)
        TRY(files_tell(rq, l->draft.id));
    TRY(shown_name(rq, l->draft.id, &kept.shown, address(l, in->to), in->from_name, in->from_addr, in->reply_to,
                   in->shared, subject, body, NULL));
    kept.op = "";
    kept.draft = l->draft.id;
    form_keep(rq, &single_form, &kept);
    return form_show(rq, &single_form, in);
}

static struct err *send(struct req *rq, struct letter *l, const struct single_in *in)
{
    const char *subject, *body, *shown;
    uint64_t outbox_id;
    bool good;
    TRY(fill(rq, l, in, &subject, &body));
    if (!subject)
        return form_invalid(rq);
    TRY(shown_name(rq, l->draft.id, &shown, address(l, in->to), in->from_name, in->from_addr, in->reply_to, in->shared,
                   subject, body, NULL));
    if (strcmp(shown, in->shown) != 0) {
        page_set(rq, "Preview.changed", "1");
        return confirm(rq, l, in);
    }
    if (l->draft.id)
        TRY(files_confirm(rq, &l->draft, "files", &good));
    if (form_is_faulty(rq))
        return form_invalid(rq);
    const struct outbox_single mail = {.kind = l->draft.kind->name,
                                       .from_name = in->from_name,
                                       .from_addr = in->from_addr,
                                       .reply_to = in->reply_to,
                                       .subject = subject,
                                       .body = body,
                                       .to_addr = address(l, in->to),
                                       .to_name = rows_text(l->record, 0, "to_name"),
                                       .noun = l->noun,
                                       .noun_id = l->id,
                                       .shared = strcmp(in->shared, "0") != 0};
    TRY(l->draft.id ? single_draft_send(rq, &l->draft, &mail, &outbox_id) : outbox_single(rq, &mail, &outbox_id));
    TRY(audit_add(rq, "mail.send", l->noun, l->id,
                  audit_json(rq, "to", mail.to_addr, "mail", arena_printf(rq->arena, "%" PRIu64, outbox_id), NULL)));
    res_done(rq, "single_sent", "/crm/%s/%" PRIu64, l->noun, l->id);
    return NULL;
}

static struct err *take_template(struct req *rq, const struct letter *l, struct single_in *in)
{
    struct rows *rows;
    TRY(q_template_find(rq->db, in->template_id, l->draft.kind->name, &rows));
    if (!rows->count) {
        form_error(rq, "template_id", in->template_id ? "choice" : "required_choice", NULL, NULL);
        return NULL;
    }
    in->subject = rows_text(rows, 0, "_subject");
    in->body = rows_text(rows, 0, "_body");
    return NULL;
}

/* ---- draft ---- */

/* Everything as typed, and the files; what a draft points at is the account's, or nothing. */
static struct err *save_draft(struct req *rq, struct letter *l, const struct single_in *in)
{
    const struct files_in files = files_of(in);
    struct rows *template, *signature;
    TRY(q_template_find(rq->db, in->template_id, l->draft.kind->name, &template));
    TRY(q_signature_find(rq->db, in->signature_id, &signature));
    if (!l->draft.id)
        TRY(single_draft_begin(rq, &l->draft, l->id));
    TRY(q_run_draft_save(rq->db,
                         &(struct q_run_draft_save_args){.id = l->draft.id,
                                                         .fields = in->to,
                                                         .from_name = in->from_name,
                                                         .from_addr = in->from_addr,
                                                         .reply_to = in->reply_to,
                                                         .template_id = template->count ? in->template_id : 0,
                                                         .signature_id = signature->count ? in->signature_id : 0,
                                                         .subject = in->subject,
                                                         .body = in->body,
                                                         .shared = strcmp(in->shared, "0") != 0,
                                                         .phase = "",
                                                         .job_ids = ""}));
    return files_save(rq, &l->draft, &files);
}

static bool needs_draft(const struct req *rq, const struct single_in *in)
{
    return rq->upload_count || in->files.n || is_op(in, "password") || *in->password;
}

static struct err *save(struct req *rq, struct letter *l, struct single_in *in)
{
    if (is_op(in, "template"))
        TRY(take_template(rq, l, in));
    if (is_op(in, "files") && !rq->upload_count)
        form_error(rq, "file", "required_choice", NULL, NULL);
    if (!is_op(in, "back") && (l->draft.id || needs_draft(rq, in)))
        TRY(save_draft(rq, l, in));
    if (form_is_faulty(rq))
        return ask_again(rq, l, in);
    if (is_op(in, "confirm"))
        return confirm(rq, l, in);
    if (is_op(in, "template") || is_op(in, "back"))
        return show_page(rq, l, in);
    res_redirect(rq, "/mailing/write/%s/%" PRIu64 "?draft=%" PRIu64 "#p-files", l->noun, l->id, l->draft.id);
    return NULL;
}

struct err *single_save(struct req *rq, const void *in)
{
    struct single_in s = *(const struct single_in *)in;
    struct letter l;
    bool gone;
    TRY(open_letter(rq, &l));
    audit_about(rq, l.noun, l.id, "");
    if (s.draft)
        TRY(single_draft_open(rq, &l.draft, l.id, s.draft, true, &gone));
    if (s.draft && !l.draft.id) /* also one that was never his: the text is not lost with it */
        form_error(rq, "file", "parcel_gone", NULL, NULL);
    return is_op(&s, "send") ? send(rq, &l, &s) : save(rq, &l, &s);
}
