/* A person's answer to a mail: into the record's 履歴, and on to where the mail's sender wants replies. Loops cannot
   be: only mails about records are answered to, what is automatic is never forwarded, what is forwarded is automatic
   and belongs to no record, and of one mail only so many answers are taken. */
#include "mailin.h"

#include "mail/outbox.h"
#include "q_mailin.h"
#include "record/history.h"
#include "text/text.h"

#include <string.h>
#include <strings.h>

enum { TEXT_CHARS = 10000, SUBJECT = 180 };

/* Of the history and of templates/mail/answer. */
struct answer {
    const char *subject, *name, *from, *files, *text;
};

static const char *text_of(struct mailin *m, struct arena *arena, const struct message *msg, const char *lang)
{
    if (text_chars(msg->text) <= TEXT_CHARS)
        return msg->text;
    return arena_printf(arena, "%s\n%s", text_cut(arena, msg->text, TEXT_CHARS),
                        words_text(m->words, arena, lang, "answer.cut", NULL, NULL));
}

static const char *from_of(struct arena *arena, const struct message *msg)
{
    return *msg->from_name ? arena_printf(arena, "%s <%s>", msg->from_name, msg->from_addr) : msg->from_addr;
}

/* Mail for an address of the suite's own would come back here. */
static bool reaches_us(const struct mailin *m, const char *addr)
{
    const char *at = strrchr(addr, '@');
    return strcasecmp(addr, m->from_addr) == 0 || !at || strcasecmp(at + 1, m->own_domain) == 0;
}

static struct err *forward(struct mailin *m, const struct message *msg, const struct target *t,
                           const struct answer *answer)
{
    struct arena *arena = db_arena(m->db);
    struct mailtext text;
    const struct mailtext_var vars[] = {{"subject", answer->subject}, {"name", answer->name}, {"from", answer->from},
                                        {"files", answer->files},     {"text", answer->text}, {NULL, NULL}};
    const char *to = rows_text(t->row, 0, "reply_to"), *reply_to = text_mail(arena, msg->from_addr);
    to = *to ? to : rows_text(t->row, 0, "from_addr");
    if (reaches_us(m, to))
        return NULL;
    /* A notice: Auto-Submitted, so that nobody's machine answers, and its text is wiped when it has gone. */
    struct outbox_single mail = {.kind = "notice",
                                 .from_name = m->from_name,
                                 .from_addr = m->from_addr,
                                 .reply_to = reply_to ? reply_to : "",
                                 .to_addr = to,
                                 .to_name = rows_text(t->row, 0, "from_name"),
                                 .noun = "account",
                                 .noun_id = rows_u64(t->row, 0, "account_id")};
    TRY(mailtext_make(arena, m->template_dir, "answer", t->lang, vars, &text));
    mail.subject = text_cut(arena, text_line(arena, text.subject), SUBJECT);
    mail.body = text.body;
    return outbox_put(m->db, &mail, t->lang, &(uint64_t){0});
}

static struct err *write_down(struct mailin *m, const struct message *msg, const struct target *t,
                              const struct answer *answer)
{
    struct arena *arena = db_arena(m->db);
    const char *from = words_text(m->words, arena, t->lang, "answer.from", answer->from, NULL);
    const char *subject = words_text(m->words, arena, t->lang, "answer.subject", answer->subject, NULL);
    const char *body =
        arena_printf(arena, "%s\n%s\n%s%s\n%s", from, subject, answer->files, *answer->files ? "\n" : "", answer->text);
    return history_add(m->db, t->noun, t->noun_id, "answer", body);
}

struct err *reply_store(struct mailin *m, const struct message *msg, const struct target *t, const char **outcome)
{
    struct arena *arena = db_arena(m->db);
    struct rows *row;
    uint64_t n;
    *outcome = "no-record";
    if (strcmp(t->noun, "resume") != 0 && strcmp(t->noun, "contact") != 0)
        return NULL;
    TRY(q_mailin_answers(m->db, t->outbox_id, &row));
    *outcome = "too-many";
    if (rows_u64(row, 0, "n") >= m->answers_per_mail)
        return NULL;
    TRY(q_mailin_answer(m->db, t->outbox_id, msg->digest, msg->from_addr, &n));
    *outcome = n ? "answer" : "again";
    if (!n)
        return NULL;
    const char *files = *msg->files ? words_text(m->words, arena, t->lang, "answer.files", msg->files, NULL) : "";
    const struct answer answer = {msg->subject, t->to_name, from_of(arena, msg), files,
                                  text_of(m, arena, msg, t->lang)};
    TRY(write_down(m, msg, t, &answer));
    return forward(m, msg, t, &answer);
}
