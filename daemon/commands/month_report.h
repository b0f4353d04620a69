/*
 * month_report.h - tells people what a close or a revision did, or would do.
 */
#ifndef MERITD_COMMANDS_MONTH_REPORT_H
#define MERITD_COMMANDS_MONTH_REPORT_H

#include "client/client.h"

/*
 * Asks period.close or period.revise, and prints the answer: as JSON, or as text. The text has one sentence,
 * the facts, and, unless nothing was done, the results, ledger lines, actions and receivers. A dry run adds
 * the message; a revision adds its plan and the later streaks. Times are in the shop's zone. Returns an exit
 * status.
 */
MUST_CHECK int month_report(struct client *client, enum table_format format, const char *sql,
                            const char *const *params, size_t count);

#endif
