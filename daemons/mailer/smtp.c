/* SMTP over libcurl, one easy handle with one kept connection. What its results mean was measured, not guessed:
     - the server's code is to be trusted only with result 55 (rejected before the mail) and 8 (rejected after the dot),
   and only when a line of this transfer said it; with 56 it is a stale one;
     - the server's own words come only through the header callback; the last line is the answer to QUIT;
     - an idle server that closes gives 421 or a broken pipe at the first command: tried again at once on a new
   connection;
     - an answer that does not come after the last byte of the mail was given leaves the mail in doubt. libcurl then
   keeps the connection, on which nothing would ever be answered in order again: we break it. */
#include "sender.h"

#include "mailer.h"
#include "mime.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SPANS = 5 };

struct smtp {
    CURL *easy;
    const struct settings *set;
    unsigned used; /* mails over this connection */
};

struct transfer {
    const struct handover *hand;
    struct {
        const char *bytes;
        size_t len;
    } span[SPANS];
    unsigned at;
    size_t offset;
    bool begun;   /* the last byte was given to libcurl */
    bool refused; /* begin() said no */
    bool refusal; /* a 4xx or 5xx line came */
    bool more;    /* and its answer goes on in the next line */
    unsigned code;
    char line[256]; /* that answer in one line, else the last 2xx line */
};

/* ---- callbacks ---- */

static size_t on_read(char *out, size_t size, size_t count, void *arg)
{
    struct transfer *t = arg;
    size_t room = size * count, n = 0;
    while (t->at < SPANS && n < room) {
        size_t left = t->span[t->at].len - t->offset, take = left < room - n ? left : room - n;
        if (take)
            memcpy(out + n, t->span[t->at].bytes + t->offset, take);
        n += take;
        t->offset += take;
        if (t->offset == t->span[t->at].len) {
            t->at++;
            t->offset = 0;
        }
    }
    /* With these bytes the mail is whole, and libcurl sends the dot by itself: the last moment to say so. */
    if (t->at == SPANS && !t->begun) {
        if (!t->hand->begin(t->hand->arg)) {
            t->refused = true;
            return CURL_READFUNC_ABORT;
        }
        t->begun = true;
    }
    return n;
}

/* The rest of an answer of several lines, without the code that servers repeat in each. */
static void add_line(struct transfer *t, const char *words, size_t n)
{
    size_t used = strlen(t->line), status = strspn(t->line + 4, "0123456789.");
    if (status && n > status && memcmp(words, t->line + 4, status) == 0) {
        words += status;
        n -= status;
    }
    snprintf(t->line + used, sizeof t->line - used, "%s%.*s", n && *words != ' ' ? " " : "", (int)n, words);
}

static size_t on_line(char *bytes, size_t size, size_t count, void *arg)
{
    struct transfer *t = arg;
    size_t len = size * count, n = len;
    bool bad = len >= 3 && (bytes[0] == '4' || bytes[0] == '5'), goes_on = len >= 4 && bytes[3] == '-';
    while (n && (bytes[n - 1] == '\n' || bytes[n - 1] == '\r'))
        n--;
    if (t->more && n >= 4 && memcmp(bytes, t->line, 3) == 0) {
        add_line(t, bytes + 4, n - 4);
        t->more = goes_on;
    } else if (len >= 3 && !t->refusal && (bad || (bytes[0] == '2' && memcmp(bytes, "221", 3) != 0))) {
        if (n > sizeof t->line - 1)
            n = sizeof t->line - 1;
        memcpy(t->line, bytes, n);
        t->line[n] = '\0';
        t->code = (unsigned)(bytes[0] - '0') * 100 + (unsigned)(bytes[1] - '0') * 10 + (unsigned)(bytes[2] - '0');
        t->refusal = bad;
        t->more = bad && goes_on;
    }
    return len;
}

/* ---- one transfer ---- */

static void transfer_init(struct transfer *t, const struct handover *hand)
{
    memset(t, 0, sizeof *t);
    t->hand = hand;
    t->span[0].bytes = hand->signature;
    t->span[0].len = strlen(hand->signature);
    t->span[1].bytes = hand->mail->head.text;
    t->span[1].len = hand->mail->head.len;
    t->span[2].bytes = "\r\n";
    t->span[2].len = 2;
    t->span[3].bytes = hand->mail->body.text;
    t->span[3].len = hand->mail->body.len;
    t->span[4].bytes = hand->mail->tail;
    t->span[4].len = hand->mail->tail_len;
}

static CURLcode perform(struct smtp *s, struct transfer *t, bool fresh)
{
    char from[300], to[300];
    snprintf(from, sizeof from, "<%s>", t->hand->from);
    snprintf(to, sizeof to, "<%s>", t->hand->to);
    struct curl_slist *rcpt = curl_slist_append(NULL, to);
    if (!rcpt)
        abort();
    bool last = s->set->per_connection && s->used + 1 >= s->set->per_connection;
    curl_easy_setopt(s->easy, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(s->easy, CURLOPT_MAIL_RCPT, rcpt);
    curl_easy_setopt(s->easy, CURLOPT_READDATA, t);
    curl_easy_setopt(s->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(s->easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    curl_easy_setopt(s->easy, CURLOPT_FORBID_REUSE, last ? 1L : 0L);
    CURLcode code = curl_easy_perform(s->easy);
    curl_slist_free_all(rcpt);
    long connects = 0;
    curl_easy_getinfo(s->easy, CURLINFO_NUM_CONNECTS, &connects);
    s->used = last ? 0 : connects ? 1 : s->used + 1;
    return code;
}

/* The words after the code. */
static const char *words(const struct transfer *t)
{
    return strlen(t->line) > 4 ? t->line + 4 : "";
}

/* An answer to this mail: 4xx temporary, 5xx permanent. */
static bool judge_refusal(const struct transfer *t, CURLcode code, long smtp_code, struct result *result)
{
    if (code != CURLE_SEND_ERROR && code != CURLE_WEIRD_SERVER_REPLY)
        return false;
    if (!t->refusal || (long)t->code != smtp_code)
        return false;
    result_set(result, t->code < 500 ? RESULT_TEMP : RESULT_PERM, t->code, words(t));
    return true;
}

static void judge(const struct transfer *t, CURLcode code, long smtp_code, struct result *result)
{
    switch (code) {
    case CURLE_OK:
        result_set(result, RESULT_SENT, t->code ? t->code : 250, words(t));
        return;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_LOGIN_DENIED:
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_USE_SSL_FAILED:
        result_set(result, RESULT_OFFLINE, 0, curl_easy_strerror(code));
        return;
    default:
        break;
    }
    if (t->refused)
        result_set(result, RESULT_NONE, 0, "");
    else if (code == CURLE_WEIRD_SERVER_REPLY && !t->begun && !t->at)
        result_set(result, RESULT_OFFLINE, (unsigned)smtp_code, words(t)); /* its greeting turned us away */
    else if (!judge_refusal(t, code, smtp_code, result))
        result_set(result, t->begun ? RESULT_DOUBT : RESULT_TEMP, 0, curl_easy_strerror(code));
}

/* Did an idle connection die under us, before anything of this mail could be taken? */
static bool was_stale(const struct smtp *s, const struct transfer *t, CURLcode code, unsigned used)
{
    if (t->begun || !used || (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING))
        return false;
    return !t->refusal || t->code == 421;
}

/* Not with QUIT, which a server that hangs would not answer either: libcurl finds the connection dead and makes
   another. */
static void break_connection(struct smtp *s)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(s->easy, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD)
        shutdown(fd, SHUT_RDWR);
    s->used = 0;
}

void smtp_send(struct smtp *s, const struct handover *hand, struct result *result)
{
    struct transfer t;
    long smtp_code = 0;
    unsigned used = s->used;
    if (!mime_is_address(hand->from) || !mime_is_address(hand->to)) {
        result_set(result, RESULT_PERM, 0, "address cannot be used in SMTP");
        return;
    }
    transfer_init(&t, hand);
    CURLcode code = perform(s, &t, false);
    if (was_stale(s, &t, code, used)) {
        transfer_init(&t, hand);
        code = perform(s, &t, true);
    }
    curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &smtp_code);
    judge(&t, code, smtp_code, result);
    if (result->kind != RESULT_SENT && !t.refusal)
        break_connection(s);
}

/* ---- life ---- */

struct smtp *smtp_open(const struct settings *set)
{
    struct smtp *s = calloc(1, sizeof *s);
    char url[600];
    if (!s || !(s->easy = curl_easy_init()))
        abort();
    s->set = set;
    bool tls = strcmp(set->relay_tls, "tls") == 0, starttls = strcmp(set->relay_tls, "starttls") == 0;
    snprintf(url, sizeof url, "%s://%s:%u/%s", tls ? "smtps" : "smtp", set->relay_host, set->relay_port, set->hello);
    curl_easy_setopt(s->easy, CURLOPT_URL, url);
    curl_easy_setopt(s->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->easy, CURLOPT_USE_SSL, (long)(tls || starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(s->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->easy, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(s->easy, CURLOPT_CONNECTTIMEOUT, (long)(set->timeout < 20 ? set->timeout : 20));
    curl_easy_setopt(s->easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)set->timeout);
    curl_easy_setopt(s->easy, CURLOPT_LOW_SPEED_LIMIT, 1L); /* a server that stops reading in the middle of a mail */
    curl_easy_setopt(s->easy, CURLOPT_LOW_SPEED_TIME, (long)set->timeout);
    curl_easy_setopt(s->easy, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(s->easy, CURLOPT_HEADERFUNCTION, on_line);
    if (*set->relay_ca)
        curl_easy_setopt(s->easy, CURLOPT_CAINFO, set->relay_ca);
    if (*set->relay_user) {
        curl_easy_setopt(s->easy, CURLOPT_USERNAME, set->relay_user);
        curl_easy_setopt(s->easy, CURLOPT_PASSWORD, set->relay_password);
    }
    return s;
}

void smtp_close(struct smtp *s)
{
    if (!s)
        return;
    curl_easy_cleanup(s->easy);
    free(s);
}
