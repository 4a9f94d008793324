/* 対象範囲: everything that matches, what is on screen, or what is ticked (S3-14, S3-15, S3-16). Makes the draft, or
   changes the range of one that is being written: its texts stay. The records are those of a list, or of the matching
   list of a JOB or a résumé
   ("job:5", "resume:7"); then "to" says who gets the mail (S3-08, S3-09), and what matches is written down at once,
   because such a list changes by itself. The page names the selections that it shows, so that what another tab makes of
   them is never used unseen. */
#include "mailing.h"

#include "frame/audit.h"
#include "model/crm/match.h"
#include "model/crm/search.h"
#include "page/page.h"
#include "q_mailing.h"
#include "q_match.h"
#include "record/selection.h"
#include "text/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const addressees[] = {"person", "firm", NULL};
static const char *const scopes[] = {"all", "shown", "checked", NULL};

struct scope_in {
    const char *list, *to, *scope;
    uint64_t run;                /* 0: a new draft */
    const char *query;           /* the conditions of the list */
    uint64_t selection, version; /* what is on screen and ticked there, as the page showed it; 0: nothing */
    uint64_t jobs, jobs_version; /* of the list of JOBs, when those that are ticked there are announced */
};

static const struct field fields[] = {
    TEXT(struct scope_in, list, 1, 20, "scope.list"),
    ENUM(struct scope_in, to, 0, addressees, "scope.to"),
    ENUM(struct scope_in, scope, 1, scopes, "scope.scope"),
    ID(struct scope_in, run, 0, "scope.run"),
    RAW(struct scope_in, query, 0, 4000, "scope.selection"),
    ID(struct scope_in, selection, 0, "scope.selection"),
    INT(struct scope_in, version, 0, UINT32_MAX, "scope.selection"),
    ID(struct scope_in, jobs, 0, "scope.jobs"),
    INT(struct scope_in, jobs_version, 0, UINT32_MAX, "scope.jobs"),
    FIELD_END,
};

const struct form scope_form = {.name = "scope", .fields = fields, .size = sizeof(struct scope_in)};

/* ---- the list ---- */

struct place {
    const char *list; /* of the selection */
    const struct mailkind *kind;
    uint64_t job_id, resume_id; /* where a matching list began */
    const char *path;
    struct selection selection;
};

/* The JOB or the résumé must be one of the organisation's, and a JOB that is recommended to needs its 企業担当者. */
static struct err *check_place(struct req *rq, const struct place *place)
{
    struct rows *rows;
    if (place->resume_id)
        return q_match_resume(rq->db, place->resume_id, &rows);
    TRY(q_match_job(rq->db, place->job_id, &rows));
    if (strcmp(place->kind->list, "contact") == 0 && !rows_u64(rows, 0, "contact_id"))
        return ERR(rq->arena, ERR_CONFLICT, "match_no_contact", "job %" PRIu64, place->job_id);
    return NULL;
}

static struct err *matching_place(struct req *rq, const char *list, const char *to, struct place *place)
{
    const char *const to_list = strcmp(to, "firm") == 0 ? "contact" : strcmp(to, "person") == 0 ? "resume" : "";
    const char *mark = strchr(list, ':');
    const char *from = mark ? arena_strndup(rq->arena, list, (size_t)(mark - list)) : "";
    uint64_t id = 0;
    place->kind = mailkind_of(from, to_list);
    if (!place->kind || !text_int(mark + 1, &id))
        return ERR(rq->arena, ERR_MISSING, "missing", "list %s to %s", list, to);
    *(strcmp(from, "job") == 0 ? &place->job_id : &place->resume_id) = id;
    place->list = arena_printf(rq->arena, "%s:%" PRIu64, from, id);
    place->path = arena_printf(rq->arena, "/crm/%s/%" PRIu64 "/match", from, id);
    return check_place(rq, place);
}

static struct err *read_place(struct req *rq, const char *list, const char *to, struct place *place)
{
    *place = (struct place){.list = list, .kind = mailkind_of(NULL, list)};
    if (place->kind)
        place->path = arena_printf(rq->arena, "/crm/%s", list);
    else
        TRY(matching_place(rq, list, to, place));
    return NULL;
}

static struct err *matching_rows(struct req *rq, const struct place *place, struct match_list *out)
{
    const struct match_conf conf = match_conf(rq->arena, rq->app->conf, rq->now);
    struct match_ask ask = {.id = place->job_id ? place->job_id : place->resume_id};
    const char *query = place->selection.query;
    struct kvs args;
    TRY(kvs_parse_urlencoded(rq->arena, query, strlen(query), &req_limits_default, &args));
    TRY(list_read(rq->arena, &args, &match_search, &ask));
    return place->job_id ? match_list_resumes(rq->db, &conf, &ask, out) : match_list_jobs(rq->db, &conf, &ask, out);
}

/* How many match the conditions of the list on screen. */
static struct err *count_all(struct req *rq, const struct place *place, uint64_t *n, bool *capped)
{
    const struct list_limits limits = list_limits(rq->app->conf);
    const struct list_plan *plan = search_list(place->list);
    const char *query = place->selection.query;
    struct match_list matches;
    struct list_count count;
    struct kvs args;
    *capped = false;
    if (place->kind->from) {
        TRY(matching_rows(rq, place, &matches));
        *n = matches.n;
        return NULL;
    }
    void *filter = arena_alloc(rq->arena, plan->search->size);
    TRY(kvs_parse_urlencoded(rq->arena, query, strlen(query), &req_limits_default, &args));
    TRY(list_read(rq->arena, &args, plan->search, filter));
    TRY(list_count(rq->db, &limits, plan, filter, &count));
    *n = count.n;
    *capped = count.capped;
    return NULL;
}

/* ---- page ---- */

/* What a page is made of that was not sent from one: the selection that the address names; of a draft that changes its
   range the one with its conditions; else the latest. */
static struct err *first_selection(struct req *rq, const struct scope_in *s, struct place *place)
{
    struct selection *out = &place->selection;
    struct rows *run;
    if (s->selection) {
        TRY(selection_named(rq->db, place->list, s->selection, out));
        return out->id ? NULL : ERR(rq->arena, ERR_MISSING, "missing", "selection %" PRIu64, s->selection);
    }
    if (!s->run)
        return selection_latest(rq->db, place->list, out);
    TRY(q_run_one(rq->db, s->run, &run));
    TRY(selection_of(rq->db, place->list, rows_text(run, 0, "_query"), out));
    out->query = rows_text(run, 0, "_query");
    return NULL;
}

/* What it is made of when it comes back: the same conditions, whatever is ticked there now. */
static struct err *selection_again(struct req *rq, const struct scope_in *s, struct place *place)
{
    TRY(selection_of(rq->db, place->list, s->query, &place->selection));
    place->selection.query = s->query;
    return NULL;
}

/* The names of what is shown, for the form: not what was typed, that is of the page before. */
static void show_name(struct req *rq, const char *name, const struct selection *s)
{
    struct _hdf *node = page_node(rq, name);
    page_item_set(rq, node, "id", arena_printf(rq->arena, "%" PRIu64, s->id));
    page_item_set(rq, node, "version", arena_printf(rq->arena, "%" PRIu64, s->version));
    page_item_set(rq, node, "query", s->query);
}

static struct err *show_jobs(struct req *rq, uint64_t id)
{
    struct selection ticked;
    TRY(selection_named(rq->db, "job", id, &ticked));
    if (!ticked.id)
        TRY(selection_latest(rq->db, "job", &ticked));
    show_name(rq, "Jobs", &ticked);
    page_count(rq, "Scope.jobs", (int64_t)ticked.checked.n);
    return NULL;
}

static void show_selection(struct req *rq, const struct place *place, const struct selection *s)
{
    show_name(rq, "Selection", s);
    page_set(rq, "Scope.list", place->kind->from ? "match" : place->list);
    page_set(rq, "Scope.to", place->kind->from ? place->kind->list : "");
    page_set(rq, "Scope.back", arena_printf(rq->arena, "%s%s%s", place->path, *s->query ? "?" : "", s->query));
    page_count(rq, "Scope.shown", (int64_t)s->shown.n);
    page_count(rq, "Scope.checked", (int64_t)s->checked.n);
    page_set(rq, "Scope.filtered", *s->query ? "1" : "");
}

static struct scope_in asked(struct req *rq)
{
    struct scope_in s = {.list = req_arg(rq, "list"), .to = req_arg(rq, "to")};
    if (!*s.list)
        s.list = "resume";
    (void)text_int(req_arg(rq, "run"), &s.run);
    (void)text_int(req_arg(rq, "selection"), &s.selection);
    (void)text_int(req_arg(rq, "jobs"), &s.jobs);
    return s;
}

struct err *scope_show(struct req *rq, const void *in)
{
    struct place place;
    uint64_t n;
    bool capped;
    struct scope_in s = in ? *(const struct scope_in *)in : asked(rq);
    TRY(read_place(rq, s.list, s.to, &place));
    TRY(in ? selection_again(rq, &s, &place) : first_selection(rq, &s, &place));
    if (!in)
        s.scope = place.selection.checked.n ? "checked" : "all";
    if (s.jobs && !place.kind->from)
        TRY(show_jobs(rq, s.jobs));
    show_selection(rq, &place, &place.selection);
    TRY(count_all(rq, &place, &n, &capped));
    page_count(rq, "Scope.all", (int64_t)n);
    page_set(rq, "Scope.capped", capped ? "1" : "");
    return form_show(rq, &scope_form, &s);
}

/* ---- save ---- */

struct err *selection_same(struct req *rq, const char *list, uint64_t id, uint64_t version, const char *field,
                           struct selection *out)
{
    *out = (struct selection){.query = ""};
    if (id)
        TRY(selection_named(rq->db, list, id, out));
    if (out->id != id || out->version != version)
        form_error(rq, field, "selection_changed", NULL, NULL);
    return NULL;
}

/* The JOBs that are ticked, when it shall announce them; NULL after a form error. */
static struct err *jobs_of(struct req *rq, const struct place *place, const struct scope_in *s, const char **job_ids)
{
    struct selection ticked;
    *job_ids = "";
    if (!s->jobs || s->run || !mailkind_has_digest(place->kind))
        return NULL;
    TRY(selection_same(rq, "job", s->jobs, s->jobs_version, "scope", &ticked));
    return digest_check(rq, "jobs", ticked.checked.n ? ids_text(rq->arena, ticked.checked) : "", job_ids);
}

static struct err *new_draft(struct req *rq, const struct place *place, const char *scope, const char *ids,
                             const char *job_ids, uint64_t *id)
{
    struct rows *signature;
    const char *from_name = arena_printf(rq->arena, "%s %s", rq->session.org_name, rq->session.name);
    TRY(q_signature_default(rq->db, &signature));
    uint64_t signature_id = signature->count ? rows_u64(signature, 0, "_id") : 0;
    return q_run_insert(rq->db,
                        &(struct q_run_insert_args){.kind = place->kind->name,
                                                    .list = mailkind_rows(place->kind),
                                                    .scope = scope,
                                                    .query = place->selection.query,
                                                    .ids = ids,
                                                    .from_name = from_name,
                                                    .from_addr = rq->session.mail,
                                                    .signature_id = signature_id,
                                                    .job_id = place->job_id,
                                                    .resume_id = place->resume_id,
                                                    .job_ids = job_ids},
                        id);
}

/* The ids that a run is made of; none for everything on an ordinary list: that is walked by its conditions. */
static struct err *chosen_ids(struct req *rq, const struct place *place, const char *scope, struct ids *out)
{
    struct match_list all;
    *out = strcmp(scope, "shown") == 0 ? place->selection.shown : place->selection.checked;
    if (strcmp(scope, "all") != 0)
        return NULL;
    *out = (struct ids){NULL, 0};
    if (!place->kind->from)
        return NULL;
    TRY(matching_rows(rq, place, &all));
    uint64_t *ids = arena_array(rq->arena, all.n, sizeof *ids);
    for (size_t i = 0; i < all.n; i++)
        ids[i] = all.v[i].id;
    *out = ids_sorted(rq->arena, (struct ids){ids, all.n});
    return NULL;
}

struct err *scope_save(struct req *rq, const void *in)
{
    const struct scope_in *s = in;
    struct place place;
    struct ids ids;
    const char *job_ids;
    uint64_t id = s->run;
    TRY(read_place(rq, s->list, s->to, &place));
    TRY(selection_same(rq, place.list, s->selection, s->version, "scope", &place.selection));
    place.selection.query = s->query;
    TRY(jobs_of(rq, &place, s, &job_ids));
    if (form_is_faulty(rq))
        return form_invalid(rq);
    TRY(chosen_ids(rq, &place, s->scope, &ids));
    if (!ids.n && (strcmp(s->scope, "all") != 0 || place.kind->from)) {
        form_error(rq, "scope", "scope_empty", NULL, NULL);
        return form_invalid(rq);
    }
    const char *text = ids.n ? ids_text(rq->arena, ids) : "";
    if (id)
        TRY(q_run_draft_scope(rq->db, &(struct q_run_draft_scope_args){.id = id,
                                                                       .kind = place.kind->name,
                                                                       .job_id = place.job_id,
                                                                       .resume_id = place.resume_id,
                                                                       .scope = s->scope,
                                                                       .query = place.selection.query,
                                                                       .ids = text}));
    else
        TRY(new_draft(rq, &place, s->scope, text, job_ids, &id));
    audit_about(rq, "run", id, "");
    res_redirect(rq, "/mailing/run/%" PRIu64 "/compose", id);
    return NULL;
}
