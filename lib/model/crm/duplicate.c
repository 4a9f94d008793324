#include "model/crm/duplicate.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "db/db.h"
#include "model/codes/codes.h"
#include "q_duplicate.h"
#include "text/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the keys are made of ---- */

enum part { NONE, MAIL, MAIL_MOBILE, MAIL_SUB, PHONE, NAME, KANA, BIRTH, ADDRESS, COMPANY, PARTS };

/* A key of this kind is one or two parts that are filled in; a kind may have several. */
struct duplicate_rule {
    unsigned kind; /* 0: the end */
    enum part a, b;
};

static const struct duplicate_rule resume_rules[] = {
    {1, MAIL, NONE},  {1, MAIL_MOBILE, NONE}, {1, MAIL_SUB, NONE}, {2, PHONE, NONE},
    {3, KANA, BIRTH}, {4, NAME, BIRTH},       {5, NAME, ADDRESS},  {0}};
static const struct duplicate_rule contact_rules[] = {
    {1, MAIL, NONE},  {1, MAIL_MOBILE, NONE}, {1, MAIL_SUB, NONE}, {2, NAME, PHONE},
    {3, KANA, PHONE}, {4, NAME, COMPANY},     {5, KANA, COMPANY},  {0}};

const struct duplicate_noun duplicate_resume = {
    "resume", {"mail", "phone", "kana_birth", "name_birth", "name_address"}, resume_rules};
const struct duplicate_noun duplicate_contact = {
    "contact", {"mail", "name_phone", "kana_phone", "name_company", "kana_company"}, contact_rules};

/* Others that a key is looked for in: one telephone may be that of a dormitory. */
enum { SAME_MAX = 20, PAIRS_MAX = DUPLICATE_KEYS * SAME_MAX };

/* ---- normal forms ---- */

struct variant {
    const char *from, *to;
};

static const char *replaced(struct arena *arena, const char *text, const struct variant *variants)
{
    struct buf out = buf_on(arena);
    while (*text) {
        const struct variant *v = variants;
        while (v->from && strncmp(text, v->from, strlen(v->from)) != 0)
            v++;
        if (v->from) {
            buf_add(&out, v->to);
            text += strlen(v->from);
        } else {
            buf_addc(&out, *text++);
        }
    }
    return out.len ? out.text : "";
}

/* Characters of names that people write now in one form, now in the other; NFKC leaves them as they are. */
static const struct variant name_variants[] = {
    {" ", ""},    {"・", ""},   {"-", ""},    {"髙", "高"}, {"﨑", "崎"}, {"嵜", "崎"}, {"齋", "斎"}, {"齊", "斎"},
    {"斉", "斎"}, {"邊", "辺"}, {"邉", "辺"}, {"澤", "沢"}, {"濱", "浜"}, {"濵", "浜"}, {"櫻", "桜"}, {"廣", "広"},
    {"國", "国"}, {"眞", "真"}, {"嶋", "島"}, {"嶌", "島"}, {"𠮷", "吉"}, {"德", "徳"}, {"惠", "恵"}, {"榮", "栄"},
    {"寬", "寛"}, {"龍", "竜"}, {"瀨", "瀬"}, {"冨", "富"}, {NULL, NULL}};

static const struct variant address_variants[] = {
    {" ", ""},  {"丁目", "-"}, {"番地", "-"}, {"番", "-"}, {"号室", ""}, {"号", ""},   {"‐", "-"},   {"‑", "-"},
    {"–", "-"}, {"—", "-"},    {"−", "-"},    {"―", "-"},  {"ー", "-"},  {"ヶ", "ケ"}, {"之", "ノ"}, {NULL, NULL}};

static const char *given(const char *text)
{
    return text ? text : "";
}

const char *duplicate_name(struct arena *arena, const char *name)
{
    return replaced(arena, text_search(arena, given(name)), name_variants);
}

const char *duplicate_address(struct arena *arena, const char *address, unsigned pref)
{
    const char *plain = text_search(arena, given(address)), *prefecture = codes_pref_name(pref);
    if (*prefecture && strncmp(plain, prefecture, strlen(prefecture)) == 0)
        plain += strlen(prefecture);
    char *text = arena_strdup(arena, replaced(arena, plain, address_variants));
    size_t n = 0;
    for (const char *p = text; *p; p++) /* 1丁目-2 is 1-2 */
        if (*p != '-' || (n && text[n - 1] != '-' && p[1]))
            text[n++] = *p;
    while (n && text[n - 1] == '-')
        n--;
    text[n] = '\0';
    return text;
}

static const char *digits(struct arena *arena, const char *text)
{
    struct buf out = buf_on(arena);
    for (const char *p = text_nfkc(arena, given(text)); *p; p++)
        if (*p >= '0' && *p <= '9')
            buf_addc(&out, *p);
    return out.len ? out.text : "";
}

/* ---- keys ---- */

static size_t add(struct arena *arena, struct duplicate_key *keys, size_t n, unsigned kind, const char *a,
                  const char *b)
{
    unsigned char hash[32];
    if (!*a || !*b)
        return n;
    const char *text = arena_printf(arena, "%u\n%s\n%s", kind, a, b);
    crypto_sha256(text, strlen(text), hash);
    for (size_t i = 0; i < n; i++)
        if (keys[i].kind == kind && memcmp(keys[i].hash, hash, DUPLICATE_HASH) == 0)
            return n;
    keys[n].kind = kind;
    memcpy(keys[n].hash, hash, DUPLICATE_HASH);
    return n + 1;
}

size_t duplicate_keys(struct arena *arena, const struct duplicate_noun *noun, const struct duplicate_person *person,
                      struct duplicate_key keys[DUPLICATE_KEYS])
{
    const char *const parts[PARTS] = {
        [NONE] = "-",
        [MAIL] = text_search(arena, given(person->mail)),
        [MAIL_MOBILE] = text_search(arena, given(person->mail_mobile)),
        [MAIL_SUB] = text_search(arena, given(person->mail_sub)),
        [PHONE] = digits(arena, person->phone),
        [NAME] = duplicate_name(arena, person->name),
        [KANA] = duplicate_name(arena, person->kana),
        [BIRTH] = digits(arena, person->birth_on),
        [ADDRESS] = duplicate_address(arena, person->address, person->pref),
        [COMPANY] = person->company_id ? arena_printf(arena, "%" PRIu64, person->company_id) : "",
    };
    size_t n = 0;
    for (const struct duplicate_rule *rule = noun->rules; rule->kind; rule++)
        n = add(arena, keys, n, rule->kind, parts[rule->a], parts[rule->b]);
    return n;
}

/* ---- storing ---- */

static bool has(struct arena *arena, const struct rows *stored, const struct duplicate_key *key)
{
    const char *hex = crypto_hex(arena, key->hash, DUPLICATE_HASH);
    for (size_t i = 0; i < stored->count; i++)
        if (rows_u64(stored, i, "_kind") == key->kind && strcasecmp(rows_text(stored, i, "_hash"), hex) == 0)
            return true;
    return false;
}

/* False: the stored keys are these already. */
static struct err *store_keys(struct db *db, const char *noun, uint64_t id, const struct duplicate_key *keys, size_t n,
                              bool *changed)
{
    struct rows *stored;
    TRY(q_duplicate_keys(db, noun, id, &stored));
    *changed = stored->count != n;
    for (size_t i = 0; i < n && !*changed; i++)
        *changed = !has(db_arena(db), stored, &keys[i]);
    if (!*changed)
        return NULL;
    struct q_duplicate_key_add_row *rows = arena_array(db_arena(db), n + 1, sizeof *rows);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct q_duplicate_key_add_row){noun, keys[i].kind, keys[i].hash, id};
    TRY(q_duplicate_keys_drop(db, noun, id, NULL));
    return q_duplicate_key_add(db, rows, n, NULL);
}

struct pairs {
    size_t n;
    struct q_duplicate_put_row v[PAIRS_MAX];
};

static void add_pair(struct pairs *pairs, const char *noun, uint64_t a, uint64_t b, unsigned kind)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    size_t i = 0;
    while (i < pairs->n && (pairs->v[i].low_id != low || pairs->v[i].high_id != high))
        i++;
    if (i == pairs->n)
        pairs->v[pairs->n++] = (struct q_duplicate_put_row){noun, low, high, 0};
    pairs->v[i].reasons |= DUPLICATE_BIT(kind);
}

static int by_ids(const void *a, const void *b)
{
    const struct q_duplicate_put_row *x = a, *y = b;
    if (x->low_id != y->low_id)
        return x->low_id < y->low_id ? -1 : 1;
    return x->high_id < y->high_id ? -1 : x->high_id > y->high_id;
}

/* In the order of ids, so that two writers wait for each other and never block for good. */
static struct err *store_pairs(struct db *db, const char *noun, uint64_t id, const struct duplicate_key *keys, size_t n)
{
    struct pairs *pairs = arena_alloc(db_arena(db), sizeof *pairs);
    pairs->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct rows *same;
        TRY(q_duplicate_same(db,
                             &(struct q_duplicate_same_args){
                                 .noun = noun, .kind = keys[i].kind, .hash = keys[i].hash, .id = id, .most = SAME_MAX},
                             &same));
        for (size_t k = 0; k < same->count; k++)
            add_pair(pairs, noun, id, rows_u64(same, k, "_id"), keys[i].kind);
    }
    qsort(pairs->v, pairs->n, sizeof *pairs->v, by_ids);
    TRY(q_duplicate_clear(db, noun, id, NULL));
    TRY(q_duplicate_clear_high(db, noun, id, NULL));
    return pairs->n ? q_duplicate_put(db, pairs->v, pairs->n, NULL) : NULL;
}

struct err *duplicate_put(struct db *db, const struct duplicate_noun *noun, uint64_t id,
                          const struct duplicate_person *person)
{
    struct duplicate_key keys[DUPLICATE_KEYS];
    size_t n = duplicate_keys(db_arena(db), noun, person, keys);
    bool changed;
    TRY(store_keys(db, noun->name, id, keys, n, &changed));
    return changed ? store_pairs(db, noun->name, id, keys, n) : NULL;
}

/* ---- many new ones ---- */

/* [[1,"a1b2…",5],…] */
static const char *keys_json(struct arena *arena, const struct q_duplicate_key_add_row *keys, size_t n)
{
    struct buf out = buf_on(arena);
    json_open(&out, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&out, '[');
        json_number(&out, keys[i].kind);
        json_text(&out, crypto_hex(arena, keys[i].hash, DUPLICATE_HASH));
        json_number(&out, keys[i].id);
        json_close(&out, ']');
    }
    json_close(&out, ']');
    return out.text;
}

static size_t keys_of_all(struct arena *arena, const struct duplicate_noun *noun, const uint64_t *ids,
                          const struct duplicate_person *people, size_t n, struct q_duplicate_key_add_row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct duplicate_key *keys = arena_array(arena, DUPLICATE_KEYS, sizeof *keys);
        size_t has = duplicate_keys(arena, noun, &people[i], keys);
        for (size_t k = 0; k < has; k++)
            rows[count++] = (struct q_duplicate_key_add_row){noun->name, keys[k].kind, keys[k].hash, ids[i]};
    }
    return count;
}

/* One row of each pair, with all its reasons. */
static size_t pairs_once(struct q_duplicate_put_row *v, size_t n)
{
    size_t kept = 0;
    qsort(v, n, sizeof *v, by_ids);
    for (size_t i = 0; i < n; i++)
        if (kept && by_ids(&v[kept - 1], &v[i]) == 0)
            v[kept - 1].reasons |= v[i].reasons;
        else
            v[kept++] = v[i];
    return kept;
}

struct err *duplicate_put_many(struct db *db, const struct duplicate_noun *noun, const uint64_t *ids,
                               const struct duplicate_person *people, size_t n)
{
    struct arena *arena = db_arena(db);
    struct rows *known, *same;
    struct q_duplicate_key_add_row *keys = arena_array(arena, n * DUPLICATE_KEYS + 1, sizeof *keys);
    size_t pairs = 0, count = keys_of_all(arena, noun, ids, people, n, keys);
    TRY(q_duplicate_key_add(db, keys, count, NULL));
    TRY(q_duplicate_known(db, noun->name, keys_json(arena, keys, count), &known));
    struct q_duplicate_put_row *v = arena_array(arena, known->count * SAME_MAX + 1, sizeof *v);
    for (size_t i = 0; i < known->count; i++) {
        const struct q_duplicate_key_add_row *key = &keys[rows_u64(known, i, "_n") - 1];
        TRY(q_duplicate_same(
            db,
            &(struct q_duplicate_same_args){
                .noun = noun->name, .kind = key->kind, .hash = key->hash, .id = key->id, .most = SAME_MAX},
            &same));
        for (size_t k = 0; k < same->count; k++) {
            uint64_t other = rows_u64(same, k, "_id");
            bool low = key->id < other;
            v[pairs++] = (struct q_duplicate_put_row){noun->name, low ? key->id : other, low ? other : key->id,
                                                      DUPLICATE_BIT(key->kind)};
        }
    }
    return q_duplicate_put(db, v, pairs_once(v, pairs), NULL);
}
