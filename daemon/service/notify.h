/* notify.h - the service manager: readiness, status, watchdog. Without one, all of it does nothing. */
#ifndef MERITD_SERVICE_NOTIFY_H
#define MERITD_SERVICE_NOTIFY_H

#include "base/error.h"

#include <stdint.h>

void notify_ready(void);
void notify_reloading(int64_t mono_ms);
void notify_stopping(void);
void notify_status(const char *format, ...) PRINTF_LIKE(1, 2);

/* How often the watchdog wants to hear of us, ms; 0: it does not. */
int64_t notify_watchdog_ms(void);
void notify_alive(void);

#endif
