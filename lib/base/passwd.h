/* Passwords: scrypt with its parameters beside the hash: "scrypt$15$8$1$salt$hash", base64url. */
#ifndef MUSUBI_PASSWD_H
#define MUSUBI_PASSWD_H

#include <stdbool.h>

struct arena;

char *passwd_hash(struct arena *arena, const char *password, unsigned log2n);
/* An empty or damaged hash takes the same time and gives false. *weak: made with lower parameters than log2n now. */
bool passwd_check(const char *password, const char *hash, unsigned log2n, bool *weak);
/* NULL when it may be used, else a message key: password_short, password_long, password_common. common is a sorted list
   file, one a line, read at each call. */
const char *passwd_problem(const char *password, const char *common_file);

#endif
