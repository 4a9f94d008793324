/* 企業, 企業担当者 and JOB of an agency. Every company has two contacts and two JOBs on average. */
#include "demo.h"

#include "base/arena.h"
#include "model/codes/codes.h"
#include "model/crm/duplicate.h"
#include "model/search/words.h"
#include "people.h"
#include "places.h"
#include "q_demo.h"
#include "text/text.h"
#include "trades.h"

#include <string.h>

enum { DAY = 86400 };

static const char *const proper[] = {
    "みどり/ミドリ",     "ひかり/ヒカリ",     "東栄/トウエイ",       "光洋/コウヨウ",     "北斗/ホクト",
    "三恵/サンケイ",     "明和/メイワ",       "協和台/キョウワダイ", "若葉/ワカバ",       "青雲/セイウン",
    "白鳥/シラトリ",     "千歳/チトセ",       "和光/ワコウ",         "共栄/キョウエイ",   "双葉/フタバ",
    "すみれ/スミレ",     "やまびこ/ヤマビコ", "せせらぎ/セセラギ",   "こもれび/コモレビ", "はるかぜ/ハルカゼ",
    "つばさ/ツバサ",     "かけはし/カケハシ", "緑風/リョクフウ",     "清流/セイリュウ",   "松風/マツカゼ",
    "翔陽/ショウヨウ",   "飛鳥/アスカ",       "瑞穂/ミズホ",         "伊吹/イブキ",       "霧島台/キリシマダイ",
    "信濃路/シナノジ",   "播磨野/ハリマノ",   "武蔵野/ムサシノ",     "相模野/サガミノ",   "能登/ノト",
    "若狭/ワカサ",       "吉野/ヨシノ",       "瑠璃/ルリ",           "翡翠/ヒスイ",       "昴/スバル",
    "楓/カエデ",         "椿/ツバキ",         "黎明/レイメイ",       "八雲/ヤクモ",       "オリオン/オリオン",
    "アルファ/アルファ", "ソレイユ/ソレイユ", "カノン/カノン",       "ヴェルデ/ヴェルデ", "ルーチェ/ルーチェ",
    "ネクスト/ネクスト", "プリズム/プリズム",
};

/* by group of trades */
static const char *const forms[][3] = {
    {"社会福祉法人%s会/シャカイフクシホウジン%sカイ", "株式会社%sケア/カブシキガイシャ%sケア",
     "株式会社%sライフ/カブシキガイシャ%sライフ"},
    {"医療法人社団%s会/イリョウホウジンシャダン%sカイ", "%s総合病院/%sソウゴウビョウイン",
     "株式会社%s薬局/カブシキガイシャ%sヤッキョク"},
    {"株式会社%s商事/カブシキガイシャ%sショウジ", "%s販売株式会社/%sハンバイカブシキガイシャ",
     "株式会社%sアド/カブシキガイシャ%sアド"},
    {"%s税理士法人/%sゼイリシホウジン", "%sホールディングス株式会社/%sホールディングスカブシキガイシャ",
     "学校法人%s学園/ガッコウホウジン%sガクエン"},
    {"株式会社%sシステムズ/カブシキガイシャ%sシステムズ", "%sテクノロジーズ株式会社/%sテクノロジーズカブシキガイシャ",
     "合同会社%sラボ/ゴウドウガイシャ%sラボ"},
    {"%s精機株式会社/%sセイキカブシキガイシャ", "株式会社%s製作所/カブシキガイシャ%sセイサクショ",
     "%s食品工業株式会社/%sショクヒンコウギョウカブシキガイシャ"},
    {"%s建設株式会社/%sケンセツカブシキガイシャ", "株式会社%s工務店/カブシキガイシャ%sコウムテン",
     "%s不動産株式会社/%sフドウサンカブシキガイシャ"},
    {"%s運輸株式会社/%sウンユカブシキガイシャ", "株式会社%sロジスティクス/カブシキガイシャ%sロジスティクス",
     "%s倉庫株式会社/%sソウコカブシキガイシャ"},
    {"株式会社%sフーズ/カブシキガイシャ%sフーズ", "株式会社%sホテル/カブシキガイシャ%sホテル",
     "%s百貨店株式会社/%sヒャッカテンカブシキガイシャ"},
    {"株式会社%sデザイン/カブシキガイシャ%sデザイン", "%s出版株式会社/%sシュッパンカブシキガイシャ",
     "株式会社%sメディア/カブシキガイシャ%sメディア"},
};

static const char *const departments[] = {"人事部", "人事総務部", "採用課",     "管理本部", "総務部",
                                          "事務局", "経営企画室", "店舗運営部", "看護部",   "開発本部"};
static const char *const titles[] = {"部長",         "課長",   "係長",       "主任", "採用担当",
                                     "マネージャー", "事務長", "代表取締役", ""};
static const char *const company_notes[] = {"",
                                            "手数料率は30%で合意済み。",
                                            "返金規定あり。契約書の更新は毎年4月。",
                                            "書類選考は3営業日以内に回答あり。",
                                            "増員のため通年採用。",
                                            "面接は原則1回。オンライン可。",
                                            "年度末まで採用を一時停止していたが再開。",
                                            "紹介先の離職が続いたため条件の見直しを提案中。"};
static const char *const job_notes[] = {"",
                                        "急募。",
                                        "前任者の退職に伴う欠員補充。",
                                        "新規開設に伴う増員。",
                                        "女性が多い職場。",
                                        "管理職候補。年齢は問わない。",
                                        "残業は月15時間程度。",
                                        "寮あり。"};
static const char *const hours[] = {"9:00〜18:00(休憩60分)",
                                    "8:30〜17:30(休憩60分)",
                                    "シフト制(早番・日勤・遅番・夜勤)",
                                    "フレックスタイム制(コアタイム11:00〜15:00)",
                                    "10:00〜19:00(休憩60分)",
                                    "二交代制(8:30〜17:30、16:30〜翌9:30)"};
static const char *const extras[] = {
    "(日勤のみ)", "(リーダー候補)", "(未経験可)", "(管理職候補)", "(オープニング)", "", "", ""};

static uint64_t base(uint64_t org, unsigned n)
{
    return (org - DEMO_FIRST_AGENCY) * n + 1;
}

uint64_t demo_job_id(uint64_t org, unsigned index)
{
    return base(org, DEMO_JOBS) + index;
}

static const char *put_in(struct arena *arena, const char *form, size_t len, const char *word)
{
    const char *mark = strstr(form, "%s");
    size_t head = (size_t)(mark - form);
    struct buf out = buf_on(arena);
    buf_addn(&out, form, head);
    buf_add(&out, word);
    buf_addn(&out, mark + 2, len - head - 2);
    return out.text;
}

static const char *part(struct arena *arena, const char *pair, bool second)
{
    const char *slash = strchr(pair, '/');
    return second ? slash + 1 : arena_strndup(arena, pair, (size_t)(slash - pair));
}

struct firm {
    const char *name, *host;
    unsigned group;
    struct place place;
};

/* What contacts and JOBs must know of their company: the same each time it is asked. */
static struct firm firm_of(struct arena *arena, uint64_t org, unsigned index, const char **kana)
{
    struct rng rng = rng_of(RNG_COMPANY, org, index);
    struct firm f = {.group = trades[rng_below(&rng, trades_count)].code / 100};
    const char *word = RNG_PICK(&rng, proper), *form = forms[f.group - 1][rng_below(&rng, 3)];
    const char *word_kana = part(arena, word, true), *form_kana = part(arena, form, true);
    f.name = put_in(arena, form, strcspn(form, "/"), part(arena, word, false));
    f.place = place_make(arena, &rng);
    f.host =
        arena_printf(arena, "%s%u.example.%s", people_latin(arena, word_kana), index + 1, index % 3 ? "jp" : "com");
    if (kana)
        *kana = put_in(arena, form_kana, strlen(form_kana), word_kana);
    return f;
}

static uint64_t some_owner(struct rng *rng, uint64_t org)
{
    return demo_account_id(org, rng_below(rng, DEMO_WRITERS));
}

static struct q_demo_company_row company(struct demo *demo, uint64_t org, unsigned i)
{
    struct rng rng = rng_of(RNG_COMPANY, org, 1000000 + i);
    struct arena *arena = demo->arena;
    struct q_demo_company_row r = {.id = base(org, DEMO_COMPANIES) + i, .org_id = org};
    struct firm f = firm_of(arena, org, i, &r.kana);
    uint64_t age = rng_between(&rng, 30, 800), changed = rng_below(&rng, (unsigned)age);
    r.name = f.name;
    r.industry = f.group;
    r.zip = f.place.zip;
    r.pref = f.place.pref;
    r.address = f.place.address;
    r.phone = arena_printf(arena, "03-0000-%04u", rng_below(&rng, 10000));
    r.url = arena_printf(arena, "https://www.%s/", f.host);
    r.note = RNG_PICK(&rng, company_notes);
    r.owner_id = some_owner(&rng, org);
    r.made = demo_time(demo, age * DAY + rng_below(&rng, DAY));
    r.changed = demo_time(demo, changed * DAY + rng_below(&rng, DAY / 2));
    const char *const texts[] = {r.name, r.kana, codes_pref_name((unsigned)r.pref), r.address, r.phone, r.url,
                                 r.note, NULL};
    r.search = words_join(arena, texts);
    return r;
}

static struct q_demo_contact_row contact(struct demo *demo, uint64_t org, unsigned i)
{
    struct rng rng = rng_of(RNG_CONTACT, org, i);
    struct arena *arena = demo->arena;
    unsigned at = i < DEMO_COMPANIES ? i : rng_below(&rng, DEMO_COMPANIES);
    struct firm f = firm_of(arena, org, at, NULL);
    struct person p = person_make(arena, &rng);
    struct q_demo_contact_row r = {.id = base(org, DEMO_CONTACTS) + i, .org_id = org, .name = p.name, .kana = p.kana};
    unsigned phone = (unsigned)(r.id * 13 % 10000); /* each another one */
    uint64_t age = rng_between(&rng, 10, 700), changed = rng_below(&rng, (unsigned)age);
    r.company_id = base(org, DEMO_COMPANIES) + at;
    r.department = RNG_PICK(&rng, departments);
    r.title = RNG_PICK(&rng, titles);
    r.mail = i % 25 == 24 ? "" : arena_printf(arena, "%.40s@%s", p.login, f.host);
    r.mail_mobile = i % 6 == 1 ? arena_printf(arena, "%.40s%u@keitai.example.jp", p.login, i) : "";
    r.mail_sub = i % 10 == 3 && i < DEMO_COMPANIES ? arena_printf(arena, "saiyo@%s", f.host) : "";
    r.mail_flag = i % 100 == 50 ? "bounced" : i % 100 == 70 ? "stopped" : "";
    r.phone = arena_printf(arena, "03-0000-%04u", phone);
    r.note = i % 4 ? "" : "連絡は午前中が確実。";
    r.owner_id = some_owner(&rng, org);
    r.made = demo_time(demo, age * DAY + rng_below(&rng, DAY));
    r.changed = demo_time(demo, changed * DAY + rng_below(&rng, DAY / 2));
    return r;
}

static const struct trade *trade_at(struct rng *rng, unsigned group)
{
    const struct trade *t;
    do
        t = &trades[rng_below(rng, trades_count)];
    while (t->code / 100 != group);
    return t;
}

static const char *some(struct arena *arena, struct rng *rng, const char *const *list, unsigned n)
{
    struct buf out = buf_on(arena);
    unsigned len = trade_len(list), first = rng_below(rng, len);
    for (unsigned i = 0; i < n; i++)
        buf_addf(&out, "%s%s", i ? "、" : "", list[(first + i * 3) % len]);
    return out.text;
}

static const char *job_body(struct arena *arena, struct rng *rng, const struct trade *t, const struct firm *f)
{
    const struct trade_group *g = trade_group(t->code);
    unsigned len = trade_len(g->tasks), first = rng_below(rng, len);
    struct buf out = buf_on(arena);
    buf_addf(&out, "%sの%sで、%sをお任せします。\n", f->name, g->sites[rng_below(rng, trade_len(g->sites))], t->work);
    for (unsigned i = 0; i < 4; i++)
        buf_addf(&out, "・%s\n", g->tasks[(first + i * 5) % len]);
    buf_addf(&out, "最寄り駅は%s駅、徒歩%u分。社会保険完備、賞与年2回、交通費支給。", f->place.station,
             rng_between(rng, 3, 20));
    return out.text;
}

static struct q_demo_job_row job(struct demo *demo, uint64_t org, unsigned i)
{
    struct rng rng = rng_of(RNG_JOB, org, i);
    struct arena *arena = demo->arena;
    unsigned at = i < DEMO_COMPANIES ? i : rng_below(&rng, DEMO_COMPANIES);
    struct firm f = firm_of(arena, org, at, NULL);
    const struct trade *t = trade_at(&rng, f.group);
    const struct trade_group *g = trade_group(t->code);
    struct q_demo_job_row r = {.id = demo_job_id(org, i), .org_id = org, .occupation = t->code};
    uint64_t age = rng_between(&rng, 5, 200), changed = rng_below(&rng, (unsigned)age);
    r.company_id = base(org, DEMO_COMPANIES) + at;
    r.contact_id = base(org, DEMO_CONTACTS) + at;
    r.name = arena_printf(arena, "%s%s", codes_occupation_name(t->code), RNG_PICK(&rng, extras));
    r.pref = f.place.pref;
    r.address = f.place.address;
    r.employment = i % 7 == 6 ? rng_between(&rng, 2, 5) : 1;
    r.salary_from = t->pay / 10 * 10 - 10 * rng_below(&rng, 6);
    r.salary_to = r.salary_from + 40 + 10 * rng_below(&rng, 15);
    r.hours = RNG_PICK(&rng, hours);
    r.skills = some(arena, &rng, g->tools, rng_between(&rng, 1, 3));
    r.licences = some(arena, &rng, g->licences, rng_between(&rng, 1, 2));
    r.body = job_body(arena, &rng, t, &f);
    r.note = RNG_PICK(&rng, job_notes);
    r.state = i % 9 == 4 ? "paused" : i % 11 == 5 ? "closed" : "open";
    r.owner_id = some_owner(&rng, org);
    r.made = demo_time(demo, age * DAY + rng_below(&rng, DAY));
    r.changed = demo_time(demo, changed * DAY + rng_below(&rng, DAY / 2));
    const char *const texts[] = {r.name,
                                 f.name,
                                 codes_occupation_name(t->code),
                                 codes_pref_name((unsigned)r.pref),
                                 r.address,
                                 r.hours,
                                 r.skills,
                                 r.licences,
                                 r.body,
                                 r.note,
                                 NULL};
    r.search = words_join(arena, texts);
    return r;
}

/* Who was written down a second time after another promotion, by her telephone; and who is at another company now, with
   the mobile mail address of before. */
static void put_twice(struct arena *arena, struct q_demo_contact_row *rows)
{
    enum { FIRST = 160, STEP = 45, BEFORE = 150 };
    for (unsigned i = FIRST; i < DEMO_CONTACTS; i += STEP) {
        const struct q_demo_contact_row *of = &rows[i - BEFORE];
        struct q_demo_contact_row *r = &rows[i];
        bool moved = i == FIRST + STEP;
        r->name = of->name;
        r->kana = of->kana;
        r->mail_mobile = moved ? of->mail_mobile : "";
        if (*r->mail)
            r->mail = arena_printf(arena, "%.40s%s", people_latin(arena, r->kana), strchr(r->mail, '@'));
        if (!moved) {
            r->company_id = of->company_id;
            r->phone = of->phone;
            r->mail = "";
            r->mail_flag = "";
        }
    }
}

static const char *firm_name(const struct q_demo_company_row *companies, uint64_t id)
{
    return companies[id - companies->id].name;
}

static void put_words(struct arena *arena, const struct q_demo_company_row *companies, struct q_demo_contact_row *r)
{
    const char *const texts[] = {r->name,        r->kana,     firm_name(companies, r->company_id),
                                 r->department,  r->title,    r->mail,
                                 r->mail_mobile, r->mail_sub, r->phone,
                                 r->note,        NULL};
    r->search = words_join(arena, texts);
}

static struct err *put_keys(struct demo *demo, const struct q_demo_contact_row *rows)
{
    struct duplicate_key(*keys)[DUPLICATE_KEYS] = arena_array(demo->arena, DEMO_CONTACTS, sizeof *keys);
    struct q_demo_key_row *out = arena_array(demo->arena, (size_t)DEMO_CONTACTS * DUPLICATE_KEYS, sizeof *out);
    size_t n = 0;
    for (unsigned i = 0; i < DEMO_CONTACTS; i++) {
        const struct q_demo_contact_row *r = &rows[i];
        const struct duplicate_person person = {.name = r->name,
                                                .kana = r->kana,
                                                .phone = r->phone,
                                                .mail = r->mail,
                                                .mail_mobile = r->mail_mobile,
                                                .mail_sub = r->mail_sub,
                                                .company_id = r->company_id};
        size_t found = duplicate_keys(demo->arena, &duplicate_contact, &person, keys[i]);
        for (size_t k = 0; k < found; k++)
            out[n++] = (struct q_demo_key_row){r->org_id, "contact", keys[i][k].kind, keys[i][k].hash, r->id};
    }
    return q_demo_key(demo->db, out, n, NULL);
}

/* What mail_flag says must stand in the ledger. */
static struct err *contact_ledger(struct demo *demo, const struct q_demo_contact_row *rows)
{
    struct q_demo_dnc_row out[DEMO_CONTACTS];
    size_t n = 0;
    for (unsigned i = 0; i < DEMO_CONTACTS; i++) {
        if (!*rows[i].mail_flag)
            continue;
        bool bounced = strcmp(rows[i].mail_flag, "bounced") == 0;
        out[n++] = (struct q_demo_dnc_row){rows[i].org_id,
                                           rows[i].mail,
                                           bounced ? "hard" : "hand",
                                           bounced ? "" : "先方からの申し出",
                                           bounced ? 0 : rows[i].owner_id,
                                           rows[i].changed};
    }
    return q_demo_dnc(demo->db, out, n, NULL);
}

struct err *demo_firms(struct demo *demo, uint64_t org)
{
    struct q_demo_company_row *companies = arena_array(demo->arena, DEMO_COMPANIES, sizeof *companies);
    struct q_demo_contact_row *contacts = arena_array(demo->arena, DEMO_CONTACTS, sizeof *contacts);
    struct q_demo_job_row *jobs = arena_array(demo->arena, DEMO_JOBS, sizeof *jobs);
    for (unsigned i = 0; i < DEMO_COMPANIES; i++)
        companies[i] = company(demo, org, i);
    for (unsigned i = 0; i < DEMO_CONTACTS; i++)
        contacts[i] = contact(demo, org, i);
    put_twice(demo->arena, contacts);
    for (unsigned i = 0; i < DEMO_CONTACTS; i++)
        put_words(demo->arena, companies, &contacts[i]);
    for (unsigned i = 0; i < DEMO_JOBS; i++)
        jobs[i] = job(demo, org, i);
    TRY(q_demo_company(demo->db, companies, DEMO_COMPANIES, NULL));
    TRY(q_demo_contact(demo->db, contacts, DEMO_CONTACTS, NULL));
    TRY(put_keys(demo, contacts));
    TRY(q_demo_job(demo->db, jobs, DEMO_JOBS, NULL));
    return contact_ledger(demo, contacts);
}
