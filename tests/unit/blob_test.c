/* lib/blob/blob.c and lib/blob/blob_sweep.c on a real server: files keep their bytes, belong to one organisation, and
   go when nobody names them, never earlier. */
#include "blob/blob.h"

#include "base/crypto.h"
#include "http/app.h"
#include "server.h"

#include <fcntl.h>
#include <gd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { ORG = 7, OTHER = 8 };

struct house {
    struct server server;
    struct app app, second; /* two connections */
};

/* ---- tools ---- */

static struct req *request_at(struct app *app, uint64_t org, const char *now)
{
    arena_reset(app->request);
    struct req *rq = arena_alloc(app->request, sizeof *rq);
    rq->arena = app->request;
    rq->app = app;
    rq->db = app->db;
    rq->reply.fd = -1;
    assert_null(db_ready(app->db, app->request));
    db_context(app->db, org, 5, now);
    return rq;
}

static struct req *request(struct app *app, uint64_t org)
{
    return request_at(app, org, "2026-11-21 00:00:00");
}

static struct upload upload(struct req *rq, const char *name, const void *bytes, size_t len)
{
    struct upload up = {.field = "file", .name = name, .size = len};
    assert_null(tmp_file(rq, &up.fd));
    assert_int_equal(write(up.fd, bytes, len), len);
    rq->uploads = &up;
    rq->upload_count = 1;
    assert_null(blob_examine(rq));
    rq->upload_count = 0;
    rq->uploads = NULL;
    return up;
}

static struct err *attach_bytes(struct req *rq, const char *name, const void *bytes, size_t len, uint64_t *id)
{
    struct upload up = upload(rq, name, bytes, len);
    assert_null(db_begin(rq->db));
    struct err *err = blob_attach(rq, &up, "job", 3, id);
    if (err)
        db_rollback(rq->db);
    else
        assert_null(db_commit(rq->db));
    return err;
}

static uint64_t attach(struct req *rq, const char *name, const char *text)
{
    uint64_t id;
    assert_null(attach_bytes(rq, name, text, strlen(text), &id));
    return id;
}

static void assert_err(struct err *err, enum err_kind kind, const char *key)
{
    assert_non_null(err);
    assert_int_equal(err->kind, kind);
    assert_string_equal(err->key, key);
}

static const char *path_of(struct house *house, const char *text)
{
    unsigned char hash[32];
    crypto_sha256(text, strlen(text), hash);
    return blob_path(house->app.arena, conf_text(house->app.conf, "paths.blobs"), hash);
}

static uint64_t files_on_disk(const struct house *house)
{
    char line[200];
    uint64_t n = 0;
    snprintf(line, sizeof line, "find %s/blobs -type f | wc -l", house->server.dir);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%lu", &n), 1);
    pclose(pipe);
    return n;
}

static uint64_t sweep(struct app *app, const char *now)
{
    uint64_t count;
    struct req *rq = request_at(app, 0, now);
    assert_null(blob_sweep(rq->db, conf_text(app->conf, "paths.blobs"), 30, &count));
    return count;
}

static void remove_file(struct app *app, uint64_t org, uint64_t id, const char *now)
{
    struct req *rq = request_at(app, org, now);
    assert_null(db_begin(rq->db));
    assert_null(blob_remove(rq, id));
    assert_null(db_commit(rq->db));
}

/* ---- tests ---- */

static void test_attach_and_send(void **state)
{
    struct house *house = *state;
    static const char text[] = "職務経歴書\n山田太郎\n";
    char back[100];
    uint64_t id = attach(request(&house->app, ORG), "経歴.txt", text);
    struct req *rq = request(&house->app, ORG);
    assert_null(blob_send(rq, id));
    assert_string_equal(rq->reply.file_name, "経歴.txt");
    assert_string_equal(rq->reply.type, "text/plain");
    assert_int_equal(rq->reply.size, strlen(text));
    assert_int_equal(read(rq->reply.fd, back, sizeof back), strlen(text));
    assert_memory_equal(back, text, strlen(text));
}

static void test_other_organisations_see_nothing(void **state)
{
    struct house *house = *state;
    const char *bytes;
    size_t len;
    uint64_t id = attach(request(&house->app, ORG), "secret.txt", "ours alone");
    struct req *rq = request(&house->app, OTHER);
    assert_err(blob_send(rq, id), ERR_MISSING, "missing");
    assert_err(blob_read(rq, id, "job", 3, &bytes, &len), ERR_MISSING, "missing");
    assert_null(db_begin(rq->db));
    assert_err(blob_remove(rq, id), ERR_MISSING, "missing");
    db_rollback(rq->db);
    assert_err(blob_send(rq, id + 1000), ERR_MISSING, "missing");
    assert_null(blob_send(request(&house->app, ORG), id));
}

static void test_read_is_bound_to_the_record(void **state)
{
    struct house *house = *state;
    const char *bytes;
    size_t len;
    uint64_t id = attach(request(&house->app, ORG), "a.csv", "氏名,メール\n山田,a@example.jp\n");
    struct req *rq = request(&house->app, ORG);
    assert_null(blob_read(rq, id, "job", 3, &bytes, &len));
    assert_string_equal(bytes, "氏名,メール\n山田,a@example.jp\n");
    assert_int_equal(len, strlen(bytes));
    assert_err(blob_read(rq, id, "job", 4, &bytes, &len), ERR_MISSING, "missing");
    assert_err(blob_read(rq, id, "resume", 3, &bytes, &len), ERR_MISSING, "missing");
}

static void test_same_bytes_are_stored_once(void **state)
{
    struct house *house = *state;
    uint64_t before = files_on_disk(house);
    uint64_t a = attach(request(&house->app, ORG), "a.txt", "the same bytes");
    uint64_t b = attach(request(&house->app, OTHER), "b.txt", "the same bytes");
    assert_int_not_equal(a, b);
    assert_int_equal(files_on_disk(house), before + 1);
    remove_file(&house->app, ORG, a, "2026-11-21 00:00:00");
    struct req *rq = request(&house->app, OTHER);
    assert_null(blob_send(rq, b));
    assert_string_equal(rq->reply.file_name, "b.txt");
}

static void test_refused(void **state)
{
    struct house *house = *state;
    uint64_t id, before = files_on_disk(house), max = (uint64_t)conf_int(house->app.conf, "files.max_bytes");
    struct req *rq = request(&house->app, ORG);
    assert_err(attach_bytes(rq, "a.txt", "", 0, &id), ERR_INPUT, "file_empty");
    assert_err(attach_bytes(rq, "a.txt", "<!DOCTYPE html><html></html>", 28, &id), ERR_INPUT, "file_type");
    char *large = arena_alloc(rq->arena, max + 1);
    memset(large, 'x', max + 1);
    assert_err(attach_bytes(rq, "a.txt", large, max + 1, &id), ERR_INPUT, "file_large");
    assert_err(attach_bytes(rq, "a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0", 29, &id),
               ERR_INPUT, "file_type");
    assert_int_equal(files_on_disk(house), before);
}

/* The record of this test has files of its own. */
static void test_total_of_a_record(void **state)
{
    struct house *house = *state;
    uint64_t id, max = (uint64_t)conf_int(house->app.conf, "files.max_bytes");
    uint64_t total = (uint64_t)conf_int(house->app.conf, "files.max_total"), had = 0;
    struct err *err = NULL;
    while (!err && had <= total) {
        struct req *rq = request(&house->app, ORG);
        char *large = arena_alloc(rq->arena, max);
        memset(large, 'a' + (int)(had / max), max);
        struct upload up = upload(rq, "a.txt", large, max);
        assert_null(db_begin(rq->db));
        err = blob_attach(rq, &up, "resume", 9, &id);
        if (err)
            db_rollback(rq->db);
        else
            assert_null(db_commit(rq->db));
        had += err ? 0 : max;
    }
    assert_err(err, ERR_INPUT, "file_total");
    assert_true(had <= total && had + max > total);
}

static void test_images_are_made_anew(void **state)
{
    struct house *house = *state;
    gdImagePtr image = gdImageCreateTrueColor(16, 16);
    int len;
    char *png = gdImagePngPtr(image, &len), back[4096];
    struct req *rq = request(&house->app, ORG);
    struct buf file = buf_on(rq->arena);
    buf_addn(&file, png, (size_t)len);
    buf_add(&file, "hidden behind the picture");
    uint64_t id;
    assert_null(attach_bytes(rq, "photo", file.text, file.len, &id));
    gdFree(png);
    gdImageDestroy(image);
    rq = request(&house->app, ORG);
    assert_null(blob_send(rq, id));
    assert_string_equal(rq->reply.type, "image/png");
    assert_string_equal(rq->reply.file_name, "photo.png");
    ssize_t n = read(rq->reply.fd, back, sizeof back);
    assert_int_equal(n, rq->reply.size);
    assert_memory_equal(back, "\x89PNG", 4);
    assert_null(memmem(back, (size_t)n, "hidden", 6));
}

/* A handler may run again after a deadlock: the upload is read from its beginning each time. */
static void test_again_after_a_rollback(void **state)
{
    struct house *house = *state;
    struct req *rq = request(&house->app, ORG);
    struct upload up = upload(rq, "retry.txt", "once more", 9);
    uint64_t lost, id;
    assert_null(db_begin(rq->db));
    assert_null(blob_attach(rq, &up, "job", 3, &lost));
    db_rollback(rq->db);
    assert_err(blob_send(rq, lost), ERR_MISSING, "missing");
    assert_null(db_begin(rq->db));
    assert_null(blob_attach(rq, &up, "job", 3, &id));
    assert_null(db_commit(rq->db));
    assert_null(blob_send(rq, id));
    assert_int_equal(rq->reply.size, 9);
}

static void test_damaged_store_is_noticed(void **state)
{
    struct house *house = *state;
    uint64_t id = attach(request(&house->app, ORG), "cut.txt", "will be cut");
    struct req *rq = request(&house->app, ORG);
    assert_int_equal(truncate(path_of(house, "will be cut"), 5), 0);
    assert_err(blob_send(rq, id), ERR_INTERNAL, "internal");
    assert_int_equal(unlink(path_of(house, "will be cut")), 0);
    assert_err(blob_send(rq, id), ERR_INTERNAL, "internal");
    attach(request(&house->app, ORG), "again.txt", "will be cut"); /* the same file again mends it */
    assert_null(blob_send(request(&house->app, ORG), id));
    assert_int_equal(truncate(path_of(house, "will be cut"), 5), 0);
    attach(request(&house->app, ORG), "again.txt", "will be cut");
    assert_null(blob_send(request(&house->app, ORG), id));
}

static void test_sweep(void **state)
{
    struct house *house = *state;
    uint64_t kept = attach(request(&house->app, ORG), "kept.txt", "kept by one file");
    uint64_t twin = attach(request(&house->app, ORG), "twin.txt", "kept by one file");
    uint64_t gone = attach(request(&house->app, ORG), "gone.txt", "named by nobody");
    uint64_t before = files_on_disk(house);
    remove_file(&house->app, ORG, twin, "2026-11-22 00:00:00");
    remove_file(&house->app, ORG, gone, "2026-11-22 00:00:00");
    assert_int_equal(sweep(&house->app, "2026-12-21 00:00:00"), 0); /* removed 29 days ago */
    assert_int_equal(files_on_disk(house), before);
    assert_true(sweep(&house->app, "2026-12-23 00:00:00") >= 1);
    assert_int_equal(sweep(&house->app, "2026-12-23 00:00:00"), 0);
    assert_null(blob_send(request(&house->app, ORG), kept));
    assert_int_equal(access(path_of(house, "named by nobody"), F_OK), -1);
}

/* Bytes that nobody names are attached again while a sweep runs: the sweep must not take them. */
static void test_sweep_beside_an_attachment(void **state)
{
    struct house *house = *state;
    uint64_t count, id, old = attach(request(&house->app, ORG), "race.txt", "raced for");
    remove_file(&house->app, ORG, old, "2026-11-22 00:00:00");
    assert_true(server_sql(&house->server, "DELETE FROM file WHERE name = 'race.txt'"));
    struct req *rq = request_at(&house->app, ORG, "2027-01-10 00:00:00");
    struct upload up = upload(rq, "race2.txt", "raced for", 9);
    assert_null(db_begin(rq->db));
    assert_null(blob_attach(rq, &up, "job", 3, &id));
    struct req *sweeper = request_at(&house->second, 0, "2027-01-10 00:00:00");
    struct err *err = blob_sweep(sweeper->db, conf_text(house->app.conf, "paths.blobs"), 30, &count);
    assert_non_null(err); /* waited for the lock of the blob's row until its time was up */
    assert_non_null(strstr(err->detail, "blob_lock"));
    assert_null(db_commit(rq->db));
    sweep(&house->second, "2027-01-10 00:00:00");
    assert_null(blob_send(request(&house->app, ORG), id));
}

/* ---- house ---- */

static void open_app(struct house *house, struct app *app)
{
    app->arena = arena_new();
    app->request = arena_new();
    app->program = "test";
    app->tmp_dir = house->server.dir;
    app->db_conf = (struct db_conf){.socket = house->server.socket,
                                    .user = house->server.user,
                                    .password = "",
                                    .name = "musubi",
                                    .read_timeout = 30};
    const char *path = arena_printf(app->arena, "%s/conf", house->server.dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    app->conf = conf_load(path, house->server.dir, stderr);
    assert_non_null(app->conf);
    app->db = db_new(&app->db_conf);
}

static void close_app(struct app *app)
{
    arena_free(app->request);
    db_free(app->db);
    conf_free(app->conf);
    arena_free(app->arena);
}

static int up(void **state)
{
    static struct house house;
    if (!server_start(&house.server) || !server_run(&house.server, "mkdir %s/blobs", house.server.dir)) {
        server_run(&house.server, "tail -20 %s/log >/dev/tty", house.server.dir);
        server_stop(&house.server);
        return -1;
    }
    open_app(&house, &house.app);
    open_app(&house, &house.second);
    *state = &house;
    return 0;
}

static int down(void **state)
{
    struct house *house = *state;
    close_app(&house->app);
    close_app(&house->second);
    server_stop(&house->server);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attach_and_send),
        cmocka_unit_test(test_other_organisations_see_nothing),
        cmocka_unit_test(test_read_is_bound_to_the_record),
        cmocka_unit_test(test_same_bytes_are_stored_once),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_total_of_a_record),
        cmocka_unit_test(test_images_are_made_anew),
        cmocka_unit_test(test_again_after_a_rollback),
        cmocka_unit_test(test_damaged_store_is_noticed),
        cmocka_unit_test(test_sweep),
        cmocka_unit_test(test_sweep_beside_an_attachment),
    };
    return cmocka_run_group_tests_name("blob", tests, up, down);
}
