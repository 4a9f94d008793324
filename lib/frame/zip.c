#include "frame/zip.h"

#include "base/json.h"
#include "base/log.h"
#include "http/app.h"
#include "text/text.h"
#include "text/zip.h"

struct err *zip_places(struct req *rq, const void *in)
{
    struct zip_place places[ZIP_MOST];
    struct buf out = buf_on(rq->arena);
    const char *code = text_zip(rq->arena, req_str(rq, 0));
    size_t n = code && rq->app->zip ? zip_table_find(rq->app->zip, code, places, ZIP_MOST) : 0;
    json_open(&out, '{');
    json_name(&out, "places");
    json_open(&out, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&out, '{');
        json_name_text(&out, "pref", arena_printf(rq->arena, "%u", places[i].pref));
        json_name_text(&out, "text", places[i].text);
        json_close(&out, '}');
    }
    json_close(&out, ']');
    json_close(&out, '}');
    res_text(rq, "application/json", out.text);
    return NULL;
}

void zip_load(struct app *app)
{
    const char *path = conf_text(app->conf, "paths.zip_table");
    const struct route *route = app->area->routes;
    while (route->path && route->run != zip_places)
        route++;
    struct err *err = route->path && *path ? zip_table_open(app->arena, path, &app->zip) : NULL;
    if (err)
        log_line(LOG_INFO, "no_zip_table", "detail", err->detail, NULL);
}
