/* lib/base: what needs nothing but the system. Memory (arena, memory), errors and log, time (clock, day: Tokyo stands
   there only), files, ciphers and codes (crypto, sign, base32, passwd, totp), JSON that is written, lists of numbers
   (ids), what a daemon does about signals. Every room may include it; it includes none. */

/* Memory that lives as long as a request, a job or a process. Nothing is freed one by one: arena_reset() gives all back
   at once and first runs what was deferred, last in, first out. Allocation never returns NULL: when memory runs out the
   process ends (the supervisor starts another). Not for several threads. */
#ifndef MUSUBI_ARENA_H
#define MUSUBI_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
struct arena *
arena_below(struct arena *arena);      /* another one, freed when this one is reset: for the steps of a long loop */
void arena_free(struct arena *arena);  /* reset, then free the arena itself; NULL is allowed */
void arena_reset(struct arena *arena); /* keeps some blocks for the next request */

void *arena_alloc(struct arena *arena, size_t size);               /* zeroed, aligned for any type */
void *arena_array(struct arena *arena, size_t count, size_t size); /* zeroed; ends the process on overflow */
void *arena_raw(struct arena *arena, size_t count, size_t size);   /* the same, not zeroed */
char *arena_strdup(struct arena *arena, const char *text);         /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args);

/* Run fn(arg) when the arena is reset or freed. */
void arena_defer(struct arena *arena, void (*fn)(void *arg), void *arg);

/* Bytes handed out since the last reset (tests, log). */
size_t arena_used(const struct arena *arena);

/* A string that grows on an arena; always NUL-terminated. */
struct buf {
    struct arena *arena;
    char *text;
    size_t len, cap;
};

struct buf buf_on(struct arena *arena);
void buf_add(struct buf *buf, const char *text);
void buf_addn(struct buf *buf, const char *bytes, size_t len);
void buf_addc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
