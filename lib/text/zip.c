/* The table: head, entries in the order of their codes, then the texts, each ended by a NUL. Numbers are of the machine
   that made it; another one does not know the mark. Nothing of it is read before it is asked for. */
#include "text/zip.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARK = 0x5a495031 };

struct entry {
    uint32_t code, pref, text; /* text: offset */
};
struct head {
    uint32_t mark, count, texts;
};
struct zip_table {
    struct head head;
    struct entry entries[];
};

static const char *texts(const struct zip_table *table)
{
    return (const char *)&table->entries[table->head.count];
}

static bool is_table(const struct zip_table *table, size_t len)
{
    return len >= sizeof(struct head) && table->head.mark == MARK && table->head.texts > 0 &&
           len == sizeof(struct head) + (size_t)table->head.count * sizeof(struct entry) + table->head.texts &&
           texts(table)[table->head.texts - 1] == '\0';
}

struct err *zip_table_open(struct arena *arena, const char *path, const struct zip_table **table)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0) {
        struct err *err = ERR(arena, ERR_INTERNAL, "internal", "%s: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return err;
    }
    size_t len = (size_t)st.st_size;
    void *map = len ? mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    close(fd);
    if (map == MAP_FAILED || !is_table(map, len)) {
        if (map != MAP_FAILED)
            munmap(map, len);
        return ERR(arena, ERR_INTERNAL, "internal", "%s: no table of postal codes", path);
    }
    *table = map;
    return NULL;
}

/* 0, which no code is, for what is none. */
static uint32_t code_of(const char *text)
{
    uint32_t code = 0;
    size_t digits = 0;
    for (; *text; text++) {
        if (*text == '-' && digits == 3)
            continue;
        if (*text < '0' || *text > '9' || ++digits > 7)
            return 0;
        code = code * 10 + (uint32_t)(*text - '0');
    }
    return digits == 7 ? code : 0;
}

size_t zip_table_find(const struct zip_table *table, const char *code, struct zip_place *places, size_t max)
{
    uint32_t want = code_of(code);
    size_t low = 0, high = table->head.count, n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->entries[middle].code < want)
            low = middle + 1;
        else
            high = middle;
    }
    for (; want && low < table->head.count && table->entries[low].code == want && n < max; low++)
        if (table->entries[low].text < table->head.texts)
            places[n++] = (struct zip_place){table->entries[low].pref, texts(table) + table->entries[low].text};
    return n;
}

void zip_table_pack(struct arena *arena, const struct zip_row *rows, size_t count, const char **bytes, size_t *len)
{
    struct buf out = buf_on(arena), pool = buf_on(arena);
    struct entry *entries = arena_array(arena, count + 1, sizeof *entries);
    buf_addc(&pool, '\0');
    for (size_t i = 0; i < count; i++) {
        entries[i] = (struct entry){rows[i].code, rows[i].pref, (uint32_t)pool.len};
        buf_addn(&pool, rows[i].text, strlen(rows[i].text) + 1);
    }
    struct head head = {MARK, (uint32_t)count, (uint32_t)pool.len};
    buf_addn(&out, (const char *)&head, sizeof head);
    buf_addn(&out, (const char *)entries, count * sizeof *entries);
    buf_addn(&out, pool.text, pool.len);
    *bytes = out.text;
    *len = out.len;
}
