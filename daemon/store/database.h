/*
 * database.h - one blocking connection, for commands that ask a few questions and end.
 *
 *     struct database *database = database_open(conninfo, "meritd status", &error);
 *     const char *const params[] = {"2026-03-01"};
 *     if (!database_ask(database, "select … where month = $1::date", params, 1, &error)) …
 *     for (size_t row = 0; row < database_rows(database); row++) … database_value(database, row, 0)
 *
 * Parameters and answers are text. On failure: ERROR_RETRY if the server cannot be reached, or the connection
 * was lost; ERROR_STOP if the server refused the question.
 */
#ifndef MERITD_STORE_DATABASE_H
#define MERITD_STORE_DATABASE_H

#include "base/error.h"

#include <stddef.h>

struct database;

/*
 * Connects, with search_path pg_catalog, pg_temp, time zone UTC, and no timeouts. conninfo is libpq's; "" or
 * NULL: libpq's environment variables. Caller frees. NULL: not connected (ERROR_RETRY, also when the server
 * refused us).
 */
MUST_CHECK struct database *database_open(const char *conninfo, const char *application_name,
                                          struct error *error);
void database_free(struct database *database); /* NULL does nothing */

/* Runs one statement; a NULL parameter is SQL NULL. Waits for the answer, which is lent until the next one. */
MUST_CHECK bool database_ask(struct database *database, const char *sql, const char *const *params,
                             size_t count, struct error *error);
/* Runs any number of statements without parameters, in one transaction unless they say otherwise. */
MUST_CHECK bool database_run(struct database *database, const char *sql, struct error *error);

/* Who is logged in. */
const char *database_user(const struct database *database);

/* From now on, calls the function with the server's warnings and hints, as they come: sentences, one per
 * line. Without it they are logged at level debug, like all notices. */
void database_on_warning(struct database *database, void (*hear)(void *context, const char *text),
                         void *context);

/* The answer of the last database_ask. */
size_t database_rows(const struct database *database);
size_t database_columns(const struct database *database);
const char *database_column(const struct database *database, size_t column); /* its name */
/* NULL: SQL NULL. */
const char *database_value(const struct database *database, size_t row, size_t column);
/* Is the column of a number type? Tables align numbers to the right. */
bool database_is_number(const struct database *database, size_t column);
/* Is it of type boolean? Its values are "t" and "f"; tables show words. */
bool database_is_flag(const struct database *database, size_t column);

/* The last failure: the server's whole message, perhaps several lines ("" if there was none), and its
 * SQLSTATE ("" if there was none). Lent until the next question. */
const char *database_message(const struct database *database);
const char *database_sqlstate(const struct database *database);
/* Did the last question fail for lack of a privilege, by the server's own check and not by a message of our
 * functions? */
bool database_denied(const struct database *database);

/* Can libpq read the conninfo? We do not show libpq's own message: it quotes the conninfo, which may hold a
 * password. */
bool database_conninfo_is_readable(const char *conninfo);

#endif
