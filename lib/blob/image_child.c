#include "blob/image_child.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "blob/image.h"
#include "blob/image_gd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* A machine that gives a process less than a quarter of a processor has no time for pictures. */
enum { SLOWEST = 4, GRACE_MS = 1000 };

/* ---- in the child ---- */

/* SIGPROF ends it when its time is over; setrlimit() knows whole seconds only. */
static void set_bounds(const struct image_bounds *bounds)
{
    const struct itimerval time = {
        .it_value = {.tv_sec = bounds->cpu_ms / 1000, .tv_usec = (suseconds_t)(bounds->cpu_ms % 1000) * 1000}};
    memory_bound(bounds->memory);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setitimer(ITIMER_PROF, &time, NULL);
}

/* Neither the client's connection nor the database's is its business; libpng writes a line for every odd chunk. */
static int keep_only(int out)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int own = dup2(out, STDIN_FILENO);
    if (null < 0 || own < 0)
        return -1;
    dup2(null, STDOUT_FILENO);
    if (!memory_is_checked)
        dup2(null, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    return own;
}

static int make(struct arena *arena, const char *type, const unsigned char *bytes, size_t len, int out,
                const struct image_bounds *bounds)
{
    bool too_large;
    size_t made_len;
    if (!image_gd(arena)) /* while there is a log */
        return IMAGE_FAILED;
    set_bounds(bounds);
    if ((out = keep_only(out)) < 0)
        return IMAGE_FAILED;
    errno = 0;
    const unsigned char *made = image_clean(arena, type, bytes, len, bounds->max_pixels, &made_len, &too_large);
    if (!made)
        return errno == ENOMEM ? IMAGE_HEAVY : too_large ? IMAGE_LARGE : IMAGE_DAMAGED;
    return file_write_all(out, made, made_len) ? IMAGE_MADE : IMAGE_FAILED;
}

/* ---- in the parent ---- */

static bool ends_in_time(pid_t pid, unsigned cpu_ms)
{
    int fd = pidfd_open(pid, 0), n;
    struct pollfd end = {.fd = fd, .events = POLLIN};
    if (fd < 0)
        return false;
    do
        n = poll(&end, 1, (int)(cpu_ms * SLOWEST + GRACE_MS));
    while (n < 0 && errno == EINTR);
    close(fd);
    return n > 0;
}

static enum image_result result_of(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) >= IMAGE_MADE && WEXITSTATUS(status) <= IMAGE_FAILED)
        return (enum image_result)WEXITSTATUS(status);
    if (WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGKILL))
        return IMAGE_HEAVY; /* out of time, or out of memory where that cannot be told */
    char text[24];
    snprintf(text, sizeof text, "%d", status);
    log_line(LOG_ERROR, "picture", "detail", "the decoder broke", "status", text, NULL);
    return WIFSIGNALED(status) ? IMAGE_DAMAGED : IMAGE_FAILED;
}

static unsigned ms_of(const struct rusage *use)
{
    return (unsigned)((use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1000 +
                      (use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1000);
}

enum image_result image_apart(struct arena *arena, const char *type, const unsigned char *bytes, size_t len, int out,
                              const struct image_bounds *bounds, unsigned *spent_ms)
{
    struct rusage use = {0};
    int status = 0;
    pid_t self = getpid(), pid = fork();
    *spent_ms = 0;
    if (pid < 0)
        return IMAGE_BUSY;
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(getppid() == self ? make(arena, type, bytes, len, out, bounds) : IMAGE_BUSY);
    }
    bool late = !ends_in_time(pid, bounds->cpu_ms);
    if (late)
        kill(pid, SIGKILL);
    while (wait4(pid, &status, 0, &use) < 0 && errno == EINTR)
        ;
    *spent_ms = ms_of(&use);
    return late ? IMAGE_BUSY : result_of(status);
}
