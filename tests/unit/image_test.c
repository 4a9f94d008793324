/* lib/blob/image.c, lib/blob/image_head.c and lib/blob/image_child.c: what a picture shows stays, what else was in the
   file goes, and no file makes us allocate more than it may. */
#include "blob/image.h"

#include "base/arena.h"
#include "base/memory.h"
#include "blob/image_child.h"

#include <gd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { W = 64, H = 32, PIXELS = 10000 };

struct file {
    unsigned char *bytes;
    size_t len;
};

/* Left half red, right half blue; the upper left corner green. */
static gdImagePtr picture(void)
{
    gdImagePtr image = gdImageCreateTrueColor(W, H);
    gdImageFilledRectangle(image, 0, 0, W / 2 - 1, H - 1, gdTrueColor(255, 0, 0));
    gdImageFilledRectangle(image, W / 2, 0, W - 1, H - 1, gdTrueColor(0, 0, 255));
    gdImageFilledRectangle(image, 0, 0, 15, 15, gdTrueColor(0, 255, 0));
    return image;
}

static struct file made(struct arena *arena, const char *type)
{
    gdImagePtr image = picture();
    int len = 0;
    void *bytes = strcmp(type, "image/jpeg") == 0  ? gdImageJpegPtr(image, &len, 95)
                  : strcmp(type, "image/png") == 0 ? gdImagePngPtr(image, &len)
                                                   : gdImageGifPtr(image, &len);
    assert_non_null(bytes);
    struct file file = {(unsigned char *)arena_strndup(arena, bytes, (size_t)len), (size_t)len};
    gdFree(bytes);
    gdImageDestroy(image);
    return file;
}

/* Put an EXIF segment with an orientation and a secret behind the first two bytes of a JPEG. */
static struct file with_exif(struct arena *arena, struct file jpeg, unsigned char orientation, bool big)
{
    unsigned char segment[] = "\xff\xe1\0\0Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0SECRET-PLACE";
    static const unsigned char order[] = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0";
    size_t len = sizeof segment - 1;
    segment[3] = (unsigned char)(len - 2);
    if (big)
        memcpy(segment + 10, order, sizeof order - 1);
    segment[big ? 29 : 28] = orientation;
    struct buf out = buf_on(arena);
    buf_addn(&out, (char *)jpeg.bytes, 2);
    buf_addn(&out, (char *)segment, len);
    buf_addn(&out, (char *)jpeg.bytes + 2, jpeg.len - 2);
    return (struct file){(unsigned char *)out.text, out.len};
}

static struct file cleaned(struct arena *arena, const char *type, struct file file)
{
    bool too_large;
    struct file out;
    out.bytes = image_clean(arena, type, file.bytes, file.len, PIXELS, &out.len, &too_large);
    assert_non_null(out.bytes);
    return out;
}

/* 'r', 'g' or 'b' of the pixel. */
static char colour(gdImagePtr image, int x, int y)
{
    int c = gdImageGetTrueColorPixel(image, x, y);
    return gdTrueColorGetRed(c) > 150 ? 'r' : gdTrueColorGetGreen(c) > 150 ? 'g' : 'b';
}

static void test_round(void **state)
{
    static const char *const types[] = {"image/jpeg", "image/png", "image/gif"};
    for (size_t i = 0; i < 3; i++) {
        struct image_head head;
        struct file file = made(*state, types[i]);
        assert_true(image_head(types[i], file.bytes, file.len, &head));
        assert_int_equal(head.width, W);
        assert_int_equal(head.height, H);
        struct file out = cleaned(*state, types[i], file);
        gdImagePtr image = i == 0   ? gdImageCreateFromJpegPtr((int)out.len, out.bytes)
                           : i == 1 ? gdImageCreateFromPngPtr((int)out.len, out.bytes)
                                    : gdImageCreateFromGifPtr((int)out.len, out.bytes);
        assert_non_null(image);
        assert_int_equal(gdImageSX(image), W);
        assert_int_equal(colour(image, 4, 4), 'g');
        assert_int_equal(colour(image, 4, 28), 'r');
        assert_int_equal(colour(image, 60, 16), 'b');
        gdImageDestroy(image);
    }
}

static void test_metadata_goes(void **state)
{
    struct file file = with_exif(*state, made(*state, "image/jpeg"), 1, false);
    assert_non_null(memmem(file.bytes, file.len, "SECRET", 6));
    struct file out = cleaned(*state, "image/jpeg", file);
    assert_null(memmem(out.bytes, out.len, "SECRET", 6));
    assert_null(memmem(out.bytes, out.len, "Exif", 4));

    struct file png = made(*state, "image/png");
    struct buf tail = buf_on(*state);
    buf_addn(&tail, (char *)png.bytes, png.len);
    buf_add(&tail, "<script>hidden behind the picture</script>");
    out = cleaned(*state, "image/png", (struct file){(unsigned char *)tail.text, tail.len});
    assert_null(memmem(out.bytes, out.len, "script", 6));
}

/* EXIF 2.3: where the corner that was upper left has to be. */
static void test_orientation(void **state)
{
    static const struct {
        int x, y;
        bool turned;
    } corner[] = {[1] = {4, 4, false}, [2] = {W - 4, 4, false}, [3] = {W - 4, H - 4, false}, [4] = {4, H - 4, false},
                  [5] = {4, 4, true},  [6] = {H - 4, 4, true},  [7] = {H - 4, W - 4, true},  [8] = {4, W - 4, true}};
    for (unsigned char o = 1; o <= 8; o++) {
        struct image_head head;
        struct file file = with_exif(*state, made(*state, "image/jpeg"), o, o % 2);
        assert_true(image_head("image/jpeg", file.bytes, file.len, &head));
        assert_int_equal(head.orientation, o);
        struct file out = cleaned(*state, "image/jpeg", file);
        gdImagePtr image = gdImageCreateFromJpegPtr((int)out.len, out.bytes);
        assert_non_null(image);
        assert_int_equal(gdImageSX(image), corner[o].turned ? H : W);
        assert_int_equal(colour(image, corner[o].x, corner[o].y), 'g');
        gdImageDestroy(image);
    }
}

static void test_too_large(void **state)
{
    static const char *const types[] = {"image/jpeg", "image/png", "image/gif"};
    bool too_large = false;
    size_t len;
    for (size_t i = 0; i < 3; i++) {
        struct file file = made(*state, types[i]);
        assert_null(image_clean(*state, types[i], file.bytes, file.len, W * H - 1, &len, &too_large));
        assert_true(too_large);
        assert_non_null(image_clean(*state, types[i], file.bytes, file.len, W * H, &len, &too_large));
    }
    /* a small screen, but a first picture of 65,535 × 65,535 */
    struct file gif = made(*state, "image/gif");
    unsigned char *at = memmem(gif.bytes, gif.len, ",\0\0\0\0", 5);
    assert_non_null(at);
    memset(at + 5, 0xff, 4);
    struct image_head head;
    assert_true(image_head("image/gif", gif.bytes, gif.len, &head));
    assert_int_equal(head.width, 65535);
    assert_int_equal(head.height, 65535);
    assert_null(image_clean(*state, "image/gif", gif.bytes, gif.len, PIXELS, &len, &too_large));
    assert_true(too_large);
}

/* Tables of a JPEG have markers beside those of frames, and bytes that look like a size. */
static void test_jpeg_tables(void **state)
{
    static const unsigned char tables[] = "\xff\xc4\0\x09\0\xff\xff\xff\xff\0\0" /* DHT */
                                          "\xff\xcc\0\x08\0\xff\xff\xff\xff\0"   /* DAC */
                                          "\xff\xff\xff\xe0\0\x02";              /* fill bytes, an empty APP0 */
    struct image_head head;
    struct file jpeg = made(*state, "image/jpeg");
    struct buf out = buf_on(*state);
    buf_addn(&out, (char *)jpeg.bytes, 2);
    buf_addn(&out, (const char *)tables, sizeof tables - 1);
    buf_addn(&out, (char *)jpeg.bytes + 2, jpeg.len - 2);
    assert_true(image_head("image/jpeg", (unsigned char *)out.text, out.len, &head));
    assert_int_equal(head.width, W);
    assert_int_equal(head.height, H);
}

/* However it is cut, nothing is read beyond the end (the sanitizers watch) and nothing crashes. */
static void test_damaged(void **state)
{
    static const char *const types[] = {"image/jpeg", "image/png", "image/gif"};
    for (size_t i = 0; i < 3; i++) {
        struct file file = made(*state, types[i]);
        if (i == 0)
            file = with_exif(*state, file, 6, false);
        for (size_t len = 0; len < file.len; len++) {
            struct arena *arena = arena_new();
            struct image_head head;
            bool too_large;
            size_t out_len;
            unsigned char *copy = len ? arena_alloc(arena, len) : NULL;
            if (len)
                memcpy(copy, file.bytes, len);
            image_head(types[i], copy, len, &head);
            image_clean(arena, types[i], copy, len, PIXELS, &out_len, &too_large);
            assert_false(too_large);
            arena_free(arena);
        }
        assert_false(image_head("image/bmp", file.bytes, file.len, &(struct image_head){0}));
        assert_false(image_head(types[(i + 1) % 3], file.bytes, file.len, &(struct image_head){0}));
    }
}

/* In a process of its own; where to, and where that ended. */
static enum image_result apart(struct arena *arena, const char *type, struct file file, struct image_bounds bounds,
                               int *out)
{
    unsigned spent;
    *out = memfd_create("picture", MFD_CLOEXEC);
    assert_true(*out >= 0);
    return image_apart(arena, type, file.bytes, file.len, *out, &bounds, &spent);
}

static void test_apart(void **state)
{
    const struct image_bounds roomy = {.max_pixels = PIXELS, .memory = 200 << 20, .cpu_ms = 5000};
    struct file png = made(*state, "image/png"), out = cleaned(*state, "image/png", png);
    unsigned char back[4096];
    int fd;
    assert_int_equal(apart(*state, "image/png", png, roomy, &fd), IMAGE_MADE);
    assert_int_equal(pread(fd, back, sizeof back, 0), out.len);
    assert_memory_equal(back, out.bytes, out.len);
    close(fd);
    png.len -= 20;
    assert_int_equal(apart(*state, "image/png", png, roomy, &fd), IMAGE_DAMAGED);
    assert_int_equal(lseek(fd, 0, SEEK_END), 0);
    close(fd);
}

static void test_apart_under_bounds(void **state)
{
    struct image_bounds small = {.max_pixels = W * H - 1, .memory = 200 << 20, .cpu_ms = 5000};
    struct file png = made(*state, "image/png");
    int fd, len;
    assert_int_equal(apart(*state, "image/png", png, small, &fd), IMAGE_LARGE);
    close(fd);
    gdImagePtr wide = gdImageCreateTrueColor(4000, 4000);
    void *bytes = gdImagePngPtr(wide, &len);
    gdImageDestroy(wide);
    struct file file = {bytes, (size_t)len};
    struct image_bounds quick = {.max_pixels = 16000000, .memory = 400 << 20, .cpu_ms = 20};
    assert_int_equal(apart(*state, "image/png", file, quick, &fd), IMAGE_HEAVY);
    close(fd);
    struct image_bounds tight = {.max_pixels = 16000000, .memory = 60 << 20, .cpu_ms = 10000};
    if (!memory_is_checked)
        assert_int_equal(apart(*state, "image/png", file, tight, &fd), IMAGE_HEAVY);
    gdFree(bytes);
}

static int up(void **state)
{
    *state = arena_new();
    return 0;
}

static int down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round, up, down),
        cmocka_unit_test_setup_teardown(test_metadata_goes, up, down),
        cmocka_unit_test_setup_teardown(test_orientation, up, down),
        cmocka_unit_test_setup_teardown(test_too_large, up, down),
        cmocka_unit_test_setup_teardown(test_jpeg_tables, up, down),
        cmocka_unit_test_setup_teardown(test_damaged, up, down),
        cmocka_unit_test_setup_teardown(test_apart, up, down),
        cmocka_unit_test_setup_teardown(test_apart_under_bounds, up, down),
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
