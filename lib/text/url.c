#include "text/url.h"

#include <string.h>
#include <strings.h>

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f || *text == '\\')
            return false;
    return true;
}

bool url_is_web(const char *url)
{
    size_t scheme = strncasecmp(url, "https://", 8) == 0 ? 8 : strncasecmp(url, "http://", 7) == 0 ? 7 : 0;
    return scheme && is_printable(url) && !strpbrk(url, " \"'<>`") && url[scheme] && url[scheme] != '/';
}

bool url_is_local(const char *path)
{
    return path && path[0] == '/' && path[1] != '/' && is_printable(path);
}
