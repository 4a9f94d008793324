/* Code points in and out of UTF-8, for the text modules. Input is checked when a request is parsed (text_utf8), so a
   byte that belongs to no character can only come from our own defect; it still reads as '?', never over the end and
   never longer. */
#ifndef MUSUBI_TEXT_UTF8_H
#define MUSUBI_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One well-formed sequence at s (Unicode table 3-7): its length and code point; 0 if there is none. Reads no byte
   behind a byte that cannot continue the sequence, so a NUL ends it. */
static inline size_t utf8_read(const unsigned char *s, uint32_t *code)
{
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    if (s[0] >= 0xC2 && s[0] <= 0xDF && (s[1] & 0xC0) == 0x80) {
        *code = (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
        return 2;
    }
    if ((s[0] & 0xF0) == 0xE0 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        *code = (s[0] & 0xFu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        return *code < 0x800 || (*code >= 0xD800 && *code <= 0xDFFF) ? 0 : 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
        *code = (s[0] & 7u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
        return *code < 0x10000 || *code > 0x10FFFF ? 0 : 4;
    }
    return 0;
}

/* The next code point; 0 at the end, where *text stays. */
static inline uint32_t utf8_next(const char **text)
{
    uint32_t code;
    size_t n = utf8_read((const unsigned char *)*text, &code);
    if (n == 0) {
        n = 1;
        code = '?';
    }
    if (code)
        *text += n;
    return code;
}

/* Write code to out, which has room for 4 bytes; bytes written. */
static inline size_t utf8_put(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

#endif
