#include "message.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "text/text.h"

#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

/* ---- limits ---- */

static size_t line_end(const char *bytes, size_t len, size_t at)
{
    const char *lf = memchr(bytes + at, '\n', len - at);
    return lf ? (size_t)(lf - bytes) + 1 : len;
}

static bool is_blank(const char *line, size_t len)
{
    return len == 0 || *line == '\n' || (len > 1 && *line == '\r' && line[1] == '\n');
}

static bool begins(const char *line, size_t len, const char *word)
{
    size_t n = strlen(word);
    return len >= n && strncasecmp(line, word, n) == 0;
}

/* The parser follows groups in groups of addresses as deep as they go. */
static bool is_address_field(const char *line, size_t len)
{
    static const char *const names[] = {"from:", "to:", "cc:", "bcc:", "sender:", "reply-to:", "resent-", NULL};
    for (const char *const *name = names; *name; name++)
        if (begins(line, len, *name))
            return true;
    return false;
}

static size_t colons(const char *line, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += line[i] == ':';
    return n;
}

/* A part in a part needs a Content-Type of its own, or a digest around it that has one: so counting those lines bounds
   the depth, too. */
size_t message_bound(const char *bytes, size_t len)
{
    size_t fields = 0, parts = 0, delimiters = 0, groups = 0;
    bool head = true, addresses = false;
    for (size_t at = 0, next; at < len; at = next) {
        const char *line = bytes + at;
        next = line_end(bytes, len, at);
        if (head && is_blank(line, len - at))
            head = false;
        if (*line != ' ' && *line != '\t') {
            addresses = is_address_field(line, len - at);
            groups = 0;
        }
        groups += addresses ? colons(line, next - at) : 0;
        fields += head;
        parts += begins(line, len - at, "content-type");
        delimiters += begins(line, len - at, "--");
        if (fields > MESSAGE_FIELDS || parts > MESSAGE_PARTS || delimiters > MESSAGE_DELIMITERS ||
            groups > MESSAGE_GROUPS)
            return at;
    }
    return len;
}

/* ---- texts ---- */

static const char *field(struct arena *arena, GMimeObject *object, const char *name)
{
    const char *value = g_mime_object_get_header(object, name);
    return value ? text_line(arena, message_utf8(arena, value, strlen(value), NULL)) : "";
}

static char *content_of(struct arena *arena, GMimePart *part, size_t most, size_t *len)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    *len = 0;
    if (content)
        g_mime_data_wrapper_write_to_stream(content, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    *len = bytes->len < most ? bytes->len : most;
    char *text = arena_strndup(arena, *len ? (const char *)bytes->data : "", *len);
    g_object_unref(stream);
    return text;
}

/* HTML as a reader sees it, roughly: no tags, no style, no scripts, the few entities that matter. */
static char *plain_of_html(struct arena *arena, const char *html)
{
    static const struct {
        const char *name, *text;
    } entities[] = {{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    struct buf out = buf_on(arena);
    for (const char *p = html; *p; p++) {
        size_t e = 0;
        if (*p == '<') {
            const char *close = !strncasecmp(p, "<style", 6)    ? "</style"
                                : !strncasecmp(p, "<script", 7) ? "</script"
                                                                : NULL;
            const char *end = close ? strcasestr(p, close) : p;
            end = end ? strchr(end, '>') : NULL;
            if (!strncasecmp(p, "<br", 3) || !strncasecmp(p, "<p", 2) || !strncasecmp(p, "</p", 3) ||
                !strncasecmp(p, "</div", 5) || !strncasecmp(p, "</tr", 4))
                buf_addc(&out, '\n');
            if (!end)
                break;
            p = end;
            continue;
        }
        while (*p == '&' && e < 6 && strncasecmp(p, entities[e].name, strlen(entities[e].name)))
            e++;
        if (*p == '&' && e < 6) {
            buf_add(&out, entities[e].text);
            p += strlen(entities[e].name) - 1;
        } else {
            buf_addc(&out, *p);
        }
    }
    return out.text ? out.text : arena_strdup(arena, "");
}

/* ---- parts ---- */

struct walk {
    struct arena *arena;
    unsigned parts;
    struct buf text, files;
    const char *html, *status;
};

static void add_file(struct walk *w, GMimePart *part)
{
    const char *name = g_mime_part_get_filename(part);
    if (!name || w->files.len > 2000)
        return;
    name = text_cut(w->arena, text_line(w->arena, message_utf8(w->arena, name, strlen(name), NULL)), 100);
    if (*name)
        buf_addf(&w->files, "%s%s", w->files.len ? ", " : "", name);
}

static void add_text(struct walk *w, GMimePart *part, GMimeContentType *type)
{
    size_t len;
    bool html = g_mime_content_type_is_type(type, "text", "html");
    if (w->text.len >= MESSAGE_TEXT || (html && w->html))
        return;
    char *bytes = content_of(w->arena, part, MESSAGE_TEXT, &len);
    const char *text = message_utf8(w->arena, bytes, len, g_mime_content_type_get_parameter(type, "charset"));
    if (html)
        w->html = text;
    else
        buf_addf(&w->text, "%s%s", w->text.len ? "\n" : "", text);
}

static void walk_leaf(struct walk *w, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(GMIME_OBJECT(part));
    bool attached = disposition && g_mime_content_disposition_is_attachment(disposition);
    size_t len;
    if (g_mime_content_type_is_type(type, "message", "delivery-status") ||
        g_mime_content_type_is_type(type, "message", "global-delivery-status")) {
        char *bytes = w->status ? NULL : content_of(w->arena, part, MESSAGE_STATUS_TEXT, &len);
        if (bytes)
            w->status = message_utf8(w->arena, bytes, len, NULL);
    } else if (!attached && g_mime_content_type_is_type(type, "text", "*") &&
               !g_mime_content_type_is_type(type, "text", "rfc822-headers")) {
        add_text(w, part, type);
    } else {
        add_file(w, part);
    }
}

/* A boundary that does not come leaves all before the first part. */
static void add_prologue(struct walk *w, GMimeMultipart *multipart)
{
    const char *text = g_mime_multipart_get_prologue(multipart);
    if (text)
        buf_add(&w->text, message_utf8(w->arena, text, strnlen(text, MESSAGE_TEXT), NULL));
}

/* What is inside of an attached message is somebody else's text: it is not looked at. */
static void walk_part(struct walk *w, GMimeObject *object, unsigned depth)
{
    if (!object || depth > MESSAGE_DEPTH || ++w->parts > MESSAGE_PARTS)
        return;
    if (GMIME_IS_MULTIPART(object)) {
        int n = g_mime_multipart_get_count(GMIME_MULTIPART(object));
        if (!n && !depth)
            add_prologue(w, GMIME_MULTIPART(object));
        for (int i = 0; i < n; i++)
            walk_part(w, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
    } else if (GMIME_IS_PART(object)) {
        walk_leaf(w, GMIME_PART(object));
    }
}

/* ---- header ---- */

static bool is_daemon(const char *addr)
{
    static const char *const names[] = {"mailer-daemon@", "mail-daemon@",   "maildaemon@",
                                        "postmaster@",    "mailer_daemon@", NULL};
    for (const char *const *name = names; *name; name++)
        if (strncasecmp(addr, *name, strlen(*name)) == 0)
            return true;
    return strcasecmp(addr, "mailer-daemon") == 0;
}

/* RFC 3834, and what was there before it. */
static bool is_automatic(struct arena *arena, GMimeObject *top, const struct message *m)
{
    static const char *const marks[] = {
        "List-Id",       "List-Unsubscribe", "List-Post", "List-Help",        "X-Autoreply",
        "X-Autorespond", "X-Auto-Response",  "X-Loop",    "X-Autoreply-From", NULL};
    static const char *const precedences[] = {"bulk", "junk", "list", "auto_reply", NULL};
    const char *submitted = field(arena, top, "Auto-Submitted"), *precedence = field(arena, top, "Precedence");
    if (m->report || m->from_daemon || (m->sender && (!*m->sender || is_daemon(m->sender))) ||
        (*submitted && strncasecmp(submitted, "no", 2) != 0))
        return true;
    for (const char *const *p = precedences; *p; p++)
        if (strcasecmp(precedence, *p) == 0)
            return true;
    for (const char *const *mark = marks; *mark; mark++)
        if (g_mime_object_get_header(top, *mark))
            return true;
    return false;
}

static const char *bare(struct arena *arena, const char *addr)
{
    size_t n = strlen(addr);
    return n >= 2 && *addr == '<' && addr[n - 1] == '>' ? arena_strndup(arena, addr + 1, n - 2) : addr;
}

/* The first that our own server wrote stands on top. */
static void read_envelope(struct arena *arena, GMimeObject *top, struct message *m)
{
    if (!m->recipient) {
        m->recipient = field(arena, top, "X-Original-To");
        if (!*m->recipient)
            m->recipient = field(arena, top, "Delivered-To");
        m->recipient = bare(arena, m->recipient);
    }
    if (!m->sender && g_mime_object_get_header(top, "Return-Path"))
        m->sender = bare(arena, field(arena, top, "Return-Path"));
}

static void read_from(struct arena *arena, GMimeMessage *message, struct message *m)
{
    InternetAddressList *list = g_mime_message_get_from(message);
    int n = list ? internet_address_list_length(list) : 0;
    m->from_addr = m->from_name = "";
    for (int i = 0; i < n; i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(address);
        if (!INTERNET_ADDRESS_IS_MAILBOX(address))
            continue;
        const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
        addr = addr ? text_line(arena, message_utf8(arena, addr, strlen(addr), NULL)) : "";
        m->from_addr = strlen(addr) <= 254 ? addr : "";
        m->from_name = name ? text_cut(arena, text_line(arena, message_utf8(arena, name, strlen(name), NULL)), 80) : "";
        return;
    }
}

static void read_header(struct arena *arena, GMimeMessage *message, struct message *m)
{
    GMimeObject *top = GMIME_OBJECT(message);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    read_envelope(arena, top, m);
    read_from(arena, message, m);
    m->subject = text_cut(arena, field(arena, top, "Subject"), 200);
    m->references = arena_printf(arena, "%s %s", field(arena, top, "In-Reply-To"), field(arena, top, "References"));
    m->failed = field(arena, top, "X-Failed-Recipients");
    m->report = body && g_mime_content_type_is_type(g_mime_object_get_content_type(body), "multipart", "report");
    m->from_daemon = is_daemon(m->from_addr);
    m->automatic = is_automatic(arena, top, m);
}

static void read_body(struct arena *arena, GMimeMessage *message, struct message *m)
{
    struct walk w = {.arena = arena, .text = buf_on(arena), .files = buf_on(arena)};
    walk_part(&w, g_mime_message_get_mime_part(message), 0);
    const char *text = w.text.len ? w.text.text : w.html ? plain_of_html(arena, w.html) : "";
    m->text = text_area(arena, text);
    m->status = w.status ? w.status : "";
    m->files = w.files.len ? w.files.text : "";
}

static void digest(struct arena *arena, GMimeMessage *message, const char *bytes, size_t len, struct message *m)
{
    const char *id = g_mime_message_get_message_id(message);
    if (id && *id)
        crypto_sha256(id, strlen(id), m->digest);
    else
        crypto_sha256(bytes, len, m->digest);
}

void message_parse(struct arena *arena, const char *bytes, size_t len, const char *recipient, const char *sender,
                   struct message *out)
{
    *out = (struct message){.recipient = recipient, .sender = sender};
    if (begins(bytes, len, "From ")) { /* a mailbox's separator */
        size_t at = line_end(bytes, len, 0);
        bytes += at;
        len -= at;
    }
    size_t seen = message_bound(bytes, len);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, seen);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        read_header(arena, message, out);
        read_body(arena, message, out);
        digest(arena, message, bytes, len, out);
        g_object_unref(message);
    } else {
        const char *none = "";
        out->recipient = recipient ? recipient : none;
        out->from_addr = out->from_name = out->subject = out->references = out->failed = none;
        out->text = out->status = out->files = none;
        out->automatic = true;
        crypto_sha256(bytes, len, out->digest);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}
