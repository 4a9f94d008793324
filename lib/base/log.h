/* One line per event on standard error (systemd's journal or the supervisor's file takes it): time program level
   key=value… Control bytes are escaped here, so a value can never begin a line of its own. */
#ifndef MUSUBI_LOG_H
#define MUSUBI_LOG_H

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_open(const char *program, enum log_level least); /* before anything else, and when log.level is known */
/* pairs: "name", "value", ..., NULL. NULL values print as "-". */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));
void log_err(const char *event, const char *request_id, const struct err *err);

#endif
