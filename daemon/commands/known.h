/*
 * known.h - does the database know what an option names? A misspelt name would look like one without anything.
 */
#ifndef MERITD_COMMANDS_KNOWN_H
#define MERITD_COMMANDS_KNOWN_H

#include "commands/client.h"

/*
 * The question lists what there is, a name a row; $1 is the month (its first day), NULL of none. EXIT_STATUS_USAGE
 * when the name is none of them: it was said what there is. name: NULL when none was given. what: "team".
 */
MUST_CHECK int known_name(struct client *client, const char *name, const char *what,
                          const char *sql, const char *month);

/* Is there anything in the month (its first day)? "": none was given. */
MUST_CHECK int known_month(struct client *client, const char *month);

#endif
