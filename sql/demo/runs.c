/* Bulk mails of the last two weeks with what became of every copy: most went out, a few were refused, those in the
   ledger were held back. */
#include "demo.h"

#include "base/arena.h"
#include "base/day.h"
#include "q_demo.h"

enum { DAY = 86400, TEXT = 1000 };

/* Subjects and bodies are formats of strftime(): of the day the mail was written, and of the day that it announces. */
static const struct {
    unsigned days, writer, occupation;
    const char *subject, *body;
} mails[] = {
    {12, 0, 101, "【転職だより】介護のお仕事 %-m月の新着",
     "{{ 氏名 }} 様\n\n今月の新着求人をお届けします。日勤のみ、夜勤専従のお仕事もございます。\n"
     "面談のご予約は、このメールへのご返信で随時受け付けております。\n"},
    {11, 2, 401, "事務のお仕事 在宅勤務の相談ができる求人",
     "{{ 氏名 }} 様\n\n在宅勤務の相談ができる事務の求人が増えています。ご希望をお聞かせください。\n"},
    {9, 1, 201, "看護師の方へ 病院見学会のご案内",
     "{{ 氏名 }} 様\n\n%-m月%-d日に病院見学会を開きます。参加をご希望の方は、このメールへご返信ください。\n"},
    {7, 1, 301, "営業職の方へ 面談のご案内",
     "{{ 氏名 }} 様\n\n夜間と土曜日の面談を始めました。このメールへのご返信でご予約ください。\n"},
    {6, 0, 501, "エンジニアの方へ 在宅勤務のできる求人",
     "{{ 氏名 }} 様\n\n在宅勤務のできる求人が増えています。ご希望をお聞かせください。\n"},
    {4, 2, 101, "介護職の面接対策セミナーのお知らせ",
     "{{ 氏名 }} 様\n\n面接対策のセミナーを、オンラインで開きます。参加は無料です。\n"},
    {2, 0, 201, "ご登録内容の確認のお願い",
     "{{ 氏名 }} 様\n\nご登録から半年が経ちました。ご連絡先や職務経歴にお変わりがないか、ご確認をお願いいたします。\n"},
    {0, 1, 105, "保育士の方へ 来春の採用が始まりました",
     "{{ 氏名 }} 様\n\n来春の採用を始めた園をご紹介します。見学もできます。ご希望をお聞かせください。\n"},
};

enum { MAILS = sizeof mails / sizeof *mails };

static const char *text_of(struct demo *demo, const char *format, int64_t days_ahead)
{
    char *out = arena_alloc(demo->arena, TEXT);
    struct tm tm;
    day_wall(demo->now + (time_t)days_ahead * DAY, &tm);
    return strftime(out, TEXT, format, &tm) ? out : "";
}

static struct err *demo_run(struct demo *demo, uint64_t org, unsigned i)
{
    enum { ANNOUNCED = 14 };
    uint64_t id = org * MAILS + i, account = demo_account_id(org, mails[i].writer);
    uint64_t ago = mails[i].days * DAY + i * 3600;
    const char *made = demo_time(demo, ago), *done = demo_time(demo, ago - 240);
    const char *query = arena_printf(demo->arena, "occupation=%u", mails[i].occupation);
    const char *subject = text_of(demo, mails[i].subject, -(int64_t)mails[i].days);
    const char *body = text_of(demo, mails[i].body, ANNOUNCED - (int64_t)mails[i].days);
    TRY(q_demo_mail(
        demo->db,
        &(struct q_demo_mail_args){.id = id, .account_id = account, .subject = subject, .body = body, .made = made},
        NULL));
    TRY(q_demo_run(
        demo->db,
        &(struct q_demo_run_args){.id = id, .account_id = account, .query = query, .made = made, .done = done}, NULL));
    return q_demo_outbox(demo->db, id, mails[i].occupation, NULL);
}

struct err *demo_runs(struct demo *demo, uint64_t org)
{
    for (unsigned i = 0; i < MAILS; i++)
        TRY(demo_run(demo, org, i));
    TRY(q_demo_run_counts(demo->db, org, NULL));
    TRY(q_demo_run_versions(demo->db, org, NULL));
    return q_demo_runs_seen(demo->db, org, demo_time(demo, 0), NULL);
}
