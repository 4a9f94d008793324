/* 重複の確認: which résumés may be of the same person. Every résumé stores keys, each a hash of normalised text; two that share a
   key are a pair. Written here only, so that forms, imports, demo data and the scheduler (for résumés from before) agree. */
#ifndef MUSUBI_DUPLICATE_H
#define MUSUBI_DUPLICATE_H

#include "err.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;

/* What two may have in common, and so why they are a pair: resume_key.kind, and as a bit of duplicate.reasons. */
enum duplicate_kind {
    DUPLICATE_MAIL = 1,
    DUPLICATE_PHONE,
    DUPLICATE_KANA_BIRTH,
    DUPLICATE_NAME_BIRTH,
    DUPLICATE_NAME_ADDRESS,
    DUPLICATE_KINDS = DUPLICATE_NAME_ADDRESS
};
#define DUPLICATE_BIT(kind) (1u << ((kind) - 1))

/* Names of the kinds for texts and conf: "mail", "phone", …; index 0 is kind 1. */
extern const char *const duplicate_names[DUPLICATE_KINDS];

/* Fields as stored; birth_on as "YYYY-MM-DD" or "YYYY/MM/DD", "" when not given; NULL counts as "". */
struct duplicate_person {
    const char *name, *kana, *birth_on, *address, *phone, *mail, *mail_mobile, *mail_sub;
    unsigned pref;
};

enum { DUPLICATE_KEYS = 7, DUPLICATE_HASH = 16 };
struct duplicate_key {
    unsigned kind;
    unsigned char hash[DUPLICATE_HASH];
};
/* The person's keys, each once; how many. */
size_t duplicate_keys(struct arena *arena, const struct duplicate_person *person, struct duplicate_key keys[DUPLICATE_KEYS]);

/* Names, kana and addresses as they are compared: without width, case, spaces and hyphens of any kind, 高 for 髙, 1-2-3 for
   1丁目2番3号. For tests. */
const char *duplicate_name(struct arena *arena, const char *name);
const char *duplicate_address(struct arena *arena, const char *address, unsigned pref);

/* Store a résumé's keys and its pairs with the newest others of :org (so many for a key), in the transaction that writes
   the résumé itself. Nothing is written when the keys are the same. A pair that was parted (「別人として扱う」) stays so. */
MUST struct err *duplicate_put(struct db *db, uint64_t resume_id, const struct duplicate_person *person);

#endif
