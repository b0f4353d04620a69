/*
 * value.h - from a text or a JSON value to an option's member, with every rule of the table.
 *
 * On failure a line goes to problems: where, the option, what it is, what would be right.
 */
#ifndef MERITD_CONFIG_VALUE_H
#define MERITD_CONFIG_VALUE_H

#include "base/error.h"
#include "config/config.h"
#include "config/option_table.h"
#include "json/json.h"

/* Where a value stands, for messages: a file's path or a variable's name. */
struct config_place {
    const char *where;
    struct buffer *problems;
};

/* One line "where: …" on the list; returns false. */
bool config_complain(const struct config_place *place, const char *format, ...) PRINTF_LIKE(2, 3);

/* Sets the member from a text as the environment gives it. */
MUST_CHECK bool config_value_from_text(struct config *config, const struct option *option,
                                       const char *text, const struct config_place *place);
/* The same from the file's value. null: the option stays at its default. */
MUST_CHECK bool config_value_from_json(struct config *config, const struct option *option,
                                       const struct json_value *value,
                                       const struct config_place *place);

#endif
