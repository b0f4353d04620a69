/*
 * log.h - one line per decision, to standard error.
 *
 *     <level> <component>: <text>          (systemd adds the time; a terminal gets one)
 *
 * Under systemd (JOURNAL_STREAM set) lines carry the <n> priority prefix. The log functions keep errno. Log
 * once, where the decision is taken. Log repeating errors with log_limited.
 */
#ifndef MERITD_BASE_LOG_H
#define MERITD_BASE_LOG_H

#include "base/error.h"

#include <stdint.h>

enum log_level {
    LOG_LEVEL_ERROR,
    LOG_LEVEL_WARN,
    LOG_LEVEL_INFO,
    LOG_LEVEL_DEBUG,
    LOG_LEVEL_COUNT
};

void log_set_level(enum log_level level);
/* "error", "warn", "info" or "debug"; false for anything else. */
bool log_level_parse(const char *name, enum log_level *level);

void log_error(const char *component, const char *format, ...) PRINTF_LIKE(2, 3);
void log_warn(const char *component, const char *format, ...) PRINTF_LIKE(2, 3);
void log_info(const char *component, const char *format, ...) PRINTF_LIKE(2, 3);
void log_debug(const char *component, const char *format, ...) PRINTF_LIKE(2, 3);

/* When a repeating message was last logged. Its owner zero-initialises it. */
struct log_limit {
    int64_t next_ms;     /* monotonic: nothing is logged before */
    unsigned suppressed; /* messages left out since the last line */
};

/* As log_warn, but at most once every interval_ms; the next line says how many were left out. */
void log_limited(struct log_limit *limit, int64_t now_ms, int64_t interval_ms,
                 const char *component, const char *format, ...) PRINTF_LIKE(5, 6);

#endif
