#include "model/crm/match.h"

#include "base/arena.h"
#include "base/day.h"
#include "conf/conf.h"
#include "model/codes/codes.h"
#include "text/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { KEYWORDS_WANTED = 3, WORDS_SHOWN = 4 };

/* ---- configuration ---- */

static const char *sql(struct arena *arena, struct day day)
{
    char text[11];
    day_sql(day, text);
    return arena_strdup(arena, text);
}

struct match_conf match_conf(struct arena *arena, const struct conf *conf, int64_t now)
{
    static const char *const keys[MATCH_RULES] = {[MATCH_OCCUPATION] = "match.occupation",
                                                  [MATCH_PLACE] = "match.place",
                                                  [MATCH_SALARY] = "match.salary",
                                                  [MATCH_SKILLS] = "match.skills",
                                                  [MATCH_LICENCES] = "match.licences",
                                                  [MATCH_KEYWORDS] = "match.keywords",
                                                  [MATCH_START] = "match.start"};
    struct match_conf out = {.candidates = (size_t)conf_int(conf, "match.candidates"),
                             .keep = (size_t)conf_int(conf, "match.keep"),
                             .soon_days = (unsigned)conf_int(conf, "match.soon_days")};
    for (int i = 0; i < MATCH_RULES; i++)
        out.points[i] = (unsigned)conf_int(conf, keys[i]);
    struct day today = day_of((time_t)now);
    out.today = sql(arena, today);
    out.soon = sql(arena, day_add(today, (int)out.soon_days));
    return out;
}

/* ---- words ---- */

static void add_word(struct arena *arena, struct match_words *words, const char *text, size_t len)
{
    const char *shown = text_line(arena, arena_strndup(arena, text, len));
    const char *search = text_search(arena, shown);
    if (!*search || words->n == MATCH_WORDS)
        return;
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(words->search[i], search) == 0)
            return;
    words->shown[words->n] = shown;
    words->search[words->n++] = search;
}

/* Length of the separator that text begins with, 0: none. */
static size_t separator(const char *text, bool spaces)
{
    static const char *const marks[] = {"、", "・", ",", "\n", ";"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return spaces && *text == ' ';
}

void match_read_words(struct arena *arena, const char *text, struct match_words *out)
{
    const char *all = text_nfkc(arena, text), *from = all;
    bool spaces = true;
    *out = (struct match_words){0};
    for (const char *p = all; *p; p++)
        spaces = spaces && !separator(p, false);
    for (const char *p = all; *p;) {
        size_t len = separator(p, spaces);
        if (len)
            add_word(arena, out, from, (size_t)(p - from));
        p += len ? len : 1;
        from = len ? p : from;
    }
    add_word(arena, out, from, strlen(from));
}

enum script { OTHER, KANJI, KATAKANA, LATIN };

static enum script script_at(const char *p, size_t *len)
{
    const unsigned char *u = (const unsigned char *)p;
    *len = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    if (*len == 1)
        return isalnum(u[0]) || u[0] == '+' || u[0] == '#' ? LATIN : OTHER;
    if (*len != 3)
        return OTHER;
    unsigned code = (u[0] & 0xFu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
    if ((code >= 0x4E00 && code <= 0x9FFF) || code == 0x3005)
        return KANJI;
    return (code >= 0x30A1 && code <= 0x30FA) || code == 0x30FC ? KATAKANA : OTHER;
}

/* What every advertisement says tells nothing about the work. */
static bool says_nothing(const char *word)
{
    static const char *const empty[] = {
        "株式会社", "有限会社", "社会保険", "社会保険完備", "交通費", "交通費支給", "賞与年", "最寄",   "徒歩",
        "募集",     "仕事",     "業務",     "担当",         "以上",   "可能",       "経験",   "経験者", "未経験",
        "正社員",   "勤務",     "管理",     "作成",         "対応",   "給与",       "年収"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (strcmp(empty[i], word) == 0)
            return true;
    return false;
}

static void add_run(struct arena *arena, struct match_words *out, const char *from, size_t bytes, enum script script)
{
    size_t least = script == KANJI ? 6 : script == KATAKANA ? 9 : 3; /* two kanji, three katakana, three letters */
    char *word = arena_strndup(arena, from, bytes);
    if (script != OTHER && bytes >= least && !says_nothing(word))
        add_word(arena, out, word, bytes);
}

void match_read_keywords(struct arena *arena, const char *name, const char *body, struct match_words *out)
{
    const char *all = text_nfkc(arena, arena_printf(arena, "%s\n%s", name, body)), *from = all, *p = all;
    enum script now = OTHER;
    *out = (struct match_words){0};
    while (*p && out->n < MATCH_WORDS) {
        size_t len;
        enum script script = script_at(p, &len);
        if (script != now) {
            add_run(arena, out, from, (size_t)(p - from), now);
            from = p;
            now = script;
        }
        p += len;
    }
    add_run(arena, out, from, (size_t)(p - from), now);
}

/* Latin words count only as a whole: Go is not in Google. */
static bool is_in(const char *text, const char *word)
{
    size_t len = strlen(word);
    bool head = isalnum((unsigned char)word[0]), tail = isalnum((unsigned char)word[len - 1]);
    for (const char *at = text; (at = strstr(at, word)); at++)
        if ((!head || at == text || !isalnum((unsigned char)at[-1])) && (!tail || !isalnum((unsigned char)at[len])))
            return true;
    return false;
}

/* How many of the words are in text; the first few of them for people. */
static size_t words_in(struct arena *arena, const struct match_words *words, const char *text, const char **shown)
{
    struct buf buf = buf_on(arena);
    size_t n = 0;
    for (size_t i = 0; i < words->n; i++) {
        if (!is_in(text, words->search[i]))
            continue;
        if (n++ < WORDS_SHOWN)
            buf_addf(&buf, "%s%s", buf.len ? "、" : "", words->shown[i]);
    }
    *shown = buf.len ? buf.text : "";
    return n;
}

/* ---- rules ---- */

struct scoring {
    struct arena *arena;
    const struct match_conf *conf;
    const struct match_job *job;
    const struct match_resume *resume;
    struct match *out;
};

/* part of whole of the rule's points. */
static void give(struct scoring *s, enum match_rule rule, const char *key, size_t part, size_t whole, const char *words)
{
    unsigned points = whole ? (unsigned)(s->conf->points[rule] * part / whole) : 0;
    if (points)
        s->out->reasons[s->out->nreason++] = (struct match_reason){key, points, words};
}

static void occupation(struct scoring *s)
{
    unsigned a = s->job->occupation, b = s->resume->occupation;
    if (a && a == b)
        give(s, MATCH_OCCUPATION, "occupation", 1, 1, "");
    else if (a && b && a / 100 == b / 100) /* codes.h: occupations are numbered by group */
        give(s, MATCH_OCCUPATION, "occupation_near", 1, 2, "");
}

static bool has_code(const char *list, unsigned code)
{
    for (char *end; *list; list = *end ? end + 1 : end)
        if (strtoul(list, &end, 10) == code)
            return true;
    return false;
}

bool match_near(unsigned pref, unsigned other)
{
    static const char *const regions[] = {"tohoku", "kanto", "chubu", "tokai", "kinki", "chugoku", "shikoku", "kyushu"};
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (has_code(codes_region(regions[i]), pref) && has_code(codes_region(regions[i]), other))
            return true;
    return false;
}

static void place(struct scoring *s)
{
    unsigned a = s->job->pref, b = s->resume->pref;
    if (a && a == b)
        give(s, MATCH_PLACE, "place", 1, 1, "");
    else if (a && b && match_near(a, b))
        give(s, MATCH_PLACE, "place_near", 1, 2, "");
}

/* The JOB pays what is hoped for, or a tenth less. */
static void salary(struct scoring *s)
{
    uint64_t pays = s->job->salary_to > s->job->salary_from ? s->job->salary_to : s->job->salary_from;
    uint64_t hoped = s->resume->salary_from;
    if (!pays || !hoped)
        return;
    if (pays >= hoped)
        give(s, MATCH_SALARY, "salary", 1, 1, "");
    else if (pays * 10 >= hoped * 9)
        give(s, MATCH_SALARY, "salary_near", 1, 2, "");
}

static void words(struct scoring *s, enum match_rule rule, const char *key, const struct match_words *asked,
                  size_t enough)
{
    const char *shown;
    size_t n = words_in(s->arena, asked, s->resume->search, &shown);
    give(s, rule, key, n < enough ? n : enough, enough, shown);
}

static void start(struct scoring *s)
{
    const char *on = s->resume->available_on;
    if (*on && strcmp(on, s->conf->today) <= 0)
        give(s, MATCH_START, "start", 1, 1, "");
    else if (*on && strcmp(on, s->conf->soon) <= 0)
        give(s, MATCH_START, "start_soon", 1, 2, "");
}

void match_score(struct arena *arena, const struct match_conf *conf, const struct match_job *job,
                 const struct match_resume *resume, struct match *out)
{
    struct scoring s = {arena, conf, job, resume, out};
    unsigned given = 0, all = 0;
    out->nreason = 0;
    occupation(&s);
    place(&s);
    salary(&s);
    words(&s, MATCH_SKILLS, "skills", &job->skills, job->skills.n);
    words(&s, MATCH_LICENCES, "licences", &job->licences, job->licences.n);
    words(&s, MATCH_KEYWORDS, "keywords", &job->keywords, KEYWORDS_WANTED);
    start(&s);
    for (size_t i = 0; i < out->nreason; i++)
        given += out->reasons[i].points;
    for (int i = 0; i < MATCH_RULES; i++)
        all += conf->points[i];
    out->score = all ? given * 100 / all : 0;
}
