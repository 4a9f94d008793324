/* JSON written onto a buffer, member by member: commas come by themselves. The bytes never change: lines of the audit
   log are made of them and hashed. For reading there is nothing yet. */
#ifndef MUSUBI_JSON_H
#define MUSUBI_JSON_H

#include <stdint.h>

struct buf;

void json_open(struct buf *out, char bracket);  /* '{' or '[', behind a name, as an element or as a text of its own */
void json_close(struct buf *out, char bracket); /* '}' or ']' */
void json_name(struct buf *out, const char *name); /* of the next member; ours, escaped all the same */
void json_text(struct buf *out, const char *text); /* UTF-8 as it is; quotes, backslashes and controls escaped */
void json_number(struct buf *out, uint64_t number);
void json_signed(struct buf *out, int64_t number);

/* json_name() and the value. */
void json_name_text(struct buf *out, const char *name, const char *text);
void json_name_number(struct buf *out, const char *name, uint64_t number);

#endif
