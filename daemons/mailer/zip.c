#include "zip.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct building {
    struct arena *arena;
    zip_source_t *out;
    zip_t *zip;
    const char *password;
};

static struct err *refused(struct arena *arena, zip_error_t *error)
{
    struct err *err = ERR(arena, ERR_INTERNAL, "internal", "zip: %s", zip_error_strerror(error));
    zip_error_fini(error);
    return err;
}

static struct err *refused_here(const struct building *b)
{
    return ERR(b->arena, ERR_INTERNAL, "internal", "zip: %s", zip_strerror(b->zip));
}

/* "name (2).pdf" for the second file of a name. */
static const char *unique_name(struct building *b, const char *name)
{
    const char *dot = strrchr(name, '.');
    int stem = dot && dot > name ? (int)(dot - name) : (int)strlen(name);
    const char *candidate = name;
    for (unsigned n = 2; zip_name_locate(b->zip, candidate, ZIP_FL_ENC_UTF_8) >= 0; n++)
        candidate = arena_printf(b->arena, "%.*s (%u)%s", stem, name, n, name + stem);
    return candidate;
}

static struct err *add(struct building *b, const struct compose_file *file)
{
    zip_source_t *source = zip_source_buffer(b->zip, file->bytes, file->len, 0);
    if (!source)
        return refused_here(b);
    zip_int64_t index = zip_file_add(b->zip, unique_name(b, file->name), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return refused_here(b);
    }
    if (zip_file_set_encryption(b->zip, (zip_uint64_t)index, ZIP_EM_TRAD_PKWARE, b->password) < 0)
        return refused_here(b);
    return NULL;
}

static struct err *read_out(struct building *b, const char **bytes, size_t *len)
{
    zip_stat_t st;
    if (zip_source_stat(b->out, &st) < 0 || !(st.valid & ZIP_STAT_SIZE) || zip_source_open(b->out) < 0)
        return ERR(b->arena, ERR_INTERNAL, "internal", "zip: its bytes cannot be read");
    char *copy = arena_alloc(b->arena, (size_t)st.size + 1);
    zip_int64_t got = zip_source_read(b->out, copy, st.size);
    zip_source_close(b->out);
    if (got < 0 || (zip_uint64_t)got != st.size)
        return ERR(b->arena, ERR_INTERNAL, "internal", "zip: its bytes cannot be read");
    *bytes = copy;
    *len = (size_t)st.size;
    return NULL;
}

static struct err *fill(struct building *b, const struct compose_file *files, size_t count)
{
    struct err *err = NULL;
    for (size_t i = 0; !err && i < count; i++)
        err = add(b, &files[i]);
    if (!err && zip_close(b->zip) < 0)
        err = refused_here(b);
    else if (!err)
        return NULL;
    zip_discard(b->zip);
    return err;
}

struct err *zip_build(struct arena *arena, const struct compose_file *files, size_t count, const char *password,
                      const char **bytes, size_t *len)
{
    zip_error_t error;
    struct building b = {.arena = arena, .password = password};
    zip_error_init(&error);
    b.out = zip_source_buffer_create(NULL, 0, 0, &error);
    if (!b.out)
        return refused(arena, &error);
    zip_source_keep(b.out); /* closing the archive lets its own hold go */
    b.zip = zip_open_from_source(b.out, ZIP_TRUNCATE, &error);
    if (!b.zip) {
        zip_source_free(b.out);
        zip_source_free(b.out);
        return refused(arena, &error);
    }
    struct err *err = fill(&b, files, count);
    if (!err)
        err = read_out(&b, bytes, len);
    zip_source_free(b.out);
    zip_error_fini(&error);
    return err;
}
