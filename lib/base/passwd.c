/* scrypt (RFC 7914) by OpenSSL. The parameters stand beside the hash, so that they can be raised: a hash of an older
   strength still opens and is marked weak, and its owner gets a new one at the next sign-in. */
#include "base/passwd.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SALT = 16, KEY = 32, R = 8, P = 1, LOG2N_MAX = 20, SALT_TEXT = 22, KEY_TEXT = 43 };
enum { CHARS_MIN = 8, CHARS_MAX = 128 };

struct stored {
    unsigned log2n, r, p;
    unsigned char salt[SALT], key[KEY];
};

static void derive(const char *password, const struct stored *s, unsigned char key[KEY])
{
    uint64_t n = UINT64_C(1) << s->log2n;
    /* OpenSSL's default limit fails from N = 2^15 on. */
    uint64_t memory = 2 * 128 * n * s->r + 128 * (uint64_t)s->r * (s->p + 4);
    if (EVP_PBE_scrypt(password, strlen(password), s->salt, SALT, n, s->r, s->p, memory, key, KEY) == 1)
        return;
    fputs("musubi: openssl: scrypt failed\n", stderr);
    abort();
}

char *passwd_hash(struct arena *arena, const char *password, unsigned log2n)
{
    struct stored s = {.log2n = log2n > LOG2N_MAX ? LOG2N_MAX : log2n, .r = R, .p = P};
    crypto_random(s.salt, SALT);
    derive(password, &s, s.key);
    return arena_printf(arena, "scrypt$%u$%u$%u$%s$%s", s.log2n, s.r, s.p, crypto_base64url(arena, s.salt, SALT),
                        crypto_base64url(arena, s.key, KEY));
}

/* One number followed by '$', from 1 to max. */
static bool read_number(const char **text, unsigned max, unsigned *value)
{
    unsigned v = 0;
    const char *p = *text;
    for (; *p >= '0' && *p <= '9' && v <= max; p++)
        v = v * 10 + (unsigned)(*p - '0');
    if (p == *text || *p != '$' || v == 0 || v > max)
        return false;
    *value = v;
    *text = p + 1;
    return true;
}

static bool read_stored(const char *hash, struct stored *s)
{
    static const char scheme[] = "scrypt$";
    bool ok = false;
    if (!hash || strncmp(hash, scheme, sizeof scheme - 1) != 0)
        return false;
    hash += sizeof scheme - 1;
    if (!read_number(&hash, LOG2N_MAX, &s->log2n) || !read_number(&hash, 32, &s->r) || !read_number(&hash, 16, &s->p) ||
        strlen(hash) != SALT_TEXT + 1 + KEY_TEXT || hash[SALT_TEXT] != '$')
        return false;
    struct arena *arena = arena_new();
    const unsigned char *salt = crypto_unbase64url(arena, arena_strndup(arena, hash, SALT_TEXT), SALT, NULL);
    const unsigned char *key = crypto_unbase64url(arena, hash + SALT_TEXT + 1, KEY, NULL);
    if (salt && key) {
        memcpy(s->salt, salt, SALT);
        memcpy(s->key, key, KEY);
        ok = true;
    }
    arena_free(arena);
    return ok;
}

/* Make a failure with an old hash take as long as one with a new hash: 2^m + 2^m + 2^(m+1) + … + 2^(n-1) = 2^n. */
static void spend_rest(const char *password, struct stored s, unsigned log2n)
{
    unsigned char key[KEY];
    for (; s.log2n < log2n; s.log2n++)
        derive(password, &s, key);
}

bool passwd_check(const char *password, const char *hash, unsigned log2n, bool *weak)
{
    struct stored s = {.log2n = 0};
    unsigned char key[KEY];
    if (log2n > LOG2N_MAX)
        log2n = LOG2N_MAX;
    bool known = read_stored(hash, &s);
    if (!known)
        s = (struct stored){.log2n = log2n, .r = R, .p = P};
    derive(password, &s, key);
    bool same = crypto_equal(key, s.key, KEY) && known;
    OPENSSL_cleanse(key, sizeof key);
    if (!same)
        spend_rest(password, s, log2n);
    if (weak)
        *weak = same && (s.log2n < log2n || s.r < R || s.p < P);
    return same;
}

/* Compare the line at p with word as memcmp does. */
static int compare_line(const char *p, size_t len, const char *word)
{
    size_t want = strlen(word);
    int diff = memcmp(p, word, len < want ? len : want);
    return diff ? diff : (len > want) - (len < want);
}

/* Binary search over lines: between lo and hi stand whole lines only. */
static bool has_line(const char *text, size_t size, const char *word)
{
    size_t lo = 0, hi = size;
    while (lo < hi) {
        size_t start = lo + (hi - lo) / 2;
        while (start > lo && text[start - 1] != '\n')
            start--;
        const char *newline = memchr(text + start, '\n', hi - start);
        size_t end = newline ? (size_t)(newline - text) : hi;
        int diff = compare_line(text + start, end - start, word);
        if (diff == 0)
            return true;
        if (diff < 0)
            lo = newline ? end + 1 : hi;
        else
            hi = start;
    }
    return false;
}

/* A list that cannot be read is our fault and stops nobody; the log says so. */
static bool in_file(const char *path, const char *word)
{
    bool found = false;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0) {
        log_line(LOG_ERROR, "passwd.list_unreadable", "file", path, NULL);
    } else if (st.st_size > 0) {
        char *text = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (text != MAP_FAILED) {
            found = has_line(text, (size_t)st.st_size, word);
            munmap(text, (size_t)st.st_size);
        }
    }
    if (fd >= 0)
        close(fd);
    return found;
}

const char *passwd_problem(const char *password, const char *common_file)
{
    char lower[4 * CHARS_MAX + 1];
    size_t chars = 0, len = strlen(password);
    for (size_t i = 0; i < len; i++)
        chars += ((unsigned char)password[i] & 0xc0) != 0x80;
    if (chars < CHARS_MIN)
        return "password_short";
    if (chars > CHARS_MAX || len >= sizeof lower)
        return "password_long";
    for (size_t i = 0; i <= len; i++)
        lower[i] = (char)(password[i] >= 'A' && password[i] <= 'Z' ? password[i] + 32 : password[i]);
    bool common = common_file && *common_file && in_file(common_file, lower);
    OPENSSL_cleanse(lower, sizeof lower);
    return common ? "password_common" : NULL;
}
