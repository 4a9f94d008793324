/* Normalisation and checks of text. All results on the arena, NUL-terminated UTF-8. */
#ifndef MUSUBI_TEXT_H
#define MUSUBI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* ---- checks ---- */

bool text_utf8(const char *bytes, size_t len); /* valid, no NUL, no surrogates */
size_t text_chars(const char *text);           /* code points */
bool text_has_control(const char *text, bool allow_lf_tab);

/* ---- whole texts ---- */

char *text_nfkc(struct arena *arena, const char *text); /* NFKC by utf8proc */
/* One line: controls out, runs of white space one space, trimmed; width kept. */
char *text_line(struct arena *arena, const char *text);
/* CRLF and CR to LF, other controls out, trailing space trimmed. */
char *text_area(struct arena *arena, const char *text);
/* For search: NFKC, case folded, hiragana to katakana, white space one space. */
char *text_search(struct arena *arena, const char *text);
/* At most so many code points, … at the end when cut. */
char *text_cut(struct arena *arena, const char *text, size_t chars);

/* ---- one value; NULL: it is none ---- */

/* To full-width katakana, spaces single; NULL: something else in it; "" stays "". */
char *text_kana(struct arena *arena, const char *text);
/* NFKC, trimmed, lower case; one address only: ASCII, RFC 5321 lengths, no CR LF, dot-atom local part as Japanese
   carriers also allow it: consecutive dots. */
char *text_mail(struct arena *arena, const char *text);
/* "03-1234-5678": NFKC, any hyphen. Area codes need no table: hyphens are kept if given sensibly, put in for mobile
   (060 to 090), 050, 0120, 0570, 0990 and 0800. */
char *text_phone(struct arena *arena, const char *text);
/* Of text_phone()'s form: 060, 070, 080, 090; not 0800, not 050. May get an SMS. */
bool text_is_mobile(const char *phone);
/* "123-4567". */
char *text_zip(struct arena *arena, const char *text);
/* "YYYY-MM-DD" from 2026/11/21, 2026-11-21, 20261121, 2026年11月21日; NULL: no such day, or outside 1900…2199. */
char *text_date(struct arena *arena, const char *text);
/* Digits of any width, commas allowed every three digits, at most 18 digits. */
bool text_int(const char *text, uint64_t *value);

/* ---- search ---- */

/* Words of a query: text_search(), split at spaces, duplicates out, at most 10 of at most 50 code points. */
size_t text_words(struct arena *arena, const char *text, char *words[10]);

/* Bigrams of text_search()ed text as tokens of 8 hex digits (two UTF-16 units), separated by spaces, each once; runs
   are split at spaces; the last character of a run begins a bigram with sentinel 0000. In ascending order. For the
   column grams. Of a query's word leave out the gram that ends in 0000: the text may go on there. */
char *text_grams(struct arena *arena, const char *search);

/* ---- CP932 ---- */

/* What CP932 lacks becomes 〓; false then. For tests: CSV writes through a descriptor of its own. */
bool text_to_cp932(struct arena *arena, const char *text, char **out, size_t *len);
char *text_from_cp932(struct arena *arena, const char *bytes, size_t len); /* NULL: not CP932 */

#endif
