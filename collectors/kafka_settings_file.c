/* kafka_settings_file.c - see the header. */
#include "collectors/kafka_settings_file.h"

#include "base/secret.h"
#include "collectors/kafka_config.h"

#include <stdio.h>
#include <string.h>

/* One line, which is taken apart in place. */
static bool line_take(rd_kafka_conf_t *conf, char *line, char *err, size_t err_size)
{
    line[strcspn(line, "\r")] = '\0';
    char *value = strchr(line, '=');

    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (value == NULL || value == line) {
        snprintf(err, err_size, "what stands there (not shown) is not of the form name=value");
        return false;
    }
    *value++ = '\0';
    const struct kafka_setting setting = {line, value};
    return kafka_config_take(conf, &setting, err, err_size);
}

static bool lines_take(rd_kafka_conf_t *conf, const char *file, char *text, struct error *error)
{
    char err[300];
    char *line;

    for (size_t number = 1; (line = strsep(&text, "\n")) != NULL; number++)
        if (!line_take(conf, line, err, sizeof err))
            return error_set(error, ERROR_STOP, "options_file %s: line %zu: %s", file, number, err);
    return true;
}

bool kafka_settings_file_take(rd_kafka_conf_t *conf, const char *file, struct error *error)
{
    struct buffer text;
    struct error cause;
    bool done = false;

    buffer_init_secret(&text);
    if (!secret_read(file, &text, &cause))
        error_set(error, ERROR_STOP, "options_file: %.450s", cause.text);
    else if (strlen((const char *)text.bytes) + 1 != text.length)
        error_set(error, ERROR_STOP, "options_file %s: holds a NUL byte, and is no text", file);
    else
        done = lines_take(conf, file, (char *)text.bytes, error);
    buffer_clear(&text);
    return done;
}
