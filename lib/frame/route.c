#include "frame/route.h"
#include "http/app.h"

#include <string.h>
#include <unistd.h>

static bool is_number(const char *name, size_t len)
{
    return (len == 2 && memcmp(name, "id", 2) == 0) || (len > 3 && memcmp(name + len - 3, "_id", 3) == 0);
}

/* Does one segment of a path suit ":name" of a route? Numbers: 1 to 18 digits, no leading zero. */
static bool param_fits(const char *name, size_t name_len, const char *value, size_t len)
{
    bool number = is_number(name, name_len);
    if (!len || len > (number ? 18 : 200) || (number && *value == '0'))
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = value[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && (number || !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_')))
            return false;
    }
    return true;
}

static bool fits(const struct route *route, struct req *rq)
{
    const char *want = route->path;
    const char *have = rq->path;
    unsigned n = 0;
    while (*want) {
        if (*want != ':') {
            if (*want++ != *have++)
                return false;
            continue;
        }
        size_t name_len = strcspn(want + 1, "/");
        size_t len = strcspn(have, "/");
        if (n == REQ_PARAMS || !param_fits(want + 1, name_len, have, len))
            return false;
        rq->params[n++] = arena_strndup(rq->arena, have, len);
        want += 1 + name_len;
        have += len;
    }
    return *have == '\0';
}

const struct route *route_find(const struct area *area, struct req *rq, bool *wrong_method)
{
    *wrong_method = false;
    for (const struct route *r = area->routes; r->path; r++) {
        if (!fits(r, rq))
            continue;
        if (r->method == rq->method)
            return r;
        *wrong_method = true;
    }
    return NULL;
}

struct bit {
    unsigned bit;
    const char *name;
};
static const struct bit role_names[] = {
    {ROLE_PUBLIC, "public"},
    {ROLE_ENROL, "enrol"},
#define ROLE(NAME, name) {ROLE_##NAME, name},
#include "http/roles.def"
    {0, NULL},
};
static const struct bit feature_names[] = {
#define FEATURE(NAME, name) {FEATURE_##NAME, name},
#include "http/roles.def"
    {0, NULL},
};

static void print_bits(FILE *out, const struct bit *names, unsigned mask)
{
    const char *comma = "";
    for (; names->name; names++)
        if (mask & names->bit) {
            fprintf(out, "%s%s", comma, names->name);
            comma = ",";
        }
    fputs("\t", out);
}

void route_print(const struct area *area, FILE *out)
{
    for (const struct route *r = area->routes; r->path; r++) {
        fprintf(out, "%s\t%s\t", r->method == METHOD_GET ? "GET" : "POST", r->path);
        print_bits(out, role_names, r->roles);
        print_bits(out, feature_names, r->features);
        fprintf(out, "%s\t", r->method == METHOD_GET ? "-" : r->no_token ? r->no_token : "token");
        for (const struct field *f = r->form ? r->form->fields : NULL; f && f->name; f++)
            fprintf(out, "%s%s", f == r->form->fields ? "" : ",", f->name);
        fprintf(out, "\t%s\t%s\n", r->audit ? r->audit : "-", r->page ? r->page : "-");
    }
}

/* What a query string has stands in logs, bookmarks and the browser's history. */
static bool has_secret(const struct form *form)
{
    for (const struct field *f = form ? form->fields : NULL; f && f->name; f++)
        if (f->kind == FIELD_SECRET)
            return true;
    return false;
}

static int defect(FILE *errors, const struct route *r, const char *what)
{
    fprintf(errors, "route %s %s: %s\n", r->method == METHOD_GET ? "GET" : "POST", r->path, what);
    return 1;
}

static unsigned params_of(const char *path)
{
    unsigned n = 0;
    for (; *path; path++)
        n += *path == ':';
    return n;
}

static int check_template(FILE *errors, const struct route *r, const char *dir, const char *name)
{
    char path[1024];
    if (!name)
        return 0;
    int n = snprintf(path, sizeof path, "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK))
        return defect(errors, r, name);
    return 0;
}

/* The paths with their parameters' names taken out. */
static bool same_path(const char *a, const char *b)
{
    while (*a && *b) {
        if (*a == ':' && *b == ':') {
            a += strcspn(a, "/");
            b += strcspn(b, "/");
        } else if (*a++ != *b++)
            return false;
    }
    return *a == *b;
}

/* Two forms of one name would share their static part. */
struct err *route_forms(struct app *app)
{
    for (const struct route *route = app->area->routes; route && route->path; route++) {
        if (!route->form || !route->form->fields || !route->form->fields->name)
            continue;
        for (const struct route *other = app->area->routes; other != route; other++)
            if (other->form && other->form != route->form && strcmp(other->form->name, route->form->name) == 0)
                return ERR(app->arena, ERR_INTERNAL, "internal", "two forms are called %s", route->form->name);
        TRY(form_load(app, route->form, 0));
    }
    return NULL;
}

int route_check(const struct area *area, const char *template_dir, FILE *errors)
{
    int defects = 0;
    char prefix[40];
    snprintf(prefix, sizeof prefix, "/%s/", area->name);
    for (const struct route *r = area->routes; r->path; r++) {
        if (r->method != METHOD_GET && r->method != METHOD_POST)
            defects += defect(errors, r, "unknown method");
        if (strncmp(r->path, prefix, strlen(prefix)) != 0)
            defects += defect(errors, r, "outside of its area");
        if (params_of(r->path) > REQ_PARAMS)
            defects += defect(errors, r, "more parameters than a request has room for");
        if (!r->roles)
            defects += defect(errors, r, "no role may use it");
        if (r->method == METHOD_POST && !r->form)
            defects += defect(errors, r, "POST without a form");
        if (r->makes && (r->method != METHOD_POST || r->no_token || !r->show))
            defects += defect(errors, r, "cannot ask whether it makes another one");
        if (r->form && r->form->max_files && !r->form->uploads)
            defects += defect(errors, r, "files that nobody examines");
        if (r->method == METHOD_GET && r->no_token)
            defects += defect(errors, r, "a GET has no token to leave out");
        if (r->method == METHOD_GET && has_secret(r->form))
            defects += defect(errors, r, "a secret in its address");
        if (r->method == METHOD_POST && r->record)
            defects += defect(errors, r, "a POST writes in its handler");
        if (!r->run)
            defects += defect(errors, r, "no handler");
        if (r->check)
            defects += r->check(r, errors);
        defects += check_template(errors, r, template_dir, r->page);
        defects += check_template(errors, r, template_dir, r->show_page);
        for (const struct route *o = area->routes; o != r; o++)
            if (o->method == r->method && same_path(o->path, r->path))
                defects += defect(errors, r, "stands twice");
    }
    return defects;
}
