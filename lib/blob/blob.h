/* lib/blob: files that people upload. Bytes are kept once under their hash and belong to rows of `file` (blob,
   blob_sweep); what a file is decides its content (filetype), pictures are made anew by a child process (image*). */

/* Files by content: blob_dir/ab/abcdef… named by SHA-256, rows in `blob`, what records call them in `file`. */
#ifndef MUSUBI_BLOB_H
#define MUSUBI_BLOB_H

#include "base/err.h"
#include "http/req.h"

/* Before the transaction, once a request (the member `uploads` of its form): types by libmagic, checked against the
   allowed list (pdf, word, excel, powerpoint, text, csv, jpeg, png, gif, zip); pictures are made anew without metadata
   by a child process, under the bounds of the group files of the configuration. What is wrong with a file is said when
   it is attached. */
MUST struct err *blob_examine(struct req *rq);
/* An upload that was examined. INPUT: "file_empty", "file_large", "file_type", "file_total", and of pictures
   "file_pixels", "file_pixels_sum", "file_heavy", "file_busy". Stores the bytes durably (fsync, rename) before the row.
   In the transaction of the change. *file_id: the new file row of noun/noun_id. */
MUST struct err *blob_attach(struct req *rq, const struct upload *upload, const char *noun, uint64_t noun_id,
                             uint64_t *file_id);
/* Answer with a file of this organisation: attachment, fixed types, nosniff. MISSING for others'. */
MUST struct err *blob_send(struct req *rq, uint64_t file_id);
/* The bytes of a file of this organisation that hangs on noun/noun_id, on the arena; MISSING for others. For text that
   we read ourselves (CSV imports); files.max_bytes bounds it. */
MUST struct err *blob_read(struct req *rq, uint64_t file_id, const char *noun, uint64_t noun_id, const char **bytes,
                           size_t *len);
MUST struct err *blob_remove(struct req *rq, uint64_t file_id); /* marks the row; bytes go when no row needs them */

/* For daemons: bytes that they made themselves, durably, with their row. In a transaction of its own, before the one
   that names *blob_id in `file`: what is never named is swept. dir is paths.blobs. */
MUST struct err *blob_keep(struct db *db, const char *dir, const void *bytes, size_t len, const char *type,
                           uint64_t *blob_id);

/* For the scheduler, once a day: forget files that were removed `days` ago and delete the bytes that no file names any
   more. In transactions of its own, at most a few hundred a call; *count: bytes deleted, 0: done. dir is
   paths.blobs. */
MUST struct err *blob_sweep(struct db *db, const char *dir, uint64_t days, uint64_t *count);

/* "dir/ab/abcdef…" */
const char *blob_path(struct arena *arena, const char *dir, const unsigned char hash[32]);

#endif
