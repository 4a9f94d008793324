/* The audit log on disk: dir/audit-YYYYMM.log, lines are only ever added. What is not a whole line at the end of the
   newest file is what a crash left of the last write, and is cut off; anything else that is wrong is somebody's doing
   and stops the export.

   The lock (dir/lock) is held during a step: a scheduler that slept through the end of its lease cannot write beside
   the next one, and `audit verify` sees no half of a step. */
#ifndef MUSUBI_AUDIT_FILE_H
#define MUSUBI_AUDIT_FILE_H

#include "audit_line.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;

struct audit_file {
    const char *dir, *head_path;
    int lock;       /* descriptor, -1: not locked */
    int fd;         /* the newest file, -1: none */
    unsigned month; /* YYYYMM of it */
    off_t size;     /* as we left it */
    struct audit_link last;
};

void audit_file_init(struct audit_file *f, const char *dir, const char *head_path);

/* Lock (BUSY when another process has it), look at the end of the newest file, cut off half a line. `written` lines are
   known to have been on disk: f->last.seq may be less when somebody shortened the log, the caller decides. */
MUST struct err *audit_file_begin(struct audit_file *f, struct arena *arena, uint64_t written);
void audit_file_end(struct audit_file *f); /* unlock */

/* Add whole lines, durably: back on disk when it returns. last: of them the last. */
MUST struct err *audit_file_append(struct audit_file *f, struct arena *arena, unsigned month, const char *lines,
                                   size_t len, const struct audit_link *last);
/* Write the head file, if it does not say so already. */
MUST struct err *audit_file_head(struct audit_file *f, struct arena *arena);

void audit_file_close(struct audit_file *f);

/* "dir/audit-YYYYMM.log" of all months, oldest first, ends with NULL; on the arena. */
MUST struct err *audit_file_list(struct arena *arena, const char *dir, const char ***paths);

#endif
