/* The table of configuration keys: the one place where a key, its range, its default and its help are written. A new
   key is a row in conf_keys.c and a run of `make conf`. */
#ifndef MUSUBI_CONF_KEYS_H
#define MUSUBI_CONF_KEYS_H

#include <stdint.h>

enum conf_type { CONF_TEXT, CONF_INT, CONF_BOOL, CONF_CHOICE };

struct conf_key {
    const char *name; /* "group.key"; the keys of a group stand together */
    enum conf_type type;
    int64_t least, most; /* of an integer; of a text: bytes, as written in the file */
    int64_t number;      /* default of an integer or truth value */
    const char *text;    /* default of a text or choice */
    const char *choices; /* "a|b|c" */
    const char *help;    /* one line; a second one after \n */
};

extern const struct conf_key conf_keys[];
extern const unsigned conf_key_count;

/* What a group is about, for the comment above it in the file. */
const char *conf_group_help(const char *group);

#endif
