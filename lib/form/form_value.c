/* The kinds of fields: normalise, check, store. A value that cannot be used leaves its place as absent and a message;
   messages are Text.err.<key> with the keys of this file. */
#include "base/arena.h"
#include "form/form_impl.h"
#include "page/page.h"
#include "text/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

static void fault(struct req *rq, const struct field *field, const char *key)
{
    form_error(rq, field->name, key, NULL, NULL);
}

void form_reset(const struct field *field, void *slot)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_VERSION:
        *(uint64_t *)slot = 0;
        break;
    case FIELD_OPTINT:
        *(const uint64_t **)slot = NULL;
        break;
    case FIELD_BOOL:
        *(bool *)slot = false;
        break;
    case FIELD_IDS:
        *(struct ids *)slot = (struct ids){NULL, 0};
        break;
    case FIELD_FILE: /* has no place in the struct */
        break;
    default:
        *(const char **)slot = "";
    }
}

bool form_is_choice(const struct field *field, const char *value)
{
    for (const char *const *name = field->names; name && *name; name++)
        if (strcmp(*name, value) == 0)
            return true;
    return false;
}

bool form_id(const char *text, uint64_t *id)
{
    size_t len = strlen(text);
    uint64_t value = 0;
    if (len == 0 || len > 18)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        value = value * 10 + (uint64_t)(*text - '0');
    }
    *id = value;
    return true;
}

/* ---- texts ---- */

static bool is_host(const char *host, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)host[i]) && !strchr("-.:", host[i]) && !(host[i] & 0x80))
            return false;
    return len > 0 && host[0] != '.' && host[0] != ':' && host[0] != '-';
}

/* No "user@": what stands before the @ makes a link look like another house's. */
static bool is_url(const char *url)
{
    size_t scheme = strncasecmp(url, "https://", 8) == 0 ? 8 : strncasecmp(url, "http://", 7) == 0 ? 7 : 0;
    for (const char *at = url; *at; at++)
        if ((unsigned char)*at <= 0x20 || *at == 0x7f || strchr("\"'<>\\`", *at))
            return false;
    return scheme && is_host(url + scheme, strcspn(url + scheme, "/?#"));
}

static char *url(struct arena *arena, const char *text)
{
    char *line = text_line(arena, text);
    if (is_url(line))
        return line;
    line = text_nfkc(arena, line);
    return is_url(line) ? line : NULL;
}

static char *raw(struct arena *arena, const char *text)
{
    return text_has_control(text, false) ? NULL : arena_strdup(arena, text);
}

static const struct {
    char *(*clean)(struct arena *arena, const char *text);
    const char *problem; /* message when clean gives NULL */
} texts[] = {
    [FIELD_TEXT] = {text_line, "control"}, [FIELD_AREA] = {text_area, "control"}, [FIELD_RAW] = {raw, "control"},
    [FIELD_SECRET] = {raw, "control"},     [FIELD_KANA] = {text_kana, "kana"},    [FIELD_MAIL] = {text_mail, "mail"},
    [FIELD_PHONE] = {text_phone, "phone"}, [FIELD_ZIP] = {text_zip, "zip"},       [FIELD_URL] = {url, "url"},
    [FIELD_DATE] = {text_date, "date"},
};

static bool length_fits(struct req *rq, const struct field *field, const char *text)
{
    size_t chars = text_chars(text);
    if (chars <= field->max && chars >= field->min)
        return true;
    const char *key = chars > field->max ? "too_long" : "too_short";
    form_error(rq, field->name, key, text_count(rq, (int64_t)(chars > field->max ? field->max : field->min)),
               text_count(rq, (int64_t)chars));
    return false;
}

static bool is_blank(struct req *rq, const struct field *field, const char *text)
{
    if (field->kind == FIELD_RAW || field->kind == FIELD_SECRET)
        return !*text;
    return !*text_area(rq->arena, text) || !*text_line(rq->arena, text);
}

static void read_text(struct req *rq, const char *sent, const struct field *field, void *slot)
{
    if (is_blank(rq, field, sent)) {
        if (field->min > 0)
            fault(rq, field, "required");
        return;
    }
    char *text = texts[field->kind].clean(rq->arena, sent);
    if (!text)
        fault(rq, field, texts[field->kind].problem);
    else if (length_fits(rq, field, text))
        *(const char **)slot = text;
}

static bool was_sent(const struct kvs *values, const char *name, const char *value)
{
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->v[i].name, name) == 0 && strcmp(values->v[i].value, value) == 0)
            return true;
    return false;
}

/* One that a page did not keep is asked for before anything is done without it. */
static void read_secret(struct req *rq, const struct kvs *values, const char *sent, const struct field *field,
                        void *slot)
{
    if (!*sent && was_sent(values, FORM_RETYPE, field->name))
        fault(rq, field, "secret_again");
    else
        read_text(rq, sent, field, slot);
}

/* ---- numbers ---- */

/* Years read badly with a comma. */
static const char *bound(struct req *rq, uint64_t n)
{
    return n < 10000 ? arena_printf(rq->arena, "%" PRIu64, n) : text_count(rq, (int64_t)n);
}

static bool number(struct req *rq, const char *sent, const struct field *field, uint64_t *value)
{
    if (!text_int(sent, value)) {
        fault(rq, field, "number");
        return false;
    }
    if (*value >= field->min && *value <= field->max)
        return true;
    form_error(rq, field->name, "range", bound(rq, field->min), bound(rq, field->max));
    return false;
}

static void read_int(struct req *rq, const char *sent, const struct field *field, void *slot)
{
    uint64_t value;
    bool blank = is_blank(rq, field, sent);
    if (blank && form_must(field))
        fault(rq, field, "required");
    if (blank || !number(rq, sent, field, &value))
        return;
    if (field->kind != FIELD_OPTINT) {
        *(uint64_t *)slot = value;
        return;
    }
    uint64_t *kept = arena_alloc(rq->arena, sizeof *kept);
    *kept = value;
    *(const uint64_t **)slot = kept;
}

/* ---- choices ---- */

static void read_enum(struct req *rq, const char *sent, const struct field *field, void *slot)
{
    if (!*sent && field->min > 0)
        fault(rq, field, "required_choice");
    else if (*sent && !form_is_choice(field, sent))
        fault(rq, field, "choice");
    else
        *(const char **)slot = sent;
}

static void read_set(struct req *rq, const struct kvs *values, const struct field *field, void *slot)
{
    struct buf joined = buf_on(rq->arena);
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->v[i].name, field->name) == 0 && *values->v[i].value &&
            !form_is_choice(field, values->v[i].value))
            fault(rq, field, "choice");
    for (const char *const *name = field->names; *name; name++)
        if (was_sent(values, field->name, *name)) {
            buf_add(&joined, joined.len ? "," : "");
            buf_add(&joined, *name);
        }
    if (joined.len == 0 && field->min > 0)
        fault(rq, field, "required_choice");
    if (joined.len > 0)
        *(const char **)slot = joined.text;
}

/* In the order of arrival, each once: a row that was checked on an earlier page may come hidden and shown. Repeated
   values, or several in one: "3,1,2". */
static void read_ids(struct req *rq, const struct kvs *values, const struct field *field, void *slot)
{
    size_t n = 0, most = 0;
    for (size_t i = 0; i < values->n; i++)
        most += strcmp(values->v[i].name, field->name) == 0 ? values->v[i].len / 2 + 1 : 0;
    uint64_t *v = arena_array(rq->arena, most + 1, sizeof *v);
    for (size_t i = 0; i < values->n; i++) {
        uint64_t id;
        if (strcmp(values->v[i].name, field->name) != 0 || !*values->v[i].value)
            continue;
        char *rest = arena_strdup(rq->arena, values->v[i].value);
        for (char *part; n <= field->max && (part = strsep(&rest, ","));)
            if (!form_id(part, &id))
                fault(rq, field, "choice");
            else if (!ids_among((struct ids){v, n}, id))
                v[n++] = id;
    }
    if (n < field->min)
        fault(rq, field, "required_choice");
    else if (n > field->max)
        form_error(rq, field->name, "too_many", text_count(rq, (int64_t)field->max), text_count(rq, (int64_t)n));
    else
        *(struct ids *)slot = (struct ids){v, n};
}

static void check_file(struct req *rq, const struct field *field)
{
    for (size_t i = 0; i < rq->upload_count; i++)
        if (strcmp(rq->uploads[i].field, field->name) == 0 && rq->uploads[i].size > 0)
            return;
    if (field->min > 0)
        fault(rq, field, "required_file");
}

void form_value(struct req *rq, const struct kvs *values, const struct field *field, void *slot)
{
    const char *sent = kvs_get(values, field->name);
    sent = sent ? sent : "";
    switch (field->kind) {
    case FIELD_VERSION:
        read_int(rq, sent, field, slot);
        *(uint64_t *)slot += rq->versions;
        break;
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_OPTINT:
        read_int(rq, sent, field, slot);
        break;
    case FIELD_SECRET:
        read_secret(rq, values, sent, field, slot);
        break;
    case FIELD_ENUM:
        read_enum(rq, sent, field, slot);
        break;
    case FIELD_BOOL:
        *(bool *)slot = *sent != '\0';
        break;
    case FIELD_SET:
        read_set(rq, values, field, slot);
        break;
    case FIELD_IDS:
        read_ids(rq, values, field, slot);
        break;
    case FIELD_FILE:
        check_file(rq, field);
        break;
    default:
        read_text(rq, sent, field, slot);
    }
}
