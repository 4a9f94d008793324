/* lib/model/crm: rules of the agency's CRM that the program shares with daemons and the mailing area: search forms
   (search), who may be the same person (duplicate) and one record of two (merge*), what fits what (match*), how far a
   résumé has come with a JOB (process). */

/* 重複の確認: which records may be of the same person. Every résumé and every 企業担当者 stores keys, each a hash of
   normalised text; two of a noun that share a key are a pair. Written here only, so that forms, imports, demo data and
   the scheduler (for records from before) agree. What the keys of a noun are made of stands in a table in duplicate.c.

   A name alone makes no pair. Of a 企業担当者 it counts together with the company or the telephone, which many
   colleagues share, so that she who works at another company now is found by what is hers: mail address, or telephone
   and name. */
#ifndef MUSUBI_DUPLICATE_H
#define MUSUBI_DUPLICATE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct duplicate_rule;

/* What two may have in common, and so why they are a pair: record_key.kind from 1, and as a bit of
   duplicate.reasons. */
enum { DUPLICATE_KINDS = 5 };
#define DUPLICATE_BIT(kind) (1u << ((kind)-1))

struct duplicate_noun {
    const char *name;                   /* "resume", "contact" */
    const char *kinds[DUPLICATE_KINDS]; /* "mail", "phone", … for texts and conf; index 0 is kind 1 */
    const struct duplicate_rule *rules;
};
extern const struct duplicate_noun duplicate_resume, duplicate_contact;

/* Fields as stored; birth_on as "YYYY-MM-DD" or "YYYY/MM/DD", "" when not given; NULL counts as "", company 0 as
   none. */
struct duplicate_person {
    const char *name, *kana, *birth_on, *address, *phone, *mail, *mail_mobile, *mail_sub;
    unsigned pref;
    uint64_t company_id;
};

enum { DUPLICATE_KEYS = 7, DUPLICATE_HASH = 16 };
struct duplicate_key {
    unsigned kind;
    unsigned char hash[DUPLICATE_HASH];
};
/* The person's keys, each once; how many. */
size_t duplicate_keys(struct arena *arena, const struct duplicate_noun *noun, const struct duplicate_person *person,
                      struct duplicate_key keys[DUPLICATE_KEYS]);

/* Names, kana and addresses as they are compared: without width, case, spaces and hyphens of any kind, 高 for 髙, 1-2-3
   for 1丁目2番3号. For tests. */
const char *duplicate_name(struct arena *arena, const char *name);
const char *duplicate_address(struct arena *arena, const char *address, unsigned pref);

/* Store a record's keys and its pairs with the newest others of :org (so many for a key), in the transaction that
   writes the record itself. Nothing is written when the keys are the same. A pair that was parted (「別人として扱う」)
   stays so. */
MUST struct err *duplicate_put(struct db *db, const struct duplicate_noun *noun, uint64_t id,
                               const struct duplicate_person *person);
/* The same for n new records of one transaction, in a few statements. */
MUST struct err *duplicate_put_many(struct db *db, const struct duplicate_noun *noun, const uint64_t *ids,
                                    const struct duplicate_person *people, size_t n);

#endif
