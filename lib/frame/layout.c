#include "frame/layout.h"

#include "frame/route.h"
#include "http/app.h"
#include "http/csrf.h"
#include "http/req.h"
#include "page/page_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const role_names[] = {
#define ROLE(NAME, name) [ROLE_BIT_##NAME] = name,
#include "http/roles.def"
};
static const char *const feature_names[] = {
#define FEATURE(NAME, name) [FEATURE_BIT_##NAME] = name,
#include "http/roles.def"
};

static void set_flags(struct req *rq, HDF *node, const char *const *names, size_t count, unsigned mask)
{
    for (size_t i = 0; i < count; i++)
        if (mask & 1U << i)
            page_item_set(rq, node, names[i], "1");
}

static void set_person(struct req *rq)
{
    const struct session *session = &rq->session;
    HDF *me = page_node(rq, "Me");
    page_item_set(rq, me, "name", session->name);
    page_item_set(rq, me, "org", session->org_name);
    page_item_set(rq, me, "login", session->login_id);
    page_item_set(rq, me, "mail", session->mail);
    set_flags(rq, page_node(rq, "Me.is"), role_names, sizeof role_names / sizeof *role_names, session->roles);
    set_flags(rq, page_node(rq, "Me.feature"), feature_names, sizeof feature_names / sizeof *feature_names,
              session->features);
    page_item_set(rq, me, "write", session->roles & ROLE_WRITE ? "1" : "");
    page_item_set(rq, me, "client", session->roles & ROLE_CLIENT ? "1" : "");
    page_item_set(rq, me, "staff", session->roles & ROLE_STAFF ? "1" : "");
    page_num(rq, "Run.busy", session->runs_busy);
    page_num(rq, "Run.done", session->runs_done);
    if (session->runs_busy)
        page_set(rq, "Run.poll_url", "/mailing/runs/state");
    if (session->run_last)
        page_set(rq, "Run.result_url", arena_printf(rq->arena, "/mailing/run/%" PRIu64 "/csv", session->run_last));
}

/* ?done=key comes from outside: only a key of ours may be looked up with it. */
static const char *notice(struct req *rq)
{
    char key[64];
    const char *done = kvs_get(&rq->args, "done");
    if (!done || !*done || strspn(done, "abcdefghijklmnopqrstuvwxyz_0123456789") != strlen(done))
        return "";
    if ((size_t)snprintf(key, sizeof key, "notice.%s", done) >= sizeof key)
        return "";
    return hdf_get_value(rq->app->pages->text[page_lang(rq)], key, "");
}

struct err *layout_set(struct req *rq)
{
    HDF *page = page_node(rq, "Page");
    page_item_set(rq, page, "lang", page_lang(rq) == PAGE_EN ? "en" : "ja");
    page_item_set(rq, page, "path", rq->path);
    page_item_set(rq, page, "area", rq->app->area ? rq->app->area->name : "");
    page_item_set(rq, page, "id", rq->id);
    page_item_set(rq, page, "notice", notice(rq));
    if (rq->route && rq->route->crumb && !hdf_get_obj(page, "title"))
        page_item_set(rq, page, "title", page_text(rq, arena_printf(rq->arena, "title.%s", rq->route->crumb)));
    if (rq->session.signed_in)
        set_person(rq);
    page_set(rq, "Form.token", csrf_token(rq));
    return NULL;
}
