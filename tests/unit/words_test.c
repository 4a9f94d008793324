/* What résumés are found by, without a database: texts, grams, sets (S3-03). */
#include "base/arena.h"
#include "model/search/words_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void test_text_has_all_fields(void **state)
{
    struct arena *arena = *state;
    const struct words_resume in = {.name = "佐藤 健太",
                                    .kana = "サトウ ケンタ",
                                    .mail = "Sato@example.jp",
                                    .career = "ＡＷＳを\n3年",
                                    .pref = 13,
                                    .occupation = 101};
    const char *text = words_of_resume(arena, &in);
    static const char *const parts[] = {"佐藤 健太", "佐藤健太", "サトウケンタ", "sato@example.jp",
                                        "awsヲ 3年", "東京都",   "介護職員"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(strstr(text, parts[i]));
}

static void test_grams_are_pairs_and_units(void **state)
{
    struct arena *arena = *state;
    size_t n;
    const uint32_t *grams = words_grams(arena, "介護 介", &n);
    assert_int_equal(n, 3);
    assert_int_equal(grams[0], 0x4ecb);
    assert_int_equal(grams[1], 0x8b77);
    assert_int_equal(grams[2], 0x4ecb8b77);
    grams = words_grams(arena, "𠮷", &n); /* two units */
    assert_int_equal(n, 3);
    assert_int_equal(grams[2], 0xd842dfb7);
    words_grams(arena, "", &n);
    assert_int_equal(n, 0);
}

static struct words_set set_of(struct arena *arena, const uint64_t *ids, size_t count)
{
    struct words_set set = {arena_array(arena, count + 1, sizeof *set.v), 0, count};
    for (size_t i = 0; i < count; i++) {
        if (!set.n || set.v[set.n - 1].block != ids[i] / WORDS_BLOCK)
            set.v[set.n++].block = ids[i] / WORDS_BLOCK;
        set.v[set.n - 1].bits[ids[i] % WORDS_BLOCK / 64] |= 1ULL << ids[i] % 64;
    }
    return set;
}

static void test_sets_meet(void **state)
{
    struct arena *arena = *state;
    const uint64_t a[] = {1, 63, 64, 4095, 4096, 9000, 50000}, b[] = {0, 63, 4095, 4097, 9000, 60000};
    struct words_set x = set_of(arena, a, 7), y = set_of(arena, b, 6);
    uint64_t ids[10];
    words_meet(&x, &y);
    assert_int_equal(x.count, 3);
    assert_int_equal(words_ids(&x, 0, ids, 10), 3);
    assert_true(ids[0] == 63 && ids[1] == 4095 && ids[2] == 9000);
    assert_int_equal(words_ids(&x, 63, ids, 10), 2);
    assert_int_equal(words_ids(&x, 0, ids, 1), 1);
    assert_true(words_has(&x, 9000) && words_has(&x, 63));
    assert_false(words_has(&x, 64) || words_has(&x, 4096) || words_has(&x, 50000) || words_has(&x, 1ULL << 40));
}

static unsigned char *unhex(struct arena *arena, const char *text, size_t *len)
{
    *len = strlen(text) / 2;
    unsigned char *out = arena_alloc(arena, *len + 1);
    for (size_t i = 0; i < *len; i++) {
        char pair[3] = {text[2 * i], text[2 * i + 1], '\0'};
        out[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return out;
}

/* Lists below the limit, bitmaps from there on, and both mean the same. */
static void test_stored_forms(void **state)
{
    struct arena *arena = *state;
    static const size_t counts[] = {0, 1, WORDS_LIST_FULL / 2 - 1, WORDS_LIST_FULL / 2, WORDS_BLOCK};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        uint16_t numbers[WORDS_BLOCK];
        struct words_block block = {0};
        size_t len, found = 0;
        for (size_t i = 0; i < counts[c]; i++)
            numbers[i] = (uint16_t)((i * 4093) % WORDS_BLOCK);
        const unsigned char *bits = unhex(arena, words_bits(arena, numbers, counts[c]), &len);
        assert_int_equal(len, counts[c] * 2 < WORDS_LIST_FULL ? counts[c] * 2 : WORDS_BITMAP);
        words_merge(&block, bits, len);
        for (size_t i = 0; i < WORDS_BLOCK / 64; i++)
            found += (size_t)__builtin_popcountll(block.bits[i]);
        assert_int_equal(found, counts[c]);
        for (size_t i = 0; i < counts[c]; i++)
            assert_true(block.bits[numbers[i] / 64] >> numbers[i] % 64 & 1);
        bits = unhex(arena, words_bitmap(arena, &block), &len);
        struct words_block again = {0};
        words_merge(&again, bits, len);
        assert_memory_equal(again.bits, block.bits, sizeof block.bits);
    }
}

static void test_sample_is_spread(void **state)
{
    struct arena *arena = *state;
    uint64_t all[3000], ids[100];
    for (size_t i = 0; i < 3000; i++)
        all[i] = 7 + i * 11;
    struct words_set set = set_of(arena, all, 3000);
    assert_int_equal(words_spread(&set, ids, 100), 100);
    assert_true(ids[0] == all[0] && ids[99] > all[2900]);
    set = set_of(arena, all, 5);
    assert_int_equal(words_spread(&set, ids, 100), 5);
}

static bool folded(const unsigned char *bits, size_t n, uint64_t id)
{
    return bits[id % (8 * n) / 8] >> id % 8 & 1;
}

static void test_sets_fold(void **state)
{
    struct arena *arena = *state;
    const uint64_t near[] = {5000000, 5000001, 5004095, 5070000}, far[] = {3, 1ULL << 21, 9000000};
    struct words_set set = set_of(arena, near, 4);
    size_t n, hits = 0;
    const unsigned char *bits = words_fold(arena, &set, &n);
    for (uint64_t id = 4999000; id < 5090000; id++)
        if (folded(bits, n, id))
            assert_true(words_has(&set, id) && ++hits);
    assert_int_equal(hits, 4);
    set = set_of(arena, far, 3);
    bits = words_fold(arena, &set, &n);
    assert_int_equal(n, 1 << 18);
    for (size_t i = 0; i < 3; i++)
        assert_true(folded(bits, n, far[i]));
    assert_true(folded(bits, n, 3 + (1ULL << 21)) && !folded(bits, n, 4));
}

static void test_sets_keep(void **state)
{
    struct arena *arena = *state;
    const uint64_t all[] = {1, 63, 64, 4095, 4096, 9000, 50000}, some[] = {63, 9000, 50000};
    struct words_set set = set_of(arena, all, 7);
    words_keep(&set, some, 3);
    assert_int_equal(set.count, 3);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(words_has(&set, all[i]), i == 1 || i > 4);
    words_keep(&set, some, 0);
    assert_false(words_has(&set, 63) || set.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text_has_all_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_grams_are_pairs_and_units, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sets_meet, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stored_forms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sample_is_spread, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sets_fold, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sets_keep, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
