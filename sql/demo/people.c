#include "people.h"

#include "base/arena.h"

#include <string.h>

/* "written/reading", the frequent ones first */
static const char *const families[] = {
    "佐藤/サトウ",
    "鈴木/スズキ",
    "高橋/タカハシ",
    "田中/タナカ",
    "渡辺/ワタナベ",
    "伊藤/イトウ",
    "山本/ヤマモト",
    "中村/ナカムラ",
    "小林/コバヤシ",
    "加藤/カトウ",
    "吉田/ヨシダ",
    "山田/ヤマダ",
    "佐々木/ササキ",
    "山口/ヤマグチ",
    "松本/マツモト",
    "井上/イノウエ",
    "木村/キムラ",
    "林/ハヤシ",
    "斎藤/サイトウ",
    "清水/シミズ",
    "山崎/ヤマザキ",
    "森/モリ",
    "池田/イケダ",
    "橋本/ハシモト",
    "阿部/アベ",
    "石川/イシカワ",
    "山下/ヤマシタ",
    "中島/ナカジマ",
    "石井/イシイ",
    "小川/オガワ",
    "前田/マエダ",
    "岡田/オカダ",
    "長谷川/ハセガワ",
    "藤田/フジタ",
    "後藤/ゴトウ",
    "近藤/コンドウ",
    "村上/ムラカミ",
    "遠藤/エンドウ",
    "青木/アオキ",
    "坂本/サカモト",
    "斉藤/サイトウ",
    "福田/フクダ",
    "太田/オオタ",
    "西村/ニシムラ",
    "藤井/フジイ",
    "金子/カネコ",
    "岡本/オカモト",
    "藤原/フジワラ",
    "中野/ナカノ",
    "三浦/ミウラ",
    "原田/ハラダ",
    "中川/ナカガワ",
    "松田/マツダ",
    "竹内/タケウチ",
    "小野/オノ",
    "田村/タムラ",
    "中山/ナカヤマ",
    "和田/ワダ",
    "石田/イシダ",
    "森田/モリタ",
    "上田/ウエダ",
    "原/ハラ",
    "内田/ウチダ",
    "柴田/シバタ",
    "酒井/サカイ",
    "宮崎/ミヤザキ",
    "横山/ヨコヤマ",
    "高木/タカギ",
    "安藤/アンドウ",
    "宮本/ミヤモト",
    "大野/オオノ",
    "小島/コジマ",
    "谷口/タニグチ",
    "工藤/クドウ",
    "今井/イマイ",
    "高田/タカダ",
    "増田/マスダ",
    "丸山/マルヤマ",
    "杉山/スギヤマ",
    "村田/ムラタ",
    "大塚/オオツカ",
    "新井/アライ",
    "小山/コヤマ",
    "平野/ヒラノ",
    "藤本/フジモト",
    "河野/コウノ",
    "上野/ウエノ",
    "野口/ノグチ",
    "武田/タケダ",
    "松井/マツイ",
    "千葉/チバ",
    "菅原/スガワラ",
    "岩崎/イワサキ",
    "久保/クボ",
    "木下/キノシタ",
    "佐野/サノ",
    "野村/ノムラ",
    "松尾/マツオ",
    "菊地/キクチ",
    "市川/イチカワ",
    "杉本/スギモト",
    "古川/フルカワ",
    "大西/オオニシ",
    "島田/シマダ",
    "水野/ミズノ",
    "桜井/サクライ",
    "高野/タカノ",
    "渡部/ワタナベ",
    "吉川/ヨシカワ",
    "山内/ヤマウチ",
    "西田/ニシダ",
    "飯田/イイダ",
    "菊池/キクチ",
    "西川/ニシカワ",
    "小松/コマツ",
    "北村/キタムラ",
    "安田/ヤスダ",
    "五十嵐/イガラシ",
    "川口/カワグチ",
    "平田/ヒラタ",
    "関/セキ",
    "中田/ナカタ",
    "久保田/クボタ",
    "服部/ハットリ",
    "東/アズマ",
    "岩田/イワタ",
    "土屋/ツチヤ",
    "川崎/カワサキ",
    "福島/フクシマ",
    "本田/ホンダ",
    "樋口/ヒグチ",
    "秋山/アキヤマ",
    "田口/タグチ",
    "永井/ナガイ",
    "山中/ヤマナカ",
    "中西/ナカニシ",
    "吉村/ヨシムラ",
    "川上/カワカミ",
    "大橋/オオハシ",
    "石原/イシハラ",
    "松岡/マツオカ",
    "馬場/ババ",
    "浜田/ハマダ",
    "森本/モリモト",
    "矢野/ヤノ",
    "浅野/アサノ",
    "松下/マツシタ",
    "星野/ホシノ",
    "大久保/オオクボ",
    "吉岡/ヨシオカ",
    "小池/コイケ",
    "野田/ノダ",
    "荒木/アラキ",
    "熊谷/クマガイ",
    "松浦/マツウラ",
    "大谷/オオタニ",
    "内藤/ナイトウ",
    "黒田/クロダ",
    "尾崎/オザキ",
    "川村/カワムラ",
    "永田/ナガタ",
    "望月/モチヅキ",
    "堀/ホリ",
    "松村/マツムラ",
    "田辺/タナベ",
    "荒井/アライ",
    "菅野/カンノ",
    "平井/ヒライ",
    "山﨑/ヤマザキ",
    "髙橋/タカハシ",
    "𠮷田/ヨシダ",
    "渡邊/ワタナベ",
    "渡邉/ワタナベ",
    "齋藤/サイトウ",
    "齊藤/サイトウ",
    "濵田/ハマダ",
    "髙木/タカギ",
    "小笠原/オガサワラ",
    "勅使河原/テシガワラ",
    "長曽我部/チョウソカベ",
    "四月一日/ワタヌキ",
    "小鳥遊/タカナシ",
    "喜屋武/キャン",
    "比嘉/ヒガ",
    "具志堅/グシケン",
    "東恩納/ヒガシオンナ",
};

static const char *const men[] = {
    "健太/ケンタ",
    "大輔/ダイスケ",
    "翔太/ショウタ",
    "拓也/タクヤ",
    "誠/マコト",
    "直樹/ナオキ",
    "和也/カズヤ",
    "達也/タツヤ",
    "浩/ヒロシ",
    "剛/ツヨシ",
    "修/オサム",
    "隆/タカシ",
    "智也/トモヤ",
    "亮/リョウ",
    "大樹/ダイキ",
    "翼/ツバサ",
    "蓮/レン",
    "悠斗/ユウト",
    "陽太/ヨウタ",
    "颯太/ソウタ",
    "湊/ミナト",
    "樹/イツキ",
    "健一/ケンイチ",
    "健二/ケンジ",
    "浩二/コウジ",
    "正樹/マサキ",
    "雅之/マサユキ",
    "英樹/ヒデキ",
    "秀明/ヒデアキ",
    "裕介/ユウスケ",
    "祐樹/ユウキ",
    "慎一/シンイチ",
    "洋平/ヨウヘイ",
    "純一/ジュンイチ",
    "徹/トオル",
    "学/マナブ",
    "聡/サトシ",
    "豊/ユタカ",
    "茂/シゲル",
    "勝/マサル",
    "清/キヨシ",
    "実/ミノル",
    "昭夫/アキオ",
    "光男/ミツオ",
    "勇気/ユウキ",
    "康平/コウヘイ",
    "圭吾/ケイゴ",
    "俊介/シュンスケ",
    "涼太/リョウタ",
    "優太/ユウタ",
    "駿/シュン",
    "海斗/カイト",
    "陸/リク",
    "大和/ヤマト",
    "悠真/ユウマ",
    "朝陽/アサヒ",
    "龍之介/リュウノスケ",
    "慶太郎/ケイタロウ",
    "宗一郎/ソウイチロウ",
    "仁/ジン",
    "司/ツカサ",
    "渉/ワタル",
    "彰/アキラ",
};

static const char *const women[] = {
    "恵美/エミ",     "美咲/ミサキ",   "由美子/ユミコ", "陽子/ヨウコ", "裕子/ユウコ",   "直美/ナオミ",   "久美子/クミコ",
    "真由美/マユミ", "智子/トモコ",   "愛/アイ",       "彩/アヤ",     "舞/マイ",       "麻衣/マイ",     "優/ユウ",
    "葵/アオイ",     "さくら/サクラ", "ひなた/ヒナタ", "結衣/ユイ",   "結菜/ユナ",     "陽菜/ヒナ",     "凛/リン",
    "莉子/リコ",     "美優/ミユ",     "七海/ナナミ",   "千尋/チヒロ", "香織/カオリ",   "沙織/サオリ",   "理恵/リエ",
    "美穂/ミホ",     "佳奈/カナ",     "奈々/ナナ",     "恵子/ケイコ", "幸子/サチコ",   "和子/カズコ",   "節子/セツコ",
    "京子/キョウコ", "典子/ノリコ",   "順子/ジュンコ", "洋子/ヨウコ", "明美/アケミ",   "めぐみ/メグミ", "ゆかり/ユカリ",
    "あかね/アカネ", "しおり/シオリ", "みどり/ミドリ", "千夏/チナツ", "友美/トモミ",   "里奈/リナ",     "瞳/ヒトミ",
    "綾子/アヤコ",   "加奈子/カナコ", "亜希子/アキコ", "菜摘/ナツミ", "真理子/マリコ", "早紀/サキ",     "遥/ハルカ",
    "琴音/コトネ",   "紬/ツムギ",     "芽依/メイ",     "柚希/ユズキ", "美都里/ミドリ", "小百合/サユリ", "満里奈/マリナ",
};

static const char *const foreigners[] = {
    "グエン・ティ・ラン/グエン ティ ラン",
    "チャン・ヴァン・フック/チャン ヴァン フック",
    "マリア・クリスティーナ・サントス/マリア クリスティーナ サントス",
    "リチャード・ハリス/リチャード ハリス",
    "キム・ジウォン/キム ジウォン",
    "パク・ソヨン/パク ソヨン",
    "アニタ・グルン/アニタ グルン",
    "スニル・シュレスタ/スニル シュレスタ",
    "カルロス・エドゥアルド・デ・オリヴェイラ・シルヴァ/カルロス エドゥアルド デ オリヴェイラ シルヴァ",
    "エマ・ウィリアムズ/エマ ウィリアムズ",
    "ラフマット・ヒダヤット/ラフマット ヒダヤット",
    "デウィ・プスピタサリ/デウィ プスピタサリ",
    "アウン・ミョー/アウン ミョー",
    "ジョセフィーヌ・ドゥ・ラ・フォンテーヌ/ジョセフィーヌ ドゥ ラ フォンテーヌ",
    "王 美麗/オウ ビレイ",
    "李 浩然/リ コウゼン",
    "陳 怡君/チン イクン",
    "張 偉/チョウ イ",
};

static const char *const hosts[] = {"mail.example.jp",  "home.example.jp",  "post.example.net", "web.example.com",
                                    "kumo.example.net", "hoshi.example.jp", "sora.example.com", "mori.example.net"};

/* two kana before one: "シャ" before "シ" */
static const char *const latin[] = {
    "キャkya", "キュkyu", "キョkyo", "シャsha", "シュshu", "ショsho", "チャcha", "チュchu", "チョcho", "ニャnya",
    "ニュnyu", "ニョnyo", "ヒャhya", "ヒュhyu", "ヒョhyo", "ミャmya", "ミュmyu", "ミョmyo", "リャrya", "リュryu",
    "リョryo", "ギャgya", "ギュgyu", "ギョgyo", "ジャja",  "ジュju",  "ジョjo",  "ビャbya", "ビュbyu", "ビョbyo",
    "アa",     "イi",     "ウu",     "エe",     "オo",     "カka",    "キki",    "クku",    "ケke",    "コko",
    "サsa",    "シshi",   "スsu",    "セse",    "ソso",    "タta",    "チchi",   "ツtsu",   "テte",    "トto",
    "ナna",    "ニni",    "ヌnu",    "ネne",    "ノno",    "ハha",    "ヒhi",    "フfu",    "ヘhe",    "ホho",
    "マma",    "ミmi",    "ムmu",    "メme",    "モmo",    "ヤya",    "ユyu",    "ヨyo",    "ラra",    "リri",
    "ルru",    "レre",    "ロro",    "ワwa",    "ヲo",     "ンn",     "ガga",    "ギgi",    "グgu",    "ゲge",
    "ゴgo",    "ザza",    "ジji",    "ズzu",    "ゼze",    "ゾzo",    "ダda",    "ヂji",    "ヅzu",    "デde",
    "ドdo",    "バba",    "ビbi",    "ブbu",    "ベbe",    "ボbo",    "パpa",    "ピpi",    "プpu",    "ペpe",
    "ポpo",    "ヴvu",    " .",
};

static size_t head_len(const char *entry)
{
    size_t n = 0;
    while ((unsigned char)entry[n] >= 0x80)
        n++;
    return n;
}

char *people_latin(struct arena *arena, const char *kana)
{
    struct buf out = buf_on(arena);
    while (*kana) {
        size_t step = 1;
        for (size_t i = 0; i < sizeof latin / sizeof *latin; i++) {
            size_t n = latin[i][0] == ' ' ? 1 : head_len(latin[i]);
            if (strncmp(kana, latin[i], n) == 0) {
                buf_add(&out, latin[i] + n);
                step = n;
                break;
            }
        }
        kana += step;
    }
    return out.text;
}

static void split(struct arena *arena, const char *entry, const char **name, const char **kana)
{
    const char *slash = strchr(entry, '/');
    *name = arena_strndup(arena, entry, (size_t)(slash - entry));
    *kana = slash + 1;
}

struct person person_make(struct arena *arena, struct rng *rng)
{
    struct person p = {.woman = rng_chance(rng, 52)};
    const char *family, *family_kana, *given, *given_kana;
    if (rng_below(rng, 60) == 0) {
        split(arena, RNG_PICK(rng, foreigners), &p.name, &p.kana);
    } else {
        split(arena, families[rng_skewed(rng, sizeof families / sizeof *families)], &family, &family_kana);
        split(arena, p.woman ? RNG_PICK(rng, women) : RNG_PICK(rng, men), &given, &given_kana);
        p.name = arena_printf(arena, "%s %s", family, given);
        p.kana = arena_printf(arena, "%s %s", family_kana, given_kana);
    }
    p.login = people_latin(arena, p.kana);
    return p;
}

char *people_mail(struct arena *arena, struct rng *rng, const char *login, unsigned number)
{
    return arena_printf(arena, "%.40s%u@%s", login, number, RNG_PICK(rng, hosts));
}

char *people_mobile(struct arena *arena, uint64_t org, uint64_t number)
{
    enum { HEADS = 3, MILLION = 1000000, STEP = 379721 }; /* STEP has no factor in common with the million */
    static const char *const heads[HEADS] = {"090", "080", "070"};
    uint64_t n = number * 2 + org % 2;
    unsigned digits = (unsigned)(n / HEADS % MILLION * STEP % MILLION);
    return arena_printf(arena, "%s-00%02u-%04u", heads[n % HEADS], digits / 10000, digits % 10000);
}

struct person person_relative(struct arena *arena, const struct person *p, const struct person *of)
{
    const char *given = strchr(p->name, ' '), *given_kana = strchr(p->kana, ' ');
    size_t family = strcspn(of->name, " "), family_kana = strcspn(of->kana, " ");
    struct person r = *p;
    if (!given || !given_kana || !of->name[family] || !of->kana[family_kana])
        return r;
    r.name = arena_printf(arena, "%.*s%s", (int)family, of->name, given);
    r.kana = arena_printf(arena, "%.*s%s", (int)family_kana, of->kana, given_kana);
    r.login = people_latin(arena, r.kana);
    return r;
}
