/* CP932 piece by piece, for writers of many cells: opening a converter costs more than a cell. */
#ifndef MUSUBI_TEXT_CP932_H
#define MUSUBI_TEXT_CP932_H

#include "base/err.h"

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A converter from or to CP932, closed by the arena. INTERNAL where the system has no such table. */
MUST struct err *cp932_open(struct arena *arena, bool from, iconv_t *cd);

/* UTF-8 text to CP932 at out, which has room for strlen(text) bytes. 〓 for what is missing; false then. */
bool cp932_put(iconv_t cd, const char *text, char *out, size_t *len);

#endif
