/* A bound that the system keeps on what a process allocates. */
#ifndef MUSUBI_MEMORY_H
#define MUSUBI_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* Under a sanitizer, which reserves terabytes for itself, nothing is bounded. */
#if defined(__SANITIZE_ADDRESS__)
enum { memory_is_checked = true };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { memory_is_checked = true };
#else
enum { memory_is_checked = false };
#endif
#else
enum { memory_is_checked = false };
#endif

/* From now on this process, and those it makes, allocate at most so many bytes (RLIMIT_DATA: heap and private mappings,
   but neither code nor files that are only read, so that the figure says what the program does and not what it is
   linked with). 0: as it is. */
void memory_bound(uint64_t bytes);

#endif
