#include "resume.h"

#include "base/arena.h"
#include "model/codes/codes.h"

#include <string.h>

const struct trade *career_trade(struct rng *rng)
{
    unsigned all = 0, at;
    for (unsigned i = 0; i < trades_count; i++)
        all += trades[i].share;
    at = rng_below(rng, all);
    for (unsigned i = 0;; i++) {
        if (at < trades[i].share)
            return &trades[i];
        at -= trades[i].share;
    }
}

static const char *pick(struct rng *rng, const char *const *list)
{
    return list[rng_below(rng, trade_len(list))];
}

/* n different entries of a list, the first ones more often. */
static void add_some(struct buf *out, struct rng *rng, const char *const *list, unsigned n, const char *between)
{
    unsigned len = trade_len(list), at = rng_skewed(rng, len);
    for (unsigned i = 0; i < n && i < len; i++, at = (at + 1 + rng_below(rng, 2)) % len)
        buf_addf(out, "%s%s", i ? between : "", list[at]);
}

const char *career_experience(struct arena *arena, struct rng *rng, const struct career *c)
{
    if (!c->years)
        return "未経験";
    if (c->years >= 5 && rng_chance(rng, 40))
        return arena_printf(arena, "経験%u年、うちリーダー%u年", c->years, rng_between(rng, 1, c->years / 2));
    return arena_printf(arena, "経験%u年", c->years);
}

const char *career_skills(struct arena *arena, struct rng *rng, const struct career *c)
{
    struct buf out = buf_on(arena);
    add_some(&out, rng, trade_group(c->trade->code)->tools, rng_between(rng, 1, 4), "、");
    return out.text;
}

const char *career_licences(struct arena *arena, struct rng *rng, const struct career *c)
{
    struct buf out = buf_on(arena);
    if (rng_chance(rng, 85))
        add_some(&out, rng, trade_group(c->trade->code)->licences, rng_between(rng, 1, 3), "、");
    if (rng_chance(rng, 50) && !strstr(out.len ? out.text : "", "普通自動車"))
        buf_addf(&out, "%s普通自動車第一種", out.len ? "、" : "");
    return out.len ? out.text : "";
}

/* Months are counted from year 0; the one that goes on ends at 0. */
static void add_month(struct buf *out, unsigned month)
{
    buf_addf(out, "%u年%u月", month / 12, month % 12 + 1);
}

/* The sentences of one employment: when, where, what, with what success. */
static void add_post(struct buf *out, struct rng *rng, const struct career *c, unsigned from, unsigned to)
{
    const struct trade_group *g = trade_group(c->trade->code);
    const char *form = pick(rng, g->employers), *mark = strstr(form, "%s");
    add_month(out, from);
    buf_add(out, "〜");
    if (to)
        add_month(out, to);
    else
        buf_add(out, "現在");
    buf_addc(out, ' ');
    buf_addn(out, form, (size_t)(mark - form));
    buf_add(out, trade_names[rng_skewed(rng, trade_names_count)]);
    buf_addf(out, "%s %s\n%sとして", mark + 2, pick(rng, g->sites), codes_occupation_name(c->trade->code));
    add_some(out, rng, g->tasks, rng_between(rng, 2, 4), "、");
    buf_add(out, "を担当。");
    if (rng_chance(rng, 60))
        buf_add(out, pick(rng, g->feats));
    buf_addc(out, '\n');
}

const char *career_history(struct arena *arena, struct rng *rng, const struct career *c)
{
    struct buf out = buf_on(arena);
    unsigned years = c->years ? c->years : rng_between(rng, 1, 5), from = c->month - years * 12 + rng_below(rng, 6);
    unsigned posts = years < 3 ? 1 : rng_between(rng, 1, years < 8 ? 2 : 3), each = (c->month - from) / posts;
    if (!c->years)
        buf_add(&out, "この職種は未経験です。前職の経験を生かして取り組みます。\n");
    for (unsigned i = 0; i < posts; i++, from += each) {
        bool goes_on = i + 1 == posts && rng_chance(rng, 55);
        add_post(&out, rng, c, from, goes_on ? 0 : from + each - 1 - rng_below(rng, each > 3 ? 3 : 1));
    }
    out.text[--out.len] = '\0';
    return out.text;
}

const char *career_wish(struct arena *arena, struct rng *rng, const struct career *c)
{
    struct buf out = buf_on(arena);
    buf_add(&out, pick(rng, trade_group(c->trade->code)->wishes));
    buf_add(&out, pick(rng, trade_conditions));
    if (rng_chance(rng, 40))
        buf_addf(&out, "%s駅の周辺で探しています。", c->place->station);
    buf_add(&out, pick(rng, trade_strengths));
    if (rng_chance(rng, 60))
        buf_add(&out, pick(rng, trade_reasons));
    if (rng_chance(rng, 45))
        buf_add(&out, pick(rng, trade_hobbies));
    return out.text;
}
