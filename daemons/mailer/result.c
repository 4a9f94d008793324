#include "result.h"

#include <stddef.h>

const char *const result_names[RESULT_KINDS] = {"none", "sent", "temp", "perm", "doubt", "offline", "stopped"};

bool result_is_try(enum result_kind kind)
{
    return kind != RESULT_NONE && kind != RESULT_OFFLINE && kind != RESULT_STOPPED;
}

void result_set(struct result *result, enum result_kind kind, unsigned code, const char *text)
{
    size_t n = 0;
    result->kind = kind;
    result->code = code;
    for (; *text && n < sizeof result->text - 1; text++)
        result->text[n++] = *text >= ' ' && *text < 127 ? *text : '?';
    while (n && result->text[n - 1] == ' ')
        n--;
    result->text[n] = '\0';
}
