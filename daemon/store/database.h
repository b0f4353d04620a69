/*
 * database.h - one blocking connection, for commands that ask a few questions and leave.
 *
 *     struct database *database = database_open(conninfo, "meritd status", &error);
 *     const char *const params[] = {"2026-03-01"};
 *     if (!database_ask(database, "select … where month = $1::date", params, 1, &error)) …
 *     for (size_t row = 0; row < database_rows(database); row++) … database_value(database, row, 0)
 *
 * Parameters and answers are text. On failure the error's class tells what happened: ERROR_RETRY, the
 * server cannot be reached (any more); ERROR_STOP, it refused the question.
 */
#ifndef MERITD_STORE_DATABASE_H
#define MERITD_STORE_DATABASE_H

#include "base/error.h"

#include <stddef.h>

struct database;

/*
 * Connects, with search_path pg_catalog, pg_temp, UTC, and no limits of time. conninfo as libpq wants it; "" or NULL:
 * its environment variables. Caller frees. NULL: not reached (ERROR_RETRY, also when the server says no).
 */
MUST_CHECK struct database *database_open(const char *conninfo, const char *application_name,
                                          struct error *error);
void database_free(struct database *database); /* NULL does nothing */

/* One statement; a NULL parameter is SQL NULL. Waits for the answer, which is lent until the next one. */
MUST_CHECK bool database_ask(struct database *database, const char *sql, const char *const *params,
                             size_t count, struct error *error);
/* Any number of statements without parameters, in one transaction unless they say otherwise. */
MUST_CHECK bool database_run(struct database *database, const char *sql, struct error *error);

/* Who is logged in. */
const char *database_user(const struct database *database);

/* From now on, hears what the server warns of, and what it gives a hint about, as it comes: sentences, each on
 * a line of its own. Else these are logged for debugging, as all notices are. */
void database_on_warning(struct database *database, void (*hear)(void *context, const char *text),
                         void *context);

/* The answer of the last database_ask. */
size_t database_rows(const struct database *database);
size_t database_columns(const struct database *database);
const char *database_column(const struct database *database, size_t column); /* its name */
/* NULL: SQL NULL. */
const char *database_value(const struct database *database, size_t row, size_t column);
/* Is the column of a number type? Tables set these flush right. */
bool database_is_number(const struct database *database, size_t column);

/* Of the last failure: all that the server said, several lines perhaps ("" when it said nothing), and
 * its SQLSTATE ("" without one). Lent until the next question. */
const char *database_message(const struct database *database);
const char *database_sqlstate(const struct database *database);
/* Was it the server itself, and none of our functions in its own words, that missed a privilege? */
bool database_denied(const struct database *database);

/* Can libpq read it? Its own words for what it cannot would show parts of it, and so of passwords. */
bool database_conninfo_is_readable(const char *conninfo);

#endif
