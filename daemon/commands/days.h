/*
 * days.h - the business days that --from and --to name.
 */
#ifndef MERITD_COMMANDS_DAYS_H
#define MERITD_COMMANDS_DAYS_H

#include "base/time.h"
#include "client/client.h"

/* The options; the variable must follow. */
#define DAYS_FROM                                                                                  \
    .name = "--from", .argument = "YYYY-MM-DD",                                                    \
    .meaning = "first business day; default: the first with anything"
#define DAYS_TO                                                                                    \
    .name = "--to", .argument = "YYYY-MM-DD",                                                      \
    .meaning = "the day after the last one; default: after all data"

struct days {
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE]; /* `to` is not included */
};

/* from, to: NULL means the first and the last day that have any data. Returns an exit status. */
MUST_CHECK int days_find(struct client *client, const char *from, const char *to,
                         struct days *days);

#endif
