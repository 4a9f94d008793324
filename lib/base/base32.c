#include "base/base32.h"

#include "base/arena.h"

#include <stdint.h>

char *base32(struct arena *arena, const char alphabet[33], const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    char *text = arena_alloc(arena, len / 5 * 8 + 9), *out = text;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | p[i];
        for (have += 8; have >= 5; have -= 5)
            *out++ = alphabet[bits >> (have - 5) & 31];
    }
    if (have)
        *out++ = alphabet[bits << (5 - have) & 31];
    return text;
}
