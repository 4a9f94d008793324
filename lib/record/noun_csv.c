/* CSV of a noun's list. The labels of the record's form are the head line; csv_import.c reads the same. */
#include "record/noun.h"

#include "frame/audit.h"
#include "page/page.h"
#include "record/csv_export.h"
#include "record/pager.h"

#include <inttypes.h>
#include <string.h>

bool noun_in_csv(const struct field *f)
{
    return strcmp(f->name, "version") != 0 && f->kind != FIELD_FILE;
}

/* Number, the fields of the form, when it was changed. */
static const struct csv_column *columns_of(struct req *rq, const struct noun *noun)
{
    size_t n = 0, most = 3;
    for (const struct field *f = noun->form->fields; f->name; f++)
        most++;
    struct csv_column *columns = arena_array(rq->arena, most, sizeof *columns);
    columns[n++] = (struct csv_column){"id", "field.id", NULL};
    for (const struct field *f = noun->form->fields; f->name; f++)
        if (noun_in_csv(f))
            columns[n++] = (struct csv_column){strcmp(f->name, "owner_id") == 0 ? "owner" : f->name, NULL, f};
    columns[n] = (struct csv_column){"updated", "field.updated", NULL};
    return columns;
}

/* A page of the list, then all that is in a CSV of its records. */
static struct err *export_next(struct req *rq, const void *filter, struct list_page *page, struct rows **rows)
{
    const struct noun *noun = noun_of(rq);
    struct rows *list;
    bool partial;
    TRY(noun_page(rq, noun, filter, page, &list, &partial));
    uint64_t *ids = arena_array(rq->arena, list->count + 1, sizeof *ids);
    for (size_t i = 0; i < list->count; i++)
        ids[i] = rows_u64(list, i, "id");
    return noun->export(rq->db, db_ids(rq->arena, ids, list->count), rows);
}

struct err *noun_csv(struct req *rq, const void *in)
{
    const struct noun *noun = noun_of(rq);
    struct csv_source source = {.file = page_text(rq, arena_printf(rq->arena, "csv.%s", noun->name)),
                                .columns = columns_of(rq, noun),
                                .next = export_next,
                                .arg = in};
    uint64_t count;
    pager_read(rq, &source.order);
    source.order.limit = 0;
    TRY(csv_export(rq, &source, &count));
    audit_about(rq, noun->name, 0,
                audit_json(rq, "rows", arena_printf(rq->arena, "%" PRIu64, count), "query", rq->query, NULL));
    return NULL;
}
