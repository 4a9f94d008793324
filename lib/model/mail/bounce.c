#include "model/mail/bounce.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = {"user", "host", "full", "size", "policy", "expired", "delayed", "other"};

const char *bounce_kind_name(enum bounce_kind kind)
{
    return names[kind];
}

/* RFC 3463 and the registry of RFC 5248, without the class. Vague: servers put it on everything, so it says little
   where their words or another code say more. Refusals by policy are soft: they are about our server or our text, and
   must not empty the address book. */
static const struct code {
    const char *detail;
    enum bounce_kind kind;
    bool hard, vague;
} codes[] = {
    {"1.0", BOUNCE_USER, false, true},     {"1.1", BOUNCE_USER, true, false},    {"1.2", BOUNCE_HOST, true, false},
    {"1.3", BOUNCE_USER, true, false},     {"1.4", BOUNCE_OTHER, false, false},  {"1.6", BOUNCE_USER, true, false},
    {"1.7", BOUNCE_POLICY, false, false}, /* about the sender, as is 1.8 */
    {"1.8", BOUNCE_POLICY, false, false},  {"1.10", BOUNCE_USER, true, false},   {"2.0", BOUNCE_OTHER, false, true},
    {"2.1", BOUNCE_USER, false, false},    {"2.2", BOUNCE_FULL, false, false},   {"2.3", BOUNCE_SIZE, false, false},
    {"3.0", BOUNCE_OTHER, false, true},    {"3.1", BOUNCE_FULL, false, false},   {"3.4", BOUNCE_SIZE, false, false},
    {"4.0", BOUNCE_OTHER, false, true},    {"4.1", BOUNCE_EXPIRED, false, true}, {"4.2", BOUNCE_EXPIRED, false, true},
    {"4.3", BOUNCE_HOST, false, true},     {"4.4", BOUNCE_HOST, true, false},    {"4.5", BOUNCE_EXPIRED, false, true},
    {"4.7", BOUNCE_EXPIRED, false, false}, {"5.0", BOUNCE_OTHER, false, true},   {"5.1", BOUNCE_OTHER, false, true},
    {"5.2", BOUNCE_OTHER, false, true},    {"6.0", BOUNCE_POLICY, false, true},  {"7.0", BOUNCE_POLICY, false, true},
    {"7.1", BOUNCE_POLICY, false, true},   {"0.0", BOUNCE_OTHER, false, true},
};

/* What words do beside the codes, and the words: bounce_words.def. */
enum weight { EXCUSE, SURE, GONE, HINT };

static const struct phrase {
    enum weight weight;
    enum bounce_kind kind;
    const char *words;
} phrases[] = {
#define WORDS(weight, kind, words) {weight, BOUNCE_##kind, words},
#include "model/mail/bounce_words.def"
#undef WORDS
};

/* When the refusal came. Lower case, found in any case. */
static const char *const early[] = {"reply to rcpt to", "after rcpt to",           "our rcpt to", "[rcpt_to]",
                                    ">>> rcpt to",      "does not like recipient", NULL};
static const char *const late[] = {
    "reply to end of data", "reply to data",     "after end of data",  "after data",      ">>> data <<< 5",
    ">>> data > <<< 5",     "smtp command data", "reply to mail from", "after mail from", NULL};

/* Characters that "*" may stand for; how much of a name is looked at: hostile texts cost no more than others. */
enum { GAP = 80, NAME = 255 };

static bool in_token(char c)
{
    return isalnum((unsigned char)c) || (c && strchr("._@+-/%?=&#~", c));
}

/* "blocked.See" is the end of a sentence and no host. */
static bool is_host_dot(const char *dot)
{
    bool sentence = islower((unsigned char)dot[-1]) && isupper((unsigned char)dot[1]);
    return *dot == '.' && isalnum((unsigned char)dot[-1]) && isalpha((unsigned char)dot[1]) && !sentence;
}

/* Is the character part of an address, a host name or a URL? */
static bool is_in_name(const char *text, const char *at)
{
    const char *from = at, *to = at;
    while (from > text && at - from < NAME && in_token(from[-1]))
        from--;
    while (to - at < NAME && in_token(*to))
        to++;
    for (const char *p = from; p < to; p++)
        if (*p == '@' || (*p == '/' && p[1] == '/') || (p > from && is_host_dot(p)))
            return true;
    return false;
}

/* strcasestr() depends on the locale and is not needed: words are lower case, folding is for ASCII. */
static const char *find(const char *text, const char *words, size_t n)
{
    for (const char *p = text; *p; p++)
        if (tolower((unsigned char)*p) == (unsigned char)*words && strncasecmp(p, words, n) == 0)
            return p;
    return NULL;
}

static bool follows(const char *text, const char *words)
{
    size_t n = strlen(words);
    for (const char *p = text; *p && *p != '\n' && p - text <= GAP; p++)
        if (strncasecmp(p, words, n) == 0)
            return true;
    return false;
}

static bool contains(const char *text, const char *words)
{
    const char *star = strchr(words, '*');
    size_t n = star ? (size_t)(star - words) : strlen(words);
    bool named = strpbrk(words, "./") != NULL;
    for (const char *at = text; (at = find(at, words, n)); at++)
        if ((named || !is_in_name(text, at)) && (!star || follows(at + n, star + 1)))
            return true;
    return false;
}

static const struct phrase *phrase_in(const char *text)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (contains(text, phrases[i].words))
            return &phrases[i];
    return NULL;
}

bool bounce_knows(const char *text)
{
    return phrase_in(text) != NULL;
}

static bool any_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (find(text, *words, strlen(*words)))
            return true;
    return false;
}

static size_t digits(const char *p, size_t most)
{
    size_t n = 0;
    while (n <= most && isdigit((unsigned char)p[n]))
        n++;
    return n >= 1 && n <= most ? n : 0;
}

static bool in_number(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == '_';
}

/* The next enhanced status code; the text behind it, NULL when there is none. */
static const char *next_status(const char *text, const char *p, char out[BOUNCE_STATUS])
{
    for (; *p; p++) {
        size_t subject, detail;
        if ((*p != '4' && *p != '5') || (p > text && in_number(p[-1])) || p[1] != '.' ||
            !(subject = digits(p + 2, 3)) || p[2 + subject] != '.' || !(detail = digits(p + 3 + subject, 3)))
            continue;
        const char *end = p + 3 + subject + detail;
        if (isalpha((unsigned char)*end) || (*end == '.' && isdigit((unsigned char)end[1])))
            continue;
        memcpy(out, p, (size_t)(end - p));
        out[end - p] = '\0';
        return end;
    }
    *out = '\0';
    return NULL;
}

bool bounce_find_status(const char *text, char out[BOUNCE_STATUS])
{
    return next_status(text, text, out) != NULL;
}

static const char *next_reply(const char *text, const char *p, unsigned *code)
{
    for (; *p; p++)
        if ((*p == '4' || *p == '5') && (p == text || !in_number(p[-1])) && digits(p, 3) == 3 &&
            strchr(" -\t:", p[3]) && p[1] <= '5') {
            *code = (unsigned)(p[0] - '0') * 100 + (unsigned)(p[1] - '0') * 10 + (unsigned)(p[2] - '0');
            return p + 3;
        }
    *code = 0;
    return NULL;
}

unsigned bounce_find_reply(const char *text)
{
    unsigned code;
    next_reply(text, text, &code);
    return code;
}

static const struct code *code_of(const char *status)
{
    static const struct code policy = {"7", BOUNCE_POLICY, false, false}, unknown = {"", BOUNCE_OTHER, false, true};
    if (!*status)
        return &unknown;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i].detail, status + 2) == 0)
            return &codes[i];
    return status[2] == '7' && status[3] == '.' ? &policy : &unknown;
}

/* ---- verdict ---- */

/* What all codes together say: of each sort the first. */
struct codes_said {
    const struct code *first, *soft, *hard; /* exact ones that are soft, and hard */
    const struct code *leaning;             /* vague, but against the mail more than against the address */
    bool passing, storage;                  /* a 4xx or 4.x.x; 552 */
};

static const struct code **sort_of(struct codes_said *said, const struct code *code)
{
    if (!code->vague)
        return code->hard ? &said->hard : &said->soft;
    return code->kind == BOUNCE_OTHER || code->kind == BOUNCE_USER ? NULL : &said->leaning;
}

static void read_codes(const char *text, struct codes_said *said)
{
    char status[BOUNCE_STATUS];
    unsigned reply;
    for (const char *p = text; (p = next_status(text, p, status));) {
        const struct code *code = code_of(status), **sort = sort_of(said, code);
        if (!said->first)
            said->first = code;
        if (sort && !*sort)
            *sort = code;
        said->passing = said->passing || *status == '4';
    }
    for (const char *p = text; (p = next_reply(text, p, &reply));) {
        said->passing = said->passing || reply / 100 == 4;
        said->storage = said->storage || reply == 552; /* RFC 5321: exceeded storage allocation */
    }
}

static void set(struct bounce *b, enum bounce_kind kind, bool hard)
{
    b->kind = kind;
    b->hard = hard;
}

/* Words that nobody is there. A mailbox that takes no mail (5.2.1) is said to be unknown by filters, too, and so is any
   by a server that took the address and refused the mail: Japanese carriers' filters do. */
static void weigh_gone(const struct phrase *phrase, const struct codes_said *codes, const struct bounce_report *report,
                       struct bounce *b)
{
    bool asked = any_of(report->diagnostic, early) || any_of(report->around, early);
    bool refused_late = any_of(report->diagnostic, late) || any_of(report->whole, late);
    if (codes->soft && (codes->soft->kind != BOUNCE_USER || !asked))
        set(b, codes->soft->kind, false);
    else
        set(b, codes->hard ? codes->hard->kind : phrase->kind,
            codes->hard || phrase->weight == SURE || phrase->kind != BOUNCE_USER || !refused_late);
}

static void weigh(const struct phrase *phrase, const struct codes_said *codes, const struct bounce_report *report,
                  struct bounce *b)
{
    if (phrase && phrase->weight == EXCUSE)
        set(b, phrase->kind, false);
    else if (phrase && phrase->weight != HINT)
        weigh_gone(phrase, codes, report, b);
    else if (codes->soft)
        set(b, codes->soft->kind, false);
    else if (phrase)
        set(b, phrase->kind, false);
    else if (codes->leaning)
        set(b, codes->leaning->kind, false);
    else if (codes->storage)
        set(b, BOUNCE_FULL, false);
    else if (codes->hard)
        set(b, codes->hard->kind, true);
    else
        set(b, codes->first ? codes->first->kind : BOUNCE_OTHER, false);
    if (codes->passing && b->kind == BOUNCE_OTHER)
        b->kind = BOUNCE_EXPIRED;
    b->hard = b->hard && !codes->passing;
}

/* What stands around can only take back that the address is gone. */
static void soften(const struct bounce_report *report, struct bounce *b)
{
    struct codes_said codes = {.first = NULL};
    const struct phrase *phrase = phrase_in(report->around);
    read_codes(report->around, &codes);
    if (phrase && phrase->weight == EXCUSE)
        set(b, phrase->kind, false);
    else if (codes.soft && codes.soft->kind != BOUNCE_USER)
        set(b, codes.soft->kind, false);
}

/* The first code that says the same as the verdict, or else the first exact one, or else the first. */
static void show_status(const struct bounce_report *report, struct bounce *b)
{
    const char *texts[] = {report->status, report->diagnostic, report->around};
    char status[BOUNCE_STATUS];
    int best = 0;
    *b->status = '\0';
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (const char *p = texts[i]; (p = next_status(texts[i], p, status));) {
            const struct code *code = code_of(status);
            int rank = code->kind == b->kind && code->hard == b->hard ? 3 : !code->vague ? 2 : 1;
            if (rank > best && (rank == 3 || texts[i] != report->around)) {
                best = rank;
                memcpy(b->status, status, sizeof status);
            }
        }
}

void bounce_judge(const struct bounce_report *report, struct bounce *out)
{
    struct codes_said codes = {.first = NULL};
    read_codes(report->status, &codes);
    read_codes(report->diagnostic, &codes);
    weigh(phrase_in(report->diagnostic), &codes, report, out);
    if (out->hard)
        soften(report, out);
    show_status(report, out);
}

void bounce_classify(const char *status, const char *diagnostic, struct bounce *out)
{
    bounce_judge(&(struct bounce_report){status, diagnostic, "", ""}, out);
}
