/* Is an audit log what was written? Reads files only; no database, no secrets. */
#ifndef MUSUBI_AUDIT_VERIFY_H
#define MUSUBI_AUDIT_VERIFY_H

#include "audit_line.h"

#include <stdbool.h>
#include <stdio.h>

struct audit_verify {
    /* in */
    struct audit_link
        after;       /* the line before the first one: audit_link_first(), or of an older file that is not here */
    bool any_number; /* the number of `after` is not known */
    bool anchored;   /* head is given */
    bool more;       /* lines after the head are allowed: an older head */
    struct audit_link head; /* its seq may be 0: only the hash is known */
    FILE *out;              /* faults, one a line: FILE:LINE: what is wrong */
    /* out */
    unsigned faults;
    uint64_t lines;
    struct audit_link last;
};

/* Reads the files in this order as one log. True when nothing is wrong. Every removed, changed, doubled or moved line
   up to the head is found, and every line after it unless more is allowed; faults are told up to a limit. */
bool audit_verify(struct audit_verify *v, const char *const *paths, size_t count);

#endif
