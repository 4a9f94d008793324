/* The audit log as verify reads it: whatever stands in a file, only lines whose hash fits are taken for right. */
#include "../../daemons/scheduler/audit_line.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct audit_link link = audit_link_first(), read;
    const char *line = (const char *)data;
    for (size_t left = size; left;) {
        const char *end = memchr(line, '\n', left);
        size_t len = end ? (size_t)(end - line) : left;
        struct audit_link before = link;
        const char *fault = audit_line_check(line, len, &link);
        HOLDS(strlen(link.hash) == AUDIT_HASH);
        HOLDS(fault || (link.seq == before.seq + 1 && memmem(line, len, before.hash, AUDIT_HASH)));
        left -= end ? len + 1 : len;
        line += end ? len + 1 : len;
    }
    char text[200];
    size_t len = size < sizeof text - 1 ? size : sizeof text - 1;
    memcpy(text, data, len);
    text[len] = '\0';
    if (audit_link_read(text, &read))
        HOLDS(strlen(read.hash) == AUDIT_HASH);
    return 0;
}
