/*
 * pay_input.h - payroll's input from a CSV file into pay.input.
 */
#ifndef MERITD_COMMANDS_PAY_INPUT_H
#define MERITD_COMMANDS_PAY_INPUT_H

#include "commands/client.h"

/*
 * Writes all lines of the file ("-": standard input), or none: then everything that is wrong was said, by
 * line. Its heading names the columns month, agent, input and amount, in any order; month may be missing when
 * one is given here (its first day; ""). by and reason are for the record, or NULL. Returns an exit status.
 */
MUST_CHECK int pay_input_write(struct client *client, const char *path, const char *month,
                               const char *by, const char *reason);

#endif
