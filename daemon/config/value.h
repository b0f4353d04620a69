/*
 * value.h - sets an option's member from a text or a JSON value, by the rules of the table.
 *
 * On failure it appends a line to problems: the place, the option, its value, what would be right.
 */
#ifndef MERITD_CONFIG_VALUE_H
#define MERITD_CONFIG_VALUE_H

#include "base/error.h"
#include "config/config.h"
#include "config/option_table.h"
#include "json/json.h"

/* Where a value was found, for messages: a file's path or a variable's name. */
struct config_place {
    const char *where;
    struct buffer *problems;
};

/* Appends a line "where: …" to the list; returns false. */
bool config_complain(const struct config_place *place, const char *format, ...) PRINTF_LIKE(2, 3);

/* Sets the member from a text as the environment gives it. */
MUST_CHECK bool config_value_from_text(struct config *config, const struct option *option,
                                       const char *text, const struct config_place *place);
/* Sets the member from a value of the file. null: the option keeps its default. */
MUST_CHECK bool config_value_from_json(struct config *config, const struct option *option,
                                       const struct json_value *value,
                                       const struct config_place *place);

#endif
