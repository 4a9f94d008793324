/* What every daemon does with signals: SIGTERM and SIGINT wait until they are asked for, so that no step is cut in
 * half. */
#ifndef MUSUBI_DAEMON_H
#define MUSUBI_DAEMON_H

#include <stdbool.h>

/* Once, before the first thread: they inherit it. SIGPIPE is ignored. */
void daemon_signals(void);
/* Waits at most so long; true at once when the process is told to stop. A signal is told once. */
bool daemon_told_to_stop(unsigned wait_ms);

#endif
