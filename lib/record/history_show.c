/* History on pages. */
#include "base/arena.h"
#include "db/db.h"
#include "form/form.h"
#include "page/page.h"
#include "q_record.h"
#include "record/history.h"

#include <string.h>

const char *history_labels(struct req *rq, const struct form *form, const char *names)
{
    struct buf labels = buf_on(rq->arena);
    char *rest = arena_strdup(rq->arena, names);
    for (char *name; (name = strsep(&rest, ","));)
        for (const struct field *f = form->fields; f->name; f++)
            if (strcmp(f->name, name) == 0)
                buf_addf(&labels, "%s%s", labels.len ? page_text(rq, "list.comma") : "", form_label(rq, f));
    return labels.len ? labels.text : "";
}

struct err *history_show(struct req *rq, const char *noun, const struct form *form, uint64_t id)
{
    struct rows *rows;
    TRY(q_history_of(rq->db, noun, id, &rows));
    struct _hdf *list = page_node(rq, "History");
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_item(rq, list);
        const char *kind = rows_text(rows, i, "kind"), *body = rows_text(rows, i, "body");
        page_item_set(rq, item, "kind", kind);
        page_item_set(rq, item, "at", rows_text(rows, i, "at"));
        page_item_set(rq, item, "who", rows_text(rows, i, "who"));
        page_item_set(rq, item, "body", strcmp(kind, "update") == 0 ? history_labels(rq, form, body) : body);
    }
    return NULL;
}

const char *history_changed(struct req *rq, const struct form *form, const struct rows *before,
                            const struct rows *after)
{
    struct buf names = buf_on(rq->arena);
    for (const struct field *f = form->fields; f->name; f++)
        if (rows_col(before, f->name) >= 0 && strcmp(f->name, "version") != 0 &&
            strcmp(rows_text(before, 0, f->name), rows_text(after, 0, f->name)) != 0)
            buf_addf(&names, "%s%s", names.len ? "," : "", f->name);
    return names.text;
}
