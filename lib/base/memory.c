#include "base/memory.h"

#include <sys/resource.h>

void memory_bound(uint64_t bytes)
{
    if (bytes && !memory_is_checked)
        setrlimit(RLIMIT_DATA, &(struct rlimit){bytes, bytes});
}
