#include "model/mail/next_ids.h"

#include "base/arena.h"
#include "http/req.h"
#include "model/crm/search.h"

#include <string.h>

enum { QUERY_MAX = 8000 };

struct err *model_next_ids(struct db *db, struct arena *arena, const char *list, const char *query, uint64_t after_id,
                           uint64_t max_id, unsigned limit, uint64_t *ids, size_t *n)
{
    static const struct req_limits limits = {
        .max_body = QUERY_MAX, .max_fields = 100, .max_name = 64, .max_value = QUERY_MAX};
    const struct list_plan *plan = search_list(list);
    void *filter = arena_alloc(arena, plan->search->size);
    struct kvs args;
    TRY(kvs_parse_urlencoded(arena, query, strlen(query), &limits, &args));
    TRY(list_read(arena, &args, plan->search, filter));
    return list_ids(db, plan, filter, after_id, max_id, limit, ids, n);
}
