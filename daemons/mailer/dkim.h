/* DKIM signatures (RFC 6376, relaxed/relaxed; RFC 8463 for Ed25519). */
#ifndef MUSUBI_MAILER_DKIM_H
#define MUSUBI_MAILER_DKIM_H

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>
#include <time.h>

struct dkim_key; /* constant after loading: may be used by several threads */

/* The private key of a PEM file: RSA of at least 1,024 bits signs rsa-sha256, Ed25519 signs ed25519-sha256. INTERNAL
   when it cannot be used. domain and selector as they stand in the DNS. */
MUST struct err *dkim_load(struct arena *arena, const char *path, const char *domain, const char *selector,
                           struct dkim_key **key);

struct dkim_span {
    const char *bytes;
    size_t len;
};

/* Append "DKIM-Signature: ...CRLF" for a mail of this head (lines end with CRLF, no empty line at the end) and this
   body (the spans one after the other) to out. Scratch memory on the arena. */
MUST struct err *dkim_sign(struct arena *arena, const struct dkim_key *key, const char *head,
                           const struct dkim_span *body, size_t spans, time_t at, struct buf *out);

/* The relaxed form of a header field "Name: value" (may be folded, with or without CRLF at its end) and of a body: for
   the tests by the examples of RFC 6376, 3.4.5. */
void dkim_relax_header(struct buf *out, const char *field, size_t len);
void dkim_relax_body(struct buf *out, const char *body, size_t len);

#endif
