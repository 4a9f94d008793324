/* What the tests of forms share: a form with every kind, one where all is required, their words and pages. Headers
   only, because every test is one object. */
#ifndef MUSUBI_TEST_FORM_HOUSE_H
#define MUSUBI_TEST_FORM_HOUSE_H

#include "house.h"

#include "form/form.h"
#include "form/form_impl.h"
#include "frame/program.h"
#include "frame/route.h"
#include "page/page_impl.h"

static const char *const states[] = {"draft", "open", "closed", NULL};
static const char *const days[] = {"mon", "tue", "wed", NULL};

struct all_in {
    const char *title, *body, *secret, *kana, *mail, *phone, *zip, *url, *since, *state, *days;
    uint64_t amount, version, owner;
    const uint64_t *age;
    bool agree;
    struct ids id;
};

static inline struct err *check_all(struct req *rq, void *in)
{
    const struct all_in *all = in;
    if (strcmp(all->title, "自由") == 0)
        form_error(rq, "title", "choice", NULL, NULL);
    return NULL;
}

static const struct field all_fields[] = {
    TEXT(struct all_in, title, 1, 10, "t.title"),
    AREA(struct all_in, body, 0, 20, "t.body"),
    SECRET(struct all_in, secret, 0, 12, "t.secret"),
    KANA(struct all_in, kana, 0, 10, "t.kana"),
    MAIL(struct all_in, mail, 0, "t.mail"),
    PHONE(struct all_in, phone, 0, "t.phone"),
    ZIP(struct all_in, zip, 0, "t.zip"),
    URL(struct all_in, url, 0, "t.url"),
    INT(struct all_in, amount, 0, 20000, "t.amount"),
    ID(struct all_in, owner, 0, "t.owner"),
    VERSION(struct all_in, version),
    OPTINT(struct all_in, age, 15, 99, "t.age"),
    DATE(struct all_in, since, 0, "t.since"),
    ENUM(struct all_in, state, 0, states, "t.state"),
    FLAG(struct all_in, agree, "t.agree"),
    IDS(struct all_in, id, 0, 3, "t.id"),
    SET(struct all_in, days, 0, days, "t.days"),
    FILES(upload, 0, "t.upload"),
    FIELD_END,
};
static const struct form all_form = {
    .name = "all", .fields = all_fields, .size = sizeof(struct all_in), .check = check_all};

struct must_in {
    const char *name, *secret, *state, *days, *since;
    uint64_t amount;
    const uint64_t *age;
    struct ids id;
};
static const struct field must_fields[] = {
    TEXT(struct must_in, name, 2, 10, "t.name"),
    SECRET(struct must_in, secret, 8, 128, "t.secret"),
    ENUM(struct must_in, state, 1, states, "t.state"),
    SET(struct must_in, days, 1, days, "t.days"),
    DATE(struct must_in, since, 1, "t.since"),
    INT(struct must_in, amount, 1, 20000, "t.amount"),
    OPTINT(struct must_in, age, 15, 99, "t.age"),
    IDS(struct must_in, id, 1, 3, "t.id"),
    FILES(upload, 1, "t.upload"),
    FIELD_END,
};
static const struct form must_form = {
    .name = "must", .fields = must_fields, .size = sizeof(struct must_in), .max_files = 5};

static const struct route routes[] = {
    {.method = POST, .path = "/all", .form = &all_form}, {.method = POST, .path = "/must", .form = &must_form}, {0}};
static const struct area area = {.name = "test", .routes = routes};

static const char texts[] =
    "Text.field.version = 版\nText.field.t {\ntitle = 題名\nbody = 本文\nsecret = 合言葉\nkana = フリガナ\nmail = "
    "メール\nphone = 電話\nzip = 郵便番号\n"
    "url = サイト\namount = 金額\nowner = 担当\nage = 年齢\nsince = 開始日\nstate = 状態\nagree = "
    "同意する\nid = 対象\nupload = ファイル\n"
    "name = 氏名\n}\nText.field.days = 曜日\nText.hint.t.title = 短く<b>\n"
    "Options.t.state {\ndraft = 下書き\nopen = 公開<中>\nclosed = 終了\n}\nOptions.days {\nmon "
    "= 月\ntue = 火\nwed = 水\n}\n";

static const char all_page[] =
    "<?cs include!\"layout/form.cs\" ?><?cs call:form_errors() ?><form><?cs call:form_token() ?>"
    "<?cs call:field(Form.title) ?><?cs call:field(Form.body) ?><?cs call:password(Form.secret, \"new-password\") ?>"
    "<?cs call:field(Form.kana) ?><?cs call:own(Form.mail, \"email\") ?><?cs call:field(Form.phone) ?><?cs "
    "call:field(Form.zip) ?>"
    "<?cs call:field(Form.url) ?><?cs call:field(Form.owner) ?><?cs call:field_w(Form.amount, \"w-xs\") ?><?cs "
    "call:field(Form.age) ?><?cs "
    "call:field(Form.since) ?>"
    "<?cs call:radios(Form.state) ?><?cs call:field(Form.state) ?><?cs call:field(Form.agree) ?><?cs "
    "call:field(Form.id) ?>"
    "<?cs call:field(Form.days) ?><?cs call:field(Form.upload) ?><?cs call:hidden(Form.zip) ?></form>";
static const char grid_page[] = "<?cs include!\"layout/form.cs\" ?><?cs call:grid(Form.title) ?><?cs "
                                "call:grid(Form.state) ?><?cs call:grid(Form.amount) ?>"
                                "<?cs call:grid_pair(Form.age, Form.amount, Text.field.t.age, \"歳\") ?>";
static const char kept_page[] = "<?cs include!\"layout/form.cs\" ?><?cs call:form_kept() ?>";
static const char must_page[] = "<?cs include!\"layout/form.cs\" ?><?cs call:form_errors() ?><?cs "
                                "call:field(Form.name) ?><?cs call:field(Form.state) ?>"
                                "<?cs call:radios(Form.state) ?><?cs call:field(Form.upload) ?><?cs "
                                "call:field(Form.since) ?><?cs call:field(Form.days) ?>";

static struct house house;

static inline int open_house(void **state)
{
    static const char *const names[] = {"all.cs", "grid.cs", "must.cs", "kept.cs"};
    house_open(&house, &area);
    house_link(&house, "layout/form.cs");
    house_link(&house, "text/form.ja.hdf");
    house_link(&house, "text/form.en.hdf");
    house_write(&house, "text/ja.hdf", texts);
    house_write(&house, "text/en.hdf", texts);
    house_write(&house, "all.cs", all_page);
    house_write(&house, "grid.cs", grid_page);
    house_write(&house, "must.cs", must_page);
    house_write(&house, "kept.cs", kept_page);
    struct err *err = program_pages(&house.app, house.dir, names, 4);
    if (err)
        fail_msg("%s", err->detail);
    return 0;
}

static inline int close_house(void **state)
{
    house_close(&house);
    return 0;
}

/* Read a form from name, value, …, NULL. */
static inline void *read_form(struct req *rq, const struct form *form, bool *valid, ...)
{
    va_list args;
    void *in = NULL;
    struct kvs *values = arena_alloc(rq->arena, sizeof *values);
    values->v = arena_array(rq->arena, 32, sizeof *values->v);
    va_start(args, valid);
    for (const char *name = va_arg(args, const char *); name; name = va_arg(args, const char *)) {
        const char *value = va_arg(args, const char *);
        values->v[values->n++] = (struct kv){name, value, strlen(value)};
    }
    va_end(args);
    assert_null(form_read(rq, form, values, &in, valid));
    assert_non_null(in);
    return in;
}

static inline const char *message(struct req *rq, const char *field)
{
    for (const struct form_fault *fault = rq->form->faults; fault; fault = fault->next)
        if (strcmp(fault->field, field) == 0)
            return fault->text;
    return NULL;
}

static inline const char *shown(struct req *rq, const char *page, const struct form *form, const void *in)
{
    assert_null(form_show(rq, form, in));
    return house_render(rq, page);
}

#endif
