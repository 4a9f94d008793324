/* 送信日時: when a run begins. Typed as a day and a time in Japan, kept in run.start_at in UTC; NULL: at once. The
   mailer takes a queued run when its time has come. */
#include "mailing.h"

#include "base/clock.h"
#include "base/day.h"
#include "http/app.h"
#include "page/page.h"
#include "text/text.h"

#include <ctype.h>
#include <string.h>

enum { DAY = 24 * 3600 };

/* One or two digits; false without. */
static bool number(const char **at, unsigned *out)
{
    const char *p = *at;
    *out = 0;
    while (p - *at < 2 && isdigit((unsigned char)*p))
        *out = *out * 10 + (unsigned)(*p++ - '0');
    bool any = p > *at;
    *at = p;
    return any;
}

static bool skip(const char **at, const char *word)
{
    size_t len = strlen(word);
    bool there = strncmp(*at, word, len) == 0;
    *at += there ? len : 0;
    return there;
}

/* "9:05", "09:05", "9時5分", "9時": minutes since midnight. */
static bool read_time(struct arena *arena, const char *text, unsigned *minutes)
{
    const char *p = text_nfkc(arena, text);
    unsigned hour, minute = 0;
    if (!number(&p, &hour))
        return false;
    if (skip(&p, "時")) {
        if (*p && (!number(&p, &minute) || !skip(&p, "分")))
            return false;
    } else if (!skip(&p, ":") || !number(&p, &minute)) {
        return false;
    }
    *minutes = hour * 60 + minute;
    return !*p && hour < 24 && minute < 60;
}

static const char *days_ahead(struct req *rq, int64_t *days)
{
    *days = conf_int(rq->app->conf, "mail.schedule_days");
    return arena_printf(rq->arena, "%lld", (long long)*days);
}

static bool read_start(struct req *rq, const struct schedule *s, bool soon_matters, time_t *start)
{
    unsigned minutes = 0;
    int64_t days;
    struct day day;
    const char *most = days_ahead(rq, &days);
    if (!*s->date)
        form_error(rq, "start_date", "required", NULL, NULL);
    if (!*s->time)
        form_error(rq, "start_time", "required", NULL, NULL);
    else if (!read_time(rq->arena, s->time, &minutes))
        form_error(rq, "start_time", "start_time", NULL, NULL);
    else if (day_parse(s->date, &day)) { /* the form gives a day or nothing */
        *start = day_begins(day) + (time_t)minutes * 60;
        if (*start > rq->now + days * DAY)
            form_error(rq, "start_date", "start_far", most, NULL);
        else if (soon_matters && *start <= rq->now)
            form_error(rq, "start_date", "start_past", NULL, NULL);
        else
            return true;
    }
    return false;
}

bool schedule_read(struct req *rq, const struct schedule *s, bool final, const char **start_at)
{
    time_t start;
    char *text = arena_alloc(rq->arena, 20);
    *start_at = NULL;
    if (strcmp(s->start, "later") != 0 || (!final && !*s->date && !*s->time))
        return true;
    if (!read_start(rq, s, final, &start))
        return false;
    clock_sql(start, text);
    *start_at = text;
    return true;
}

bool schedule_check(struct req *rq, const struct draft *draft)
{
    const char *start = draft_text(draft, "_start_at");
    bool past = *start && strcmp(start, rq->now_sql) <= 0;
    if (past)
        form_error(rq, "answer", "start_gone", draft_text(draft, "starts"), NULL);
    return !past;
}

const char *schedule_question(struct req *rq, const struct draft *draft, const char *question)
{
    const char *starts = draft_text(draft, "starts");
    return *starts ? page_textf(rq, "mailing.schedule.question", starts, question) : question;
}
