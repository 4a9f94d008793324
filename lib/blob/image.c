/* Re-encoding by libgd. The size is read from the head first: decoders allocate by what the file claims. */
#include "blob/image.h"

#include "base/arena.h"
#include "blob/image_gd.h"

#include <limits.h>
#include <string.h>

/* Deflate's first level: the sixth makes a PNG a sixth smaller and takes five times as long. */
enum { JPEG_QUALITY = 90, PNG_LEVEL = 1 };

struct encoded {
    void *bytes;
    int len;
};

/* What libgd allocated, freed with the request. */
struct owned {
    const struct gd *gd;
    gdImagePtr image;
    void *bytes;
};

static void say_nothing(int priority, const char *fmt, va_list args)
{
}

static void free_owned(void *arg)
{
    struct owned *owned = arg;
    if (owned->image)
        owned->gd->gdImageDestroy(owned->image);
    if (owned->bytes)
        owned->gd->gdFree(owned->bytes);
}

static void own(struct arena *arena, const struct gd *gd, gdImagePtr image, void *bytes)
{
    struct owned *owned = arena_alloc(arena, sizeof *owned);
    *owned = (struct owned){gd, image, bytes};
    arena_defer(arena, free_owned, owned);
}

static gdImagePtr decode(const struct gd *gd, const char *type, const unsigned char *bytes, size_t len)
{
    void *data = (void *)(uintptr_t)bytes; /* libgd's signatures lack const, its readers do not write */
    if (strcmp(type, "image/jpeg") == 0)
        return gd->gdImageCreateFromJpegPtr((int)len, data);
    if (strcmp(type, "image/png") == 0)
        return gd->gdImageCreateFromPngPtr((int)len, data);
    return gd->gdImageCreateFromGifPtr((int)len, data);
}

static struct encoded encode(const struct gd *gd, const char *type, gdImagePtr image)
{
    struct encoded out = {NULL, 0};
    if (strcmp(type, "image/jpeg") == 0) {
        out.bytes = gd->gdImageJpegPtr(image, &out.len, JPEG_QUALITY);
    } else if (strcmp(type, "image/png") == 0) {
        gd->gdImageSaveAlpha(image, 1);
        out.bytes = gd->gdImagePngPtrEx(image, &out.len, PNG_LEVEL);
    } else {
        out.bytes = gd->gdImageGifPtr(image, &out.len);
    }
    return out;
}

/* Cameras note how they were held; the note goes with the metadata, so the picture has to be turned. EXIF 2.3,

   4.6.4. */
static gdImagePtr upright(const struct gd *gd, gdImagePtr image, unsigned orientation)
{
    static const float angles[] = {[3] = 180, [4] = 180, [5] = 270, [6] = 270, [7] = 90, [8] = 90};
    if (orientation >= 3) {
        gdImagePtr turned = gd->gdImageRotateInterpolated(image, angles[orientation], 0);
        if (turned) {
            gd->gdImageDestroy(image);
            image = turned;
        }
    }
    if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7)
        gd->gdImageFlipHorizontal(image);
    return image;
}

unsigned char *image_clean(struct arena *arena, const char *type, const unsigned char *bytes, size_t len,
                           uint64_t max_pixels, size_t *out_len, bool *too_large)
{
    struct image_head head;
    *too_large = false;
    if (len > INT_MAX || !image_head(type, bytes, len, &head))
        return NULL;
    if ((uint64_t)head.width * head.height > max_pixels) {
        *too_large = true;
        return NULL;
    }
    const struct gd *gd = image_gd(arena);
    if (!gd)
        return NULL;
    gd->gdSetErrorMethod(say_nothing); /* its messages would break into the log's lines */
    gdImagePtr image = decode(gd, type, bytes, len);
    if (!image)
        return NULL;
    image = upright(gd, image, head.orientation);
    own(arena, gd, image, NULL);
    struct encoded out = encode(gd, type, image);
    if (!out.bytes || out.len <= 0) {
        *too_large = true;
        return NULL;
    }
    own(arena, gd, NULL, out.bytes);
    *out_len = (size_t)out.len;
    return out.bytes;
}
