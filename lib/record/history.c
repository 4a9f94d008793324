#include "record/history.h"

#include "db/db.h"
#include "q_record.h"

struct err *history_add(struct db *db, const char *noun, uint64_t id, const char *kind, const char *body)
{
    return q_history_add(db, noun, id, kind, body, &(uint64_t){0});
}
