#include "base/daemon.h"

#include <signal.h>
#include <stddef.h>
#include <time.h>

static sigset_t endings(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void daemon_signals(void)
{
    sigset_t set = endings();
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

bool daemon_told_to_stop(unsigned wait_ms)
{
    sigset_t set = endings();
    struct timespec wait = {.tv_sec = wait_ms / 1000, .tv_nsec = (long)(wait_ms % 1000) * 1000000};
    return sigtimedwait(&set, NULL, &wait) > 0;
}
