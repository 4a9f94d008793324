/* Temporary files of a request: without a name from the beginning, closed when it is over. */
#include "http/app.h"
#include "http/req_parse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct err *tmp_open(struct req *rq, const char *dir, int *fd)
{
    *fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (*fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT || errno == EINVAL)) {
        /* a file system without O_TMPFILE */
        char *path = arena_printf(rq->arena, "%s/tmp.XXXXXX", dir);
        *fd = mkostemp(path, O_CLOEXEC);
        if (*fd >= 0)
            unlink(path);
    }
    if (*fd < 0)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "temporary file in %s: %s", dir, strerror(errno));
    req_keep_fd(rq, *fd);
    return NULL;
}

struct err *tmp_file(struct req *rq, int *fd)
{
    return tmp_open(rq, rq->app->tmp_dir, fd);
}
