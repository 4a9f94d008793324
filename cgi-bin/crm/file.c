/* Files of a JOB or a résumé (サブリスト). Whoever sees the record has its files; those of mails and imports are
   reached through their own pages only, which know whose they are. */
#include "crm.h"

#include "blob/blob.h"
#include "frame/audit.h"
#include "q_crm.h"
#include "record/history.h"

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

struct err *crm_file_add(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    uint64_t file_id, id = req_id(rq, 0);
    TRY(noun->one(rq->db, id, &rows));
    for (size_t i = 0; i < rq->upload_count; i++) {
        struct err *err = blob_attach(rq, &rq->uploads[i], noun->name, id, &file_id);
        if (err && err->kind == ERR_INPUT) {
            form_error(rq, "file", err->key, rq->uploads[i].name, NULL);
            return form_invalid(rq);
        }
        TRY(err);
        TRY(history_add(rq->db, noun->name, id, "file", rq->uploads[i].name));
    }
    audit_about(rq, noun->name, id, "");
    res_done(rq, "file_added", "/crm/%s/%llu", noun->name, (unsigned long long)id);
    return NULL;
}

static const char *nouns_with_files(struct req *rq)
{
    struct buf names = buf_on(rq->arena);
    for (const struct noun *const *noun = nouns; *noun; noun++)
        if ((*noun)->files)
            buf_addf(&names, "%s%s", names.len ? "," : "", (*noun)->name);
    return names.text;
}

/* The row of the request's file, of a record whose page opens: of one that was merged away it is MISSING. */
static struct err *file_of_record(struct req *rq, uint64_t id, struct rows **file)
{
    struct rows *record;
    TRY(q_file_owner(rq->db, id, nouns_with_files(rq), file));
    return noun_named(rows_text(*file, 0, "_noun"))->one(rq->db, rows_u64(*file, 0, "_noun_id"), &record);
}

struct err *crm_file_get(struct req *rq, const void *in)
{
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(file_of_record(rq, id, &rows));
    audit_about(rq, "file", id, "");
    return blob_send(rq, id);
}

struct err *crm_file_remove(struct req *rq, const void *in)
{
    struct rows *rows;
    uint64_t id = req_id(rq, 0);
    TRY(file_of_record(rq, id, &rows));
    TRY(blob_remove(rq, id));
    audit_about(rq, "file", id, audit_json(rq, "name", rows_text(rows, 0, "_name"), NULL));
    res_done(rq, "file_removed", "/crm/%s/%llu", rows_text(rows, 0, "_noun"),
             (unsigned long long)rows_u64(rows, 0, "_noun_id"));
    return NULL;
}
