#include "dkim.h"

#include "base/crypto.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct dkim_key {
    EVP_PKEY *pkey;
    bool ed25519;
    const char *domain, *selector;
};

/* Signed when there. From twice: one more From put into the mail later breaks the signature. The two of RFC 8058 must
   be covered. */
static const char *const signed_names[] = {
    "from",
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    NULL,
};

static void key_free(void *key)
{
    EVP_PKEY_free(key);
}

struct err *dkim_load(struct arena *arena, const char *path, const char *domain, const char *selector,
                      struct dkim_key **key)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return ERR(arena, ERR_INTERNAL, "internal", "DKIM key %s cannot be opened", path);
    struct dkim_key *k = arena_alloc(arena, sizeof *k);
    k->pkey = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    fclose(file);
    if (!k->pkey)
        return ERR(arena, ERR_INTERNAL, "internal", "DKIM key %s is no private key in PEM", path);
    arena_defer(arena, key_free, k->pkey);
    k->ed25519 = EVP_PKEY_get_base_id(k->pkey) == EVP_PKEY_ED25519;
    bool rsa = EVP_PKEY_get_base_id(k->pkey) == EVP_PKEY_RSA && EVP_PKEY_get_bits(k->pkey) >= 1024;
    if (!k->ed25519 && !rsa)
        return ERR(arena, ERR_INTERNAL, "internal", "DKIM key %s is neither RSA of 1024 bits nor Ed25519", path);
    k->domain = arena_strdup(arena, domain);
    k->selector = arena_strdup(arena, selector);
    *key = k;
    return NULL;
}

/* ---- canonical forms ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void dkim_relax_header(struct buf *out, const char *field, size_t len)
{
    size_t name = (size_t)((const char *)memchr(field, ':', len) - field), value = name + 1;
    while (name && is_blank(field[name - 1]))
        name--;
    for (size_t i = 0; i < name; i++)
        buf_addc(out, (char)tolower((unsigned char)field[i]));
    buf_addc(out, ':');
    bool gap = false, begun = false;
    for (size_t i = value; i < len; i++) {
        char c = field[i];
        if (is_blank(c) || c == '\r' || c == '\n') {
            gap = true;
            continue;
        }
        if (gap && begun)
            buf_addc(out, ' ');
        buf_addc(out, c);
        gap = false;
        begun = true;
    }
    buf_add(out, "\r\n");
}

/* The relaxed body as a stream: white space and empty lines are held back until something follows them. Bytes leave in
   runs, because a character at a time through the digest took most of the signature's time. */
struct relax {
    void (*put)(void *arg, const char *bytes, size_t len);
    void *arg;
    size_t lines; /* line ends held back */
    bool gap;     /* white space held back */
    bool any;     /* something was put out */
};

static void relax_feed(struct relax *r, const char *p, size_t len)
{
    const char *end = p + len;
    while (p < end) {
        if (is_blank(*p)) {
            r->gap = true;
            p++;
        } else if (*p == '\r') {
            p++; /* lines end with CRLF; the LF counts */
        } else if (*p == '\n') {
            r->lines++;
            r->gap = false;
            p++;
        } else {
            for (; r->lines; r->lines--)
                r->put(r->arg, "\r\n", 2);
            if (r->gap)
                r->put(r->arg, " ", 1);
            r->gap = false;
            const char *run = p;
            while (p < end && !is_blank(*p) && *p != '\r' && *p != '\n')
                p++;
            r->put(r->arg, run, (size_t)(p - run));
            r->any = true;
        }
    }
}

static void relax_end(struct relax *r)
{
    if (r->any)
        r->put(r->arg, "\r\n", 2);
}

static void put_buf(void *arg, const char *bytes, size_t len)
{
    buf_addn(arg, bytes, len);
}

void dkim_relax_body(struct buf *out, const char *body, size_t len)
{
    struct relax r = {.put = put_buf, .arg = out};
    relax_feed(&r, body, len);
    relax_end(&r);
}

static void put_digest(void *arg, const char *bytes, size_t len)
{
    EVP_DigestUpdate(arg, bytes, len);
}

static bool body_hash(const struct dkim_span *body, size_t spans, unsigned char hash[32])
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    struct relax r = {.put = put_digest, .arg = ctx};
    bool done = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1;
    for (size_t i = 0; done && i < spans; i++)
        relax_feed(&r, body[i].bytes, body[i].len);
    if (done)
        relax_end(&r);
    done = done && EVP_DigestFinal_ex(ctx, hash, NULL) == 1;
    EVP_MD_CTX_free(ctx);
    return done;
}

/* ---- headers ---- */

static size_t field_len(const char *field)
{
    const char *p = field;
    do {
        p = strchr(p, '\n');
        if (!p)
            return strlen(field);
        p++;
    } while (is_blank(*p));
    return (size_t)(p - field);
}

/* The nth field (0-based) of this name from the end, as verifiers count; NULL when there is none. */
static const char *field_find(const char *head, const char *name, unsigned nth)
{
    const char *found[8] = {0};
    size_t count = 0, len = strlen(name);
    for (const char *p = head; *p; p += field_len(p))
        if (strncasecmp(p, name, len) == 0 && p[len] == ':' && count < 8)
            found[count++] = p;
    return nth < count ? found[count - 1 - nth] : NULL;
}

/* Canonical text of the signed fields to text and their names to names. */
static void signed_fields(const char *head, struct buf *text, struct buf *names)
{
    for (size_t i = 0; signed_names[i]; i++) {
        unsigned nth = i && strcmp(signed_names[i], signed_names[i - 1]) == 0;
        const char *field = field_find(head, signed_names[i], nth);
        if (!field && !nth)
            continue;
        if (field)
            dkim_relax_header(text, field, field_len(field));
        if (names->len)
            buf_add(names, ":");
        buf_add(names, signed_names[i]);
    }
}

/* RFC 8463: Ed25519 signs the SHA-256 of the text, RSA does its own hashing. */
static bool sign_text(const struct dkim_key *key, const struct buf *text, unsigned char *sig, size_t *len)
{
    unsigned char hash[32];
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    const void *bytes = text->text;
    size_t size = text->len;
    if (key->ed25519) {
        crypto_sha256(text->text, text->len, hash);
        bytes = hash;
        size = sizeof hash;
    }
    bool done = ctx && EVP_DigestSignInit(ctx, NULL, key->ed25519 ? NULL : EVP_sha256(), NULL, key->pkey) == 1 &&
                EVP_DigestSign(ctx, sig, len, bytes, size) == 1;
    EVP_MD_CTX_free(ctx);
    return done;
}

struct err *dkim_sign(struct arena *arena, const struct dkim_key *key, const char *head, const struct dkim_span *body,
                      size_t spans, time_t at, struct buf *out)
{
    unsigned char hash[32], sig[1024];
    size_t sig_len = sizeof sig;
    struct buf text = buf_on(arena), names = buf_on(arena), field = buf_on(arena);
    if (!body_hash(body, spans, hash))
        return ERR(arena, ERR_INTERNAL, "internal", "DKIM: hash failed");
    signed_fields(head, &text, &names);
    buf_addf(&field,
             "DKIM-Signature: v=1; a=%s-sha256; c=relaxed/relaxed; d=%s; s=%s;\r\n t=%lld; h=", //
             key->ed25519 ? "ed25519" : "rsa", key->domain, key->selector, (long long)at);
    size_t column = 20;
    for (const char *p = names.text; *p;) { /* folded after colons */
        size_t n = strcspn(p, ":") + (p[strcspn(p, ":")] == ':');
        if (column + n > 74) {
            buf_add(&field, "\r\n  ");
            column = 2;
        }
        buf_addn(&field, p, n);
        column += n;
        p += n;
    }
    buf_addf(&field, ";\r\n bh=%s;\r\n b=", crypto_base64(arena, hash, sizeof hash));
    dkim_relax_header(&text, field.text, field.len);
    text.len -= 2; /* the signature's own field is signed without its CRLF */
    if (EVP_PKEY_get_size(key->pkey) > (int)sizeof sig || !sign_text(key, &text, sig, &sig_len))
        return ERR(arena, ERR_INTERNAL, "internal", "DKIM: signing failed");
    buf_addn(out, field.text, field.len);
    const char *b = crypto_base64(arena, sig, sig_len);
    for (size_t i = 0, n = strlen(b); i < n; i += 72) {
        buf_addn(out, b + i, n - i < 72 ? n - i : 72);
        buf_add(out, i + 72 < n ? "\r\n  " : "\r\n");
    }
    return NULL;
}
