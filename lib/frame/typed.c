#include "frame/typed.h"

#include "frame/layout.h"
#include "frame/route.h"
#include "http/app.h"
#include "http/csrf.h"
#include "http/once.h"
#include "page/page_impl.h"

#include <string.h>

static struct err *render(struct req *rq, const char *page, const char **body, size_t *len)
{
    TRY(layout_set(rq));
    return page_render(rq, page, body, len);
}

/* ---- the session has ended ---- */

bool typed_here(const struct req *rq)
{
    const char *base = conf_text(rq->app->conf, "http.base_url");
    size_t len = strlen(base);
    return rq->referer && strncmp(rq->referer, base, len) == 0 && rq->referer[len] == '/';
}

/* A secret is not kept: the form will ask for it again. */
static void keep_field(struct req *rq, const struct kv *typed)
{
    bool secret = form_is_secret(rq->route->form, typed->name);
    if (strcmp(typed->name, CSRF_FIELD) == 0 || (secret && !*typed->value))
        return;
    struct _hdf *item = page_item(rq, page_node(rq, "Again.fields"));
    page_item_set(rq, item, "name", secret ? FORM_RETYPE : typed->name);
    page_item_set(rq, item, "value", secret ? typed->name : typed->value);
    if (secret)
        page_set(rq, "Again.secret", "1");
}

struct err *typed_keep(struct req *rq, const char **body, size_t *len)
{
    TRY(page_begin(rq));
    rq->reply.status = 401;
    page_set(rq, "Again.to", rq->path);
    for (size_t i = 0; i < rq->body.n && typed_here(rq); i++)
        keep_field(rq, &rq->body.v[i]);
    return render(rq, "error/again.cs", body, len);
}

/* ---- the form again ---- */

static bool is_faulty(const struct err *why)
{
    return why->kind == ERR_INPUT && strcmp(why->key, "form") == 0;
}

static bool is_outdated(const struct err *why)
{
    return why->kind == ERR_CONFLICT && strcmp(why->key, "changed_meanwhile") == 0;
}

static bool has_version(const struct form *form)
{
    for (const struct field *field = form->fields; field->name; field++)
        if (field->kind == FIELD_VERSION)
            return true;
    return false;
}

bool typed_can_show(const struct req *rq, const struct err *why)
{
    return is_faulty(why) || (is_outdated(why) && rq->route->show && has_version(rq->route->form));
}

/* Something was made from this page before: the way there, without the word that it was done just now. */
static void tell_sent(struct req *rq, const struct once *once)
{
    if (!rq->route->makes || once->found != ONCE_OTHER)
        return;
    const char *done = strstr(once->location, "?done=");
    page_set(rq, "Sent.url",
             done ? arena_strndup(rq->arena, once->location, (size_t)(done - once->location)) : once->location);
}

/* Whoever has read that and sends the form again knows the record as it is now. */
static void tell_changed(struct req *rq)
{
    const char *now = hdf_get_value(rq->hdf, "Record.version", NULL);
    page_set(rq, "Changed.url", rq->path);
    if (now)
        page_set(rq, "Form.version.value", now);
}

struct err *typed_show(struct req *rq, const void *in, const struct once *once, const struct err *why,
                       const char **body, size_t *len)
{
    const struct route *route = rq->route;
    int status = is_outdated(why) ? 409 : 422;
    rq->reply = (struct reply){.status = status, .fd = -1, .headers = rq->reply.headers};
    rq->in_has_errors = true;
    if (!route->show)
        return ERR(rq->arena, ERR_INPUT, "bad_request", "form %s refused", route->form->name);
    TRY(page_begin(rq)); /* what the handler had put there is not shown */
    TRY(route->show(rq, in));
    if (rq->reply.location)
        return NULL;
    tell_sent(rq, once);
    if (is_outdated(why))
        tell_changed(rq);
    rq->reply.status = status;
    return render(rq, rq->reply.page ? rq->reply.page : route->show_page ? route->show_page : route->page, body, len);
}

/* ---- 「住所を入れる」 ---- */

struct err *typed_fill(struct req *rq, const char **body, size_t *len)
{
    const struct route *route = rq->route;
    void *in;
    bool valid;
    TRY(page_begin(rq));
    struct form_fill *fill = form_fill(rq);
    TRY(form_read(rq, route->form, &rq->body, &in, &valid));
    form_forgive(rq, "zip");
    rq->in = in;
    TRY(route->show(rq, in));
    if (rq->reply.location)
        return NULL;
    TRY(form_filled(rq, fill));
    return render(rq, rq->reply.page ? rq->reply.page : route->show_page ? route->show_page : route->page, body, len);
}
