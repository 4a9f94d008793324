/* The cheapest way of a list of résumés. Costs are counted in looks into a record by its id, which take most of the
   time; an estimate is not more than a guess, so every way has a bound: rare conditions are counted in their index up
   to so many, walks stop. */
#include "model/search/resume_plan.h"

#include "base/arena.h"

#include <string.h>

/* ENTRIES: entries of an index take the time of one look. STEP: to find the end of a walk's window takes so many. */
enum { PROBE = 4000, ENTRIES = 10, STEP = 20000 };

/* A condition that has an index. */
struct choice {
    const char *sort; /* of a walk inside its records, NULL: none */
    const char *ids;  /* of its records in the order of ids */
    double n;         /* records, at least PROBE when many */
    bool many;
};

struct choices {
    struct choice v[6];
    size_t n;
};

/* What is likely when only "many" is known: the part of all records. */
static struct err *probe(const struct resume_ask *ask, struct choices *all, const char *sort, const char *ids,
                         double guess, const struct q_resume_list_args *a)
{
    struct rows *rows;
    struct choice *c = &all->v[all->n++];
    TRY(q_resume_probe(ask->db,
                       &(struct q_resume_probe_args){.pref = a->pref,
                                                     .occupation = a->occupation,
                                                     .phase = a->phase,
                                                     .owner_id = a->owner_id,
                                                     .updated_from = a->updated_from,
                                                     .updated_to = a->updated_to,
                                                     .age_from = a->age_from,
                                                     .age_to = a->age_to,
                                                     .limit = PROBE},
                       &rows));
    c->sort = sort;
    c->ids = ids;
    c->n = (double)rows_u64(rows, 0, "n");
    c->many = c->n >= PROBE;
    if (c->many && guess * (double)ask->total > PROBE)
        c->n = guess * (double)ask->total;
    return NULL;
}

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static struct err *probes(const struct resume_ask *ask, struct choices *all)
{
    const struct q_resume_list_args *a = &ask->args;
    const char *from = or_null(a->updated_from), *to = or_null(a->updated_to);
    if (a->pref)
        TRY(probe(ask, all, "by_pref", "ids_pref", 0.03, &(struct q_resume_list_args){.pref = a->pref}));
    if (a->occupation)
        TRY(probe(ask, all, "by_occupation", "ids_occupation", 0.03,
                  &(struct q_resume_list_args){.occupation = a->occupation}));
    if (*a->phase)
        TRY(probe(ask, all, "by_phase", "ids_phase", 0.1, &(struct q_resume_list_args){.phase = a->phase}));
    if (a->owner_id)
        TRY(probe(ask, all, "by_owner", "ids_owner", 0.2, &(struct q_resume_list_args){.owner_id = a->owner_id}));
    if (from || to)
        TRY(probe(ask, all, NULL, NULL, 0.3, &(struct q_resume_list_args){.updated_from = from, .updated_to = to}));
    if (a->age_from || a->age_to)
        TRY(probe(ask, all, NULL, NULL, 0.3,
                  &(struct q_resume_list_args){.age_from = a->age_from, .age_to = a->age_to}));
    return NULL;
}

/* Records that a walk passes until so many match, when such a part of them matches. */
static double reach(double share, unsigned limit, double inside)
{
    double rows = ((double)limit + 1) / (share > 1e-9 ? share : 1e-9);
    return rows < inside ? rows : inside;
}

struct costs {
    double walk, few;
    const char *sort;
};

static void weigh(const struct resume_ask *ask, const struct choices *all, const char *sort, unsigned limit,
                  struct costs *costs)
{
    double total = ask->total > 0 ? (double)ask->total : 1, share = 1;
    bool updates = strcmp(sort, "updated") == 0;
    for (size_t i = 0; i < all->n; i++)
        share *= all->v[i].n / total;
    if (ask->args.salary_from || ask->args.salary_to)
        share *= 0.5;
    if (ask->args.prefs)
        share *= 0.3;
    costs->walk = reach(share, limit, total);
    for (size_t i = 0; i < all->n; i++) {
        const struct choice *c = &all->v[i];
        double inside = reach(c->n > 0 ? share * total / c->n : 1, limit, c->n);
        if (!c->many && c->n < costs->few)
            costs->few = c->n;
        if (updates && c->sort && inside < costs->walk) {
            costs->walk = inside;
            costs->sort = c->sort;
        }
    }
}

/* The index of a condition has all of its records together, but not in the order of ids: they are read and sorted,
   which is worth while when a walk would look at many more. */
static const char *ids_of_condition(const struct choices *all, const struct costs *costs)
{
    const struct choice *best = NULL;
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].ids && (!best || all->v[i].n < best->n))
            best = &all->v[i];
    return best && best->n <= ENTRIES * costs->walk + STEP && best->n <= costs->few ? best->ids : NULL;
}

struct err *resume_plan(const struct resume_ask *ask, const char *sort, unsigned limit, struct resume_plan *plan)
{
    struct choices all = {.n = 0};
    struct costs costs = {.sort = sort, .few = 1e18};
    *plan = (struct resume_plan){ask->words.count ? RESUME_SET : RESUME_WALK, sort, 0, NULL};
    if (!ask->conditioned)
        return NULL;
    TRY(probes(ask, &all));
    weigh(ask, &all, sort, limit, &costs);
    if (ask->words.count) {
        if (costs.few < (double)ask->words.set.count)
            plan->way = RESUME_FEW;
        return NULL;
    }
    if (strcmp(sort, "by_id") == 0)
        plan->ids = ids_of_condition(&all, &costs);
    plan->sort = costs.sort;
    plan->reach = 1.3 * costs.walk;
    if (costs.few < costs.walk)
        plan->way = RESUME_FEW;
    return NULL;
}
