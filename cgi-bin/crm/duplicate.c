/* 重複の確認: pairs of records that may be of the same person, on the record's page and as a list, and
   「別人として扱う」. What makes a pair stands in lib/model/crm/duplicate.h; the merge itself is merge.c, what differs
   between the nouns merge_nouns.c. */
#include "crm.h"
#include "merging.h"

#include "frame/audit.h"
#include "model/crm/duplicate.h"
#include "model/crm/merge.h"
#include "page/page.h"
#include "q_duplicate.h"
#include "record/pager.h"

#include <inttypes.h>
#include <string.h>

enum { ON_PAGE = 10, FULL = 100 };

/* Points of the reasons together, at most 100. */
static int64_t score_of(struct req *rq, const struct duplicate_noun *keys, uint64_t reasons)
{
    int64_t score = 0;
    for (unsigned kind = 1; kind <= DUPLICATE_KINDS; kind++)
        if (reasons & DUPLICATE_BIT(kind))
            score += conf_int(rq->app->conf, arena_printf(rq->arena, "duplicate.%s", keys->kinds[kind - 1]));
    return score < FULL ? score : FULL;
}

/* 「電話番号が同じ、フリガナと生年月日が同じ」 */
static const char *reasons_of(struct req *rq, const struct duplicate_noun *keys, uint64_t reasons)
{
    struct buf buf = buf_on(rq->arena);
    for (unsigned kind = 1; kind <= DUPLICATE_KINDS; kind++)
        if (reasons & DUPLICATE_BIT(kind))
            buf_addf(&buf, "%s%s", buf.len ? page_text(rq, "list.comma") : "",
                     page_text(rq, arena_printf(rq->arena, "duplicate.reason.%s", keys->kinds[kind - 1])));
    return buf.len ? buf.text : "";
}

static void show_pairs(struct req *rq, const struct noun *noun, const char *name, const struct rows *rows)
{
    const struct duplicate_noun *keys = merging_of(noun)->keys;
    page_rows(rq, name, rows);
    for (size_t i = 0; i < rows->count; i++) {
        struct _hdf *item = page_node(rq, arena_printf(rq->arena, "%s.%zu", name, i));
        uint64_t reasons = rows_u64(rows, i, "_reasons");
        page_item_set(rq, item, "score", arena_printf(rq->arena, "%" PRId64, score_of(rq, keys, reasons)));
        page_item_set(rq, item, "reasons", reasons_of(rq, keys, reasons));
    }
}

struct err *duplicate_beside(struct req *rq, uint64_t id)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    TRY(merging_of(noun)->of(rq->db, noun->name, id, ON_PAGE, &rows));
    show_pairs(rq, noun, "Duplicates", rows);
    return NULL;
}

struct err *duplicate_notice(struct req *rq, uint64_t id, const char **notice)
{
    const struct noun *noun = noun_of(rq);
    struct rows *rows;
    TRY(merging_of(noun)->of(rq->db, noun->name, id, 1, &rows));
    if (rows->count)
        *notice = merging_of(noun)->words->created;
    return NULL;
}

struct err *duplicate_missing(struct req *rq, const struct noun *noun, uint64_t id, struct err *err)
{
    uint64_t kept;
    TRY(merge_survivor(rq->db, noun->name, id, &kept));
    if (!kept)
        return err;
    if (rq->method == METHOD_POST)
        return ERR(rq->arena, ERR_CONFLICT, merging_of(noun)->words->away, "%s %" PRIu64 " is in %" PRIu64, noun->name,
                   id, kept);
    res_done(rq, merging_of(noun)->words->here, "/crm/%s/%" PRIu64, noun->name, kept);
    return NULL;
}

/* ---- list ---- */

struct duplicates_in {
    const char *state;
};

static const char *const states[] = {"open", "apart", NULL};
static const struct field list_fields[] = {
    ENUM(struct duplicates_in, state, 0, states, "duplicate.state"),
    FIELD_END,
};
const struct form duplicates_form = {.name = "duplicates", .fields = list_fields, .size = sizeof(struct duplicates_in)};

struct err *crm_duplicates(struct req *rq, const void *in)
{
    const struct duplicates_in *d = in;
    const struct noun *noun = noun_of(rq);
    const char *state = *d->state ? d->state : "open";
    struct list_page page;
    struct rows *rows;
    pager_read(rq, &page);
    TRY(merging_of(noun)->pairs(rq->db, state, &page, &rows));
    show_pairs(rq, noun, "Rows", rows);
    page_set(rq, "Noun", noun->name);
    page_set(rq, "State", state);
    pager_show(rq, &page, rows->count, &(struct pager_total){0}, merging_of(noun)->pairs_stmt);
    return form_show(rq, &duplicates_form, in);
}

/* ---- 「別人として扱う」 ---- */

/* Back to the page of the record that ?back= names, or to the list. */
static struct err *decide(struct req *rq, const char *state, const char *notice)
{
    const struct noun *noun = noun_of(rq);
    struct rows *pair;
    uint64_t id = req_id(rq, 0), back = 0;
    req_arg_u64(rq, "back", &back);
    TRY(q_duplicate_one(rq->db, noun->name, id, &pair));
    TRY(q_duplicate_decide(rq->db, id, state));
    uint64_t low = rows_u64(pair, 0, "_low_id"), high = rows_u64(pair, 0, "_high_id");
    audit_about(rq, noun->name, low,
                audit_json(rq, "other", arena_printf(rq->arena, "%" PRIu64, high), "state", state, NULL));
    if (back == low || back == high)
        res_done(rq, notice, "/crm/%s/%" PRIu64, noun->name, back);
    else
        res_done(rq, notice, "%s%s", merging_of(noun)->list, strcmp(state, "open") == 0 ? "?state=apart" : "");
    return NULL;
}

struct err *crm_apart(struct req *rq, const void *in)
{
    return decide(rq, "apart", "parted");
}

struct err *crm_together(struct req *rq, const void *in)
{
    return decide(rq, "open", "unparted");
}
