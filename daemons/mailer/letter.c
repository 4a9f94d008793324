#include "letter.h"

#include "base/file.h"
#include "base/log.h"
#include "enclose.h"
#include "mailer.h"
#include "model/mail/mailkind.h"
#include "model/mail/unsubscribe.h"
#include "q_mailer.h"
#include "text/tag.h"

#include <string.h>

enum { CACHED = 16, CACHED_BYTES = 4 << 20, TEMPLATE_MAX = 16 * 1024, MOST_TAGS = 64 };

struct letter {
    struct letter *next; /* the one used last is first */
    struct arena *arena;
    uint64_t mail_id;
    unsigned refs;
    bool bulk, automatic;
    const char *fault;
    const char *from_name, *from_addr, *reply_to, *lang;
    const char *subject, *body;                /* of single mails: as they are */
    struct tag_text *subject_tags, *body_tags; /* of runs */
    const struct tag_def *defs;
    struct tag_text *footer;
    const char *footer_values[4];
    struct enclosure with;
};

enum { F_NAME, F_ADDRESS, F_CONTACT, F_URL };
static const struct tag_def footer_defs[] = {
    {"name", "name"}, {"address", "address"}, {"contact", "contact"}, {"url", "url"}, {NULL, NULL}};

bool letter_is_bulk(const struct letter *l)
{
    return l->bulk;
}

bool letter_is_automatic(const struct letter *l)
{
    return l->automatic;
}

const char *letter_lang(const struct letter *l)
{
    return l->lang;
}

unsigned long long letter_tags_used(const struct letter *l)
{
    return l->subject_tags && l->body_tags ? tag_used(l->subject_tags) | tag_used(l->body_tags) : 0;
}

const char *letter_fault(const struct letter *l)
{
    return l->fault;
}

/* ---- loading ---- */

static const char *first_of(const char *a, const char *b)
{
    return *a ? a : b;
}

static void load_footer(struct letter *l, struct mailer *m, const struct rows *row)
{
    const struct settings *set = &m->set;
    struct tag_error error;
    const char *text = NULL, *lang = rows_text(row, 0, "lang"), *zip = rows_text(row, 0, "org_zip");
    const char *path = arena_printf(l->arena, "%s/mail/footer.%s.txt", set->template_dir, lang);
    struct err *err = file_read(l->arena, path, TEMPLATE_MAX, &text, NULL);
    l->footer = err ? NULL : tag_parse(l->arena, text, footer_defs, &error);
    if (!l->footer) {
        l->fault = "no footer";
        log_line(LOG_ERROR, "footer", "path", path, "reason", err ? err->detail : "unknown tag", NULL);
        return;
    }
    const char *address = first_of(rows_text(row, 0, "org_address"), set->footer_address);
    const char *contact = first_of(set->footer_contact, rows_text(row, 0, "org_phone"));
    l->footer_values[F_NAME] = arena_strdup(l->arena, first_of(rows_text(row, 0, "org_name"), set->footer_name));
    l->footer_values[F_ADDRESS] =
        *zip ? arena_printf(l->arena, "\xE3\x80\x92%s %s", zip, address) : arena_strdup(l->arena, address);
    l->footer_values[F_CONTACT] = arena_strdup(l->arena, first_of(contact, first_of(l->reply_to, l->from_addr)));
}

static void load_tags(struct letter *l, const char *kind)
{
    struct tag_error error;
    l->defs = mailkind_tags(kind);
    l->subject_tags = l->defs ? tag_parse(l->arena, l->subject, l->defs, &error) : NULL;
    l->body_tags = l->defs ? tag_parse(l->arena, l->body, l->defs, &error) : NULL;
    if (!l->subject_tags || !l->body_tags)
        l->fault = "unknown tag";
}

static struct err *letter_load(struct letter *l, struct mailer *m, uint64_t run_id)
{
    struct rows *row;
    TRY(q_mailer_letter(m->db, l->mail_id, &row));
    l->bulk = rows_u64(row, 0, "bulk");
    l->lang = arena_strdup(l->arena, rows_text(row, 0, "lang"));
    l->automatic = strcmp(rows_text(row, 0, "kind"), "notice") == 0;
    l->from_name = arena_strdup(l->arena, rows_text(row, 0, "from_name"));
    l->from_addr = arena_strdup(l->arena, rows_text(row, 0, "from_addr"));
    l->reply_to = arena_strdup(l->arena, rows_text(row, 0, "reply_to"));
    l->subject = arena_strdup(l->arena, rows_text(row, 0, "subject"));
    l->body = arena_strdup(l->arena, rows_text(row, 0, "body"));
    if (run_id && l->bulk) /* a single mail with files was filled when it was confirmed */
        load_tags(l, rows_text(row, 0, "kind"));
    if (l->bulk)
        load_footer(l, m, row);
    uint64_t files_of = run_id ? run_id : rows_u64(row, 0, "test_of");
    if (!files_of)
        return NULL;
    TRY(enclose(m, l->arena, files_of, !run_id, l->lang, &l->with));
    if (l->with.fault)
        l->fault = l->with.fault;
    return NULL;
}

/* ---- the cache ---- */

static void letter_free(struct letter *l)
{
    arena_free(l->arena);
}

/* Unused letters beyond the first few go, and beyond a few megabytes: attachments are in them. */
static void trim(struct mailer *m, size_t keep)
{
    size_t n = 0, bytes = 0;
    for (struct letter **at = &m->letters; *at;) {
        struct letter *l = *at;
        bytes += arena_used(l->arena);
        if (!l->refs && (n++ >= keep || bytes > CACHED_BYTES)) {
            bytes -= arena_used(l->arena);
            *at = l->next;
            letter_free(l);
        } else {
            at = &l->next;
        }
    }
}

struct err *letter_get(struct mailer *m, uint64_t mail_id, uint64_t run_id, struct letter **letter)
{
    struct letter **at = &m->letters, *l;
    while (*at && (*at)->mail_id != mail_id)
        at = &(*at)->next;
    l = *at;
    if (l) {
        *at = l->next;
    } else {
        struct arena *arena = arena_new();
        l = arena_alloc(arena, sizeof *l);
        l->arena = arena;
        l->mail_id = mail_id;
        struct err *err = letter_load(l, m, run_id);
        if (err) {
            letter_free(l);
            return err;
        }
    }
    l->next = m->letters;
    m->letters = l;
    l->refs++;
    *letter = l;
    trim(m, CACHED);
    return NULL;
}

void letter_put(struct mailer *m, struct letter *l)
{
    l->refs--;
}

void letter_forget_all(struct mailer *m)
{
    trim(m, 0);
}

/* ---- filling ---- */

struct values {
    const char *values[MOST_TAGS];
};

static const char *value_of(void *arg, unsigned def)
{
    const struct values *v = arg;
    return def < MOST_TAGS && v->values[def] ? v->values[def] : "";
}

static const char *footer_value(void *arg, unsigned def)
{
    return ((const char **)arg)[def];
}

/* A subject is one line whatever a value holds. */
static const char *filled(struct arena *arena, const struct tag_text *text, struct values *values, bool one_line)
{
    struct buf out = buf_on(arena);
    tag_fill(text, value_of, values, &out);
    for (char *p = out.text; one_line && *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127)
            *p = ' ';
    return out.text;
}

static const char *with_footer(const struct letter *l, struct arena *arena, const char *text, const char *url)
{
    const char *values[4] = {l->footer_values[0], l->footer_values[1], l->footer_values[2], url};
    struct buf out = buf_on(arena);
    buf_add(&out, text);
    tag_fill(l->footer, footer_value, values, &out);
    return out.text;
}

void letter_fill(const struct letter *l, const struct mailer *m, const struct job *job, struct arena *arena,
                 struct compose *out)
{
    *out = (struct compose){.from_name = l->from_name,
                            .from_addr = l->from_addr,
                            .reply_to = l->reply_to,
                            .to_name = job->to_name,
                            .to_addr = job->to_addr,
                            .subject = l->subject,
                            .text = l->body,
                            .automatic = l->automatic,
                            .files = l->with.files};
    if (l->subject_tags) {
        struct values values = {{0}};
        mailkind_read_vars(arena, l->defs, job->vars, values.values, MOST_TAGS);
        out->subject = filled(arena, l->subject_tags, &values, true);
        out->text = filled(arena, l->body_tags, &values, false);
    }
    out->text = enclosed_text(&l->with, m, arena, out->text, job->id);
    if (l->bulk) {
        out->unsubscribe = unsubscribe_url(arena, m->app->secret, m->set.link_base, job->id);
        out->text = with_footer(l, arena, out->text, out->unsubscribe);
    }
}
