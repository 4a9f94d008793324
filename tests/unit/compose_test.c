/* What compose.c and mime.c write, judged by another implementation: GMime. */
#include "../../daemons/mailer/compose.h"
#include "../../daemons/mailer/mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gmime/gmime.h>

static struct compose plain(void)
{
    return (struct compose){.from_name = "高橋 恵美",
                            .from_addr = "takahashi@agency.example.jp",
                            .reply_to = "",
                            .to_name = "中村 健太",
                            .to_addr = "nakamura@example.jp",
                            .subject = "求人のご紹介",
                            .text = "中村 健太 様\n\nこんにちは。\n",
                            .message_id = "1.abc@musubi.example.jp",
                            .at = 1790000000};
}

static struct buf joined(struct arena *arena, const struct composed *mail)
{
    struct buf all = buf_on(arena);
    buf_addn(&all, mail->head.text, mail->head.len);
    buf_add(&all, "\r\n");
    buf_addn(&all, mail->body.text, mail->body.len);
    buf_addn(&all, mail->tail, mail->tail_len);
    return all;
}

static GMimeMessage *parsed(struct arena *arena, const struct compose *in, struct buf *all)
{
    struct composed mail;
    assert_null(compose_mail(arena, in, &mail));
    *all = joined(arena, &mail);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(all->text, all->len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(message);
    return message;
}

/* RFC 5322 and 2045: CRLF only, no line over 76 characters; header lines too, but for those that cannot be folded. */
static void check_lines(const struct buf *all)
{
    for (const char *p = all->text; *p;) {
        size_t n = strcspn(p, "\r\n");
        assert_true(p[n] == '\r' && p[n + 1] == '\n');
        if (strncmp(p, "List-Unsubscribe:", 17) != 0)
            assert_in_range(n, 0, 76);
        p += n + 2;
    }
}

static char *text_of(GMimeObject *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    char *text = strndup((const char *)bytes->data, bytes->len);
    g_object_unref(stream);
    return text;
}

static void check_text(struct arena *arena, const char *text)
{
    struct compose in = plain();
    struct buf all, want = buf_on(arena);
    in.text = text;
    GMimeMessage *message = parsed(arena, &in, &all);
    char *got = text_of(g_mime_message_get_mime_part(message));
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            buf_addc(&want, '\r');
        buf_addc(&want, *p);
    }
    if (want.len && want.text[want.len - 1] != '\n')
        buf_add(&want, "\r\n");
    check_lines(&all);
    /* a decoder may leave line ends as they are or turn them */
    assert_string_equal(got, want.text ? want.text : "");
    free(got);
    g_object_unref(message);
}

static void check_subject(struct arena *arena, const char *subject)
{
    struct compose in = plain();
    struct buf all;
    in.subject = subject;
    GMimeMessage *message = parsed(arena, &in, &all);
    check_lines(&all);
    assert_string_equal(g_mime_message_get_subject(message), subject);
    g_object_unref(message);
    for (const char *p = all.text; (p = strstr(p, "=?UTF-8?B?"));) {
        const char *end = strstr(p, "?=");
        assert_in_range(end + 2 - p, 0, 75); /* RFC 2047 */
        p = end;
    }
}

static void subjects(void **state)
{
    struct arena *arena = arena_new();
    char filler[420] = "";
    check_subject(arena, "Hello");
    check_subject(arena, "求人のご紹介");
    check_subject(
        arena, "【求人のご紹介】介護職員(日勤リーダー候補)東京都足立区 年収400万円〜450万円 あなたの経験を活かせます");
    check_subject(arena,
                  "a fairly long subject in plain English that has to be folded somewhere because it is too long");
    check_subject(arena, "=?UTF-8?B?44GC?= is not decoded twice");
    check_subject(arena, "two  spaces and one at the end ");
    check_subject(arena, "");
    check_subject(arena, "絵文字😀と濁点が゛あ゜る");
    /* every length: no character is ever cut in two */
    for (size_t n = 0; n + 4 < sizeof filler; n += 3) {
        memcpy(filler + n, "漢", 4);
        check_subject(arena, filler);
    }
    memset(filler, 'w', 200);
    filler[200] = '\0';
    check_subject(arena, filler);
    arena_free(arena);
}

static void texts(void **state)
{
    struct arena *arena = arena_new();
    char longest[3000];
    check_text(arena, "plain\ntext\n");
    check_text(arena, "no line end");
    check_text(arena, ".\n..\n.dots\n\n.\n");
    check_text(arena, "trailing spaces   \nand tab\t\nFrom here\n");
    check_text(arena, "中村 健太 様\n\nこんにちは。\n");
    check_text(
        arena,
        "mostly plain English with one é in a rather long line that goes on and on and on and on and on = end\n");
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    check_text(arena, longest);
    for (size_t i = 0; i + 3 < sizeof longest; i += 3)
        memcpy(longest + i, "長", 3);
    check_text(arena, longest);
    arena_free(arena);
}

static void names(void **state)
{
    static const char *const all[] = {"高橋 恵美",
                                      "Emi Takahashi",
                                      "\"Emi\" \\ Takahashi",
                                      "a.b, c <d>",
                                      "",
                                      "株式会社とても長い名前の人材紹介サービス東日本営業本部 第二営業部 高橋 恵美"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct compose in = plain();
        struct buf bytes;
        in.from_name = in.to_name = all[i];
        in.reply_to = "reply@agency.example.jp";
        GMimeMessage *message = parsed(arena, &in, &bytes);
        InternetAddress *to = internet_address_list_get_address(g_mime_message_get_to(message), 0);
        check_lines(&bytes);
        assert_string_equal(to->name ? to->name : "", all[i]);
        assert_string_equal(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(to)), "nakamura@example.jp");
        assert_int_equal(internet_address_list_length(g_mime_message_get_from(message)), 1);
        assert_int_equal(internet_address_list_length(g_mime_message_get_reply_to(message)), 1);
        assert_string_equal(g_mime_message_get_message_id(message), "1.abc@musubi.example.jp");
        GDateTime *date = g_mime_message_get_date(message);
        assert_int_equal(g_date_time_to_unix(date), 1790000000);
        assert_int_equal(g_date_time_get_utc_offset(date), 9 * 3600ll * 1000000);
        g_object_unref(message);
    }
    arena_free(arena);
}

/* S3-20 the same files for all */
static void files(void **state)
{
    struct arena *arena = arena_new();
    unsigned char bytes[10000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    const struct compose_file file[] = {
        {"募集要項(日勤リーダー候補)2026年11月版.pdf", "application/pdf", bytes, sizeof bytes},
        {"plain name.txt", "text/plain", "hello", 5},
        {"0byte.bin", "application/octet-stream", "", 0}};
    struct compose_files *all;
    struct compose in = plain();
    struct buf whole;
    assert_null(compose_files(arena, file, 3, &all));
    in.files = all;
    GMimeMessage *message = parsed(arena, &in, &whole);
    check_lines(&whole);
    GMimeMultipart *mixed = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
    assert_int_equal(g_mime_multipart_get_count(mixed), 4);
    char *text = text_of(g_mime_multipart_get_part(mixed, 0));
    assert_string_equal(text, "中村 健太 様\r\n\r\nこんにちは。\r\n");
    free(text);
    for (int i = 0; i < 3; i++) {
        GMimePart *part = GMIME_PART(g_mime_multipart_get_part(mixed, i + 1));
        GMimeStream *stream = g_mime_stream_mem_new();
        assert_string_equal(g_mime_part_get_filename(part), file[i].name);
        g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream);
        GByteArray *got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
        assert_int_equal(got->len, file[i].len);
        if (got->len)
            assert_memory_equal(got->data, file[i].bytes, file[i].len);
        g_object_unref(stream);
    }
    g_object_unref(message);
    assert_non_null(compose_files(arena, &(struct compose_file){"a\r\nX: y", "text/plain", "", 0}, 1, &all));
    arena_free(arena);
}

static void refused(struct arena *arena, struct compose in)
{
    struct composed mail;
    struct err *err = compose_mail(arena, &in, &mail);
    assert_non_null(err);
    assert_int_equal(err->kind, ERR_INPUT);
}

static void injection(void **state)
{
    static const char *const bad[] = {"x\r\nBcc: a@b.c", "x\nBcc: a@b.c", "x\rBcc", "x\x7f", "x\ty\v"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct compose in;
        refused(arena, (in = plain(), in.subject = bad[i], in));
        refused(arena, (in = plain(), in.from_name = bad[i], in));
        refused(arena, (in = plain(), in.to_name = bad[i], in));
        refused(arena, (in = plain(), in.message_id = bad[i], in));
        refused(arena, (in = plain(), in.unsubscribe = bad[i], in));
    }
    static const char *const addresses[] = {
        "",      "a",       "@b",     "a@",       "a b@c.d",     "a@b.c\r\nRCPT TO:<d@e.f>",
        "a@b@c", "<a@b.c>", "a@b..c", "名@例.jp", "a@b.c,d@e.f", "a@.b"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct compose in;
        assert_false(mime_is_address(addresses[i]));
        refused(arena, (in = plain(), in.to_addr = addresses[i], in));
        refused(arena, (in = plain(), in.from_addr = addresses[i], in));
        if (*addresses[i])
            refused(arena, (in = plain(), in.reply_to = addresses[i], in));
    }
    assert_true(mime_is_address("a..b.@docomo.example.ne.jp")); /* as carriers gave them out */
    arena_free(arena);
}

/* RFC 8058 */
static void one_click(void **state)
{
    struct arena *arena = arena_new();
    struct compose in = plain();
    struct buf all;
    in.unsubscribe = "https://musubi.example.jp/mailing/u/AAAA";
    in.automatic = true;
    GMimeMessage *message = parsed(arena, &in, &all);
    GMimeObject *object = GMIME_OBJECT(message);
    assert_string_equal(g_mime_object_get_header(object, "List-Unsubscribe"),
                        "<https://musubi.example.jp/mailing/u/AAAA>");
    assert_string_equal(g_mime_object_get_header(object, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_string_equal(g_mime_object_get_header(object, "Auto-Submitted"), "auto-generated");
    g_object_unref(message);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects), cmocka_unit_test(texts),     cmocka_unit_test(names),
        cmocka_unit_test(files),    cmocka_unit_test(injection), cmocka_unit_test(one_click),
    };
    g_mime_init();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    g_mime_shutdown();
    return failed;
}
