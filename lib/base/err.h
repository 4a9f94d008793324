/* The one error type of the suite. NULL means success. Errors are allocated from an arena, raised where they are
   known, returned unchanged through every caller and logged once by whoever handles the request or the job. */
#ifndef MUSUBI_ERR_H
#define MUSUBI_ERR_H

struct arena;

enum err_kind {
    ERR_INPUT,    /* what the user sent cannot be used: 422, the form is shown again */
    ERR_LOGIN,    /* nobody is signed in: to the sign-in page */
    ERR_DENIED,   /* signed in, but not allowed: 403 */
    ERR_MISSING,  /* no such thing, or it belongs to somebody else: 404 */
    ERR_CONFLICT, /* the state does not allow it, or somebody changed it meanwhile: 409 */
    ERR_BUSY,     /* the database or another service is away: 503, works again by itself */
    ERR_INTERNAL  /* our defect: 500 */
};

struct err {
    enum err_kind kind;
    const char *key;    /* message key shown to the user (Text.err.<key>), never NULL */
    const char *detail; /* for the log only, may hold server texts, never NULL */
    const char *file;
    int line;
    unsigned code; /* MariaDB error number where the database said it, else 0 */
};

#define MUST __attribute__((warn_unused_result))

/* Make an error. key is a constant; the detail is a printf format and goes to the log only. */
#define ERR(arena, kind, key, ...) err_new((arena), (kind), (key), __FILE__, __LINE__, __VA_ARGS__)

/* Return the error of expr from the calling function, if there is one. */
#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        struct err *try_err_ = (expr);                                                                                 \
        if (try_err_)                                                                                                  \
            return try_err_;                                                                                           \
    } while (0)

MUST struct err *err_new(struct arena *arena, enum err_kind kind, const char *key, const char *file, int line,
                         const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* Name of a kind for the log ("INPUT"). */
const char *err_kind_name(enum err_kind kind);

/* HTTP status a kind is answered with. */
int err_status(enum err_kind kind);

/* Convert a ClearSilver error (NEOERR *); frees it. NULL for STATUS_OK. The only place where this is done. */
MUST struct err *err_neo(struct arena *arena, void *neoerr, const char *file, int line);
#define TRY_NEO(arena, expr) TRY(err_neo((arena), (expr), __FILE__, __LINE__))

#endif
