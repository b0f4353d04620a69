/*
 * client.h - shared by one-shot commands: a checked connection, and error messages.
 */
#ifndef MERITD_CLIENT_CLIENT_H
#define MERITD_CLIENT_CLIENT_H

#include "base/buffer.h"
#include "client/identity.h"
#include "client/invocation.h"
#include "client/table.h"
#include "client/words.h"
#include "store/database.h"

struct client {
    const struct invocation *invocation;
    struct identity identity;
    struct database *database;
    struct words words; /* of a command that speaks the shop's language; of others, none */
};

/*
 * Reads the customer key and connects. Returns an exit status; unless it is DONE, a message says why. Always
 * call client_close afterwards.
 */
MUST_CHECK int client_connect(struct client *client, const struct invocation *invocation);
/* Connects, checks that the schema and the shop are those of this program and its configuration, and reads
 * the words. */
MUST_CHECK int client_open(struct client *client, const struct invocation *invocation);
/* Replaces a lost connection; its answers are gone. Returns an exit status like client_connect. */
MUST_CHECK int client_reconnect(struct client *client);
void client_close(struct client *client);

/* The check of client_open: is the schema this program's, and the shop the configuration's? */
MUST_CHECK int client_check_schema(struct client *client);
MUST_CHECK int client_check_shop(struct client *client);
/* Asks where configuration and database differ: one sentence per row. */
MUST_CHECK int client_ask_differences(struct client *client);

/* Prints what failed, with the server's whole message, and returns the exit status for it. */
int client_fail(const struct client *client, const struct error *error);

/* Asks for one row: the login, which of our roles it has ("none of our roles"), whether it is the database's owner,
 * and which roles the server lacks (NULL: none). */
MUST_CHECK int client_ask_login(struct client *client);

/* For texts that people read: shows times in the shop's zone. JSON and CSV keep UTC. */
MUST_CHECK int client_set_zone(struct client *client, enum table_format format);

/* Like database_ask; on failure prints what failed. Returns the exit status. */
MUST_CHECK int client_ask(struct client *client, const char *sql, const char *const *params,
                          size_t count);

/* The value of a column of the first row of the answer and a NUL replace the content of *text ("" for SQL NULL). */
MUST_CHECK int client_keep(struct client *client, size_t column, struct buffer *text);
/* Asks for one row and keeps its first value. The row's other values can be read as after client_ask. */
MUST_CHECK int client_take(struct client *client, struct buffer *text, const char *sql,
                           const char *const *params, size_t count);

/* Asks for one text (ref.said, as a rule) and prints it on standard output. */
MUST_CHECK int client_tell(struct client *client, const char *sql, const char *const *params,
                           size_t count);

/*
 * Asks, and prints the answer on standard output: as a table, as CSV, or as a JSON array of objects (which
 * the server makes). *rows, unless rows is NULL: the number of rows.
 */
MUST_CHECK int client_print(struct client *client, enum table_format format, const char *sql,
                            const char *const *params, size_t count, size_t *rows);
/* Asks for one row: its columns as CSV or JSON, or its column told (ref.said) as a sentence. */
MUST_CHECK int client_tell_or_print(struct client *client, enum table_format format,
                                    const char *sql, const char *const *params, size_t count);
/* Like client_print, with times in the shop's zone. Instead of an empty table it prints `nothing`: a sentence, or,
 * of a command that speaks the shop's language, the code of one (none.… in the table of words). */
MUST_CHECK int client_list(struct client *client, enum table_format format, const char *nothing,
                           const char *sql, const char *const *params, size_t count);

#endif
