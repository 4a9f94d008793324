/* Addresses from outside, before a page or a redirect leads there. */
#ifndef MUSUBI_URL_H
#define MUSUBI_URL_H

#include <stdbool.h>

/* A path of this house: begins with one slash, no backslash, no control character. NULL is none. */
bool url_is_local(const char *path);

/* http or https with a host, and nothing that ends an attribute or a line. */
bool url_is_web(const char *url);

#endif
