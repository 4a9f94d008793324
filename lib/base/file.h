/* Files of the system, in the few ways in which the suite uses them. Errors are INTERNAL and name the path and the
   reason. */
#ifndef MUSUBI_FILE_H
#define MUSUBI_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The whole of a file of at most max bytes, on the arena, with a NUL behind it. A longer one is an error. len may be
   NULL: of texts. */
MUST struct err *file_read(struct arena *arena, const char *path, size_t max, const char **bytes, size_t *len);
/* False with errno when not all could be written. */
MUST bool file_write_all(int fd, const void *bytes, size_t len);
/* A new name is on the disk only when its directory is. */
MUST struct err *file_sync_dir(struct arena *arena, const char *dir);

#endif
