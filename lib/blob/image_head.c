/* Width, height and orientation from the first bytes of PNG, GIF and JPEG. Reads bytes from outside: every access goes
   through a cursor that knows its end. */
#include "blob/image.h"

#include <string.h>

struct cursor {
    const unsigned char *p;
    size_t left;
};

/* The next n bytes, NULL when there are not so many. */
static const unsigned char *take(struct cursor *c, size_t n)
{
    if (n > c->left)
        return NULL;
    const unsigned char *p = c->p;
    c->p += n;
    c->left -= n;
    return p;
}

static uint32_t be16(const unsigned char *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t le16(const unsigned char *p)
{
    return (uint32_t)p[1] << 8 | p[0];
}

static uint32_t be32(const unsigned char *p)
{
    return be16(p) << 16 | be16(p + 2);
}

static uint32_t le32(const unsigned char *p)
{
    return le16(p + 2) << 16 | le16(p);
}

/* ISO/IEC 15948, 11.2.2: IHDR comes first. */
static bool png_head(struct cursor c, struct image_head *head)
{
    static const unsigned char start[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const unsigned char *p = take(&c, 24);
    if (!p || memcmp(p, start, 16) != 0)
        return false;
    head->width = be32(p + 16);
    head->height = be32(p + 20);
    return true;
}

static bool skip_gif_blocks(struct cursor *c)
{
    const unsigned char *size;
    while ((size = take(c, 1)) && *size)
        if (!take(c, *size))
            return false;
    return size != NULL;
}

/* GIF89a: decoders allocate by the first picture, not by the screen; the larger of both counts. */
static bool gif_head(struct cursor c, struct image_head *head)
{
    const unsigned char *p = take(&c, 13), *mark;
    if (!p || memcmp(p, "GIF8", 4) != 0)
        return false;
    head->width = le16(p + 6);
    head->height = le16(p + 8);
    if (p[10] & 0x80 && !take(&c, (size_t)3 << ((p[10] & 7) + 1)))
        return false;
    while ((mark = take(&c, 1)) && *mark == '!')
        if (!take(&c, 1) || !skip_gif_blocks(&c))
            return false;
    if (!mark || *mark != ',' || !(p = take(&c, 9)))
        return false;
    head->width = le16(p + 4) > head->width ? le16(p + 4) : head->width;
    head->height = le16(p + 6) > head->height ? le16(p + 6) : head->height;
    return true;
}

/* The orientation tag (0x0112) of the first directory of a TIFF structure; 1 when there is none. */
static unsigned exif_orientation(struct cursor c)
{
    const unsigned char *tiff, *p;
    struct cursor whole;
    if (!(p = take(&c, 6)) || memcmp(p, "Exif\0", 6) != 0)
        return 1;
    whole = c;
    if (!(tiff = take(&c, 8)))
        return 1;
    bool big = tiff[0] == 'M';
    uint32_t (*read16)(const unsigned char *) = big ? be16 : le16;
    if (!take(&whole, (big ? be32 : le32)(tiff + 4)) || !(p = take(&whole, 2)))
        return 1;
    for (uint32_t entries = read16(p); entries && (p = take(&whole, 12)); entries--)
        if (read16(p) == 0x0112 && read16(p + 8) >= 1 && read16(p + 8) <= 8)
            return read16(p + 8);
    return 1;
}

static bool is_frame(unsigned char marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* ITU-T T.81, B.1: segments until the frame header. */
static bool jpeg_head(struct cursor c, struct image_head *head)
{
    const unsigned char *p = take(&c, 2);
    if (!p || p[0] != 0xff || p[1] != 0xd8)
        return false;
    while ((p = take(&c, 1))) {
        if (*p != 0xff)
            continue; /* decoders pass over what stands between segments, so must we */
        while ((p = take(&c, 1)) && *p == 0xff)
            ;
        if (!p)
            return false;
        unsigned char marker = *p;
        if (marker == 0 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
            continue;
        if (marker == 0xd9 || marker == 0xda || !(p = take(&c, 2)) || be16(p) < 2)
            return false;
        struct cursor segment = {c.p, be16(p) - 2};
        if (!take(&c, segment.left))
            return false;
        if (marker == 0xe1 && head->orientation == 1)
            head->orientation = exif_orientation(segment);
        if (is_frame(marker)) {
            if (!(p = take(&segment, 5)))
                return false;
            head->height = be16(p + 1);
            head->width = be16(p + 3);
            return true;
        }
    }
    return false;
}

bool image_head(const char *type, const unsigned char *bytes, size_t len, struct image_head *head)
{
    struct cursor c = {bytes, len};
    *head = (struct image_head){.orientation = 1};
    bool known = strcmp(type, "image/png") == 0    ? png_head(c, head)
                 : strcmp(type, "image/gif") == 0  ? gif_head(c, head)
                 : strcmp(type, "image/jpeg") == 0 ? jpeg_head(c, head)
                                                   : false;
    return known && head->width > 0 && head->height > 0;
}
