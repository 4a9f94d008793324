/* Writes the configuration file from the table, so that the file can never lack a key or tell another default. */
#include "conf/conf.h"
#include "conf/conf_keys.h"

#include <inttypes.h>
#include <string.h>

static void print_comment(FILE *out, const struct conf_key *key)
{
    fprintf(out, "  # %s", key->help);
    if (key->type == CONF_INT)
        fprintf(out, " (%" PRId64 " to %" PRId64 ")", key->least, key->most);
    if (key->type == CONF_CHOICE)
        fprintf(out, " (%s)", key->choices);
    fputc('\n', out);
}

/* Defaults are plain ASCII, quotes and backslashes are not among them. */
static void print_value(FILE *out, const struct conf_key *key)
{
    fprintf(out, "  %s = ", strchr(key->name, '.') + 1);
    if (key->type == CONF_INT)
        fprintf(out, "%" PRId64 "%s", key->number, key->number > INT32_MAX ? "L" : "");
    else if (key->type == CONF_BOOL)
        fputs(key->number ? "true" : "false", out);
    else
        fprintf(out, "\"%s\"", key->text);
    fputs(";\n", out);
}

void conf_print(FILE *out)
{
    char group[32] = "";
    fputs("# Configuration of Musubi, read by libconfig. Every key stands here with its default; `make check-conf` "
          "finds mistakes.\n"
          "# ${var} is the data directory (--var or MUSUBI_VAR), ${program} the name of the program that reads the "
          "file.\n",
          out);
    for (unsigned i = 0; i < conf_key_count; i++) {
        size_t len = strcspn(conf_keys[i].name, ".");
        if (strncmp(group, conf_keys[i].name, len) || group[len]) {
            if (*group)
                fputs("};\n", out);
            snprintf(group, sizeof group, "%.*s", (int)len, conf_keys[i].name);
            fprintf(out, "\n# ---- %s ----\n%s: {\n", conf_group_help(group), group);
        }
        print_comment(out, &conf_keys[i]);
        print_value(out, &conf_keys[i]);
    }
    fputs("};\n", out);
}
