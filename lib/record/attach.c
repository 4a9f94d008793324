/* Apart from files.c: an area attaches uploads to what is no noun, and needs no more than this. */
#include "record/files.h"

#include "blob/blob.h"
#include "page/page.h"

struct err *form_attach(struct req *rq, const char *field, const struct upload *upload, const char *noun,
                        uint64_t noun_id, uint64_t *file_id)
{
    struct err *err = blob_attach(rq, upload, noun, noun_id, file_id);
    if (!err || err->kind != ERR_INPUT)
        return err;
    *file_id = 0;
    if (rq->route->form->max_files > 1)
        form_error(rq, field, "file_wrong", upload->name, page_text(rq, arena_printf(rq->arena, "err.%s", err->key)));
    else
        form_error(rq, field, err->key, NULL, NULL);
    return NULL;
}
