/* What a file is, by its content: libmagic's word checked against the types that the suite keeps. The browser's
   Content-Type and the extension decide nothing; an extension that does not suit the content gets the right one behind
   it. */
#ifndef MUSUBI_FILETYPE_H
#define MUSUBI_FILETYPE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct filetype {
    const char *type;           /* MIME type as stored and sent */
    const char *extensions[10]; /* lower case, without dot; the first is put behind a name that has none of them */
    bool is_image;              /* to be re-encoded (lib/blob/image.h) */
};

/* NULL: not one of the types kept. fd is open for reading and holds the same bytes; its offset does not matter and
   stays. */
const struct filetype *filetype_of(struct arena *arena, int fd, const unsigned char *bytes, size_t len,
                                   const char *name);
/* A stored type, NULL when unknown. */
const struct filetype *filetype_by_name(const char *type);
/* The name with a fitting extension, at most 200 bytes as before. */
const char *filetype_fit_name(struct arena *arena, const struct filetype *type, const char *name);

#endif
