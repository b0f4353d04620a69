/*
 * keys.h - tables of keys with values, shown and set: rules, settings.
 */
#ifndef MERITD_COMMANDS_KEYS_H
#define MERITD_COMMANDS_KEYS_H

#include "commands/client.h"

/* SQL lists and checks them. */
struct key_table {
    const char *list_sql; /* its columns: key, value, default, allowed, meaning */
    const char *set_sql;  /* of KEY=VALUE texts as a text[]; 22023: some of them are wrong */
};

MUST_CHECK int keys_show(struct client *client, enum table_format format,
                         const struct key_table *table);
/* Sets those that the operands assign, all or none, and shows the table. */
MUST_CHECK int keys_set(struct client *client, enum table_format format,
                        const struct key_table *table);

#endif
