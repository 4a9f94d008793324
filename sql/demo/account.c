/* Organisations and accounts. All have the same password; who they are is written to a file for whoever tries them. */
#include "demo.h"

#include "base/arena.h"
#include "base/passwd.h"
#include "q_demo.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* cheap to make, raised at the first sign-in */
enum { COST = 12, PER_ORG = 6, AGE = 1200 * 86400 };
static const char password[] = "musubi-demo-2026";

struct member {
    const char *name, *kana, *login, *roles;
};

static const struct {
    const char *kind, *name, *kana, *features, *zip, *address, *phone, *host;
    struct member members[PER_ORG];
} orgs[] = {
    {"operator",
     "むすび運営株式会社",
     "ムスビウンエイカブシキガイシャ",
     "",
     "100-0001",
     "東京都千代田区千代田1-9-9",
     "03-0000-1000",
     "unei.example.jp",
     {{"内海 朋子", "ウツミ トモコ", "utsumi", "sysadmin,support"},
      {"久我 慎吾", "クガ シンゴ", "kuga", "sales"},
      {"真鍋 彩", "マナベ アヤ", "manabe", "production"},
      {"柏木 宏", "カシワギ ヒロシ", "kashiwagi", "review,finance"},
      {"辻村 葉月", "ツジムラ ハヅキ", "tsujimura", "support,outreach"}}},
    {"customer",
     "株式会社みなと人材紹介",
     "カブシキガイシャミナトジンザイショウカイ",
     "agency",
     "220-0012",
     "神奈川県横浜市西区みなとみらい9-9-9",
     "045-000-2000",
     "minato.example.jp",
     {{"高橋 恵美", "タカハシ エミ", "takahashi", "admin"},
      {"小林 大輔", "コバヤシ ダイスケ", "kobayashi", "member"},
      {"瀬戸 さやか", "セト サヤカ", "seto", "member"},
      {"森 浩", "モリ ヒロシ", "mori", "reader"}}},
    {"customer",
     "北のひかりキャリア株式会社",
     "キタノヒカリキャリアカブシキガイシャ",
     "agency",
     "060-0001",
     "北海道札幌市中央区北一条西99-9",
     "011-000-3000",
     "kitanohikari.example.jp",
     {{"桑原 徹", "クワハラ トオル", "kuwahara", "admin"},
      {"早坂 美帆", "ハヤサカ ミホ", "hayasaka", "member"},
      {"陣内 亮", "ジンナイ リョウ", "jinnai", "member"},
      {"樋口 和子", "ヒグチ カズコ", "higuchi", "reader"}}},
};

uint64_t demo_account_id(uint64_t org, unsigned index)
{
    return org * 100 + index + 1;
}

static struct err *org_rows(struct demo *demo)
{
    struct q_demo_org_row rows[DEMO_LAST_AGENCY];
    for (unsigned i = 0; i < DEMO_LAST_AGENCY; i++)
        rows[i] =
            (struct q_demo_org_row){i + 1,       orgs[i].kind,    orgs[i].name,  orgs[i].kana,        orgs[i].features,
                                    orgs[i].zip, orgs[i].address, orgs[i].phone, demo_time(demo, AGE)};
    return q_demo_org(demo->db, rows, DEMO_LAST_AGENCY, NULL);
}

static struct q_demo_account_row account_row(struct demo *demo, unsigned i, unsigned k)
{
    const struct member *m = &orgs[i].members[k];
    return (struct q_demo_account_row){
        .id = demo_account_id(i + 1, k),
        .org_id = i + 1,
        .login_id = arena_printf(demo->arena, "%u%06u%u", i + 1, 0, k + 1),
        .name = m->name,
        .kana = m->kana,
        .mail = arena_printf(demo->arena, "%s@%s", m->login, orgs[i].host),
        .mail2 = k == 0 && i > 0 ? arena_printf(demo->arena, "info@%s", orgs[i].host) : "",
        .roles = m->roles,
        .passwd = passwd_hash(demo->arena, password, COST),
        .made = demo_time(demo, AGE),
    };
}

static struct err *write_list(struct demo *demo, const struct q_demo_account_row *rows, size_t n)
{
    FILE *file = fopen(demo->accounts_file, "we");
    if (!file)
        return ERR(demo->arena, ERR_INTERNAL, "internal", "%s: %s", demo->accounts_file, strerror(errno));
    fprintf(file, "# password of all: %s\n# login id\tmail\troles\tname\torganisation\n", password);
    for (size_t i = 0; i < n; i++)
        fprintf(file, "%s\t%s\t%s\t%s\t%s\n", rows[i].login_id, rows[i].mail, rows[i].roles, rows[i].name,
                orgs[rows[i].org_id - 1].name);
    if (fclose(file))
        return ERR(demo->arena, ERR_INTERNAL, "internal", "%s: %s", demo->accounts_file, strerror(errno));
    return NULL;
}

struct err *demo_accounts(struct demo *demo)
{
    struct q_demo_account_row rows[DEMO_LAST_AGENCY * PER_ORG];
    size_t n = 0;
    TRY(org_rows(demo));
    for (unsigned i = 0; i < DEMO_LAST_AGENCY; i++)
        for (unsigned k = 0; k < PER_ORG && orgs[i].members[k].name; k++)
            rows[n++] = account_row(demo, i, k);
    TRY(q_demo_account(demo->db, rows, n, NULL));
    return demo->accounts_file ? write_list(demo, rows, n) : NULL;
}
