/* An encrypted ZIP in memory (S3-20). Encrypted the traditional way (PKWARE): it is weak, but the only one that Windows
   opens by itself, and so the pages recommend links. Names are UTF-8 and say so (APPNOTE 4.4.4, bit 11). */
#ifndef MUSUBI_MAILER_ZIP_H
#define MUSUBI_MAILER_ZIP_H

#include "compose.h"

/* *bytes on the arena. Names that stand twice get a number. INTERNAL when libzip refuses. */
MUST struct err *zip_build(struct arena *arena, const struct compose_file *files, size_t count, const char *password,
                           const char **bytes, size_t *len);

#endif
