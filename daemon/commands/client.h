/*
 * client.h - what one-shot commands share: a checked connection, and how they fail.
 */
#ifndef MERITD_COMMANDS_CLIENT_H
#define MERITD_COMMANDS_CLIENT_H

#include "base/buffer.h"
#include "commands/identity.h"
#include "commands/invocation.h"
#include "commands/table.h"
#include "commands/words.h"
#include "store/database.h"

struct client {
    const struct invocation *invocation;
    struct identity identity;
    struct database *database;
    struct words words; /* of a command that speaks the shop's language; of others, none */
};

/*
 * Reads the customer key and connects. Returns an exit status; other than DONE, it was said why. Always
 * to be followed by client_close.
 */
MUST_CHECK int client_connect(struct client *client, const struct invocation *invocation);
/* The same; then the schema and the shop must be those of this program and configuration, whose words are read. */
MUST_CHECK int client_open(struct client *client, const struct invocation *invocation);
/* A new connection for one that was lost, with all that was asked of it gone; returns as client_connect. */
MUST_CHECK int client_reconnect(struct client *client);
void client_close(struct client *client);

/* What client_open does beside connecting: is the schema this program's, and the shop the configuration's? */
MUST_CHECK int client_check_schema(struct client *client);
MUST_CHECK int client_check_shop(struct client *client);
/* Asks wherein configuration and database differ: a row a sentence. */
MUST_CHECK int client_ask_differences(struct client *client);

/* Says what failed (all that the server said), and returns the exit status for it. */
int client_fail(const struct client *client, const struct error *error);

/* Asks for one row: the login, which of our roles it has ("none of our roles"), whether it is the database's owner,
 * and which roles the server lacks (NULL: none). */
MUST_CHECK int client_ask_login(struct client *client);

/* For what people read: times as the shop's clock shows them. JSON and CSV keep UTC. */
MUST_CHECK int client_set_zone(struct client *client, enum table_format format);

/* database_ask that says what failed; returns the exit status. */
MUST_CHECK int client_ask(struct client *client, const char *sql, const char *const *params,
                          size_t count);

/* Asks for one row; its first value, ended by NUL, replaces what is in *text ("" for SQL NULL). The rest of
 * the row can be read as after client_ask. */
MUST_CHECK int client_take(struct client *client, struct buffer *text, const char *sql,
                           const char *const *params, size_t count);

/*
 * Asks, and prints the answer on standard output: as a table, as CSV, or as a JSON array of objects (which
 * the server makes). *rows, unless NULL: how many there were.
 */
MUST_CHECK int client_print(struct client *client, enum table_format format, const char *sql,
                            const char *const *params, size_t count, size_t *rows);
/* The same as people read it: on the shop's clock. Who would see a table without
 * rows is told instead: nothing, "no open actions". */
MUST_CHECK int client_list(struct client *client, enum table_format format, const char *nothing,
                           const char *sql, const char *const *params, size_t count);

#endif
