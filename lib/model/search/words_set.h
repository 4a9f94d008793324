/* The stored form of a block of a set: shared by the files of words. */
#ifndef MUSUBI_WORDS_SET_H
#define MUSUBI_WORDS_SET_H

#include "model/search/words.h"

/* Add what is stored to the block. */
void words_merge(struct words_block *block, const unsigned char *bits, size_t len);
/* The block as a bitmap, in hexadecimal. */
char *words_bitmap(struct arena *arena, const struct words_block *block);
/* Keep what is in the other, too; both ascending. */
void words_meet(struct words_set *set, const struct words_set *other);

#endif
