/*
 * keys.h - sets keys to values: rules, settings.
 */
#ifndef MERITD_COMMANDS_KEYS_H
#define MERITD_COMMANDS_KEYS_H

#include "client/client.h"

enum { KEYS_MORE_MAX = 1 };

/*
 * Sets the keys that the operands assign, all or none. set_sql: $1 is the KEY=VALUE texts as a text[], and more
 * (KEYS_MORE_MAX at most) follow; its error 22023 says that some are wrong.
 */
MUST_CHECK int keys_set(struct client *client, const char *set_sql, const char *const *more,
                        size_t more_count);

#endif
