/* log.c - one write(2) per line, so that lines of several processes do not mix. */
#include "base/log.h"

#include "base/time.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 2048 };

/* Atomic, because a library's thread may log while the loop reloads its configuration. */
static _Atomic enum log_level threshold = LOG_LEVEL_INFO;

/* In the order of enum log_level; the digit is syslog's priority. */
static const struct {
    const char *name;
    const char *priority;
} levels[] = {{"error", "<3>"}, {"warn", "<4>"}, {"info", "<6>"}, {"debug", "<7>"}};

_Static_assert(sizeof levels / sizeof levels[0] == LOG_LEVEL_COUNT, "a row for every level");

void log_set_level(enum log_level level)
{
    atomic_store(&threshold, level);
}

bool log_level_parse(const char *name, enum log_level *level)
{
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (strcmp(name, levels[i].name) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    }
    return false;
}

/* Writes the text before the level: the journal's priority, a terminal's time, or nothing. */
static const char *log_prefix(enum log_level level, char time[TIME_TEXT_SIZE + 1])
{
    if (getenv("JOURNAL_STREAM") != NULL)
        return levels[level].priority;
    if (!isatty(STDERR_FILENO))
        return "";
    size_t length = time_format(clock_wall_ms(), time);
    time[length] = ' ';
    time[length + 1] = '\0';
    return time;
}

/* Keeps a message on one line, whatever it quotes; cuts the end of a message that is too long. */
static size_t log_finish_line(char line[LINE_SIZE], int length)
{
    size_t end = length < 0 ? 0 : (size_t)length;

    if (end > LINE_SIZE - 2)
        end = LINE_SIZE - 2;
    for (size_t i = 0; i < end; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            line[i] = ' ';
    line[end] = '\n';
    return end + 1;
}

static void log_line(enum log_level level, const char *component, unsigned suppressed,
                     const char *format, va_list arguments)
{
    int saved = errno;
    char time[TIME_TEXT_SIZE + 1];
    char text[LINE_SIZE];
    char line[LINE_SIZE];
    char more[48] = "";

    vsnprintf(text, sizeof text, format, arguments);
    if (suppressed > 0)
        snprintf(more, sizeof more, " (%u more like this before)", suppressed);
    int length = snprintf(line, sizeof line, "%s%s %s: %.1900s%s", log_prefix(level, time),
                          levels[level].name, component, text, more);
    ssize_t written = write(STDERR_FILENO, line, log_finish_line(line, length));
    (void)written; /* when the log cannot be written, there is no place to report it */
    errno = saved;
}

#define LOG_FUNCTION(name, level)                                                                  \
    void name(const char *component, const char *format, ...)                                      \
    {                                                                                              \
        va_list arguments;                                                                         \
        if ((level) > atomic_load(&threshold))                                                     \
            return;                                                                                \
        va_start(arguments, format);                                                               \
        log_line((level), component, 0, format, arguments);                                        \
        va_end(arguments);                                                                         \
    }

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)

void log_limited(struct log_limit *limit, int64_t now_ms, int64_t interval_ms,
                 const char *component, const char *format, ...)
{
    va_list arguments;

    if (LOG_LEVEL_WARN > atomic_load(&threshold))
        return;
    if (now_ms < limit->next_ms) {
        limit->suppressed++;
        return;
    }
    va_start(arguments, format);
    log_line(LOG_LEVEL_WARN, component, limit->suppressed, format, arguments);
    va_end(arguments);
    limit->next_ms = now_ms + interval_ms;
    limit->suppressed = 0;
}
