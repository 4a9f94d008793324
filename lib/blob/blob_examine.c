/* Uploads before the transaction: what they are, and pictures made anew. Decoding takes processor time and memory out
   of all proportion to the bytes, so nothing waits for it: no row is locked, one request of a program decodes at a
   time, a child does it under bounds, and all pictures of a request share one allowance. What is wrong with a file
   stays with it until blob_attach() says it. */
#include "blob/blob.h"

#include "blob/filetype.h"
#include "blob/image.h"
#include "blob/image_child.h"
#include "http/app.h"
#include "http/turn.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* What is left for the pictures of this request. */
struct allowance {
    bool asked;
    struct turn turn;
    uint64_t pixels;
    struct image_bounds bounds;
};

static uint64_t setting(struct req *rq, const char *key)
{
    return (uint64_t)conf_int(rq->app->conf, key);
}

/* ---- one file ---- */

static const char *refusal(enum image_result result)
{
    switch (result) {
    case IMAGE_LARGE:
        return "file_pixels";
    case IMAGE_HEAVY:
        return "file_heavy";
    case IMAGE_BUSY:
        return "file_busy";
    default:
        return "file_type";
    }
}

/* Before anything is decoded: what the head says. NULL: go on. */
static const char *too_much(const struct allowance *a, const struct image_head *head)
{
    uint64_t pixels = (uint64_t)head->width * head->height;
    if (pixels > a->bounds.max_pixels)
        return "file_pixels";
    if (pixels > a->pixels)
        return "file_pixels_sum";
    return a->bounds.cpu_ms ? NULL : "file_heavy";
}

/* The upload becomes the picture that was made of it. */
static struct err *clean(struct req *rq, struct upload *upload, const unsigned char *bytes, struct allowance *a)
{
    int out;
    unsigned spent;
    struct stat st;
    TRY(tmp_file(rq, &out));
    enum image_result result =
        image_apart(rq->arena, upload->type->type, bytes, (size_t)upload->size, out, &a->bounds, &spent);
    a->bounds.cpu_ms -= spent < a->bounds.cpu_ms ? spent : a->bounds.cpu_ms;
    if (result == IMAGE_FAILED || fstat(out, &st) < 0)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "a picture cannot be made anew");
    if (result != IMAGE_MADE) {
        upload->refused = refusal(result);
        return NULL;
    }
    upload->fd = out;
    upload->size = (uint64_t)st.st_size;
    return NULL;
}

static struct err *examine_image(struct req *rq, struct upload *upload, const unsigned char *bytes, struct allowance *a)
{
    struct image_head head;
    if (!image_head(upload->type->type, bytes, (size_t)upload->size, &head)) {
        upload->refused = "file_type";
        return NULL;
    }
    if ((upload->refused = too_much(a, &head)))
        return NULL;
    if (!a->asked)
        TRY(turn_take(rq, "pictures", (unsigned)setting(rq, "files.picture_wait_ms"), &a->turn));
    a->asked = true;
    if (!a->turn.mine) {
        upload->refused = "file_busy";
        return NULL;
    }
    a->pixels -= (uint64_t)head.width * head.height;
    return clean(rq, upload, bytes, a);
}

static struct err *examine(struct req *rq, struct upload *upload, struct allowance *a)
{
    size_t len = (size_t)upload->size;
    if (len == 0 || len > setting(rq, "files.max_bytes")) {
        upload->refused = len ? "file_large" : "file_empty";
        return NULL;
    }
    /* without copying them; nobody else can shorten the unlinked file under us */
    unsigned char *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, upload->fd, 0);
    if (bytes == MAP_FAILED)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "map upload: %s", strerror(errno));
    struct err *err = NULL;
    upload->type = filetype_of(rq->arena, upload->fd, bytes, len, upload->name);
    if (!upload->type)
        upload->refused = "file_type";
    else if (upload->type->is_image)
        err = examine_image(rq, upload, bytes, a);
    munmap(bytes, len);
    return err;
}

struct err *blob_examine(struct req *rq)
{
    struct err *err = NULL;
    struct allowance a = {.pixels = setting(rq, "files.max_pixels_request"),
                          .bounds = {.max_pixels = setting(rq, "files.max_pixels"),
                                     .memory = setting(rq, "files.picture_memory"),
                                     .cpu_ms = (unsigned)setting(rq, "files.picture_ms")}};
    for (size_t i = 0; i < rq->upload_count && !err; i++)
        err = examine(rq, &rq->uploads[i], &a);
    turn_end(&a.turn);
    return err;
}
