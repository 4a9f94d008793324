/* daemons/mailin/message.c: whatever arrives, every text is there, is UTF-8 and within its limit; one-line texts are
   one line. */
#include "fuzz.h"

#include "../../daemons/mailin/message.h"
#include "base/arena.h"
#include "text/text.h"

#include <gmime/gmime.h>
#include <string.h>

static void is_line(const char *text, size_t most)
{
    HOLDS(text && text_utf8(text, strlen(text)) && !text_has_control(text, false) && text_chars(text) <= most);
}

static void is_text(const char *text, size_t most)
{
    HOLDS(text && text_utf8(text, strlen(text)) && strlen(text) <= most);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    g_mime_init();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct message m;
    message_parse(arena, (const char *)data, size, NULL, NULL, &m);
    is_line(m.recipient, SIZE_MAX);
    is_line(m.from_addr, 254);
    is_line(m.from_name, 80);
    is_line(m.subject, 200);
    is_line(m.references, SIZE_MAX);
    is_line(m.failed, SIZE_MAX);
    is_line(m.files, 3000);
    is_text(m.text, 3 * 2 * MESSAGE_TEXT + 16);
    is_text(m.status, 3 * MESSAGE_STATUS_TEXT);
    HOLDS(!m.sender || !text_has_control(m.sender, false));
    HOLDS(message_bound((const char *)data, size) <= size);
    arena_free(arena);
    return 0;
}
