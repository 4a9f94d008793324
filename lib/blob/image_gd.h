/* libgd, loaded by the process that makes a picture anew (image_child.h). It brings along a dozen codecs that would
   take 6 MB in every process. */
#ifndef MUSUBI_IMAGE_GD_H
#define MUSUBI_IMAGE_GD_H

#include <gd.h>

/* Every function of libgd that is used. */
#define GD_FUNCTIONS(F)                                                                                                \
    F(gdFree)                                                                                                          \
    F(gdSetErrorMethod)                                                                                                \
    F(gdImageDestroy)                                                                                                  \
    F(gdImageCreateFromJpegPtr)                                                                                        \
    F(gdImageCreateFromPngPtr)                                                                                         \
    F(gdImageCreateFromGifPtr)                                                                                         \
    F(gdImageJpegPtr)                                                                                                  \
    F(gdImagePngPtrEx)                                                                                                 \
    F(gdImageGifPtr)                                                                                                   \
    F(gdImageSaveAlpha)                                                                                                \
    F(gdImageRotateInterpolated)                                                                                       \
    F(gdImageFlipHorizontal)

struct gd {
#define GD_MEMBER(name) __typeof__(&name) name;
    GD_FUNCTIONS(GD_MEMBER)
#undef GD_MEMBER
};

struct arena;

/* The functions, on the arena; once loaded the library stays. NULL, and a line in the log, when it is not installed. */
const struct gd *image_gd(struct arena *arena);

#endif
