/* What people work at: the pieces that careers, wishes and JOBs are written from, a group of occupations at a time. */
#ifndef DEMO_TRADES_H
#define DEMO_TRADES_H

/* lists end with NULL */
struct trade_group {
    unsigned code; /* hundreds of the occupation codes */
    unsigned industry;
    const char *const *employers; /* %s: an invented proper name */
    const char *const *sites;     /* 特別養護老人ホーム(定員80名) */
    const char *const *tasks;     /* 〜を担当 */
    const char *const *feats;     /* whole sentences */
    const char *const *tools;     /* skills, also in the list of skills */
    const char *const *licences;
    const char *const *wishes; /* whole sentences */
};

struct trade {
    unsigned code;    /* lib/model/codes/codes.h */
    const char *work; /* what mainly */
    unsigned pay;     /* usual 年収 in 万円 */
    unsigned share;   /* how often */
};

extern const struct trade trades[];
extern const unsigned trades_count;
const struct trade_group *trade_group(unsigned code);

/* Words of proper names, of qualities, of private life: the same for all. */
extern const char *const trade_names[];
extern const unsigned trade_names_count;
extern const char *const trade_reasons[];
extern const char *const trade_strengths[];
extern const char *const trade_conditions[];
extern const char *const trade_hobbies[];
extern const char *const trade_notes[];

unsigned trade_len(const char *const *list);

#endif
