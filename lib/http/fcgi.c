/* SIGTERM and SIGUSR1 stay blocked and are read from a descriptor between requests: a signal never cuts a body
   short. */
#include "http/fcgi.h"

#include "http/app.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { RECORD = 65528 }; /* bytes of content at most, a multiple of 8 */

struct fcgi {
    FCGX_Request request;
    bool quick; /* the end may be sent with the answer, and the connection closed at once */
    bool ended; /* that was done */
};

const char *fcgi_param(void *io, const char *name)
{
    struct fcgi *f = io;
    return FCGX_GetParam(name, f->request.envp);
}

long fcgi_read(void *io, char *buf, size_t n)
{
    struct fcgi *f = io;
    int got = FCGX_GetStr(buf, n > 1 << 20 ? 1 << 20 : (int)n, f->request.in);
    return got > 0 ? got : FCGX_GetError(f->request.in) ? -1 : 0;
}

/* ---- sending ---- */

static bool send_all(int fd, struct iovec *iov, int n)
{
    while (n > 0) {
        ssize_t sent = writev(fd, iov, n);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        for (; n > 0 && (size_t)sent >= iov->iov_len; iov++, n--)
            sent -= (ssize_t)iov->iov_len;
        if (n > 0) {
            iov->iov_base = (char *)iov->iov_base + sent;
            iov->iov_len -= (size_t)sent;
        }
    }
    return true;
}

enum { HEAD = 8, STDOUT = 6, END_REQUEST = 3 };

static unsigned char *put_head(unsigned char *at, const struct fcgi *f, unsigned char type, size_t len)
{
    unsigned id = (unsigned)f->request.requestId;
    const unsigned char head[HEAD] = {
        1, type, (unsigned char)(id >> 8), (unsigned char)id, (unsigned char)(len >> 8), (unsigned char)len};
    memcpy(at, head, HEAD);
    return at + HEAD;
}

/* One record of the stream FCGI_STDOUT (FastCGI 1.0, 3.3): its head, then two pieces of content. Behind the last one
   the end of the stream and of the request, in the same call: the web server is woken once. */
static bool send_record(struct fcgi *f, const char *first, size_t first_len, const char *second, size_t second_len,
                        bool last)
{
    unsigned char head[HEAD], end[3 * HEAD] = {0}; /* the end's own content is eight zeros: all went well */
    put_head(head, f, STDOUT, first_len + second_len);
    put_head(put_head(end, f, STDOUT, 0), f, END_REQUEST, HEAD);
    struct iovec iov[] = {{head, sizeof head},
                          {(void *)(uintptr_t)first, first_len}, /* writev only reads */
                          {(void *)(uintptr_t)second, second_len},
                          {end, sizeof end}};
    bool sent = send_all(f->request.ipcFd, iov, last && f->quick ? 4 : 3);
    f->ended = sent && last && f->quick;
    return sent;
}

/* libfcgi's own writer sends pieces of 8 KB, and each wakes the web server: a list page took seven of them. */
bool fcgi_write(struct fcgi *io, const char *head, size_t head_len, const char *bytes, size_t len, bool last)
{
    while (head_len + len) {
        size_t first = head_len < RECORD ? head_len : RECORD;
        size_t second = len < RECORD - first ? len : RECORD - first;
        if (!send_record(io, head, first, bytes, second, last && first == head_len && second == len))
            return false;
        head += first;
        head_len -= first;
        bytes += second;
        len -= second;
    }
    return true;
}

/* ---- loop ---- */

static int signal_fd(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* 1: a request may be waiting, 0: stop */
static int wait_for_work(int listening, int signals)
{
    struct pollfd fds[] = {{.fd = listening, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    for (;;) {
        int n = poll(fds, 2, -1);
        if (n < 0 && errno != EINTR)
            return 0;
        if (n > 0 && fds[1].revents)
            return 0;
        if (n > 0 && fds[0].revents & POLLIN)
            return 1;
        if (n > 0 && fds[0].revents)
            return 0;
    }
}

/* On a local socket nothing is lost when it is closed at once. libfcgi would shut one half, wait for the other side and
   read what it still sends, which only TCP needs. */
static bool is_local(int listening)
{
    struct sockaddr address = {0};
    socklen_t len = sizeof address;
    return getsockname(listening, &address, &len) == 0 && address.sa_family == AF_UNIX;
}

/* Has the web server sent all it will, and does it not want the connection again? Without a body its request is in one
   piece, which is read already. */
static bool may_be_quick(const struct fcgi *io)
{
    const char *length = FCGX_GetParam("CONTENT_LENGTH", io->request.envp);
    bool body = length && *length && strcmp(length, "0") != 0;
    return !body && !io->request.keepConnection && FCGX_GetChar(io->request.in) == EOF;
}

static void end_request(struct fcgi *io)
{
    if (!io->ended) {
        FCGX_Finish_r(&io->request);
        return;
    }
    int fd = io->request.ipcFd;
    FCGX_Free(&io->request, 0); /* without a second end */
    io->request.ipcFd = -1;
    close(fd);
}

int fcgi_loop(struct app *app, void (*serve)(struct app *app, struct fcgi *io), unsigned long requests)
{
    struct fcgi io;
    bool local = is_local(0);
    int signals = signal_fd();
    int flags = fcntl(0, F_GETFL);
    if (signals < 0 || flags < 0 || fcntl(0, F_SETFL, flags | O_NONBLOCK) < 0 || FCGX_Init() ||
        FCGX_InitRequest(&io.request, 0, 0))
        return 1;
    signal(SIGPIPE, SIG_IGN);
    for (unsigned long done = 0; done < requests && wait_for_work(0, signals);) {
        int got = FCGX_Accept_r(&io.request);
        if (got == -EAGAIN || got == -EINTR || (got < 0 && (errno == EAGAIN || errno == EINTR)))
            continue; /* another process was faster */
        if (got < 0)
            return 1;
        io.quick = local && may_be_quick(&io);
        io.ended = false;
        serve(app, &io);
        end_request(&io);
        done++;
    }
    FCGX_Free(&io.request, 1);
    return 0;
}
