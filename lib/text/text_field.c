/* Values with a form of their own: フリガナ, mail addresses, telephone numbers, postal codes, dates, numbers. People
   type them with any width, any dash and any space; what is stored has one form, so that equal values are equal
   texts. */
#include "text/text.h"

#include "base/arena.h"
#include "base/day.h"
#include "text/text_norm.h"
#include "text/text_utf8.h"

#include <stdio.h>
#include <string.h>

/* NFKC with the spaces tidied. */
static char *narrow(struct arena *arena, const char *text)
{
    struct codes codes = norm_codes(arena, text, NORM_NFKC);
    norm_spaces(&codes);
    return norm_text(arena, &codes);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_alnum(char c)
{
    return is_digit((unsigned char)c) || (c >= 'a' && c <= 'z');
}

char *text_kana(struct arena *arena, const char *text)
{
    struct codes codes = norm_codes(arena, text, NORM_KANA);
    norm_spaces(&codes);
    for (size_t i = 0; i < codes.n; i++) {
        int32_t c = codes.code[i];
        if (!((c >= 0x30A1 && c <= 0x30F6) || (c >= 0x30F7 && c <= 0x30FA) || c == 0x30FC || c == 0x30FB || c == ' '))
            return NULL;
    }
    return norm_text(arena, &codes);
}

/* atext of RFC 5322 and dots. RFC 5321 wants single dots inside; docomo and au long gave out "a..b." and these
   addresses receive mail, so only a leading dot is refused. */
static bool mail_local(const char *local, size_t len)
{
    if (len == 0 || len > 64 || local[0] == '.')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!is_alnum(local[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", local[i]))
            return false;
    }
    return true;
}

/* Host name of RFC 1123 with at least one dot; the last label has a letter, so that it is no IP address. */
static bool mail_domain(const char *domain)
{
    size_t label = 0, dots = 0;
    bool letter = false;
    for (const char *c = domain; *c; c++) {
        if (*c == '.') {
            if (label == 0 || c[-1] == '-')
                return false;
            dots++;
            label = 0;
            letter = false;
            continue;
        }
        if ((!is_alnum(*c) && *c != '-') || (label == 0 && *c == '-') || ++label > 63)
            return false;
        letter = letter || (*c >= 'a' && *c <= 'z');
    }
    return dots > 0 && label > 1 && letter && domain[strlen(domain) - 1] != '-';
}

char *text_mail(struct arena *arena, const char *text)
{
    char *mail = narrow(arena, text);
    size_t len = strlen(mail);
    if (len > 254)
        return NULL;
    for (char *c = mail; *c; c++) {
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7F)
            return NULL;
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 'a' - 'A');
    }
    const char *at = strchr(mail, '@');
    return at && !strchr(at + 1, '@') && mail_local(mail, (size_t)(at - mail)) && mail_domain(at + 1) ? mail : NULL;
}

/* A number as its digits and where it was divided. */
struct digits {
    char digit[16];
    size_t n;
    size_t group[4]; /* digits before each of the first divisions */
    size_t groups;
};

static void divide(struct digits *d)
{
    if (d->n == 0 || (d->groups > 0 && d->groups <= 4 && d->group[d->groups - 1] == d->n))
        return;
    if (d->groups < 4)
        d->group[d->groups] = d->n;
    d->groups++;
}

/* Digits, hyphens of every kind, brackets, dots and spaces; false for anything else and for more than 15 digits. */
static bool digits_read(struct arena *arena, const char *text, struct digits *d)
{
    const char *at = narrow(arena, text);
    memset(d, 0, sizeof *d);
    for (uint32_t code; (code = utf8_next(&at));) {
        if (is_digit(code)) {
            if (d->n == sizeof d->digit - 1)
                return false;
            d->digit[d->n++] = (char)code;
        } else if (code_is_hyphen(code) || code == ' ' || code == '(' || code == ')' || code == '.') {
            divide(d);
        } else if (code != '+' || d->n > 0) {
            return false;
        }
    }
    return true;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* +81 3 … is 03 …; the 0 that some leave in, +81 (0)3, is not doubled. */
static bool phone_national(struct arena *arena, const char *text, struct digits *d)
{
    const char *start = narrow(arena, text);
    if (!digits_read(arena, start, d))
        return false;
    if (!strchr(start, '+'))
        return true;
    if (!begins(d->digit, "81"))
        return false;
    struct digits rest = {.groups = 0};
    if (d->digit[2] != '0')
        rest.digit[rest.n++] = '0';
    size_t shift = 2 - rest.n;
    memcpy(rest.digit + rest.n, d->digit + 2, d->n - 2);
    rest.n = d->n - shift;
    for (size_t i = 0; i < d->groups && i < 4; i++) {
        if (d->group[i] > shift + 1)
            rest.group[rest.groups++] = d->group[i] - shift;
    }
    *d = rest;
    return true;
}

static char *phone_join(struct arena *arena, const char *digit, size_t first, size_t second)
{
    return arena_printf(arena, "%.*s-%.*s-%s", (int)first, digit, (int)second, digit + first, digit + first + second);
}

/* Numbering plan (総務省 電気通信番号計画): 11 digits for mobile and IP telephones and 0800, 10 for the rest. Area
   codes have two to five digits; where they end is known from the hyphens given, without a table only for 03 and 06. */
char *text_phone(struct arena *arena, const char *text)
{
    struct digits d;
    if (!phone_national(arena, text, &d) || d.digit[0] != '0')
        return NULL;
    const char *n = d.digit;
    bool eleven = n[2] == '0' && n[1] >= '5' && n[1] <= '9';
    if (d.n == 11 && eleven)
        return begins(n, "0800") ? phone_join(arena, n, 4, 3) : phone_join(arena, n, 3, 4);
    if (d.n != 10 || eleven || n[1] == '0' || begins(n, "010") || begins(n, "020"))
        return NULL;
    if (begins(n, "0120") || begins(n, "0570") || begins(n, "0990"))
        return phone_join(arena, n, 4, 3);
    if (d.groups == 2 && d.group[1] == 6 && d.group[0] >= 2 && d.group[0] <= 5)
        return phone_join(arena, n, d.group[0], 6 - d.group[0]);
    if (begins(n, "03") || begins(n, "06"))
        return phone_join(arena, n, 2, 4);
    return arena_strdup(arena, n);
}

/* What the numbering plan gives to mobile telephones. 0800 is free of charge and no such number. */
bool text_is_mobile(const char *phone)
{
    static const char *const heads[] = {"060", "070", "080", "090"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins(phone, heads[i]))
            return !begins(phone, "0800");
    return false;
}

char *text_zip(struct arena *arena, const char *text)
{
    struct digits d;
    const char *at = narrow(arena, text);
    if (begins(at, "〒"))
        at += strlen("〒");
    if (strchr(at, '+') || !digits_read(arena, at, &d) || d.n != 7)
        return NULL;
    if (d.groups > 1 || (d.groups == 1 && d.group[0] != 3))
        return NULL;
    return arena_printf(arena, "%.3s-%s", d.digit, d.digit + 3);
}

/* At most `most` digits from *at, at least one. */
static bool date_number(const char **at, size_t most, unsigned *number)
{
    size_t n = 0;
    for (*number = 0; n < most && is_digit((unsigned char)**at); n++, (*at)++)
        *number = *number * 10 + (unsigned)(**at - '0');
    return n > 0;
}

static bool date_sign(const char **at, const char *sign)
{
    if (!begins(*at, sign))
        return false;
    *at += strlen(sign);
    return true;
}

/* What divides year, month and day: the same sign twice, or 年 月 日, or nothing between eight digits. */
static bool date_read(const char *at, unsigned *year, unsigned *month, unsigned *day)
{
    if (strspn(at, "0123456789") == 8)
        return date_number(&at, 4, year) && date_number(&at, 2, month) && date_number(&at, 2, day) && !*at;
    if (strspn(at, "0123456789") != 4 || !date_number(&at, 4, year))
        return false;
    if (date_sign(&at, "年"))
        return date_number(&at, 2, month) && date_sign(&at, "月") && date_number(&at, 2, day) && date_sign(&at, "日") &&
               !*at;
    char sign[2] = {*at, '\0'};
    return *at && strchr("/-.", *at) && date_sign(&at, sign) && date_number(&at, 2, month) && date_sign(&at, sign) &&
           date_number(&at, 2, day) && !*at;
}

/* Spaces out, dashes to hyphens; NULL beyond the longest form. */
static char *date_tidy(struct arena *arena, const char *text)
{
    const char *at = narrow(arena, text);
    char tidy[32];
    size_t n = 0;
    for (uint32_t code; (code = utf8_next(&at));) {
        if (n + 4 >= sizeof tidy)
            return NULL;
        if (code != ' ')
            n += utf8_put(tidy + n, code_is_hyphen(code) ? '-' : code);
    }
    return arena_strndup(arena, tidy, n);
}

char *text_date(struct arena *arena, const char *text)
{
    unsigned year, month, day;
    char *tidy = date_tidy(arena, text);
    if (!tidy || !date_read(tidy, &year, &month, &day))
        return NULL;
    if (year < 1900 || year > 2199 || !day_exists((struct day){(int)year, (int)month, (int)day}))
        return NULL;
    return arena_printf(arena, "%04u-%02u-%02u", year, month, day);
}

/* Full-width digits and comma stand at a fixed distance from ASCII; no arena is needed. */
bool text_int(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    size_t digits = 0, since_comma = 0;
    bool commas = false, ended = false;
    for (uint32_t code; (code = utf8_next(&text));) {
        if (code > 0xFF00 && code < 0xFF5F)
            code -= 0xFEE0;
        if (code_is_space(code)) {
            ended = digits > 0;
            continue;
        }
        if (ended)
            return false;
        if (code == ',') { /* 1,234,567 and no other: 1,5 may be one and a half to who typed it */
            if (digits == 0 || since_comma > 3 || (commas && since_comma != 3))
                return false;
            commas = true;
            since_comma = 0;
            continue;
        }
        if (!is_digit(code) || ++digits > 18)
            return false;
        since_comma++;
        sum = sum * 10 + (code - '0');
    }
    *value = sum;
    return digits > 0 && (!commas || since_comma == 3);
}
