/* The mailer's journal: what a killed process leaves is what the next one reads. */
#include "../../daemons/mailer/journal.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SLOTS = 8 };

struct place {
    struct arena *arena;
    char dir[32];
};

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    p->arena = arena_new();
    snprintf(p->dir, sizeof p->dir, "/tmp/journal_test.XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct place *p = *state;
    for (int i = 1; i < 5; i++)
        unlink(arena_printf(p->arena, "%s/journal.%d", p->dir, i));
    rmdir(p->dir);
    arena_free(p->arena);
    free(p);
    return 0;
}

static struct journal *opened(struct place *p, struct journal_left *left)
{
    struct journal *j;
    assert_null(journal_open(p->arena, p->dir, SLOTS, &j, left));
    return j;
}

static const struct journal_entry *entry(const struct journal_left *left, uint64_t id)
{
    for (size_t i = 0; i < left->count; i++)
        if (left->entries[i].id == id)
            return &left->entries[i];
    return NULL;
}

/* Begins 1 and 2, ends 2, and dies by kill -9. */
static void die_in_the_middle(struct place *p)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct journal_left left;
        struct journal *j = opened(p, &left);
        struct result result;
        if (journal_start(j, p->arena))
            _exit(1);
        int a = journal_take(j), b = journal_take(j);
        journal_take(j);
        result_set(&result, RESULT_PERM, 550, "5.1.1 unknown\r\nuser \xE3\x81\x82");
        journal_begin(j, a, 1, 3);
        journal_begin(j, b, 2, 1);
        journal_end(j, b, 2, 1, &result);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

static void survives(void **state)
{
    struct place *p = *state;
    struct journal_left left;
    die_in_the_middle(p);
    struct journal *j = opened(p, &left);
    assert_true(left.complete && *left.claimer);
    assert_string_not_equal(left.claimer, journal_claimer(j));
    assert_int_equal(left.count, 2);
    assert_false(entry(&left, 1)->ended);
    assert_int_equal(entry(&left, 1)->attempt, 3);
    const struct journal_entry *two = entry(&left, 2);
    assert_true(two->ended);
    assert_int_equal(two->result.kind, RESULT_PERM);
    assert_int_equal(two->result.code, 550);
    assert_string_equal(two->result.text, "5.1.1 unknown??user ???");
    /* started again it is empty */
    assert_null(journal_start(j, p->arena));
    journal_close(j);
    j = opened(p, &left);
    assert_int_equal(left.count, 0);
    journal_close(j);
}

static void other_boot(void **state)
{
    struct place *p = *state;
    struct journal_left left;
    char text[200];
    die_in_the_middle(p);
    FILE *file = fopen(arena_printf(p->arena, "%s/journal.1", p->dir), "r+");
    assert_non_null(fgets(text, sizeof text, file));
    char *boot = strrchr(text, '-');
    boot[1] = boot[1] == 'a' ? 'b' : 'a';
    rewind(file);
    fputs(text, file);
    fclose(file);
    struct journal *j = opened(p, &left);
    assert_false(left.complete);
    assert_int_equal(left.count, 2);
    journal_close(j);
}

/* Torn or foreign bytes are no entries, and never more than they say. */
static void damaged(void **state)
{
    struct place *p = *state;
    struct journal_left left;
    die_in_the_middle(p);
    FILE *file = fopen(arena_printf(p->arena, "%s/journal.1", p->dir), "r+");
    for (long line = 1; line <= SLOTS; line++) {
        fseek(file, line * 288 + 3, SEEK_SET);
        fwrite("\0\0", 1, 2, file);
    }
    fclose(file);
    struct journal *j = opened(p, &left);
    assert_int_equal(left.count, 0);
    journal_close(j);
    assert_int_equal(truncate(arena_printf(p->arena, "%s/journal.1", p->dir), 100), 0);
    j = opened(p, &left);
    assert_string_equal(left.claimer, "");
    journal_close(j);
}

static struct err *settle(void *arg, const struct journal_left *left)
{
    unsigned *calls = arg;
    assert_int_equal(left->count, 2);
    (*calls)++;
    return NULL;
}

static void neighbours(void **state)
{
    struct place *p = *state;
    struct journal_left left;
    unsigned calls = 0;
    struct journal *mine, *other;
    die_in_the_middle(p);
    /* journal.1 is being used by a third; we have journal.2 */
    other = opened(p, &left);
    mine = opened(p, &left);
    assert_string_equal(left.claimer, "");
    assert_null(journal_adopt(mine, p->arena, p->dir, settle, &calls));
    assert_int_equal(calls, 0);
    journal_close(other); /* dies before it settled anything */
    assert_null(journal_adopt(mine, p->arena, p->dir, settle, &calls));
    assert_int_equal(calls, 1);
    assert_null(journal_adopt(mine, p->arena, p->dir, settle, &calls));
    assert_int_equal(calls, 1);
    assert_int_not_equal(access(arena_printf(p->arena, "%s/journal.1", p->dir), F_OK), 0);
    journal_close(mine);
}

static void slots(void **state)
{
    struct place *p = *state;
    struct journal_left left;
    struct journal *j = opened(p, &left);
    bool seen[SLOTS + 1] = {false};
    int slot = 0;
    for (int i = 0; i < SLOTS; i++) {
        slot = journal_take(j);
        assert_in_range(slot, 1, SLOTS);
        assert_false(seen[slot]);
        seen[slot] = true;
    }
    assert_int_equal(journal_take(j), -1);
    journal_give(j, slot);
    assert_int_equal(journal_take(j), slot);
    journal_close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives, setup, teardown),
        cmocka_unit_test_setup_teardown(other_boot, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged, setup, teardown),
        cmocka_unit_test_setup_teardown(neighbours, setup, teardown),
        cmocka_unit_test_setup_teardown(slots, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
