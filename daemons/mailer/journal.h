/* What this mailer was doing, in a file of its own: so that after kill -9 the next mailer knows for every row that was
   claimed whether its mail never left, was answered, or is in doubt. The database cannot tell: the mail goes out
   between two commits.

   The file journal.N is a table of lines of fixed width. Line 0 names the claimer (what stands in outbox.claimer) and
   the boot of the machine. Each other line is a slot for one mail in flight: begin <row> <attempt> written before the
   server can take the mail end <row> <attempt> <result> <code> <text>  written when its answer is known One write()
   each. The page cache keeps them when the process is killed, not when the machine falls: so a file of an earlier boot
   proves only what it says, nothing by what is missing. A slot is not cleared: the row's attempt number tells an old
   line from a new one.

   The file is locked as long as the process lives. Slots are taken and freed by one thread; begin and end may be called
   by others, for different slots. */
#ifndef MUSUBI_MAILER_JOURNAL_H
#define MUSUBI_MAILER_JOURNAL_H

#include "base/err.h"
#include "result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct journal;

struct journal_entry {
    uint64_t id;
    unsigned attempt; /* this one, 1 for the first */
    bool ended;
    struct result result; /* when ended */
};

/* What a dead mailer left. */
struct journal_left {
    const char *path;
    const char *claimer;
    bool complete; /* of this boot: a claimed row without entry was never begun */
    size_t count;
    struct journal_entry *entries;
};

/* Lock the first journal.N in dir that no living mailer has, as a new one with this claimer's name. What was in it
   before comes in *left (claimer "" when it was fresh): settle it with the database, then call journal_start(), which
   empties it. */
MUST struct err *journal_open(struct arena *arena, const char *dir, unsigned slots, struct journal **journal,
                              struct journal_left *left);
MUST struct err *journal_start(struct journal *journal, struct arena *arena);
void journal_close(struct journal *journal);

/* Journals of other dead mailers in dir: locked, read and handed to settle one by one; removed when it succeeds. */
MUST struct err *journal_adopt(struct journal *mine, struct arena *arena, const char *dir,
                               struct err *(*settle)(void *arg, const struct journal_left *left), void *arg);

const char *journal_claimer(const struct journal *journal);

int journal_take(struct journal *journal);            /* a free slot, -1: none */
void journal_give(struct journal *journal, int slot); /* its outcome is committed, or it never began */
/* False when the disk does not take it: the mail must not be sent. */
bool journal_begin(struct journal *journal, int slot, uint64_t id, unsigned attempt);
void journal_end(struct journal *journal, int slot, uint64_t id, unsigned attempt, const struct result *result);

#endif
