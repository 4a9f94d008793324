/* The transport for development and tests: a mail is a file. The rename is what the dot is in SMTP: before it there is
   no mail, after it there is one. */
#include "sender.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Return-Path in front, as a delivering server would write it: tests and people see the envelope. */
static bool put_mail(int fd, const struct handover *hand)
{
    char path[400];
    int n = snprintf(path, sizeof path, "Return-Path: <%s>\r\n", hand->from);
    return n > 0 && (size_t)n < sizeof path && file_write_all(fd, path, (size_t)n) &&
           file_write_all(fd, hand->signature, strlen(hand->signature)) &&
           file_write_all(fd, hand->mail->head.text, hand->mail->head.len) && file_write_all(fd, "\r\n", 2) &&
           file_write_all(fd, hand->mail->body.text, hand->mail->body.len) &&
           file_write_all(fd, hand->mail->tail, hand->mail->tail_len);
}

void file_send(const char *dir, const struct handover *hand, struct result *result)
{
    char temp[600], name[600];
    int a = snprintf(temp, sizeof temp, "%s/.%s.new", dir, hand->message_id);
    int b = snprintf(name, sizeof name, "%s/%s.eml", dir, hand->message_id);
    if (a < 0 || b < 0 || (size_t)a >= sizeof temp || (size_t)b >= sizeof name) {
        result_set(result, RESULT_OFFLINE, 0, "path of the mail directory is too long");
        return;
    }
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && put_mail(fd, hand);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (!written) {
        unlink(temp);
        result_set(result, RESULT_OFFLINE, 0, strerror(why));
    } else if (!hand->begin(hand->arg)) {
        unlink(temp);
        result_set(result, RESULT_NONE, 0, "");
    } else if (rename(temp, name)) {
        result_set(result, RESULT_TEMP, 0, strerror(errno));
    } else {
        result_set(result, RESULT_SENT, 250, "written to a file");
    }
}
