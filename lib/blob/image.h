/* Images made anew by libgd: what they show stays, metadata (places, cameras, thumbnails) and whatever hides in the
   file go. */
#ifndef MUSUBI_IMAGE_H
#define MUSUBI_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* What the head of a file says, before anything is decoded. */
struct image_head {
    uint32_t width, height;
    unsigned orientation; /* EXIF 1 to 8, of JPEG; 1: as it stands */
};
/* type is image/jpeg, image/png or image/gif. false: not such an image, or damaged. Never reads beyond len. */
bool image_head(const char *type, const unsigned char *bytes, size_t len, struct image_head *head);

/* The image again, upright, on the arena. Of an animation the first picture. *too_large: more than max_pixels, or it
   cannot be written. NULL with *too_large false: damaged. */
unsigned char *image_clean(struct arena *arena, const char *type, const unsigned char *bytes, size_t len,
                           uint64_t max_pixels, size_t *out_len, bool *too_large);

#endif
