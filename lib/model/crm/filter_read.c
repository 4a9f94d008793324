/* Filters from stored query strings: names and kinds as in the structs. Strict, because a condition that is lost makes
   a run go to more people than were on screen. */
#include "record/lists.h"

#include "base/arena.h"
#include "http/req.h"
#include "model/codes/codes.h"
#include "model/crm/match.h"
#include "text/text.h"

#include <string.h>

enum kind { TEXT, DATE, NUMBER, CODE };

struct name {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *const *codes;
};

static bool is_code(const char *const *codes, const char *value)
{
    for (; codes && *codes; codes++)
        if (strcmp(*codes, value) == 0)
            return true;
    return false;
}

static struct err *read_one(struct arena *arena, const struct name *name, const char *value, void *out)
{
    void *at = (char *)out + name->offset;
    const char *text = value;
    if (name->kind == NUMBER && !text_int(value, at))
        text = NULL;
    if (name->kind == DATE)
        text = text_date(arena, value);
    if (name->kind == CODE && !is_code(name->codes, value))
        text = NULL;
    if (!text)
        return ERR(arena, ERR_INPUT, "query", "%s cannot be read", name->name);
    if (name->kind != NUMBER)
        *(const char **)at = arena_strdup(arena, text);
    return NULL;
}

static struct err *read_all(struct arena *arena, const struct kvs *args, const struct name *names, void *out)
{
    for (size_t i = 0; i < args->n; i++)
        for (const struct name *name = names; name->name; name++)
            if (strcmp(name->name, args->v[i].name) == 0 && *args->v[i].value)
                TRY(read_one(arena, name, args->v[i].value, out));
    return NULL;
}

#define NAME(s, f, kind)                                                                                               \
    {                                                                                                                  \
#f, kind, offsetof(struct s, f), NULL                                                                          \
    }
#define NAME_OF(s, f, codes)                                                                                           \
    {                                                                                                                  \
#f, CODE, offsetof(struct s, f), codes                                                                         \
    }

struct err *resume_filter_read(struct arena *arena, const struct kvs *args, struct resume_filter *out)
{
    static const struct name names[] = {
        NAME(resume_filter, q, TEXT),
        NAME(resume_filter, name, TEXT),
        NAME_OF(resume_filter, pref, codes_pref_search),
        NAME_OF(resume_filter, occupation, codes_occupation),
        NAME(resume_filter, skills, TEXT),
        NAME(resume_filter, licences, TEXT),
        NAME_OF(resume_filter, phase, codes_phase),
        NAME(resume_filter, updated_from, DATE),
        NAME(resume_filter, updated_to, DATE),
        NAME(resume_filter, age_from, NUMBER),
        NAME(resume_filter, age_to, NUMBER),
        NAME(resume_filter, salary_from, NUMBER),
        NAME(resume_filter, salary_to, NUMBER),
        NAME(resume_filter, owner_id, NUMBER),
        {NULL, TEXT, 0, NULL},
    };
    *out = (struct resume_filter){.q = ""};
    return read_all(arena, args, names, out);
}

const char *const contact_mail_flags[] = {"none", "bounced", "stopped", NULL};

struct err *contact_filter_read(struct arena *arena, const struct kvs *args, struct contact_filter *out)
{
    static const struct name names[] = {
        NAME(contact_filter, q, TEXT),
        NAME(contact_filter, name, TEXT),
        NAME(contact_filter, company, TEXT),
        NAME_OF(contact_filter, mail_flag, contact_mail_flags),
        NAME(contact_filter, updated_from, DATE),
        NAME(contact_filter, updated_to, DATE),
        NAME(contact_filter, company_id, NUMBER),
        NAME(contact_filter, owner_id, NUMBER),
        {NULL, TEXT, 0, NULL},
    };
    *out = (struct contact_filter){.q = ""};
    return read_all(arena, args, names, out);
}

struct err *match_ask_read(struct arena *arena, const struct kvs *args, struct match_ask *out)
{
    static const struct name names[] = {
        NAME(match_ask, q, TEXT),
        NAME_OF(match_ask, pref, codes_pref_search),
        NAME(match_ask, least, NUMBER),
        {NULL, TEXT, 0, NULL},
    };
    *out = (struct match_ask){.id = out->id, .q = "", .pref = ""};
    return read_all(arena, args, names, out);
}
