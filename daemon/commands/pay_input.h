/*
 * pay_input.h - reads payroll's input from a CSV file into pay.input.
 */
#ifndef MERITD_COMMANDS_PAY_INPUT_H
#define MERITD_COMMANDS_PAY_INPUT_H

#include "client/client.h"

/*
 * Writes all lines of the file ("-": standard input), or none; then messages name every wrong line. The
 * heading names the columns month, agent, input and amount, in any order; month may be missing when it is
 * given here (a month or longer period, by its name; "" for none). by and reason go on record, or are NULL. Returns an exit status.
 */
MUST_CHECK int pay_input_write(struct client *client, const char *path, const char *period,
                               const char *by, const char *reason);

#endif
