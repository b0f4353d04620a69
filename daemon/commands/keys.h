/*
 * keys.h - shows and sets tables of keys and values: rules, settings.
 */
#ifndef MERITD_COMMANDS_KEYS_H
#define MERITD_COMMANDS_KEYS_H

#include "client/client.h"

/* SQL lists and checks the keys. */
struct key_table {
    const char *list_sql; /* its columns: key, value, default, allowed, meaning */
    const char *set_sql;  /* $1: KEY=VALUE texts as a text[]; 22023: some are wrong */
};

MUST_CHECK int keys_show(struct client *client, enum table_format format,
                         const struct key_table *table);
/* Sets the keys that the operands assign, all or none, and shows the table. */
MUST_CHECK int keys_set(struct client *client, enum table_format format,
                        const struct key_table *table);

#endif
