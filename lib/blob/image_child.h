/* A picture made anew in a process of its own. What a decoder takes cannot be told from a file's size: 116 KB of PNG
   are 158 MB of pixels, and a progressive JPEG may ask for any number of passes over them. So the bounds are the
   system's, and what breaks is not us. */
#ifndef MUSUBI_IMAGE_CHILD_H
#define MUSUBI_IMAGE_CHILD_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct image_bounds {
    uint64_t max_pixels;
    uint64_t
        memory; /* bytes that a process may allocate, ours at the time included; 0: no bound. Not under sanitizers */
    unsigned cpu_ms; /* of processor time */
};

enum image_result {
    IMAGE_MADE = 10, /* what a sanitizer ends a process with is none of these */
    IMAGE_DAMAGED,
    IMAGE_LARGE,  /* more than max_pixels, or it cannot be written */
    IMAGE_HEAVY,  /* over memory or cpu_ms */
    IMAGE_BUSY,   /* the machine has no process or no time for it now */
    IMAGE_FAILED, /* our trouble: libgd is missing, the disk is full; the log has it */
};

/* image_clean() of the bytes, written to the file `out` from where it stands. *spent_ms: processor time it took.
   Nothing of libgd or of the picture stays in this process. */
enum image_result image_apart(struct arena *arena, const char *type, const unsigned char *bytes, size_t len, int out,
                              const struct image_bounds *bounds, unsigned *spent_ms);

#endif
