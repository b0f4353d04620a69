/*
 * known.h - does the database know the name that an option gives? Otherwise a misspelt name would look like
 * one without data. And does it know what a month's figures are by now?
 */
#ifndef MERITD_COMMANDS_KNOWN_H
#define MERITD_COMMANDS_KNOWN_H

#include "client/client.h"

/*
 * The question lists the known names, one per row; its $1 is the month (its first day), or NULL.
 * EXIT_STATUS_USAGE: the name is not among them, and a message lists them. name: NULL when none was given.
 * what: "team".
 */
MUST_CHECK int known_name(struct client *client, const char *name, const char *what,
                          const char *sql, const char *month);

/* Has the month (its first day) any data? "": no month was given. */
MUST_CHECK int known_month(struct client *client, const char *month);

/* known_month, or whether a scheme has a quarter, half-year or year of that name; period: NULL when none was given. */
MUST_CHECK int known_period(struct client *client, const char *month, const char *period);

/* Refuses a command line without --month and --period, or with both. */
MUST_CHECK int one_period(const struct invocation *invocation, const char *month,
                          const char *period);

/* The name of a period by two parameters: that of --period ($1), or else the first day of --month ($2). */
#define PERIOD_NAME "coalesce($1::text, pg_catalog.to_char($2::date, 'YYYY-MM'))"

/* Says on standard error that the month's figures are those from before a change, if they are. */
MUST_CHECK int known_held(struct client *client, const char *month);

#endif
