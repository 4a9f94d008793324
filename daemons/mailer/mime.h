/* The pieces of a MIME message (RFC 5322, 2045, 2047, 2231), appended to buffers. Everything ends lines with CRLF and
   keeps them within 76 characters. What came from people or the database is only ever written by these functions: a
   control character in a value (CR and LF above all) makes them write nothing and give false, so nobody can add a
   header. */
#ifndef MUSUBI_MAILER_MIME_H
#define MUSUBI_MAILER_MIME_H

#include "base/arena.h"

#include <stdbool.h>
#include <time.h>

/* One address that may stand in an envelope and in a header: visible ASCII, one part on each side of its last @, none
   of the characters that end a path or a header. RFC 5321 lengths. */
bool mime_is_address(const char *addr);

/* "Name: text" with encoded words where the text is not plain ASCII. */
bool mime_header(struct buf *out, const char *name, const char *text);
/* "Name: display <addr>", or only the address when display is empty. */
bool mime_mailbox(struct buf *out, const char *name, const char *display, const char *addr);
/* "Name: value" as it is: for structured values made by us (ids, URLs). Visible ASCII and spaces. */
bool mime_raw(struct buf *out, const char *name, const char *value);
/* "Date: Sat, 21 Nov 2026 09:00:00 +0900". */
void mime_date(struct buf *out, time_t at);

/* The headers Content-Type and Content-Transfer-Encoding, an empty line, and the text (UTF-8, LF) encoded. */
void mime_text(struct buf *out, const char *text);
/* Base64 in lines of 76. */
void mime_base64(struct buf *out, const void *bytes, size_t len);
/* Headers of an attachment, an empty line and the bytes. type is ours ("application/pdf"). */
bool mime_attachment(struct buf *out, const char *name, const char *type, const void *bytes, size_t len);

#endif
