/* A line of the audit log: JSON, every byte of it fixed by what it tells, so that anybody can compute it again.

     {"seq":7,"prev":"<64 hex>","id":12,"at":"2026-11-21T03:04:05.678901Z","org":1,"account":2,"request":"…","ip":"…",
      "action":"…","noun":"…","noun_id":3,"detail":"…","hash":"<64 hex>"}

   (one line). hash is SHA-256 of the line without its last member, that is without ,"hash":"…"} at its end; prev is the
   hash of the line before, of line 1 64 zeros. So each hash stands for all lines up to it:

     sed 's/,"hash":"[0-9a-f]*"}$//' LINE | tr -d '\n' | sha256sum */
#ifndef MUSUBI_AUDIT_LINE_H
#define MUSUBI_AUDIT_LINE_H

#include "base/arena.h"
#include "db/rows.h"

#include <stdint.h>

enum { AUDIT_HASH = 64 };

/* A place in the chain: number and hash of a line. */
struct audit_link {
    uint64_t seq;
    char hash[AUDIT_HASH + 1];
};

/* Before line 1. */
struct audit_link audit_link_first(void);
/* Of a hash as the database has it, 32 bytes. */
struct audit_link audit_link_of(uint64_t seq, const unsigned char hash[32]);
void audit_link_bytes(const struct audit_link *link, unsigned char hash[32]);

/* Adds the line of a row of q_audit_unchained or q_audit_chained to out, with its newline. link: the line before, then
   this. */
void audit_line_add(struct buf *out, const struct rows *rows, size_t row, struct audit_link *link);

/* Is this the line that follows link? NULL and link is this line; else what is wrong (a constant), and link is what the
   line says of itself where it can be read at all. Without the newline. */
const char *audit_line_check(const char *line, size_t len, struct audit_link *link);

/* Reads `SEQ HASH`, as the head file has it, or HASH alone (seq is 0 then). */
bool audit_link_read(const char *text, struct audit_link *link);

#endif
