#include "model/mail/mailkind.h"

#include "base/arena.h"
#include "db/db.h"
#include "q_mailkind.h"

#include <ClearSilver/ClearSilver.h>
#include <glob.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The names are what users write between {{ and }}; keys are columns of mailkind.sql, or the computed ones below. */
#define RESUME_TAGS(id)                                                                                                \
    {"氏名", "name"}, {"フリガナ", "kana"}, {"希望職種", "occupation"}, {"都道府県", "pref"}, {"希望年収", "salary"},  \
        {"経験", "experience"}, {"スキル", "skills"}, {"資格", "licences"}, {"フェーズ", "phase"},                     \
        {"入社可能日", "available_on"},                                                                                \
    {                                                                                                                  \
        "レジュメID", id                                                                                               \
    }
#define FIRM_TAGS                                                                                                      \
    {"企業担当者名", "contact_name"}, {"企業担当者フリガナ", "contact_kana"}, {"部署", "contact_department"},          \
        {"役職", "contact_title"},                                                                                     \
    {                                                                                                                  \
        "企業担当者ID", "contact_id"                                                                                   \
    }
#define SENDER_TAGS                                                                                                    \
    {"担当者名", "sender"},                                                                                            \
    {                                                                                                                  \
        "会社名", "org"                                                                                                \
    }
#define COMMON_TAGS                                                                                                    \
    SENDER_TAGS,                                                                                                       \
    {                                                                                                                  \
        MAILKIND_SIGNATURE, "signature"                                                                                \
    }
#define JOB_TAGS                                                                                                       \
    {"JOB名", "job_name"}, {"JOBID", "job_id"}, {"企業名", "job_company"}, {"職種", "job_occupation"},                 \
        {"勤務地", "job_place"}, {"雇用形態", "job_employment"}, {"給与", "job_salary"}, {"勤務時間", "job_hours"},    \
        {"必要スキル", "job_skills"}, {"必要資格", "job_licences"},                                                    \
    {                                                                                                                  \
        "仕事内容", "job_body"                                                                                         \
    }

const struct tag_def mailkind_common_tags[] = {SENDER_TAGS, {NULL, NULL}};

static const struct tag_def resume_tags[] = {RESUME_TAGS("id"), {MAILKIND_DIGEST, "digest"}, COMMON_TAGS, {NULL, NULL}};
static const struct tag_def resume_job_tags[] = {RESUME_TAGS("id"), COMMON_TAGS, JOB_TAGS, {NULL, NULL}};
static const struct tag_def recommend_tags[] = {
    RESUME_TAGS("resume_id"), FIRM_TAGS, COMMON_TAGS, JOB_TAGS, {NULL, NULL}};
static const struct tag_def offer_tags[] = {RESUME_TAGS("resume_id"), COMMON_TAGS, JOB_TAGS, {NULL, NULL}};
/* Several JOBs of one 企業担当者 are one mail: their names stand one after another. */
static const struct tag_def introduce_tags[] = {RESUME_TAGS("resume_id"),
                                                FIRM_TAGS,
                                                {"企業名", "contact_company"},
                                                {"JOB名", "job_name"},
                                                {"JOBID", "job_ids"},
                                                COMMON_TAGS,
                                                {NULL, NULL}};
static const struct tag_def contact_tags[] = {
    {"氏名", "name"},  {"フリガナ", "kana"},   {"企業名", "company"}, {"部署", "department"},
    {"役職", "title"}, {"企業担当者ID", "id"}, COMMON_TAGS,           {NULL, NULL}};

const struct mailkind mailkinds[] = {
    {"resume", "resume", "resume", NULL, false, NULL, resume_tags},
    {"contact", "contact", "contact", NULL, false, NULL, contact_tags},
    /* 一括JOB打診: a JOB to many 求職者 (S3-10); many résumés to its 企業担当者, a mail each (S3-11) */
    {"resume_job", "resume", "resume", "job", false, "job", resume_job_tags},
    {"job_recommend", "contact", "resume", "job", true, NULL, recommend_tags},
    /* many JOBs to a 求職者, a mail each (S3-12); 一括推薦: a résumé to the 企業担当者 of many JOBs (S3-13) */
    {"resume_offer", "resume", "job", "resume", true, NULL, offer_tags},
    {"resume_introduce", "contact", "contact", "resume", false, "resume", introduce_tags},
    {NULL, NULL, NULL, NULL, false, NULL, NULL},
};

const struct mailkind *mailkind_find(const char *name)
{
    for (const struct mailkind *kind = mailkinds; kind->name; kind++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}

const struct tag_def *mailkind_tags(const char *name)
{
    const struct mailkind *kind = mailkind_find(name);
    return kind ? kind->tags : NULL;
}

bool mailkind_has_digest(const struct mailkind *kind)
{
    for (const struct tag_def *tag = kind->tags; tag->name; tag++)
        if (strcmp(tag->name, MAILKIND_DIGEST) == 0)
            return true;
    return false;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

const struct mailkind *mailkind_of(const char *from, const char *list)
{
    for (const struct mailkind *kind = mailkinds; kind->name; kind++)
        if (same(kind->from, from) && same(kind->list, list))
            return kind;
    return NULL;
}

const char *mailkind_rows(const struct mailkind *kind)
{
    if (!kind->from)
        return kind->list;
    return same(kind->from, "job") ? "resume" : "job";
}

static const char *rows_json(struct arena *arena, const struct rows *run)
{
    return arena_printf(arena, "[%s]", rows_text(run, 0, "_ids"));
}

struct err *mailkind_walk(struct db *db, const struct rows *run, uint64_t after, unsigned limit, uint64_t *ids,
                          size_t *n)
{
    struct rows *rows;
    TRY(q_mailkind_contacts_of(db, rows_json(db_arena(db), run), after, limit, &rows));
    *n = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = rows_u64(rows, i, "id");
    return NULL;
}

struct err *mailkind_records(struct db *db, const struct mailkind *kind, const struct rows *run, const char *ids,
                             struct rows **rows)
{
    bool contact = same(kind->list, "contact");
    if (!kind->from)
        return contact ? q_mailkind_contacts(db, ids, rows) : q_mailkind_resumes(db, ids, rows);
    if (same(kind->from, "job"))
        return contact ? q_mailkind_recommended(db, ids, rows_u64(run, 0, "_job_id"), rows)
                       : q_mailkind_resumes(db, ids, rows);
    uint64_t resume_id = rows_u64(run, 0, "_resume_id");
    return contact ? q_mailkind_introduced(db, ids, resume_id, rows_json(db_arena(db), run), rows)
                   : q_mailkind_offered(db, ids, resume_id, rows);
}

const char *mailkind_once(struct arena *arena, const struct mailkind *kind, uint64_t record_id, const char *addr)
{
    return kind->each ? arena_printf(arena, "%" PRIu64 ":%s", record_id, addr) : addr;
}

struct err *mailkind_common(struct db *db, uint64_t account_id, uint64_t job_id, struct rows **rows)
{
    return q_mailkind_common(db, account_id, job_id, rows);
}

/* ---- labels ---- */

struct mailkind_labels {
    HDF *hdf;
};

static void hdf_free(void *hdf)
{
    HDF *h = hdf;
    hdf_destroy(&h);
}

struct err *mailkind_labels(struct arena *arena, const char *template_dir, const char *lang,
                            struct mailkind_labels **labels)
{
    struct mailkind_labels *all = arena_alloc(arena, sizeof *all);
    const char *pattern = arena_printf(arena, "%s/text/*.%s.hdf", template_dir, strcmp(lang, "en") ? "ja" : "en");
    struct err *err = NULL;
    glob_t found;
    TRY_NEO(arena, hdf_init(&all->hdf));
    arena_defer(arena, hdf_free, all->hdf);
    if (glob(pattern, 0, NULL, &found) != 0)
        return ERR(arena, ERR_INTERNAL, "internal", "no messages: %s", pattern);
    for (size_t i = 0; i < found.gl_pathc && !err; i++)
        err = err_neo(arena, hdf_read_file(all->hdf, found.gl_pathv[i]), __FILE__, __LINE__);
    globfree(&found);
    *labels = all;
    return err;
}

static const char *label(const struct mailkind_labels *labels, struct arena *arena, const char *list, const char *code)
{
    if (!*code || strcmp(code, "0") == 0)
        return "";
    return hdf_get_value(labels->hdf, arena_printf(arena, "Options.%s.%s", list, code), "");
}

const char *mailkind_text(const struct mailkind_labels *labels, struct arena *arena, const char *key)
{
    return hdf_get_value(labels->hdf, arena_printf(arena, "Text.%s", key), "");
}

/* Text.mailkind.<key> with %1 and %2 replaced. */
static const char *format(const struct mailkind_labels *labels, struct arena *arena, const char *key, uint64_t a,
                          uint64_t b)
{
    struct buf out = buf_on(arena);
    for (const char *p = hdf_get_value(labels->hdf, arena_printf(arena, "Text.mailkind.%s", key), ""); *p; p++) {
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2'))
            buf_addf(&out, "%" PRIu64, *++p == '1' ? a : b);
        else
            buf_addc(&out, *p);
    }
    return out.text ? out.text : "";
}

/* ---- values ---- */

struct source {
    struct arena *arena;
    const struct mailkind_labels *labels;
    const struct rows *rows;
    size_t row;
};

static const char *salary(const struct source *s, const char *from_col, const char *to_col)
{
    uint64_t from = rows_u64(s->rows, s->row, from_col), to = rows_u64(s->rows, s->row, to_col);
    if (!from && !to)
        return "";
    return format(s->labels, s->arena, !to ? "salary_from" : !from ? "salary_to" : "salary", from, to);
}

static const char *place(const struct source *s)
{
    const char *pref = label(s->labels, s->arena, "pref", rows_text(s->rows, s->row, "job_pref"));
    const char *address = rows_text(s->rows, s->row, "job_address");
    if (!*pref || strncmp(address, pref, strlen(pref)) == 0)
        return address;
    return arena_printf(s->arena, "%s%s", pref, address);
}

static const char *computed(const struct source *s, const char *key)
{
    static const struct {
        const char *key, *list;
    } coded[] = {{"pref", "pref"},
                 {"occupation", "occupation"},
                 {"phase", "phase"},
                 {"job_occupation", "occupation"},
                 {"job_employment", "employment"}};
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++)
        if (strcmp(coded[i].key, key) == 0)
            return label(s->labels, s->arena, coded[i].list, rows_text(s->rows, s->row, key));
    if (strcmp(key, "salary") == 0)
        return salary(s, "salary_from", "salary_to");
    if (strcmp(key, "job_salary") == 0)
        return salary(s, "job_salary_from", "job_salary_to");
    if (strcmp(key, "signature") == 0 || strcmp(key, "digest") == 0)
        return "";
    return strcmp(key, "job_place") == 0 ? place(s) : rows_text(s->rows, s->row, key);
}

/* The JOB is the run's, unless the records are JOBs. */
static bool is_common(const char *key, const struct rows *records)
{
    return (strncmp(key, "job_", 4) == 0 && rows_col(records, "job_name") < 0) || strcmp(key, "sender") == 0 ||
           strcmp(key, "org") == 0;
}

const char *mailkind_value(struct arena *arena, const struct mailkind_labels *labels, const struct tag_def *def,
                           const struct rows *records, size_t row, const struct rows *common)
{
    bool shared = is_common(def->key, records);
    struct source s = {arena, labels, shared ? common : records, shared ? 0 : row};
    return computed(&s, def->key);
}

/* TAB and LF end things in vars: line ends inside a value travel as VT, which no text of ours holds. */
static void add_value(struct buf *out, const char *value)
{
    for (; *value; value++)
        buf_addc(out, *value == '\n' ? '\v' : *value == '\t' ? ' ' : *value);
}

const char *mailkind_vars(struct arena *arena, const struct mailkind_labels *labels, const struct mailkind *kind,
                          unsigned long long used, const struct rows *records, size_t row, const struct rows *common,
                          unsigned long long *empty)
{
    struct buf out = buf_on(arena);
    *empty = 0;
    for (unsigned i = 0; kind->tags[i].name; i++) {
        if (!(used >> i & 1))
            continue;
        const char *value = mailkind_value(arena, labels, &kind->tags[i], records, row, common);
        if (!*value)
            *empty |= 1ull << i;
        buf_add(&out, kind->tags[i].key);
        buf_addc(&out, '\t');
        add_value(&out, value);
        buf_addc(&out, '\n');
    }
    return out.text ? out.text : "";
}

void mailkind_read_vars(struct arena *arena, const struct tag_def *tags, const char *vars, const char **values,
                        size_t most)
{
    while (*vars) {
        size_t line = strcspn(vars, "\n"), name = strcspn(vars, "\t\n");
        for (size_t i = 0; i < most && tags[i].name && name < line; i++)
            if (strlen(tags[i].key) == name && memcmp(tags[i].key, vars, name) == 0) {
                char *value = arena_strndup(arena, vars + name + 1, line - name - 1);
                for (char *p = value; (p = strchr(p, '\v'));)
                    *p = '\n';
                values[i] = value;
            }
        vars += line + (vars[line] == '\n');
    }
}
