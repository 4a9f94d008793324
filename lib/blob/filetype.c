/* The list of types is data: a new one is a line here. libmagic's database is loaded for each file (a few
   milliseconds); uploads are rare and a process keeps nothing that could go stale. */
#include "blob/filetype.h"

#include "base/arena.h"
#include "text/text.h"

#include <magic.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#define OOXML "application/vnd.openxmlformats-officedocument."

static const struct filetype types[] = {
    {"application/pdf", {"pdf"}, false},
    {"application/msword", {"doc", "dot"}, false},
    {"application/vnd.ms-excel", {"xls", "xlt"}, false},
    {"application/vnd.ms-powerpoint", {"ppt", "pps", "pot"}, false},
    {OOXML "wordprocessingml.document", {"docx", "docm", "dotx"}, false},
    {OOXML "spreadsheetml.sheet", {"xlsx", "xlsm", "xltx"}, false},
    {OOXML "presentationml.presentation", {"pptx", "pptm", "ppsx", "potx"}, false},
    {"text/plain", {"txt", "text", "csv", "tsv", "md", "log"}, false},
    {"text/csv", {"csv", "txt", "tsv"}, false},
    {"image/jpeg", {"jpg", "jpeg", "jpe", "jfif"}, true},
    {"image/png", {"png"}, true},
    {"image/gif", {"gif"}, true},
    {"application/zip", {"zip"}, false},
};

/* Other words of libmagic for the same things. Text that looks like a program or a mail is text all the same, but HTML,
   XML and SVG are not in here: nobody's browser shall ever be asked to make something of them. */
static const struct {
    const char *said, *type;
} aliases[] = {
    {"application/csv", "text/csv"},
    {"application/json", "text/plain"},
    {"application/x-ndjson", "text/plain"},
    {"message/rfc822", "text/plain"},
    {"text/tab-separated-values", "text/plain"},
    {"application/x-zip-compressed", "application/zip"},
};

const struct filetype *filetype_by_name(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, type) == 0)
            return &types[i];
    return NULL;
}

static const char *lower_extension(struct arena *arena, const char *name)
{
    const char *dot = strrchr(name, '.');
    char *text = arena_strdup(arena, dot ? dot + 1 : "");
    for (char *p = text; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return text;
}

static bool has_extension(const struct filetype *type, const char *extension)
{
    for (size_t i = 0; i < sizeof type->extensions / sizeof *type->extensions && type->extensions[i]; i++)
        if (strcmp(type->extensions[i], extension) == 0)
            return true;
    return false;
}

/* Of empty lines the expressions of libmagic take time by the square of what they see: 0.4 s for 64 KB with its own
   bounds, and a mail may have twenty files. */
static bool is_bounded(magic_t magic)
{
    size_t expression = 1024, encoding = 8192; /* bytes */
    return magic_setparam(magic, MAGIC_PARAM_REGEX_MAX, &expression) == 0 &&
           magic_setparam(magic, MAGIC_PARAM_ENCODING_MAX, &encoding) == 0;
}

static const char *ask_magic(struct arena *arena, const unsigned char *bytes, size_t len)
{
    const char *said = NULL;
    magic_t magic = magic_open(MAGIC_MIME_TYPE);
    if (magic && magic_load(magic, NULL) == 0 && is_bounded(magic))
        said = magic_buffer(magic, bytes, len);
    said = arena_strdup(arena, said ? said : "");
    if (magic)
        magic_close(magic);
    return said;
}

/* libmagic looks at the first names only: Office files whose parts stand in an unusual order look like any zip to it,
   and a zip of a folder "word" like a document. */
static const char *look_into_zip(int fd)
{
    static const char *const parts[][2] = {{"word/document.xml", OOXML "wordprocessingml.document"},
                                           {"xl/workbook.xml", OOXML "spreadsheetml.sheet"},
                                           {"ppt/presentation.xml", OOXML "presentationml.presentation"}};
    const char *type = "application/zip";
    int code, own = dup(fd);
    off_t offset = lseek(fd, 0, SEEK_CUR);
    zip_t *zip = own >= 0 ? zip_fdopen(own, 0, &code) : NULL;
    if (zip && zip_name_locate(zip, "[Content_Types].xml", 0) >= 0)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (zip_name_locate(zip, parts[i][0], 0) >= 0)
                type = parts[i][1];
    if (zip)
        zip_discard(zip);
    else if (own >= 0)
        close(own);
    if (offset >= 0)
        lseek(fd, offset, SEEK_SET); /* the copy shared it */
    return type;
}

/* Word, Excel and PowerPoint before 2007 share a container that libmagic cannot always look into: the name has to

   tell. */
static const struct filetype *old_office(const char *extension)
{
    static const char *const old[] = {"application/msword", "application/vnd.ms-excel",
                                      "application/vnd.ms-powerpoint"};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        if (has_extension(filetype_by_name(old[i]), extension))
            return filetype_by_name(old[i]);
    return NULL;
}

static const char *same_type(const char *said)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].said, said) == 0)
            return aliases[i].type;
    return strncmp(said, "text/x-", 7) == 0 ? "text/plain" : said;
}

const struct filetype *filetype_of(struct arena *arena, int fd, const unsigned char *bytes, size_t len,
                                   const char *name)
{
    const char *said = same_type(ask_magic(arena, bytes, len)), *extension = lower_extension(arena, name);
    if (strcmp(said, "application/zip") == 0 || strncmp(said, OOXML, strlen(OOXML)) == 0)
        said = look_into_zip(fd);
    if (strcmp(said, "application/CDFV2") == 0 || strcmp(said, "application/x-ole-storage") == 0)
        return old_office(extension);
    if (strcmp(said, "application/octet-stream") == 0 && len && text_utf8((const char *)bytes, len))
        said = "text/plain"; /* a text too short for libmagic */
    if (strcmp(said, "text/plain") == 0 && strcmp(extension, "csv") == 0)
        said = "text/csv";
    return filetype_by_name(said);
}

const char *filetype_fit_name(struct arena *arena, const struct filetype *type, const char *name)
{
    enum { NAME_BYTES = 200 };
    const char *extension = type->extensions[0];
    if (has_extension(type, lower_extension(arena, name)))
        return name;
    size_t keep = strlen(name), room = NAME_BYTES - strlen(extension) - 1;
    if (keep > room) {
        keep = room;
        while (keep > 0 && ((unsigned char)name[keep] & 0xc0) == 0x80)
            keep--;
    }
    return arena_printf(arena, "%.*s.%s", (int)keep, name, extension);
}
