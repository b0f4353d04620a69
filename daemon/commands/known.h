/*
 * known.h - does the database know what a flag names? A misspelt name would look like one without anything.
 */
#ifndef MERITD_COMMANDS_KNOWN_H
#define MERITD_COMMANDS_KNOWN_H

#include "commands/client.h"

/*
 * The question lists what there is, a name a row; $1 is the month (its first day), NULL of none. EXIT_STATUS_USAGE
 * when the flag was given and is none of them: it was said what there is. what: "team".
 */
MUST_CHECK int known_check(struct client *client, const char *flag, const char *what,
                           const char *sql, const char *month);

/* The same of a name that is no flag's. month: only for the message. */
MUST_CHECK int known_name(struct client *client, const char *given, const char *what,
                          const char *sql, const char *month);

/* --month, if it was given, is a month with anything in it. */
MUST_CHECK int known_month(struct client *client);

#endif
