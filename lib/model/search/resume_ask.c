#include "model/search/resume_ask.h"

#include "base/arena.h"
#include "model/codes/codes.h"

#include <string.h>

static void read_pref(struct resume_ask *ask)
{
    const char *pref = ask->filter->pref;
    ask->args.prefs = *list_text(pref) ? codes_region(pref) : NULL;
    ask->args.pref = ask->args.prefs ? NULL : list_code(db_arena(ask->db), pref);
}

/* Words of the name and of skills and licences are words of the record, too: their sets help to find them. */
static struct err *read_words(struct resume_ask *ask)
{
    struct arena *arena = db_arena(ask->db);
    const struct resume_filter *f = ask->filter;
    const char *const texts[] = {list_text(f->q), list_unspaced(arena, list_text(f->name)), list_text(f->skills),
                                 list_text(f->licences), NULL};
    return words_find(ask->db, texts, &ask->words);
}

/* Beside words there is a condition: more of a résumé is read than an index has. */
static bool is_conditioned(const struct q_resume_list_args *a)
{
    return a->name || a->skills || a->licences || a->pref || a->prefs || a->occupation || *a->phase || a->owner_id ||
           a->age_from || a->age_to || a->salary_from || a->salary_to || *a->updated_from || *a->updated_to;
}

struct err *resume_ask(struct resume_ask *ask, struct db *db, const struct list_limits *limits,
                       const struct resume_filter *f)
{
    struct arena *arena = db_arena(db);
    struct q_resume_list_args *a = &ask->args;
    *ask = (struct resume_ask){.db = db, .filter = f};
    TRY(read_words(ask));
    read_pref(ask);
    a->name = list_like_unspaced(arena, list_text(f->name));
    a->skills = list_patterns(arena, list_text(f->skills));
    a->licences = list_patterns(arena, list_text(f->licences));
    a->occupation = list_code(arena, f->occupation);
    a->phase = list_text(f->phase);
    a->owner_id = list_given(&f->owner_id);
    a->age_from = list_given(&f->age_from);
    a->age_to = list_given(&f->age_to);
    a->salary_from = list_given(&f->salary_from);
    a->salary_to = list_given(&f->salary_to);
    a->updated_from = list_text(f->updated_from);
    a->updated_to = list_text(f->updated_to);
    ask->conditioned = is_conditioned(a);
    return list_total(db, limits, "resume", &ask->total);
}

/* What the index of the sort knows of the conditions, so that a walk begins and ends where they do. */
void resume_narrow(struct q_resume_list_args *a, const char *sort)
{
    bool by_id = strcmp(sort, "by_id") == 0;
    if (strcmp(sort, "updated") == 0 || (strncmp(sort, "by_", 3) == 0 && !by_id) || strncmp(sort, "ids_", 4) == 0) {
        a->from_updated = a->updated_from;
        a->to_updated = a->updated_to;
    }
    if (strcmp(sort, "age") == 0) {
        a->from_age = a->age_from;
        a->to_age = a->age_to;
    }
    if (strcmp(sort, "salary") == 0)
        a->to_salary = a->salary_to;
    if (strcmp(sort, "by_pref") == 0 || strcmp(sort, "ids_pref") == 0)
        a->by_pref = a->pref;
    if (strcmp(sort, "by_occupation") == 0 || strcmp(sort, "ids_occupation") == 0)
        a->by_occupation = a->occupation;
    if (strcmp(sort, "by_phase") == 0 || strcmp(sort, "ids_phase") == 0)
        a->by_phase = a->phase;
    if (strcmp(sort, "by_owner") == 0 || strcmp(sort, "ids_owner") == 0)
        a->by_owner_id = a->owner_id;
}

bool resume_narrowed(const struct q_resume_list_args *args, const char *sort)
{
    struct q_resume_list_args rest = *args;
    resume_narrow(&rest, sort);
    rest.pref = rest.by_pref ? NULL : rest.pref;
    rest.occupation = rest.by_occupation ? NULL : rest.occupation;
    rest.phase = rest.by_phase ? "" : rest.phase;
    rest.owner_id = rest.by_owner_id ? NULL : rest.owner_id;
    rest.updated_from = rest.from_updated ? "" : rest.updated_from;
    rest.updated_to = rest.to_updated ? "" : rest.updated_to;
    return !is_conditioned(&rest);
}

struct err *resume_index(struct db *db, const struct q_resume_list_args *a, struct list_page *page, struct rows **rows)
{
    const struct q_resume_index_args args = {
        .by_pref = a->by_pref,
        .by_occupation = a->by_occupation,
        .by_phase = a->by_phase,
        .by_owner_id = a->by_owner_id,
        .from_updated = a->from_updated,
        .to_updated = a->to_updated,
        .from_age = a->from_age,
        .to_age = a->to_age,
        .to_salary = a->to_salary,
        .from_id = a->from_id,
        .to_id = a->to_id,
    };
    return q_resume_index(db, &args, page, rows);
}
