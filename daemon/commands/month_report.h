/*
 * month_report.h - what a close or a revision did, or would do, for people.
 */
#ifndef MERITD_COMMANDS_MONTH_REPORT_H
#define MERITD_COMMANDS_MONTH_REPORT_H

#include "commands/client.h"

/*
 * Asks period.close or period.revise, and prints the answer: as it is (JSON); or one sentence, the facts, and, unless
 * nothing was done, the results, ledger lines, actions and receivers; of a rehearsal (dry run) the message too, of a
 * revision its plan and the later streaks. Times are the shop's. Returns an exit status.
 */
MUST_CHECK int month_report(struct client *client, enum table_format format, const char *sql,
                            const char *const *params, size_t count);

#endif
