/* From the lanes to the senders, as fast as the limits allow: mails per second in all, per organisation and per
   destination domain. Single mails go before all runs; runs take turns. */
#include "mailer.h"

#include "base/log.h"

#include <ctype.h>
#include <string.h>

enum { TURN = 8, BLOCKED_US = 10000, HOLD_MAX = 60 };

static double filled(const struct bucket *b, unsigned rate, uint64_t now_us)
{
    double most = rate > 20 ? rate / 20.0 : 1.0; /* a twentieth of a second at once */
    double tokens = b->tokens + (double)(now_us - b->at_us) / 1e6 * rate;
    return !b->at_us || tokens > most ? most : tokens;
}

static bool bucket_has(const struct bucket *b, unsigned rate, uint64_t now_us)
{
    return !rate || filled(b, rate, now_us) >= 1;
}

bool bucket_take(struct bucket *b, unsigned rate, uint64_t now_us)
{
    if (!rate)
        return true;
    double tokens = filled(b, rate, now_us);
    b->tokens = tokens >= 1 ? tokens - 1 : tokens;
    b->at_us = now_us;
    return tokens >= 1;
}

static struct bucket *domain_bucket(struct mailer *m, const char *addr)
{
    const char *at = strrchr(addr, '@');
    uint32_t hash = 2166136261u;
    for (const char *p = at ? at + 1 : addr; *p; p++)
        hash = (hash ^ (uint32_t)tolower((unsigned char)*p)) * 16777619u;
    return &m->domains[hash % DOMAIN_BUCKETS];
}

static struct org_limit *org_of(struct mailer *m, const struct lane *lane)
{
    for (size_t i = 0; lane->run_id && i < m->norg; i++)
        if (m->orgs[i].org_id == lane->org_id)
            return &m->orgs[i];
    return NULL;
}

enum verdict { GO, SKIP, STOP_LANE, OVER };

static enum verdict allowed(struct mailer *m, struct org_limit *org, const struct job *job)
{
    struct bucket *domain = domain_bucket(m, job->to_addr);
    if (m->now_us >= job->lease_us)
        return OVER;
    if (!bucket_has(&m->all, m->set.per_second, m->now_us) || (org && !bucket_has(&org->bucket, org->rate, m->now_us)))
        return STOP_LANE;
    if (!bucket_take(domain, m->set.per_domain, m->now_us))
        return SKIP;
    bucket_take(&m->all, m->set.per_second, m->now_us);
    if (org)
        bucket_take(&org->bucket, org->rate, m->now_us);
    return GO;
}

/* Up to `most` jobs of a lane; how many went. *blocked: a limit held others back. */
static size_t lane_dispatch(struct mailer *m, struct lane *lane, size_t most, bool *blocked)
{
    struct org_limit *org = org_of(m, lane);
    struct job *before = NULL, *job = lane->first, *next;
    size_t gone = 0;
    for (; job && gone < most; job = next) {
        next = job->next;
        enum verdict verdict = allowed(m, org, job);
        if (verdict == STOP_LANE || verdict == SKIP)
            *blocked = true;
        if (verdict == STOP_LANE)
            break;
        if (verdict == SKIP) {
            before = job;
            continue;
        }
        lane_remove(lane, before, job);
        if (verdict == OVER) {
            result_set(&job->result, RESULT_NONE, 0, "");
            outcome_keep(m, job);
            continue;
        }
        queue_push(&m->todo, job, !lane->run_id);
        gone++;
    }
    return gone;
}

uint64_t dispatch(struct mailer *m)
{
    bool blocked = false;
    size_t room = m->set.claim_batch + m->set.connections * 2, queued = queue_count(&m->todo), gone = 1;
    if (m->now_us < m->hold_us)
        return m->hold_us - m->now_us;
    lane_dispatch(m, &m->lanes[0], SIZE_MAX, &blocked);
    while (gone && queued < room) {
        gone = 0;
        for (size_t i = 1; i < m->nlane && queued + gone < room; i++)
            gone += lane_dispatch(m, &m->lanes[i], TURN, &blocked);
        queued += gone;
    }
    return blocked ? BLOCKED_US : 0;
}

void dispatch_offline(struct mailer *m, struct job *job)
{
    struct lane *lane = claim_lane(m, job->run_id);
    if (m->now_us >= m->hold_us) {
        uint64_t wait = m->offline < 6 ? (uint64_t)1 << m->offline : HOLD_MAX;
        m->offline++;
        m->hold_us = m->now_us + wait * 1000000;
        log_line(LOG_WARN, "relay_away", "why", job->result.text, "pause_s",
                 arena_printf(m->arena, "%u", (unsigned)wait), NULL);
    }
    if (lane && !m->stopping)
        lane_add_first(lane, job);
    else
        outcome_keep(m, job);
}

void dispatch_online(struct mailer *m)
{
    if (m->offline)
        log_line(LOG_INFO, "relay_back", NULL);
    m->offline = 0;
    m->hold_us = 0;
}
