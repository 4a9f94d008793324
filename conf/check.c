/* conf-check FILE [VAR]: tells every mistake of a configuration file, exit status 1 if there is one.
   conf-check --print: the file with all defaults. */
#include "conf/conf.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        conf_print(stdout);
        return fflush(stdout) || ferror(stdout);
    }
    if (argc < 2 || argc > 3) {
        fputs("usage: conf-check FILE [VAR] | --print\n", stderr);
        return 2;
    }
    const char *var = argc == 3 ? argv[2] : getenv("MUSUBI_VAR");
    struct conf *conf = conf_load(argv[1], var ? var : "/var/lib/musubi", stderr);
    if (!conf)
        return 1;
    conf_free(conf);
    return 0;
}
