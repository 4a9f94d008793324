#include "audit_line.h"

#include "base/crypto.h"
#include "base/json.h"

#include <string.h>

#define HASH_MEMBER ",\"hash\":\""
enum { TAIL = sizeof HASH_MEMBER - 1 + AUDIT_HASH + 2 };

struct audit_link audit_link_first(void)
{
    struct audit_link link = {.seq = 0};
    memset(link.hash, '0', AUDIT_HASH);
    return link;
}

static void hex_of(const unsigned char bytes[32], char out[AUDIT_HASH + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 32; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[AUDIT_HASH] = '\0';
}

struct audit_link audit_link_of(uint64_t seq, const unsigned char hash[32])
{
    struct audit_link link = {.seq = seq};
    hex_of(hash, link.hash);
    return link;
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

void audit_link_bytes(const struct audit_link *link, unsigned char hash[32])
{
    for (size_t i = 0; i < 32; i++)
        hash[i] = (unsigned char)(nibble(link->hash[2 * i]) << 4 | nibble(link->hash[2 * i + 1]));
}

void audit_line_add(struct buf *out, const struct rows *rows, size_t row, struct audit_link *link)
{
    unsigned char hash[32];
    size_t from = out->len;
    json_open(out, '{');
    json_name_number(out, "seq", ++link->seq);
    json_name_text(out, "prev", link->hash);
    json_name_number(out, "id", rows_u64(rows, row, "id"));
    json_name_text(out, "at", rows_text(rows, row, "at"));
    json_name_number(out, "org", rows_u64(rows, row, "org_id"));
    json_name_number(out, "account", rows_u64(rows, row, "account_id"));
    json_name_text(out, "request", rows_text(rows, row, "request_id"));
    json_name_text(out, "ip", rows_text(rows, row, "ip"));
    json_name_text(out, "action", rows_text(rows, row, "action"));
    json_name_text(out, "noun", rows_text(rows, row, "noun"));
    json_name_number(out, "noun_id", rows_u64(rows, row, "noun_id"));
    json_name_text(out, "detail", rows_text(rows, row, "detail"));
    crypto_sha256(out->text + from, out->len - from, hash);
    hex_of(hash, link->hash);
    buf_addf(out, HASH_MEMBER "%s\"}\n", link->hash);
}

/* ---- reading ---- */

struct cursor {
    const char *p;
    size_t len;
};

static bool take_word(struct cursor *c, const char *word)
{
    size_t len = strlen(word);
    if (c->len < len || memcmp(c->p, word, len) != 0)
        return false;
    c->p += len;
    c->len -= len;
    return true;
}

static bool take_hash(struct cursor *c, char out[AUDIT_HASH + 1])
{
    if (c->len < AUDIT_HASH)
        return false;
    for (size_t i = 0; i < AUDIT_HASH; i++)
        if (!((c->p[i] >= '0' && c->p[i] <= '9') || (c->p[i] >= 'a' && c->p[i] <= 'f')))
            return false;
    memcpy(out, c->p, AUDIT_HASH);
    out[AUDIT_HASH] = '\0';
    c->p += AUDIT_HASH;
    c->len -= AUDIT_HASH;
    return true;
}

static bool take_number(struct cursor *c, uint64_t *number)
{
    size_t digits = 0;
    *number = 0;
    while (digits < c->len && digits < 19 && c->p[digits] >= '0' && c->p[digits] <= '9')
        *number = *number * 10 + (uint64_t)(c->p[digits++] - '0');
    c->p += digits;
    c->len -= digits;
    return digits > 0;
}

const char *audit_line_check(const char *line, size_t len, struct audit_link *link)
{
    struct audit_link before = *link, said;
    unsigned char hash[32];
    char prev[AUDIT_HASH + 1], computed[AUDIT_HASH + 1];
    struct cursor c = {line, len}, tail = {len < TAIL ? line : line + len - TAIL, len < TAIL ? 0 : TAIL};
    if (!take_word(&c, "{\"seq\":") || !take_number(&c, &said.seq) || !take_word(&c, ",\"prev\":\"") ||
        !take_hash(&c, prev) || !take_word(&c, "\",\"id\":") || !take_word(&tail, HASH_MEMBER) ||
        !take_hash(&tail, said.hash) || !take_word(&tail, "\"}"))
        return "not a line of the audit log";
    *link = said;
    crypto_sha256(line, len - TAIL, hash);
    hex_of(hash, computed);
    if (strcmp(computed, said.hash) != 0)
        return "changed: its hash does not fit what it says";
    if (said.seq != before.seq + 1)
        return "its number does not follow the line before: lines are missing, doubled or in another order";
    if (strcmp(prev, before.hash) != 0)
        return "it does not continue the line before: that one is not what was written there";
    return NULL;
}

bool audit_link_read(const char *text, struct audit_link *link)
{
    struct cursor c = {text, strcspn(text, "\r\n")};
    const char *space = memchr(c.p, ' ', c.len);
    link->seq = 0;
    if (space && (!take_number(&c, &link->seq) || !take_word(&c, " ")))
        return false;
    return take_hash(&c, link->hash) && c.len == 0;
}
