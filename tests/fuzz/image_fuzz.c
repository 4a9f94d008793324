/* Heads of images: whatever the bytes, nothing beyond them is read; and what a decoder then makes is no larger than the
   head said. */
#include "base/arena.h"
#include "blob/image.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const types[] = {"image/png", "image/gif", "image/jpeg"};
    enum { PIXELS = 4096 };
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = arena_new();
        struct image_head head;
        bool too_large, known = image_head(types[i], data, size, &head);
        size_t len = 0;
        HOLDS(!known || (head.width && head.height && head.orientation >= 1 && head.orientation <= 8));
        unsigned char *out = image_clean(arena, types[i], data, size, PIXELS, &len, &too_large);
        HOLDS(!out || (known && len > 0));
        if (out) {
            struct image_head again;
            HOLDS(image_head(types[i], out, len, &again));
            HOLDS((uint64_t)again.width * again.height <= PIXELS);
        }
        arena_free(arena);
    }
    return 0;
}
