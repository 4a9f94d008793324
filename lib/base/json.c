#include "base/json.h"

#include "base/arena.h"

#include <inttypes.h>
#include <string.h>

/* Values end with a quote, a digit or a closing bracket, so the last character tells whether something stands before.
 */
static void comma(struct buf *out)
{
    if (out->len && !strchr("{[:\n", out->text[out->len - 1]))
        buf_addc(out, ',');
}

void json_open(struct buf *out, char bracket)
{
    comma(out);
    buf_addc(out, bracket);
}

void json_close(struct buf *out, char bracket)
{
    buf_addc(out, bracket);
}

void json_name(struct buf *out, const char *name)
{
    json_text(out, name);
    buf_addc(out, ':');
}

void json_text(struct buf *out, const char *text)
{
    comma(out);
    buf_addc(out, '"');
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            buf_addc(out, '\\');
        if (*p < 0x20 || *p == 0x7f)
            buf_addf(out, "\\u%04x", *p);
        else
            buf_addc(out, (char)*p);
    }
    buf_addc(out, '"');
}

void json_number(struct buf *out, uint64_t number)
{
    comma(out);
    buf_addf(out, "%" PRIu64, number);
}

void json_signed(struct buf *out, int64_t number)
{
    comma(out);
    buf_addf(out, "%" PRId64, number);
}

void json_name_text(struct buf *out, const char *name, const char *text)
{
    json_name(out, name);
    json_text(out, text);
}

void json_name_number(struct buf *out, const char *name, uint64_t number)
{
    json_name(out, name);
    json_number(out, number);
}
