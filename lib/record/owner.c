/* 担当者: whoever is in charge of a record. Somebody whose account was closed stays in charge of what he had until a
   colleague takes it over: he stands in the record's form and in the search by which his records are found, marked, and
   is nobody's new choice. */
#include "record/noun.h"

#include "http/keep.h"
#include "page/page.h"
#include "q_record.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

static const char FIELD[] = "owner_id";

static void offer(struct req *rq, const char *id, const char *name, bool left)
{
    form_option(rq, FIELD, id, left ? page_textf(rq, "list.owner_left", name, NULL) : name);
}

/* One that the kept rows lack: whoever left and has no other record, or one of very many colleagues. */
static struct err *offer_also(struct req *rq, uint64_t id)
{
    struct rows *rows;
    TRY(q_owner_find(rq->db, id, &rows));
    if (rows->count)
        offer(rq, arena_printf(rq->arena, "%" PRIu64, id), rows_text(rows, 0, "_name"), rows_u64(rows, 0, "_left"));
    return NULL;
}

/* those_left: offered, too; else of them only `now`, whom the record or the search has at the moment (0: nobody). */
static struct err *offer_all(struct req *rq, const struct noun *noun, bool those_left, uint64_t now)
{
    const struct session *s = &rq->session;
    const struct rows *rows;
    bool has = now == 0;
    if (!noun->owners)
        return NULL;
    TRY(keep_rows(rq, &(struct keep_key){"owners", noun->name, s->org_id, s->members_version}, noun->owners, &rows));
    for (size_t i = 0; i < rows->count; i++) {
        bool left = rows_u64(rows, i, "_left"), is_now = rows_u64(rows, i, "value") == now;
        if (left && !those_left && !is_now)
            continue;
        offer(rq, rows_text(rows, i, "value"), rows_text(rows, i, "label"), left);
        has |= is_now;
    }
    return has ? NULL : offer_also(rq, now);
}

struct err *owner_search_choices(struct req *rq, const struct noun *noun)
{
    uint64_t now = 0;
    if (!text_int(req_arg(rq, FIELD), &now))
        now = 0;
    return offer_all(rq, noun, true, now);
}

struct err *owner_choices(struct req *rq, const struct noun *noun, const struct rows *before)
{
    return offer_all(rq, noun, false, before ? rows_u64(before, 0, FIELD) : 0);
}

uint64_t owner_in(const struct noun *noun, const void *in)
{
    const struct field *f = noun->form->fields;
    while (f->name && strcmp(f->name, FIELD) != 0)
        f++;
    return f->name ? *(const uint64_t *)((const char *)in + f->offset) : 0;
}

struct err *owner_check(struct req *rq, const struct noun *noun, const void *in, const struct rows *before)
{
    struct rows *rows;
    uint64_t owner = owner_in(noun, in);
    if (!owner || (before && owner == rows_u64(before, 0, FIELD)))
        return NULL;
    TRY(q_owner_find(rq->db, owner, &rows));
    if (rows->count && rows_u64(rows, 0, "_may"))
        return NULL;
    form_error(rq, FIELD, rows->count ? "owner_left" : "choice", rows->count ? rows_text(rows, 0, "_name") : NULL,
               NULL);
    return form_invalid(rq);
}
