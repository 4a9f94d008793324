/* Templates of the mail kinds, signatures and saved searches. */
#include "demo.h"

#include "base/arena.h"
#include "q_demo.h"

static const struct {
    const char *kind, *name, *subject, *body, *phase;
} templates[] = {
    {"resume_job", "求人のご紹介(JOB打診)", "{{ 氏名 }}様へ求人のご案内({{ JOB名 }})",
     "{{ 氏名 }} 様\n\nいつもお世話になっております。{{ 会社名 }}の{{ 担当者名 "
     "}}です。\nご希望に合う求人をご案内いたします。\n\n"
     "JOB名:{{ JOB名 }}\n企業名:{{ 企業名 }}\n勤務地:{{ 勤務地 }}\n給与:{{ 給与 }}\n勤務時間:{{ 勤務時間 }}\n\n{{ "
     "仕事内容 }}\n\n"
     "ご興味がございましたら、このメールにご返信ください。\n",
     "approach"},
    {"resume", "メールマガジン(月刊)", "【転職だより】今月の新着求人",
     "{{ 氏名 }} "
     "様\n\n今月の新着求人をお届けします。\n面談のご予約は随時受け付けております。お気軽にご連絡ください。\n",
     ""},
    {"resume", "登録内容の確認のお願い", "ご登録内容の確認のお願い",
     "{{ 氏名 }} 様\n\nご登録から半年が経ちました。ご連絡先や職務経歴にお変わりがないか、ご確認をお願いいたします。\n"
     "現在のご希望:{{ 希望職種 }}({{ 都道府県 }})\n",
     ""},
    {"resume", "面接日程のご案内", "面接の日程について",
     "{{ 氏名 }} 様\n\n書類選考を通過されました。面接の候補日を3つお知らせください。\n", "interview"},
    {"contact", "候補者のご推薦", "{{ 企業名 }} 採用ご担当者様 候補者のご推薦",
     "{{ 企業名 }}\n{{ 氏名 }} 様\n\nお世話になっております。{{ 会社名 }}の{{ 担当者名 }}です。\n"
     "貴社の募集に合う候補者をご推薦いたします。ご検討をお願いいたします。\n",
     ""},
    {"contact", "事務所移転のお知らせ", "事務所移転のお知らせ",
     "{{ 企業名 }}\n{{ 氏名 }} 様\n\nこのたび事務所を移転いたしました。今後ともよろしくお願いいたします。\n", ""},
    {"contact", "求人票の更新のお願い", "掲載中の求人票の更新について",
     "{{ 企業名 }}\n{{ 氏名 }} 様\n\nお預かりしている求人票の内容に変更がないか、ご確認をお願いいたします。\n", ""},
};

static const struct {
    const char *list, *name, *query;
} searches[] = {
    {"resume", "首都圏 介護福祉士(毎週)", "pref=capital&licences=介護福祉士"},
    {"resume", "看護師 夜勤可", "q=夜勤&occupation=201"},
    {"resume", "30代のエンジニア", "occupation=501&age_from=30&age_to=39"},
    {"contact", "採用担当", "q=採用"},
    {"job", "急募", "q=急募"},
};

/* In a query string everything but letters, digits and = & stands as %XX. */
static const char *escaped(struct arena *arena, const char *query)
{
    struct buf out = buf_on(arena);
    for (const char *p = query; *p; p++) {
        if ((unsigned char)*p >= 0x80)
            buf_addf(&out, "%%%02X", (unsigned char)*p);
        else
            buf_addc(&out, *p);
    }
    return out.text;
}

static struct err *texts(struct demo *demo, uint64_t org)
{
    enum { N = sizeof templates / sizeof *templates, PRIVATE = 3 };
    struct q_demo_template_row rows[N];
    for (unsigned i = 0; i < N; i++)
        rows[i] = (struct q_demo_template_row){org,
                                               templates[i].kind,
                                               templates[i].name,
                                               templates[i].subject,
                                               templates[i].body,
                                               templates[i].phase,
                                               demo_account_id(org, i % DEMO_WRITERS),
                                               i != PRIVATE,
                                               demo_time(demo, (uint64_t)(90 - i * 11) * 86400)};
    return q_demo_template(demo->db, rows, N, NULL);
}

static struct err *signatures(struct demo *demo, uint64_t org)
{
    static const char line[] = "----------------------------------------";
    struct q_demo_signature_row rows[DEMO_WRITERS];
    for (unsigned i = 0; i < DEMO_WRITERS; i++)
        rows[i] = (struct q_demo_signature_row){
            org,
            demo_account_id(org, i),
            "標準",
            arena_printf(demo->arena, "%s\n%s\n%s\n%s", line,
                         org == DEMO_FIRST_AGENCY ? "株式会社みなと人材紹介" : "北のひかりキャリア株式会社",
                         org == DEMO_FIRST_AGENCY ? "TEL 045-000-2000" : "TEL 011-000-3000", line),
            i == 1, /* one is shared */
            demo_time(demo, 80 * 86400)};
    TRY(q_demo_signature(demo->db, rows, DEMO_WRITERS, NULL));
    return q_demo_signature_prefer(demo->db, org, NULL);
}

static struct err *saved(struct demo *demo, uint64_t org)
{
    enum { N = sizeof searches / sizeof *searches };
    struct q_demo_saved_row rows[N * DEMO_WRITERS];
    unsigned n = 0;
    for (unsigned k = 0; k < DEMO_WRITERS; k++)
        for (unsigned i = 0; i < N; i++)
            rows[n++] = (struct q_demo_saved_row){org,
                                                  demo_account_id(org, k),
                                                  searches[i].list,
                                                  searches[i].name,
                                                  escaped(demo->arena, searches[i].query),
                                                  demo_time(demo, 40 * 86400)};
    return q_demo_saved(demo->db, rows, n, NULL);
}

struct err *demo_mails(struct demo *demo, uint64_t org)
{
    TRY(texts(demo, org));
    TRY(signatures(demo, org));
    return saved(demo, org);
}
