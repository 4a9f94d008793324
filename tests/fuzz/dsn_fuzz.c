/* daemons/mailin/report.c and plain.c: the first byte says how the message looked, then come status and text, separated
   by a NUL. A report is about the address asked for, and what is hard is a failure with a reason that can be. */
#include "fuzz.h"

#include "../../daemons/mailin/report.h"
#include "base/arena.h"
#include "text/text.h"

#include <string.h>

static void check(const struct report *r)
{
    char again[BOUNCE_STATUS];
    HOLDS(r->diagnostic && text_chars(r->diagnostic) <= 250 && !text_has_control(r->diagnostic, false));
    if (r->kind != REPORT_FAILED && r->kind != REPORT_DELAYED)
        return;
    HOLDS(r->kind == REPORT_FAILED || (r->bounce.kind == BOUNCE_DELAYED && !r->bounce.hard));
    HOLDS(!r->bounce.hard || r->bounce.kind == BOUNCE_USER || r->bounce.kind == BOUNCE_HOST);
    HOLDS(!r->bounce.hard || r->bounce.status[0] != '4');
    HOLDS(!*r->bounce.status || (bounce_find_status(r->bounce.status, again) && !strcmp(again, r->bounce.status)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct message m = {.recipient = "",
                        .sender = "",
                        .from_addr = "a@b.jp",
                        .from_name = "",
                        .subject = "",
                        .references = "",
                        .failed = "",
                        .text = "",
                        .status = "",
                        .files = ""};
    struct report report;
    if (size) {
        char *status = arena_strndup(arena, (const char *)data + 1, size - 1);
        size_t n = strlen(status) + 2;
        char *text = arena_strndup(arena, (const char *)data + (n < size ? n : size), n < size ? size - n : 0);
        m.report = data[0] & 1;
        m.from_daemon = data[0] & 2;
        m.sender = data[0] & 4 ? "" : NULL;
        m.status = text_utf8(status, strlen(status)) ? status : "";
        m.text = text_utf8(text, strlen(text)) ? text_area(arena, text) : "";
        m.failed = data[0] & 8 ? text_line(arena, m.text) : "";
    }
    report_read(arena, &m, "a@b.jp", &report);
    check(&report);
    arena_free(arena);
    return 0;
}
