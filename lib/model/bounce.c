#include "bounce.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = {"user", "host", "full", "size", "policy", "expired", "delayed", "other"};

const char *bounce_kind_name(enum bounce_kind kind)
{
    return names[kind];
}

/* RFC 3463 and the registry of RFC 5248, without the class. Vague: servers put it on everything, so their words go
   first. Refusals by policy are soft: they are about our server or our text, and must not empty the address book. */
static const struct code {
    const char *detail;
    enum bounce_kind kind;
    bool hard, vague;
} codes[] = {
    {"1.0", BOUNCE_USER, false, true},     {"1.1", BOUNCE_USER, true, false},    {"1.2", BOUNCE_HOST, true, false},
    {"1.3", BOUNCE_USER, true, false},     {"1.4", BOUNCE_OTHER, false, false},  {"1.6", BOUNCE_USER, true, false},
    {"1.7", BOUNCE_POLICY, false, false}, /* about the sender, as is 1.8 */
    {"1.8", BOUNCE_POLICY, false, false},  {"1.10", BOUNCE_USER, true, false},   {"2.0", BOUNCE_OTHER, false, true},
    {"2.1", BOUNCE_USER, true, false},     {"2.2", BOUNCE_FULL, false, false},   {"2.3", BOUNCE_SIZE, false, false},
    {"3.0", BOUNCE_OTHER, false, true},    {"3.1", BOUNCE_FULL, false, false},   {"3.4", BOUNCE_SIZE, false, false},
    {"4.0", BOUNCE_OTHER, false, true},    {"4.1", BOUNCE_EXPIRED, false, true}, {"4.2", BOUNCE_EXPIRED, false, true},
    {"4.3", BOUNCE_HOST, false, true},     {"4.4", BOUNCE_HOST, true, false},    {"4.5", BOUNCE_EXPIRED, false, true},
    {"4.7", BOUNCE_EXPIRED, false, false}, {"5.0", BOUNCE_OTHER, false, true},   {"5.1", BOUNCE_OTHER, false, true},
    {"5.2", BOUNCE_OTHER, false, true},    {"6.0", BOUNCE_POLICY, false, true},  {"7.0", BOUNCE_POLICY, false, true},
    {"7.1", BOUNCE_POLICY, false, true},   {"0.0", BOUNCE_OTHER, false, true},
};

/* Words of servers, lower case, the first that is found decides: so the narrow ones stand before the wide ones. */
static const struct phrase {
    const char *words;
    enum bounce_kind kind;
    bool hard;
} phrases[] = {
    {"recipient address rejected: access denied", BOUNCE_USER, true}, /* Microsoft 365: not in the directory */
    {"greylist", BOUNCE_EXPIRED, false},
    {"over quota", BOUNCE_FULL, false},
    {"overquota", BOUNCE_FULL, false},
    {"quota exceed", BOUNCE_FULL, false},
    {"exceeded its quota", BOUNCE_FULL, false},
    {"exceeded storage", BOUNCE_FULL, false},
    {"out of storage", BOUNCE_FULL, false},
    {"insufficient system storage", BOUNCE_FULL, false},
    {"mailbox full", BOUNCE_FULL, false},
    {"mailbox is full", BOUNCE_FULL, false},
    {"mailbox for user is full", BOUNCE_FULL, false},
    {"mail box full", BOUNCE_FULL, false},
    {"mailbox exceed", BOUNCE_FULL, false},
    {"inbox is full", BOUNCE_FULL, false},
    {"受信トレイがいっぱい", BOUNCE_FULL, false},
    {"ボックスがいっぱい", BOUNCE_FULL, false},
    {"ボックスが一杯", BOUNCE_FULL, false},
    {"容量を超え", BOUNCE_FULL, false},
    {"容量超過", BOUNCE_FULL, false},
    {"空き容量", BOUNCE_FULL, false},
    {"message too large", BOUNCE_SIZE, false},
    {"message too big", BOUNCE_SIZE, false},
    {"message is too large", BOUNCE_SIZE, false},
    {"message size exceeds", BOUNCE_SIZE, false},
    {"message file too big", BOUNCE_SIZE, false},
    {"exceeds maximum", BOUNCE_SIZE, false},
    {"exceeds size limit", BOUNCE_SIZE, false},
    {"exceeded maximum message size", BOUNCE_SIZE, false},
    {"サイズが大きすぎ", BOUNCE_SIZE, false},
    {"サイズ制限", BOUNCE_SIZE, false},
    {"サイズの上限", BOUNCE_SIZE, false},
    {"host not found, try again", BOUNCE_EXPIRED, false}, /* the name server did not answer */
    {"host not found", BOUNCE_HOST, true},
    {"host unknown", BOUNCE_HOST, true},
    {"unknown host", BOUNCE_HOST, true},
    {"no such domain", BOUNCE_HOST, true},
    {"domain not found", BOUNCE_HOST, true},
    {"domain does not exist", BOUNCE_HOST, true},
    {"domain name not found", BOUNCE_HOST, true},
    {"couldn't find any host", BOUNCE_HOST, true},
    {"because the domain", BOUNCE_HOST, true},
    {"unrouteable mail domain", BOUNCE_HOST, true},
    {"null mx", BOUNCE_HOST, true},
    {"nxdomain", BOUNCE_HOST, true},
    {"ドメインが見つかり", BOUNCE_HOST, true},
    {"ドメインが存在", BOUNCE_HOST, true},
    {"ドメイン名が", BOUNCE_HOST, true},
    {"user unknown", BOUNCE_USER, true},
    {"unknown user", BOUNCE_USER, true},
    {"no such user", BOUNCE_USER, true},
    {"user not found", BOUNCE_USER, true},
    {"user doesn't exist", BOUNCE_USER, true},
    {"user doesn't have", BOUNCE_USER, true},
    {"does not exist", BOUNCE_USER, true},
    {"no such recipient", BOUNCE_USER, true},
    {"unknown recipient", BOUNCE_USER, true},
    {"invalid recipient", BOUNCE_USER, true},
    {"recipient not found", BOUNCE_USER, true},
    {"recipientnotfound", BOUNCE_USER, true},
    {"wasn't found at", BOUNCE_USER, true},
    {"address not found", BOUNCE_USER, true},
    {"address couldn't be found", BOUNCE_USER, true},
    {"unknown address", BOUNCE_USER, true},
    {"address unknown", BOUNCE_USER, true},
    {"unknown or illegal alias", BOUNCE_USER, true},
    {"unrouteable address", BOUNCE_USER, true},
    {"no mailbox here", BOUNCE_USER, true},
    {"not a valid mailbox", BOUNCE_USER, true},
    {"mailbox unavailable", BOUNCE_USER, true},
    {"mailbox not found", BOUNCE_USER, true},
    {"account is disabled", BOUNCE_USER, true},
    {"account disabled", BOUNCE_USER, true},
    {"account that you tried to reach is disabled", BOUNCE_USER, true},
    {"宛先不明", BOUNCE_USER, true},
    {"宛先が見つかり", BOUNCE_USER, true},
    {"宛先のメールアドレスが見つかり", BOUNCE_USER, true},
    {"アドレスが存在", BOUNCE_USER, true},
    {"存在しない", BOUNCE_USER, true},
    {"存在しません", BOUNCE_USER, true},
    {"spam", BOUNCE_POLICY, false},
    {"blocked", BOUNCE_POLICY, false},
    {"blacklist", BOUNCE_POLICY, false},
    {"blocklist", BOUNCE_POLICY, false},
    {"block list", BOUNCE_POLICY, false},
    {"policy", BOUNCE_POLICY, false},
    {"denied", BOUNCE_POLICY, false},
    {"not authorized", BOUNCE_POLICY, false},
    {"reputation", BOUNCE_POLICY, false},
    {"dmarc", BOUNCE_POLICY, false},
    {"virus", BOUNCE_POLICY, false},
    {"content rejected", BOUNCE_POLICY, false},
    {"message rejected", BOUNCE_POLICY, false},
    {"受信拒否", BOUNCE_POLICY, false},
    {"拒否", BOUNCE_POLICY, false},
    {"迷惑メール", BOUNCE_POLICY, false},
    {"timed out", BOUNCE_EXPIRED, false},
    {"retry timeout exceeded", BOUNCE_EXPIRED, false},
    {"retry time not reached", BOUNCE_EXPIRED, false},
    {"in the queue too long", BOUNCE_EXPIRED, false},
    {"queue too long", BOUNCE_EXPIRED, false},
    {"could not be delivered for", BOUNCE_EXPIRED, false},
    {"undeliverable for", BOUNCE_EXPIRED, false},
    {"message expired", BOUNCE_EXPIRED, false},
    {"delivery temporarily suspended", BOUNCE_EXPIRED, false},
    {"connection refused", BOUNCE_EXPIRED, false},
    {"connection was dropped", BOUNCE_EXPIRED, false},
    {"no route to host", BOUNCE_EXPIRED, false},
    {"応答がありません", BOUNCE_EXPIRED, false},
    {"接続できません", BOUNCE_EXPIRED, false},
};

/* strcasestr() depends on the locale and is not needed: phrases are lower case, folding is for ASCII. */
static bool contains(const char *text, const char *words)
{
    size_t n = strlen(words);
    for (const char *p = text; *p; p++)
        if (tolower((unsigned char)*p) == (unsigned char)*words && strncasecmp(p, words, n) == 0)
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

static size_t digits(const char *p, size_t most)
{
    size_t n = 0;
    while (n <= most && isdigit((unsigned char)p[n]))
        n++;
    return n >= 1 && n <= most ? n : 0;
}

static bool in_number(char c)
{
    return isalnum((unsigned char)c) || c == '.';
}

bool bounce_find_status(const char *text, char out[BOUNCE_STATUS])
{
    for (const char *p = text; *p; p++) {
        size_t subject, detail;
        if ((*p != '4' && *p != '5') || (p > text && in_number(p[-1])) || p[1] != '.' ||
            !(subject = digits(p + 2, 3)) || p[2 + subject] != '.' || !(detail = digits(p + 3 + subject, 3)))
            continue;
        const char *end = p + 3 + subject + detail;
        if (isalpha((unsigned char)*end) || (*end == '.' && isdigit((unsigned char)end[1])))
            continue;
        memcpy(out, p, (size_t)(end - p));
        out[end - p] = '\0';
        return true;
    }
    *out = '\0';
    return false;
}

unsigned bounce_find_reply(const char *text)
{
    for (const char *p = text; *p; p++)
        if ((*p == '4' || *p == '5') && (p == text || !in_number(p[-1])) && digits(p, 3) == 3 &&
            strchr(" -\t:", p[3]) && p[1] <= '5')
            return (unsigned)(p[0] - '0') * 100 + (unsigned)(p[1] - '0') * 10 + (unsigned)(p[2] - '0');
    return 0;
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

void bounce_classify(const char *status, const char *diagnostic, struct bounce *out)
{
    char said[BOUNCE_STATUS];
    const struct phrase *phrase;
    bounce_find_status(status, out->status);
    const struct code *code = code_of(out->status);
    /* Servers on the way often write 5.0.0 above the exact answer of the last one. */
    if (code->vague && bounce_find_status(diagnostic, said) && (!*out->status || !code_of(said)->vague)) {
        memcpy(out->status, said, sizeof said);
        code = code_of(said);
    }
    out->kind = code->kind;
    out->hard = code->hard;
    if (code->vague && (phrase = phrase_in(diagnostic))) {
        out->kind = phrase->kind;
        out->hard = phrase->hard;
    }
    unsigned reply = bounce_find_reply(diagnostic);
    bool passing = *out->status ? *out->status == '4' : reply / 100 == 4;
    if (passing && out->kind == BOUNCE_OTHER)
        out->kind = BOUNCE_EXPIRED;
    if (out->kind == BOUNCE_OTHER && reply == 552)
        out->kind = BOUNCE_FULL; /* RFC 5321: exceeded storage allocation */
    out->hard = out->hard && !passing;
}
