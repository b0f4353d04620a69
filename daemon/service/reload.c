/* reload.c - see the header. */
#include "service/reload.h"

#include "base/log.h"

#include <string.h>
#include <unistd.h>

void reload_init(struct reload *reload, const struct config *first, const char *path)
{
    *reload = (struct reload){.first = first, .path = path};
}

void reload_clear(struct reload *reload)
{
    config_free(reload->newer);
}

const struct config *reload_config(const struct reload *reload)
{
    return reload->newer != NULL ? reload->newer : reload->first;
}

/* Logs each line of the buffer. */
static void reload_log(void (*log)(const char *, const char *, ...), const char *format,
                       const struct buffer *lines)
{
    size_t at = 0;

    while (at < lines->length) {
        const char *line = (const char *)lines->bytes + at;
        const char *end = memchr(line, '\n', lines->length - at);
        size_t length = end != NULL ? (size_t)(end - line) : lines->length - at;
        log("config", format, (int)length, line);
        at += length + 1;
    }
}

bool reload_now(struct reload *reload)
{
    struct buffer lines;

    buffer_init(&lines);
    struct config *config = config_load(reload->path, environ, &lines);
    if (config == NULL) {
        reload_log(log_error, "not in force: %.*s", &lines);
        log_error("config", "the new configuration is wrong: the old one stays in force; mend what "
                            "is named above and reload again");
    } else {
        /* Compares with the first configuration: the process still runs with its fixed options. */
        config_restart_needed(reload->first, config, &lines);
        reload_log(log_warn,
                   "%.*s has changed, but stays as it was: restart the daemon to put it in force",
                   &lines);
        config_free(reload->newer);
        reload->newer = config;
        log_set_level((enum log_level)config->log_level);
        log_info("config", "the new configuration is in force");
    }
    buffer_clear(&lines);
    return config != NULL;
}
