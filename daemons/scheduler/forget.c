/* What is over and would only lie there: links, one-time tokens, counts of wrong passwords, sessions, sign-ins that
   waited for a code, ticked rows, uploaded CSV files. One statement each; a second one finds nothing. */
#include "scheduler.h"

#include "q_scheduler.h"

typedef struct err *statement(struct scheduler *s, uint64_t *rows);

struct forget {
    statement *run;
    uint64_t rows;
};

static struct err *forget_work(struct scheduler *s, void *arg)
{
    struct forget *f = arg;
    return f->run(s, &f->rows);
}

static struct err *forget(struct scheduler *s, statement *run, struct done *done)
{
    struct forget f = {.run = run};
    TRY(scheduler_transaction(s, forget_work, &f));
    done->rows = f.rows;
    done->more = f.rows >= s->step;
    return NULL;
}

static struct err *links(struct scheduler *s, uint64_t *rows)
{
    return q_forget_links(s->db, scheduler_conf(s, "keep.links_days"), s->step, rows);
}

static struct err *forms(struct scheduler *s, uint64_t *rows)
{
    return q_forget_forms(s->db, scheduler_conf(s, "keep.forms_days"), s->step, rows);
}

static struct err *throttle(struct scheduler *s, uint64_t *rows)
{
    return q_forget_throttle(s->db, scheduler_conf(s, "session.lock_minutes"), s->step, rows);
}

static struct err *sessions(struct scheduler *s, uint64_t *rows)
{
    return q_forget_sessions(s->db, scheduler_conf(s, "session.idle_minutes"), scheduler_conf(s, "keep.sessions_days"),
                             s->step, rows);
}

static struct err *signin_codes(struct scheduler *s, uint64_t *rows)
{
    return q_forget_signin_codes(s->db, s->step, rows);
}

static struct err *selections(struct scheduler *s, uint64_t *rows)
{
    return q_forget_selections(s->db, scheduler_conf(s, "keep.selections_days"), s->step, rows);
}

static struct err *imports(struct scheduler *s, uint64_t *rows)
{
    return q_forget_imports(s->db, scheduler_conf(s, "keep.imports_days"), s->step, rows);
}

struct err *forget_links(struct scheduler *s, struct done *done)
{
    return forget(s, links, done);
}

struct err *forget_forms(struct scheduler *s, struct done *done)
{
    return forget(s, forms, done);
}

struct err *forget_throttle(struct scheduler *s, struct done *done)
{
    return forget(s, throttle, done);
}

struct err *forget_sessions(struct scheduler *s, struct done *done)
{
    return forget(s, sessions, done);
}

struct err *forget_signin_codes(struct scheduler *s, struct done *done)
{
    return forget(s, signin_codes, done);
}

struct err *forget_selections(struct scheduler *s, struct done *done)
{
    return forget(s, selections, done);
}

struct err *forget_imports(struct scheduler *s, struct done *done)
{
    return forget(s, imports, done);
}
