#include "compose.h"

#include "base/crypto.h"
#include "mime.h"

#include <string.h>

/* Room for all parts at once: a buffer that grew would leave its smaller selves on the arena for as long as the mail
   lives. */
static struct buf files_buf(struct arena *arena, const struct compose_file *file, size_t count)
{
    struct buf out = buf_on(arena);
    for (size_t i = 0; i < count; i++)
        out.cap += file[i].len / 57 * 78 + 78 + 4 * strlen(file[i].name) + 400;
    out.text = arena_alloc(arena, out.cap);
    return out;
}

struct err *compose_files(struct arena *arena, const struct compose_file *file, size_t count,
                          struct compose_files **files)
{
    unsigned char random[12];
    *files = NULL;
    if (!count)
        return NULL;
    struct compose_files *all = arena_alloc(arena, sizeof *all);
    struct buf out = files_buf(arena, file, count);
    crypto_random(random, sizeof random);
    /* "=_" can stand neither in base64 nor in quoted-printable: no text holds the boundary. */
    all->boundary = arena_printf(arena, "=_%s", crypto_hex(arena, random, sizeof random));
    for (size_t i = 0; i < count; i++) {
        buf_addf(&out, "--%s\r\n", all->boundary);
        if (!mime_attachment(&out, file[i].name, file[i].type, file[i].bytes, file[i].len))
            return ERR(arena, ERR_INTERNAL, "internal", "attachment %zu has an impossible name or type", i);
    }
    buf_addf(&out, "--%s--\r\n", all->boundary);
    all->bytes = out.text;
    all->len = out.len;
    *files = all;
    return NULL;
}

static bool add_unsubscribe(struct buf *head, const char *url)
{
    char value[600];
    size_t len = strlen(url);
    if (len > sizeof value - 3 || strpbrk(url, "<> ,"))
        return false;
    value[0] = '<';
    memcpy(value + 1, url, len);
    memcpy(value + 1 + len, ">", 2);
    return mime_raw(head, "List-Unsubscribe", value) &&
           mime_raw(head, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

static bool add_head(struct buf *head, const struct compose *in)
{
    char id[200];
    size_t len = strlen(in->message_id);
    if (len > sizeof id - 3 || strpbrk(in->message_id, "<> "))
        return false;
    id[0] = '<';
    memcpy(id + 1, in->message_id, len);
    memcpy(id + 1 + len, ">", 2);
    mime_date(head, in->at);
    return mime_mailbox(head, "From", in->from_name, in->from_addr) &&
           mime_mailbox(head, "To", in->to_name, in->to_addr) &&
           (!*in->reply_to || mime_mailbox(head, "Reply-To", "", in->reply_to)) &&
           mime_header(head, "Subject", in->subject) && mime_raw(head, "Message-ID", id) &&
           mime_raw(head, "MIME-Version", "1.0") && (!in->unsubscribe || add_unsubscribe(head, in->unsubscribe)) &&
           (!in->automatic || mime_raw(head, "Auto-Submitted", "auto-generated"));
}

/* The text with its headers; those of a mail without files belong to the mail's head. */
static void add_text(const struct compose *in, struct composed *out)
{
    struct buf text = buf_on(out->head.arena);
    mime_text(&text, in->text);
    size_t head = (size_t)(strstr(text.text, "\r\n\r\n") - text.text) + 2;
    if (!in->files) {
        buf_addn(&out->head, text.text, head);
        buf_addn(&out->body, text.text + head + 2, text.len - head - 2);
        return;
    }
    buf_addf(&out->head, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n", in->files->boundary);
    buf_addf(&out->body, "--%s\r\n", in->files->boundary);
    buf_addn(&out->body, text.text, text.len);
    buf_add(&out->body, "\r\n");
    out->tail = in->files->bytes;
    out->tail_len = in->files->len;
}

struct err *compose_mail(struct arena *arena, const struct compose *in, struct composed *out)
{
    *out = (struct composed){.head = buf_on(arena), .body = buf_on(arena), .tail = ""};
    if (!mime_is_address(in->to_addr) || !mime_is_address(in->from_addr) ||
        (*in->reply_to && !mime_is_address(in->reply_to)))
        return ERR(arena, ERR_INPUT, "mail", "an address cannot stand in a header");
    if (!add_head(&out->head, in))
        return ERR(arena, ERR_INPUT, "internal", "a control character in a header value");
    add_text(in, out);
    return NULL;
}
