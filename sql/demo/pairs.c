/* 重複の確認: pairs of what has keys by now. */
#include "demo.h"

#include "model/crm/duplicate.h"
#include "q_demo.h"

#include <string.h>

/* In parts by the first byte of the hash: one statement over a million keys would take too long for one. */
static struct err *find_pairs(struct demo *demo, uint64_t org, const char *noun, uint64_t kind)
{
    enum { PARTS = 16, WIDE = 256 / PARTS };
    for (unsigned part = 0; part < PARTS; part++) {
        unsigned char low[DUPLICATE_HASH] = {(unsigned char)(part * WIDE)}, high[DUPLICATE_HASH];
        memset(high, 0xFF, sizeof high);
        high[0] = (unsigned char)(part * WIDE + WIDE - 1);
        TRY(db_begin(demo->db));
        TRY(q_demo_pairs(
            demo->db,
            &(struct q_demo_pairs_args){
                .org_id = org, .noun = noun, .kind = kind, .low = low, .high = high, .at = demo_time(demo, 0)},
            NULL));
        TRY(db_commit(demo->db));
    }
    return NULL;
}

struct err *demo_pairs(struct demo *demo)
{
    static const struct duplicate_noun *const nouns[] = {&duplicate_resume, &duplicate_contact};
    for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++)
        for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
            for (uint64_t kind = 1; kind <= DUPLICATE_KINDS; kind++)
                TRY(find_pairs(demo, org, nouns[i]->name, kind));
    return NULL;
}
