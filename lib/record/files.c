#include "record/files.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "http/app.h"
#include "q_record.h"
#include "record/history.h"
#include "record/noun.h"

#include <inttypes.h>
#include <string.h>

struct file_in {
    char none;
};

static const struct field file_fields[] = {
    FILES(file, 1, "file"),
    FIELD_END,
};

const struct form file_form = {.name = "file",
                               .fields = file_fields,
                               .size = sizeof(struct file_in),
                               .max_body = 22 << 20,
                               .max_files = 5,
                               .max_file = 10 << 20,
                               .uploads = blob_examine};

struct err *files_add(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    uint64_t file_id, id = req_id(rq, 0);
    TRY(noun->one(rq->db, id, &rows));
    for (size_t i = 0; i < rq->upload_count; i++) {
        TRY(form_attach(rq, "file", &rq->uploads[i], noun->name, id, &file_id));
        if (!file_id)
            return form_invalid(rq);
        TRY(history_add(rq->db, noun->name, id, "file", rq->uploads[i].name));
    }
    audit_about(rq, noun->name, id, "");
    res_done(rq, "file_added", "/%s/%s/%" PRIu64, noun->area, noun->name, id);
    return NULL;
}

/* The area's noun of this name that has files, by the route table; name NULL: *names has them all, comma separated. */
static const struct noun *with_files(const struct req *rq, const char *name, struct buf *names)
{
    for (const struct route *r = rq->app->area->routes; r->path; r++) {
        if (r->run != files_add)
            continue;
        if (name && strcmp(r->noun->name, name) == 0)
            return r->noun;
        if (!name)
            buf_addf(names, "%s%s", names->len ? "," : "", r->noun->name);
    }
    return NULL;
}

/* The row of the request's file and its record's noun: of a record whose page opens. Of one that was merged away it is
   MISSING. */
static struct err *file_of_record(struct req *rq, uint64_t id, const struct noun **noun, struct rows **file)
{
    struct rows *record;
    struct buf names = buf_on(rq->arena);
    (void)with_files(rq, NULL, &names);
    TRY(q_file_owner(rq->db, id, names.text, file));
    *noun = with_files(rq, rows_text(*file, 0, "_noun"), NULL);
    return (*noun)->one(rq->db, rows_u64(*file, 0, "_noun_id"), &record);
}

struct err *files_get(struct req *rq, const void *in)
{
    const struct noun *noun;
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(file_of_record(rq, id, &noun, &rows));
    audit_about(rq, "file", id, "");
    return blob_send(rq, id);
}

struct err *files_remove(struct req *rq, const void *in)
{
    const struct noun *noun;
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(file_of_record(rq, id, &noun, &rows));
    TRY(blob_remove(rq, id));
    audit_about(rq, "file", id, audit_json(rq, "name", rows_text(rows, 0, "_name"), NULL));
    res_done(rq, "file_removed", "/%s/%s/%" PRIu64, noun->area, noun->name, rows_u64(rows, 0, "_noun_id"));
    return NULL;
}
