/* How well a résumé fits a JOB (S3-07): a score of 0 to 100 with the reasons for it, the same from either side. Each
   rule gives all of its points, half of them or none; the score is what was given of all points there are. A value that
   is not known gives nothing.

   Lists come from bounded steps: the newest records of the same occupation and place, then of places and occupations
   near it, then those that have a rare word of the skills. At most so many candidates are looked at, the best of them
   kept. */
#ifndef MUSUBI_MATCH_H
#define MUSUBI_MATCH_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct db;

enum match_rule {
    MATCH_OCCUPATION,
    MATCH_PLACE,
    MATCH_SALARY,
    MATCH_SKILLS,
    MATCH_LICENCES,
    MATCH_KEYWORDS,
    MATCH_START,
    MATCH_RULES
};

struct match_conf {
    unsigned points[MATCH_RULES];
    unsigned soon_days; /* 入社可能日 within these: half the points */
    size_t candidates, keep;
    const char *today, *soon; /* "YYYY-MM-DD": today in Japan, and soon_days later */
};
/* now: UTC seconds. Texts on the arena. */
struct match_conf match_conf(struct arena *arena, const struct conf *conf, int64_t now);

struct match_reason {
    const char *key;   /* "occupation", "occupation_near" … : Text.match.<key> */
    unsigned points;   /* of match_conf.points */
    const char *words; /* what was found, "" for rules that compare codes */
};

struct match {
    uint64_t id;
    unsigned score;
    size_t nreason;
    struct match_reason reasons[MATCH_RULES];
};

/* ---- scoring ---- */

enum { MATCH_WORDS = 24 };
struct match_words {
    size_t n;
    const char *shown[MATCH_WORDS], *search[MATCH_WORDS];
};

/* A JOB, made ready to be compared with many résumés. */
struct match_job {
    unsigned occupation, pref;
    uint64_t salary_from, salary_to;
    struct match_words skills, licences, keywords;
};
/* Words of skills and licences are separated by 、 , ・ or lines; by spaces where there is none of these. Keywords are
   the runs of kanji, katakana and Latin letters of name and body that say something. */
void match_read_words(struct arena *arena, const char *text, struct match_words *out);
void match_read_keywords(struct arena *arena, const char *name, const char *body, struct match_words *out);

struct match_resume {
    unsigned occupation, pref;
    uint64_t salary_from;
    const char *search;       /* as words_of_resume() */
    const char *available_on; /* "YYYY-MM-DD" or "" */
};

void match_score(struct arena *arena, const struct match_conf *conf, const struct match_job *job,
                 const struct match_resume *resume, struct match *out);

/* Do two prefectures lie in one region? */
bool match_near(unsigned pref, unsigned other);

/* ---- lists ---- */

/* The struct of match_search (search.h), and what it is asked about. */
struct match_ask {
    uint64_t id;      /* the JOB or the résumé that the list began at */
    const char *q;    /* free words, all of them must be there; "" without */
    const char *pref; /* a prefecture or region; "" without */
    uint64_t least;   /* score */
};

struct match_list {
    struct match *v; /* best first, then the newer id; no two of the same id */
    size_t n;
    bool capped; /* there may be more that nobody looked at */
};

/* Of :org; MISSING when id is no record of it. */
MUST struct err *match_list_resumes(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                                    struct match_list *out);
/* Only open JOBs. */
MUST struct err *match_list_jobs(struct db *db, const struct match_conf *conf, const struct match_ask *ask,
                                 struct match_list *out);

#endif
