/* lib/blob/filetype.c: what a file is, whatever it is called. */
#include "blob/filetype.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static const char *type_of(struct arena *arena, const char *bytes, size_t len, const char *name)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fflush(file);
    lseek(fileno(file), 3, SEEK_SET);
    const struct filetype *type = filetype_of(arena, fileno(file), (const unsigned char *)bytes, len, name);
    assert_int_equal(lseek(fileno(file), 0, SEEK_CUR), 3);
    fclose(file);
    return type ? type->type : NULL;
}

static void is_type(struct arena *arena, const char *bytes, const char *name, const char *want)
{
    const char *type = type_of(arena, bytes, strlen(bytes), name);
    if (want)
        assert_string_equal(type ? type : "(none)", want);
    else
        assert_null(type);
}

static void test_texts(void **state)
{
    is_type(*state, "職務経歴書\n山田太郎\n", "a.txt", "text/plain");
    is_type(*state, "a", "a.txt", "text/plain");
    is_type(*state, "氏名,メール\n山田,a@b.jp\n", "a.csv", "text/csv");
    is_type(*state, "\xef\xbb\xbf氏名,メール\r\n山田,a@b.jp\r\n", "a.CSV", "text/csv");
    is_type(*state, "\x8e\x52\x93\x63\x91\xbe\x98\x59\x82\xcc\x97\x9a\x97\xf0\x8f\x91\r\n", "sjis.txt", "text/plain");
    is_type(*state, "#!/bin/sh\nrm -rf /\n", "a.sh", "text/plain");
}

static void test_refused(void **state)
{
    is_type(*state, "<!DOCTYPE html><html><script>alert(1)</script></html>", "a.txt", NULL);
    is_type(*state, "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "a.png", NULL);
    is_type(*state, "<?xml version=\"1.0\"?><a/>", "a.pdf", NULL);
    assert_null(type_of(*state, "MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", 14, "a.pdf"));
    assert_null(type_of(*state,
                        "\x7f"
                        "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0",
                        20, "a.pdf"));
    assert_null(type_of(*state, "\0\1\2\3\4\5\6\7\xfe\xff\xfd", 11, "a.txt"));
    assert_null(type_of(*state, "", 0, "a.txt"));
}

static void test_documents(void **state)
{
    is_type(*state, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a.exe", "application/pdf");
    static const char ole[] =
        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x3e\0\x03\0\xfe\xff\x09\0";
    char sector[1024] = "";
    memcpy(sector, ole, sizeof ole);
    assert_string_equal(type_of(*state, sector, sizeof sector, "履歴書.XLS"), "application/vnd.ms-excel");
    assert_string_equal(type_of(*state, sector, sizeof sector, "a.doc"), "application/msword");
    assert_null(type_of(*state, sector, sizeof sector, "a.msi"));
}

static const char *type_of_zip(struct arena *arena, const char *const *names, size_t count)
{
    char path[] = "/tmp/filetype_test.XXXXXX", bytes[8192];
    int code, fd = mkstemp(path);
    assert_true(fd >= 0);
    zip_t *zip = zip_open(path, ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++)
        assert_true(zip_file_add(zip, names[i], zip_source_buffer(zip, "<x/>", 4, 0), 0) >= 0);
    assert_int_equal(zip_close(zip), 0);
    close(fd);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    unlink(path);
    return type_of(arena, bytes, len, "x.zip");
}

/* The order of the parts is the writer's choice. */
static void test_zips(void **state)
{
    static const char *const usual[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml"};
    static const char *const odd[] = {"docProps/app.xml", "word/document.xml", "[Content_Types].xml"};
    static const char *const sheet[] = {"docProps/app.xml", "x/y", "xl/workbook.xml", "[Content_Types].xml"};
    static const char *const slides[] = {"docProps/app.xml", "x/y", "ppt/presentation.xml", "[Content_Types].xml"};
    static const char *const plain[] = {"word/document.txt", "a.txt"};
    assert_string_equal(type_of_zip(*state, usual, 3), WORD);
    assert_string_equal(type_of_zip(*state, odd, 3), WORD);
    assert_string_equal(type_of_zip(*state, sheet, 4),
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_string_equal(type_of_zip(*state, slides, 4),
                        "application/vnd.openxmlformats-officedocument.presentationml.presentation");
    assert_string_equal(type_of_zip(*state, plain, 2), "application/zip");
}

static void test_names(void **state)
{
    const struct filetype *text = filetype_by_name("text/plain"), *jpeg = filetype_by_name("image/jpeg");
    assert_string_equal(filetype_fit_name(*state, text, "メモ.TXT"), "メモ.TXT");
    assert_string_equal(filetype_fit_name(*state, text, "run.bat"), "run.bat.txt");
    assert_string_equal(filetype_fit_name(*state, text, "page.html"), "page.html.txt");
    assert_string_equal(filetype_fit_name(*state, jpeg, "photo"), "photo.jpg");
    assert_string_equal(filetype_fit_name(*state, jpeg, "photo.jpeg"), "photo.jpeg");
    char *name = arena_printf(*state, "%0195d", 0);
    assert_string_equal(filetype_fit_name(*state, jpeg, name) + 195, ".jpg");
    name = arena_printf(*state, "%0194dああ", 0);
    assert_string_equal(filetype_fit_name(*state, jpeg, name) + 194, ".jpg");
    assert_null(filetype_by_name("text/html"));
}

static int up(void **state)
{
    *state = arena_new();
    return 0;
}

static int down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_refused), cmocka_unit_test(test_documents),
        cmocka_unit_test(test_zips),  cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("filetype", tests, up, down);
}
