/* Résumés with what hangs on them, in batches that are a transaction each. The agencies' ids lie among each other, as
   they would. */
#include "demo.h"

#include "base/arena.h"
#include "grams.h"
#include "model/crm/duplicate.h"
#include "model/search/words.h"
#include "people.h"
#include "q_demo.h"
#include "resume.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, PAIRS = 2, STEPS = 7 };

/* Of so many résumés two are of a family, the second three after the first. */
enum { FAMILY = 776, FAMILY_FIRST = 5, FAMILY_SECOND = 8 };

struct batch {
    size_t n, processes, phases, histories, ledger, keys;
    struct q_demo_resume_row resumes[DEMO_BATCH];
    struct q_demo_text_row texts[DEMO_BATCH];
    struct q_demo_search_row searches[DEMO_BATCH];
    struct q_demo_process_row process[DEMO_BATCH * PAIRS];
    struct q_demo_phase_row phase[DEMO_BATCH * PAIRS * STEPS];
    struct q_demo_history_row history[DEMO_BATCH * 2];
    struct q_demo_dnc_row dnc[DEMO_BATCH];
    struct q_demo_key_row key[DEMO_BATCH * DUPLICATE_KEYS];
    struct duplicate_key found[DEMO_BATCH][DUPLICATE_KEYS];
};

struct maker {
    struct demo *demo;
    struct batch *batch;
    struct grams *grams;
    uint64_t process_id;
};

static const char *const path[] = {"approach", "applied", "screening", "interview", "offer", "joined"};

/* ---- processes ---- */

/* Most stop early; the last step may be a refusal by either side, and is one when nothing has moved for two months. */
static unsigned path_of(struct rng *rng, uint64_t ago, const char *steps[STEPS])
{
    unsigned n = 0, last = rng_skewed(rng, 6), first = last && rng_chance(rng, 20) ? 1 : 0;
    for (unsigned i = first; i <= last; i++)
        steps[n++] = path[i];
    if (last < 5 && (ago > 60 * DAY || (last > 0 && rng_chance(rng, 35))))
        steps[n++] = rng_chance(rng, 45) ? "declined" : "rejected";
    return n;
}

/* One pair of a résumé and a JOB, moved for the last time so many seconds ago; gives its phase. */
static const char *add_process(struct maker *m, struct rng *rng, const struct q_demo_resume_row *r, unsigned job,
                               uint64_t ago)
{
    static const char *const notes[] = {
        "", "", "", "先方から高い評価。", "面接の日程を調整中。", "条件面の確認待ち。", "辞退の理由は通勤時間。"};
    struct batch *b = m->batch;
    const char *steps[STEPS];
    unsigned n = path_of(rng, ago, steps);
    uint64_t id = ++m->process_id;
    for (unsigned i = 0; i < n; i++)
        b->phase[b->phases++] = (struct q_demo_phase_row){
            r->org_id, id,          i ? steps[i - 1] : "",
            steps[i],  r->owner_id, demo_time(m->demo, ago + (uint64_t)(n - 1 - i) * 5 * DAY)};
    b->process[b->processes++] = (struct q_demo_process_row){id,
                                                             r->org_id,
                                                             r->id,
                                                             demo_job_id(r->org_id, job),
                                                             steps[n - 1],
                                                             RNG_PICK(rng, notes),
                                                             r->owner_id,
                                                             demo_time(m->demo, ago + (uint64_t)(n - 1) * 5 * DAY),
                                                             demo_time(m->demo, ago)};
    m->demo->processes[r->org_id]++;
    return steps[n - 1];
}

/* The record's phase is that of the process moved last, which is made first here. */
static void add_processes(struct maker *m, struct rng *rng, struct q_demo_resume_row *r, uint64_t index, uint64_t ago)
{
    unsigned share = index < DEMO_RESUMES ? 45 : 12;
    r->phase = "new";
    if (!rng_chance(rng, share))
        return;
    unsigned job = rng_below(rng, DEMO_JOBS);
    r->phase = add_process(m, rng, r, job, ago);
    if (rng_chance(rng, 40))
        add_process(m, rng, r, (job + 1 + rng_below(rng, DEMO_JOBS - 1)) % DEMO_JOBS, ago + 3 * DAY);
}

static void add_history(struct maker *m, struct rng *rng, const struct q_demo_resume_row *r, uint64_t index,
                        const char *note)
{
    struct batch *b = m->batch;
    if (index >= DEMO_RESUMES)
        return;
    b->history[b->histories++] =
        (struct q_demo_history_row){r->org_id, "resume", r->id, "create", r->owner_id, r->made, ""};
    if (*note && rng_chance(rng, 50))
        b->history[b->histories++] =
            (struct q_demo_history_row){r->org_id, "resume", r->id, "note", r->owner_id, r->changed, note};
}

/* ---- a résumé ---- */

/* Some have none, some have several; a few share one with a relative. */
static void add_mails(struct maker *m, struct rng *rng, struct q_demo_resume_row *r, const struct person *p,
                      uint64_t index)
{
    struct arena *arena = m->demo->arena;
    unsigned number = (unsigned)(index % 1000000);
    bool shared = index % FAMILY == FAMILY_FIRST || index % FAMILY == FAMILY_SECOND;
    bool none = index % 23 == 11;
    r->mail = none     ? ""
              : shared ? arena_printf(arena, "kazoku%u@home.example.jp", number / FAMILY)
                       : people_mail(arena, rng, p->login, number);
    r->mail_mobile = index % 4 == 2 ? arena_printf(arena, "%.30s.%u@keitai.example.jp", p->login, number) : "";
    r->mail_sub = index % 19 == 7 ? arena_printf(arena, "%.30s.work%u@office.example.com", p->login, number) : "";
}

static void add_ledger(struct maker *m, struct q_demo_resume_row *r, uint64_t index)
{
    static const char *const reasons[] = {"request", "hard", "hand", "soft"};
    const char *reason = reasons[index / 61 % 4];
    bool bounced = *reason == 's' || strcmp(reason, "hard") == 0;
    r->mail_flag = "";
    if (index % 61 != 7 || !*r->mail || index % FAMILY == FAMILY_FIRST || index % FAMILY == FAMILY_SECOND)
        return;
    r->mail_flag = bounced ? "bounced" : "stopped";
    m->batch->dnc[m->batch->ledger++] = (struct q_demo_dnc_row){r->org_id,
                                                                r->mail,
                                                                reason,
                                                                strcmp(reason, "hand") ? "" : "電話で停止の希望",
                                                                strcmp(reason, "hand") ? 0 : r->owner_id,
                                                                r->changed};
}

static void add_career(struct maker *m, struct rng *rng, struct q_demo_resume_row *r, struct q_demo_text_row *t,
                       const struct place *place, unsigned age)
{
    struct arena *arena = m->demo->arena;
    struct career c = {career_trade(rng), age, 0, place, demo_month(m->demo)};
    c.years = rng_chance(rng, 8) ? 0 : rng_between(rng, 1, age - 19 < 30 ? age - 19 : 30);
    r->occupation = c.trade->code;
    r->experience = career_experience(arena, rng, &c);
    r->skills = career_skills(arena, rng, &c);
    r->licences = career_licences(arena, rng, &c);
    r->salary_from = rng_chance(rng, 10) ? 0 : (c.trade->pay * (80 + c.years + rng_below(rng, 20)) / 100 + 5) / 10 * 10;
    r->salary_to = r->salary_from && rng_chance(rng, 70) ? r->salary_from + 10 * rng_between(rng, 2, 12) : 0;
    t->career = career_history(arena, rng, &c);
    t->wish = career_wish(arena, rng, &c);
    t->note = rng_chance(rng, 55) ? trade_notes[rng_below(rng, trade_len(trade_notes))] : "";
}

static void add_words(struct maker *m, const struct q_demo_resume_row *r, const struct q_demo_text_row *t, size_t at)
{
    struct arena *arena = m->demo->arena;
    const struct words_resume words = {.name = r->name,
                                       .kana = r->kana,
                                       .zip = r->zip,
                                       .address = r->address,
                                       .phone = r->phone,
                                       .mail = r->mail,
                                       .mail_mobile = r->mail_mobile,
                                       .mail_sub = r->mail_sub,
                                       .experience = r->experience,
                                       .skills = r->skills,
                                       .licences = r->licences,
                                       .career = t->career,
                                       .wish = t->wish,
                                       .note = t->note,
                                       .pref = (unsigned)r->pref,
                                       .occupation = (unsigned)r->occupation};
    const char *search = words_of_resume(arena, &words);
    m->batch->searches[at] = (struct q_demo_search_row){r->id, r->org_id, search};
    grams_add(m->grams, arena, r->org_id, r->id, search);
}

static void add_keys(struct maker *m, const struct q_demo_resume_row *r, size_t at)
{
    struct batch *b = m->batch;
    const struct duplicate_person person = {.name = r->name,
                                            .kana = r->kana,
                                            .birth_on = strcmp(r->birth_on, "0001-01-01") ? r->birth_on : "",
                                            .address = r->address,
                                            .phone = r->phone,
                                            .mail = r->mail,
                                            .mail_mobile = r->mail_mobile,
                                            .mail_sub = r->mail_sub,
                                            .pref = (unsigned)r->pref};
    size_t n = duplicate_keys(m->demo->arena, &duplicate_resume, &person, b->found[at]);
    for (size_t i = 0; i < n; i++)
        b->key[b->keys++] =
            (struct q_demo_key_row){r->org_id, "resume", b->found[at][i].kind, b->found[at][i].hash, r->id};
}

/* Who it is: the first numbers of a résumé's seed. */
struct who {
    struct rng rng; /* goes on with the rest */
    struct person p;
    struct place place;
    unsigned age;
    uint64_t made, changed;
    const char *birth_on, *phone;
};

static struct who who_of(struct demo *demo, uint64_t org, uint64_t index)
{
    struct who w = {.rng = rng_of(RNG_RESUME, org, index)};
    w.p = person_make(demo->arena, &w.rng);
    w.place = place_make(demo->arena, &w.rng);
    w.age = rng_between(&w.rng, 20, 42) + rng_below(&w.rng, 24);
    w.made = rng_between(&w.rng, 1, 1100 * DAY - 1);
    w.changed = rng_below(&w.rng, (unsigned)w.made) / (rng_chance(&w.rng, 30) ? 20 : 1);
    w.birth_on =
        rng_chance(&w.rng, 3) ? "0001-01-01" : demo_day(demo, -(int64_t)(w.age * 365.25) - rng_below(&w.rng, 365));
    w.phone = people_mobile(demo->arena, org, index);
    rng_next(&w.rng); /* two numbers that are not used any more */
    rng_next(&w.rng);
    return w;
}

/* Two of a family live together and share a mail address; a few people are there twice, as they came by two ways: with
   another mail address, without the space in the name, and some had moved or had another telephone by then. */
static void make_kin(struct demo *demo, struct who *w, uint64_t org, uint64_t index)
{
    enum { OFTEN = 300, TWIN = 271, BEFORE = 40 };
    if (index % FAMILY == FAMILY_SECOND) {
        struct who of = who_of(demo, org, index - (FAMILY_SECOND - FAMILY_FIRST));
        w->p = person_relative(demo->arena, &w->p, &of.p);
        w->place = of.place;
    } else if (index < DEMO_RESUMES && index % OFTEN == TWIN) {
        struct who of = who_of(demo, org, index - BEFORE);
        const char *space = strchr(of.p.name, ' ');
        w->p = of.p;
        w->age = of.age;
        w->birth_on = of.birth_on;
        if (space && index / OFTEN % 2)
            w->p.name = arena_printf(demo->arena, "%.*s%s", (int)(space - of.p.name), of.p.name, space + 1);
        if (index / OFTEN % 3)
            w->phone = of.phone;
        if (index / OFTEN % 3 != 1)
            w->place = of.place;
    }
}

static void add_resume(struct maker *m, uint64_t id, uint64_t org, uint64_t index)
{
    struct batch *b = m->batch;
    struct demo *demo = m->demo;
    struct q_demo_resume_row *r = &b->resumes[b->n];
    struct q_demo_text_row *t = &b->texts[b->n];
    struct who w = who_of(demo, org, index);
    make_kin(demo, &w, org, index);
    *r = (struct q_demo_resume_row){.id = id,
                                    .org_id = org,
                                    .name = w.p.name,
                                    .kana = w.p.kana,
                                    .birth_on = w.birth_on,
                                    .phone = w.phone,
                                    .zip = w.place.zip,
                                    .pref = w.place.pref,
                                    .address = w.place.address};
    *t = (struct q_demo_text_row){.resume_id = id, .org_id = org};
    r->owner_id = demo_account_id(org, rng_below(&w.rng, DEMO_WRITERS));
    r->available_on = rng_chance(&w.rng, 60) ? demo_day(demo, rng_between(&w.rng, 10, 150)) : "0001-01-01";
    r->made = demo_time(demo, w.made);
    r->changed = demo_time(demo, w.changed);
    add_career(m, &w.rng, r, t, &w.place, w.age);
    add_mails(m, &w.rng, r, &w.p, index);
    add_ledger(m, r, index);
    add_processes(m, &w.rng, r, index, w.changed);
    add_history(m, &w.rng, r, index, t->note);
    add_words(m, r, t, b->n);
    add_keys(m, r, b->n);
    b->n++;
}

/* ---- batches ---- */

static struct err *flush(struct maker *m)
{
    struct batch *b = m->batch;
    struct db *db = m->demo->db;
    if (!b->n)
        return NULL;
    TRY(db_begin(db));
    TRY(q_demo_resume(db, b->resumes, b->n, NULL));
    TRY(q_demo_text(db, b->texts, b->n, NULL));
    TRY(q_demo_search(db, b->searches, b->n, NULL));
    TRY(q_demo_process(db, b->process, b->processes, NULL));
    TRY(q_demo_phase(db, b->phase, b->phases, NULL));
    TRY(q_demo_history(db, b->history, b->histories, NULL));
    TRY(q_demo_dnc(db, b->dnc, b->ledger, NULL));
    TRY(q_demo_key(db, b->key, b->keys, NULL));
    TRY(db_commit(db));
    b->n = b->processes = b->phases = b->histories = b->ledger = b->keys = 0;
    arena_reset(m->demo->arena);
    return NULL;
}

/* A batch ends where a block of the word index ends, too. */
static struct err *make_one(struct maker *m, uint64_t id, uint64_t org, uint64_t index)
{
    if (m->batch->n == DEMO_BATCH || id % WORDS_BLOCK == 0)
        TRY(flush(m));
    TRY(grams_next(m->grams, m->demo, id));
    add_resume(m, id, org, index);
    return NULL;
}

static struct err *make_all(struct maker *m)
{
    uint64_t id = DEMO_RESUME_BASE, most = 0;
    for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++)
        most = most > m->demo->resumes[org] ? most : m->demo->resumes[org];
    for (uint64_t i = 0; i < most; i++)
        for (uint64_t org = DEMO_FIRST_AGENCY; org <= DEMO_LAST_AGENCY; org++)
            if (i < m->demo->resumes[org])
                TRY(make_one(m, ++id, org, i));
    TRY(flush(m));
    return grams_finish(m->grams, m->demo);
}

struct err *demo_resumes(struct demo *demo)
{
    struct maker m = {.demo = demo, .batch = calloc(1, sizeof *m.batch), .grams = grams_new()};
    if (!m.batch)
        abort();
    struct err *err = make_all(&m);
    free(m.batch);
    grams_free(m.grams);
    return err;
}
