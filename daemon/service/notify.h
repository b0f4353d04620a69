/* notify.h - informs the service manager: readiness, status, watchdog. Without a service manager these
 * functions do nothing. */
#ifndef MERITD_SERVICE_NOTIFY_H
#define MERITD_SERVICE_NOTIFY_H

#include "base/error.h"

#include <stdint.h>

void notify_ready(void);
void notify_reloading(int64_t mono_ms);
void notify_stopping(void);
void notify_status(const char *format, ...) PRINTF_LIKE(1, 2);

/* How often the watchdog expects a sign of life, in ms; 0: never. */
int64_t notify_watchdog_ms(void);
void notify_alive(void);

#endif
