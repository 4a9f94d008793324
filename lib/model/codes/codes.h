/* lib/model/codes: coded columns that more than one system has. */

/* The codes of coded columns. Pages show them by Options.pref.<code>, Options.occupation.<code>,
   Options.industry.<code>, Options.employment.<code>, Options.phase.<code>; the Japanese names below are what free
   words find (lib/model/search/words.c), because a recruiter types 「東京 看護師」 into one field. Occupations are
   numbered by group: 1xx care, 2xx medicine, 3xx sales, 4xx office, 5xx IT, 6xx manufacture, 7xx construction, 8xx
   transport, 9xx shops, 10xx media; codes are never used again. */
#ifndef MUSUBI_CODES_H
#define MUSUBI_CODES_H

/* Lists for ENUM fields, NULL-terminated, in the order they are shown. */
extern const char *const codes_pref[];        /* JIS X 0401, 1 to 47 */
extern const char *const codes_pref_search[]; /* regions, then prefectures: for a search form, Options.pref.<code> */
extern const char *const codes_occupation[];
extern const char *const codes_industry[];
extern const char *const codes_employment[];
extern const char *const codes_phase[]; /* as the ENUM of resume.phase and process.phase */

/* "" for an unknown code and 0. */
const char *codes_pref_name(unsigned pref);
const char *codes_occupation_name(unsigned occupation);

/* Regions that a prefecture condition may name: "capital" (首都圏) gives "11,12,13,14"; NULL: no such region. */
const char *codes_region(const char *code);

#endif
