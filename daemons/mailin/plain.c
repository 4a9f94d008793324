#include "plain.h"

#include "base/arena.h"
#include "model/mail/bounce.h"
#include "recipient.h"
#include "text/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* How far behind the address its reason is looked for, and how much of the text counts as said about it, in bytes. */
enum { LINES = 40, NEAR = 4096 };

/* Sentences of a failure, lower case. They must not occur in an out-of-office answer. */
static const char *const failed[] = {"could not be delivered",
                                     "couldn't be delivered",
                                     "wasn't delivered",
                                     "was not delivered",
                                     "unable to deliver",
                                     "undeliverable",
                                     "undelivered mail",
                                     "delivery failed",
                                     "delivery failure",
                                     "delivery has failed",
                                     "delivery to the following",
                                     "returned mail",
                                     "returned to sender",
                                     "failure notice",
                                     "permanent fatal errors",
                                     "permanent error",
                                     "did not reach",
                                     "user unknown",
                                     "unknown user",
                                     "no such user",
                                     "mail failed",
                                     "delivery problems",
                                     "mail system error",
                                     "returned message",
                                     "mail delivery",
                                     "delivery status notification",
                                     "配信できませんでした",
                                     "送信できませんでした",
                                     "送信することができませんでした",
                                     "配達できませんでした",
                                     "お届けできませんでした",
                                     "届けることができませんでした",
                                     "宛先不明",
                                     "宛先が見つかりません",
                                     "配信エラー",
                                     "送信エラー",
                                     "不達",
                                     NULL};

/* Sentences of a delay: the server goes on trying. */
static const char *const delayed[] = {"has been delayed",
                                      "have been delayed",
                                      "is delayed",
                                      "was delayed",
                                      "message delayed",
                                      "delivery delayed",
                                      "delayed mail",
                                      "delayed 24 hours",
                                      "notification (delay)",
                                      "could not send message for past",
                                      "not been delivered yet",
                                      "not yet been delivered",
                                      "do not need to resend",
                                      "no action is required on your part",
                                      "will continue to",
                                      "まだ配信されていません",
                                      "配信が遅れて",
                                      "配送が遅れて",
                                      "遅延しています",
                                      "再送を続け",
                                      NULL};

/* From here on stands the mail that came back. */
static const char *const copies[] = {"--- below this line is a copy",
                                     "------ this is a copy",
                                     "this is a copy of the message",
                                     "------ the body of the message",
                                     "   ----- original message follows",
                                     "----- original message",
                                     "-----original message",
                                     "   ----- message header follows",
                                     "----- unsent message follows",
                                     "original message headers:",
                                     "original message header",
                                     "--- original message",
                                     "----- 元のメッセージ",
                                     "--- 元のメッセージ",
                                     "----- 元のメール",
                                     "元のメッセージのヘッダー",
                                     "----- 送信したメール",
                                     "return-path:",
                                     "received: from",
                                     "received: by",
                                     NULL};

static bool starts(const char *line, const char *word)
{
    return strncasecmp(line, word, strlen(word)) == 0;
}

static const char *next_line(const char *line)
{
    const char *lf = strchr(line, '\n');
    return lf ? lf + 1 : line + strlen(line);
}

static size_t words_len(const char *text)
{
    for (const char *line = text; *line; line = next_line(line)) {
        const char *at = line + strspn(line, " \t");
        for (const char *const *copy = copies; *copy; copy++)
            if (starts(line, *copy) || starts(at, *copy))
                return (size_t)(line - text);
    }
    return strlen(text);
}

static const char *find(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; n && i + n <= len; i++)
        if (tolower((unsigned char)text[i]) == tolower((unsigned char)*word) && strncasecmp(text + i, word, n) == 0)
            return text + i;
    return NULL;
}

static bool any_of(const char *text, size_t len, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (find(text, len, *phrases))
            return true;
    return false;
}

bool plain_by_server(const struct message *m)
{
    return m->from_daemon || m->report || *m->failed || (m->sender && !*m->sender);
}

enum plain_kind plain_kind(const struct message *m, const char *addr)
{
    size_t len = words_len(m->text);
    bool fails = any_of(m->text, len, failed) || any_of(m->subject, strlen(m->subject), failed);
    bool late = any_of(m->text, len, delayed) || any_of(m->subject, strlen(m->subject), delayed);
    if (!plain_by_server(m) || !(fails || late || *m->failed))
        return PLAIN_NONE;
    bool named = recipient_find(m->failed, strlen(m->failed), addr) || recipient_find(m->text, len, addr);
    if (!named && (*m->failed || recipient_any(m->text, len)))
        return PLAIN_OTHER;
    return late ? PLAIN_DELAYED : PLAIN_FAILED;
}

/* How much a line tells: 3 an enhanced status code, 2 a reply code, 1 words that are known. */
static int weight(const char *line)
{
    char status[BOUNCE_STATUS];
    if (bounce_find_status(line, status))
        return 3;
    return bounce_find_reply(line) ? 2 : bounce_knows(line) ? 1 : 0;
}

bool plain_tells(const char *line)
{
    return weight(line) > 0;
}

static const char *best_line(struct arena *arena, const char *text, size_t len)
{
    const char *best = "";
    int most = 0;
    unsigned n = 0;
    for (const char *line = text; *line && (size_t)(line - text) < len && n++ < LINES; line = next_line(line)) {
        const char *one = text_line(arena, arena_strndup(arena, line, strcspn(line, "\n")));
        int w = weight(one);
        if (w > most) {
            most = w;
            best = one;
        }
    }
    return best;
}

/* From the line with the address on; servers that put the reason first are looked at from the top. */
const char *plain_diagnostic(struct arena *arena, const struct message *m, const char *addr)
{
    size_t len = words_len(m->text);
    const char *at = recipient_find(m->text, len, addr), *best = "";
    if (at) {
        while (at > m->text && at[-1] != '\n')
            at--;
        best = best_line(arena, at, len - (size_t)(at - m->text));
    }
    if (!*best)
        best = best_line(arena, m->text, len);
    return *best || !weight(m->subject) ? best : m->subject;
}

/* "550 …" */
static bool is_reply(const char *line)
{
    return strspn(line, "0123456789") == 3 && line[3] == ' ';
}

/* Does a line not belong to what is said about the address? An empty line ends a paragraph, and one about somebody
   else, or about the next server. */
static bool ends_near(const char *line, const char *addr)
{
    size_t n = strcspn(line, "\n");
    return strspn(line, " \t") == n || find(line, n, "while talking to ") ||
           (recipient_any(line, n) && !recipient_find(line, n, addr));
}

static const char *line_start(const char *text, const char *at)
{
    while (at > text && at[-1] != '\n')
        at--;
    return at;
}

/* The lines around the address at, and where they end. A server's answer that is whole in its line goes on in none. */
static const char *add_near(struct buf *out, const char *text, const char *end, const char *at, const char *addr)
{
    const char *from = line_start(text, at);
    bool whole = is_reply(from);
    while (from > text && !ends_near(line_start(text, from - 1), addr))
        from = line_start(text, from - 1);
    for (at = next_line(at); at < end && !ends_near(at, addr) && !(whole && is_reply(at));)
        at = next_line(at);
    at = at < end ? at : end;
    buf_addn(out, from, (size_t)(at - from));
    return at;
}

const char *plain_near(struct arena *arena, const struct message *m, const char *addr)
{
    struct buf out = buf_on(arena);
    const char *text = m->text, *end = text + words_len(text), *at;
    while (out.len < NEAR && text < end && (at = recipient_find(text, (size_t)(end - text), addr)))
        text = add_near(&out, text, end, at, addr);
    if (!out.len && !recipient_any(m->text, (size_t)(end - m->text)))
        buf_addn(&out, m->text, (size_t)(end - m->text));
    return out.len ? text_line(arena, arena_strndup(arena, out.text, out.len)) : "";
}

const char *plain_words(struct arena *arena, const struct message *m)
{
    return arena_printf(arena, "%s\n%.*s", m->subject, (int)words_len(m->text), m->text);
}
